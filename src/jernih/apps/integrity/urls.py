"""Addresses of the integrity zone."""

from django.urls import path

from jernih.apps.integrity.views import files, item, pledges, public, sheet

app_name = "integrity"
BASE = "petugas/zona/"
YEAR = f"{BASE}<int:year>/"
urlpatterns = [
    path("zona/", public.zone_public, name="public"),
    path("janji/", pledges.pledge_wall, name="pledge-wall"),
    path(BASE, sheet.sheet, name="sheet"),
    path(f"{BASE}baru/", sheet.sheet_open, name="sheet-open"),
    path(YEAR, sheet.sheet_year, name="sheet-year"),
    path(f"{YEAR}pindah/", sheet.sheet_move, name="sheet-move"),
    path(f"{YEAR}impor/", files.sheet_import, name="sheet-import"),
    path(f"{YEAR}lke.<str:kind>", files.sheet_file, name="sheet-file"),
    path(f"{YEAR}bukti/<slug:ref>", files.evidence_file, name="evidence-file"),
    path(f"{YEAR}bagian/<str:group>/", sheet.group, name="group"),
    path(f"{YEAR}butir/<str:no>/", item.item, name="item"),
    path(f"{YEAR}butir/<str:no>/<slug:deed>/", item.item_act, name="item-act"),
]
