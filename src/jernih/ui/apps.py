"""The Django app of the furniture."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Make templates, static files and tags of the furniture known to Django."""

    name = "jernih.ui"
    label = "ui"
