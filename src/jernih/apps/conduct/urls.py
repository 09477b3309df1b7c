"""Addresses of the gift register and of pledges."""

from django.urls import path

from jernih.apps.conduct.views import keep, lead, own, pledges, public

app_name = "conduct"
BASE = "petugas/gratifikasi/"
PLEDGES = "petugas/janji/"
urlpatterns = [
    path("gratifikasi/", public.figures, name="figures"),
    path(BASE, own.gift_list, name="gift-list"),
    path(f"{BASE}baru/", own.gift_declare, name="gift-declare"),
    path(f"{BASE}daftar/", keep.gift_register, name="gift-register"),
    path(f"{BASE}serah/<int:pk>/", own.handover_sign, name="handover-sign"),
    path(f"{BASE}<slug:ref>/", keep.gift_detail, name="gift-detail"),
    path(f"{BASE}<slug:ref>/foto/<int:pk>", keep.gift_photo, name="gift-photo"),
    path(f"{BASE}<slug:ref>/formulir.<str:kind>", keep.gift_file, name="gift-file"),
    path(f"{BASE}<slug:ref>/<slug:deed>/", keep.gift_act, name="gift-act"),
    path(PLEDGES, pledges.pledge_list, name="pledge-list"),
    path(f"{PLEDGES}baru/", lead.pledge_declare, name="pledge-declare"),
    path(f"{PLEDGES}<slug:ref>/", lead.pledge_detail, name="pledge-detail"),
    path(f"{PLEDGES}<slug:ref>/tanda-tangan/", pledges.pledge_sign, name="pledge-sign"),
    path(
        f"{PLEDGES}<slug:ref>/sertifikat.pdf",
        pledges.pledge_certificate,
        name="pledge-certificate",
    ),
]
