"""Addresses of the hall."""

from django.urls import path

from jernih.apps.hall.views import desk, display, files, floor, kiosk, place, proof

app_name = "hall"
urlpatterns = [
    path("layar/<slug:office>", display.board, name="board"),
    path("layar/<slug:office>/<int:counter>", display.counter_sign, name="counter-sign"),
    path("kios/<slug:office>/", kiosk.kiosk_home, name="kiosk"),
    path("kios/<slug:office>/pasang/<str:key>/", kiosk.kiosk_set_up, name="kiosk-set-up"),
    path("kios/<slug:office>/tanpa-nomor/", kiosk.kiosk_walk_in, name="kiosk-walk-in"),
    path("kios/<slug:office>/cetak/", kiosk.kiosk_reprint, name="kiosk-reprint"),
    path("kios/<slug:office>/bukti/", kiosk.kiosk_proof, name="kiosk-proof"),
    path("petugas/datang/", kiosk.arrivals, name="arrivals"),
    path("petugas/datang/tanpa-nomor/", kiosk.arrivals_walk_in, name="arrivals-walk-in"),
    path("petugas/datang/tanpa-kode/", kiosk.arrivals_lost_code, name="arrivals-lost-code"),
    path("petugas/loket/", desk.desk, name="desk"),
    path("petugas/loket/khusus/", desk.desk_exception, name="desk-exception"),
    path("petugas/loket/<slug:deed>/", desk.desk_act, name="desk-act"),
    path("petugas/berkas/", files.files, name="files"),
    path("petugas/lantai/", floor.floor, name="floor"),
    path("petugas/lantai/<slug:deed>/", floor.floor_act, name="floor-act"),
    path("tempat/<str:code>/", place.place, name="place"),
    path("tempat/<str:code>/keluar/", place.place_leave, name="place-leave"),
    path("tempat/<str:code>/bukti/", proof.place_proof, name="place-proof"),
    path("tempat/<str:code>/bukti/<int:nth>/", proof.place_proof_file, name="place-proof-file"),
    path("log/state/<slug:office>/<str:day>.json", floor.day_state, name="day-state"),
]
