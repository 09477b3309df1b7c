"""Addresses of reports and complaints."""

from django.urls import path

from jernih.apps.complaints.views import (
    api,
    deeds,
    doors,
    follow,
    keys,
    proof,
    public,
    report,
    staff,
)

app_name = "complaints"
urlpatterns = [
    path("aduan/", public.figures_page, name="figures"),
    path("aduan/hari/", public.days_page, name="days"),
    path("aduan/papan/<str:period>.csv", public.board_csv, name="board"),
    path("lapor/", doors.report_doors, name="report-doors"),
    path("lapor/segel/", report.report_file, name="report-file"),
    path("lapor/segel/kode/", report.report_retype, name="report-retype"),
    path("lapor/segel/kerja/", api.work_get, name="work-get"),
    path("lapor/segel/mulai/", api.draft_begin, name="draft-begin"),
    path("lapor/segel/buka/", api.case_open, name="report-open"),
    path("lapor/segel/berkas/", api.case_file, name="report-sealed"),
    path("lapor/segel/pesan/", api.case_message, name="report-message"),
    path("lapor/segel/<str:ref>/selesai/", api.draft_finish, name="draft-finish"),
    path("lapor/segel/<str:ref>/<str:name>/", api.draft_piece, name="draft-piece"),
    path("lapor/ikuti/", follow.report_follow, name="report-follow"),
    path("lapor/ikuti/berkas/", follow.report_attachment, name="report-attachment"),
    path("lapor/ikuti/keluar/", follow.report_leave, name="report-leave"),
    path("lapor/ikuti/<slug:what>/", follow.report_write, name="report-write"),
    path("petugas/lapor/", report.report_assist, name="report-assist"),
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
