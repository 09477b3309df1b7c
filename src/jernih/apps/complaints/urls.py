"""Addresses of reports and complaints."""

from django.urls import path

from jernih.apps.complaints.views import deeds, keys, proof, public, staff

app_name = "complaints"
urlpatterns = [
    path("aduan/", public.figures_page, name="figures"),
    path("aduan/hari/", public.days_page, name="days"),
    path("aduan/papan/<str:period>.csv", public.board_csv, name="board"),
    path("lapor/segel/bukti/", proof.report_proof, name="report-proof"),
    path("petugas/kasus/", staff.case_list, name="case-list"),
    path("petugas/kasus/kunci/", keys.key_set, name="key-set"),
    path("petugas/kasus/kunci/<slug:deed>/", keys.key_keep, name="key-keep"),
    path("petugas/kasus/daftar/", keys.roster_detail, name="roster-detail"),
    path("petugas/kasus/daftar/<int:serial>/", keys.roster_accept, name="roster-accept"),
    path("petugas/kasus/daftar/akhiri/<str:staff>/", keys.holder_end, name="holder-end"),
    path("petugas/kasus/<str:locator>/", staff.case_detail, name="case-detail"),
    path("petugas/kasus/<str:locator>/berkas/<str:name>", staff.case_file, name="case-file"),
    path("petugas/kasus/<str:locator>/ekspor/", staff.case_export, name="case-export"),
    path("petugas/kasus/<str:locator>/catatan/", deeds.case_note, name="case-note"),
    path("petugas/kasus/<str:locator>/minta/", deeds.case_ask, name="case-ask"),
    path("petugas/kasus/<str:locator>/jawab/", deeds.case_answer, name="case-answer"),
    path("petugas/kasus/<str:locator>/<slug:deed>/", deeds.case_act, name="case-act"),
]
