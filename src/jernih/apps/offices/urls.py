"""Addresses of offices."""

from django.urls import include, path

from jernih.apps.offices import views
from jernih.apps.offices.admin import office_admin

pages = [
    path("kantor/<slug:slug>/", views.office_detail, name="office-detail"),
    path("petugas/pesan/", views.outbox, name="outbox"),
]

urlpatterns = [
    path("", include((pages, "offices"))),
    path("petugas/kelola/", office_admin.urls),
]
