"""The name of this app where Django's admin shows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficesConfig(AppConfig):
    """Offices."""

    name = "jernih.apps.offices"
    verbose_name = _("Office")
