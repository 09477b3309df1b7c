"""Addresses of booking."""

from django.urls import path

from jernih.apps.booking.views import apply, erase, figures, number, staff

app_name = "booking"

urlpatterns = [
    path("ambil/", apply.apply, name="apply"),
    path("ambil/orang/", apply.apply_people, name="apply-people"),
    path("ambil/waktu/", apply.apply_time, name="apply-time"),
    path("ambil/kontak/", apply.apply_contact, name="apply-contact"),
    path("ambil/kode/", apply.apply_code, name="apply-code"),
    path("ambil/periksa/", apply.apply_review, name="apply-review"),
    path("nomor/", number.number_find, name="find"),
    path("nomor/<str:code>/", number.number_detail, name="number-detail"),
    path("nomor/<str:code>/tanda-terima.pdf", number.number_pdf, name="number-pdf"),
    path("nomor/<str:code>/jadwal.ics", number.number_calendar, name="number-calendar"),
    path("nomor/<str:code>/pindah/", number.number_move, name="number-move"),
    path("nomor/<str:code>/kembalikan/", number.number_withdraw, name="number-withdraw"),
    path("nomor/<str:code>/hapus-data/", erase.number_erase, name="number-erase"),
    path("nomor/<str:code>/konfirmasi/", number.number_confirm, name="number-confirm"),
    path("kuota/<slug:office>/", figures.capacity_table, name="capacity-table"),
    path("kuota/<slug:office>.csv", figures.capacity_csv, name="capacity-csv"),
    path("petugas/bantuan/", staff.assist, name="assist"),
    path("petugas/bantuan/<str:code>/", staff.assist_receipt, name="assist-receipt"),
    path("petugas/kuota/", staff.supply_list, name="supply-list"),
    path("petugas/kuota/<int:pk>/terbit/", staff.supply_release, name="supply-release"),
    path("petugas/kuota/<int:pk>/lepas/", staff.supply_free, name="supply-free"),
    path("petugas/absen/<int:pk>/", staff.no_show_excuse, name="no-show-excuse"),
    path("petugas/pindah/", staff.number_rescue, name="number-rescue"),
    path("petugas/nama/<int:pk>/", staff.name_correct, name="name-correct"),
]
