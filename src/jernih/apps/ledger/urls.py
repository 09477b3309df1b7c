"""Addresses of the record. Their names below /log/ are fixed by C2SP tlog-tiles."""

from django.urls import path

from jernih.apps.ledger import views

app_name = "ledger"

urlpatterns = [
    path("log/", views.record_detail, name="record-detail"),
    path("log/checkpoint", views.checkpoint, name="checkpoint"),
    path("log/checkpoint.witnessed", views.witnessed, name="witnessed"),
    path("log/policy", views.policy, name="policy"),
    path("log/vkey", views.vkey, name="vkey"),
    path("log/vkeys", views.vkeys, name="vkeys"),
    path("log/jernih-witness.pyz", views.witness_program, name="witness-program"),
    path("log/jernih-verify.pyz", views.verifier, name="verifier"),
    # Its first name, printed here and there.
    path("log/verify.zip", views.verifier, name="verifier-zip"),
    path("log/tile/<path:path>", views.tile, name="tile"),
]
