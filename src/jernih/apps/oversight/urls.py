"""Addresses of the monitor."""

from django.urls import path

from jernih.apps.oversight.views import days, public, staff

app_name = "oversight"
urlpatterns = [
    path("pengawasan/<slug:office>/", public.figures, name="figures"),
    path("petugas/pengawasan/", staff.alarm_list, name="alarm-list"),
    path("petugas/pengawasan/nilai/", days.day_judge, name="day-judge"),
    path("petugas/pengawasan/hari/<str:day>.csv", days.day_csv, name="day-csv"),
    path("petugas/pengawasan/hari/<str:day>/", days.day_detail, name="day-detail"),
    path("petugas/pengawasan/hari/<str:day>/undi/", days.ghosts_draw, name="ghosts-draw"),
    path("petugas/pengawasan/hari/<str:day>/jawab/", days.ghost_answer, name="ghost-answer"),
    path("petugas/pengawasan/tanda/<str:ref>/", staff.alarm_detail, name="alarm-detail"),
    path("petugas/pengawasan/tanda/<str:ref>/<slug:deed>/", staff.alarm_act, name="alarm-act"),
]
