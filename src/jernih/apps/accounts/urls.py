"""Addresses of staff: home and accounts; config adds the sign-in library's own pages."""

from django.urls import include, path, re_path

from jernih.apps.accounts import views

staff = [
    path("petugas/", views.home, name="home"),
    path("petugas/akun/", views.staff_list, name="staff-list"),
    path("petugas/akun/baru", views.staff_create, name="staff-create"),
    path("petugas/akun/<slug:ref>", views.staff_detail, name="staff-detail"),
    path("petugas/akun/<slug:ref>/peran", views.staff_roles, name="staff-roles"),
    path("petugas/akun/<slug:ref>/sandi", views.staff_password, name="staff-password"),
    path("petugas/akun/<slug:ref>/langkah-kedua", views.staff_unguard, name="staff-unguard"),
    path("petugas/akun/<slug:ref>/akses", views.staff_access, name="staff-access"),
]

urlpatterns = [
    path("", include((staff, "accounts"))),
    # No mail ever opens an account here, so the pages for it do not exist.
    re_path(
        r"^petugas/masuk/(?:email|confirm-email|password/(?:reset|set)|signup/passkey)\b",
        views.closed,
    ),
]
