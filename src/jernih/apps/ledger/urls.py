"""Addresses of the record. Their names below /log/ are fixed by C2SP tlog-tiles."""

from django.urls import path

from jernih.apps.ledger import views

app_name = "ledger"

urlpatterns = [
    path("log/", views.record_detail, name="record-detail"),
    path("log/checkpoint", views.checkpoint, name="checkpoint"),
    path("log/vkey", views.vkey, name="vkey"),
    path("log/verify.zip", views.verifier, name="verifier"),
    path("log/tile/<path:path>", views.tile, name="tile"),
]
