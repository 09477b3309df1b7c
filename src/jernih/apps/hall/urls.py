"""Addresses of the hall."""

from django.urls import path

from jernih.apps.hall.views import display

app_name = "hall"
urlpatterns = [
    path("layar/<slug:office>", display.board, name="board"),
    path("layar/<slug:office>/<int:counter>", display.counter_sign, name="counter-sign"),
]
