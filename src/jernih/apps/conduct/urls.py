"""Addresses of the gift register."""

from django.urls import path

from jernih.apps.conduct.views import keep, own, public

app_name = "conduct"
BASE = "petugas/gratifikasi/"
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
]
