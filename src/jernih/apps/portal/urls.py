"""Addresses of the front door."""

from django.urls import path

from jernih.apps.portal import views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("biaya/", views.prices, name="prices"),
    path("periksa/", views.check, name="check"),
    path("periksa/bukti/", views.receipt_check, name="receipt-check"),
    path("periksa/bukti/simpan/", views.receipt_saved, name="receipt-saved"),
    path("periksa/dinding/", views.wall, name="wall"),
    path("data/", views.open_data, name="data"),
    path("data/catatan.zip", views.export, name="export"),
    path("data/aturan/", views.rules, name="rules"),
    path("data/aturan.csv", views.rules_csv, name="rules-csv"),
    path("privasi/", views.privacy, name="privacy"),
    path("sehat/", views.health, name="health"),
    path("demo/pesan/", views.demo_outbox, name="demo-outbox"),
]
