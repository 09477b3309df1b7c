"""Addresses of surveys."""

from django.urls import path, re_path

from jernih.apps.surveys.views import citizen, desk, public

app_name = "surveys"
PERIOD = r"(?P<period>2[0-9]{3}-Q[1-4])"
urlpatterns = [
    path("survei/", public.figures, name="figures"),
    path("survei/isi/<str:code>/", citizen.answer, name="answer"),
    path("survei/isi/<str:code>/tanda/", citizen.token, name="token"),
    path("survei/kotak/", citizen.drop, name="drop"),
    path("survei/terima-kasih/", citizen.thanks, name="thanks"),
    re_path(rf"^survei/{PERIOD}/$", public.figures, name="figures-of"),
    re_path(rf"^survei/{PERIOD}\.csv$", public.figures_csv, name="figures-csv"),
    path("kios/<slug:office>/survei/", desk.kiosk, name="kiosk"),
    path("petugas/survei/", desk.publish, name="publish"),
    path("petugas/survei/kertas/", desk.paper, name="paper"),
]
