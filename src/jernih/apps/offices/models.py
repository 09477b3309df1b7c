"""Tables of the office: where it is, when it is open, what it offers, which counters it has."""

from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Office(models.Model):
    """One office with its own clock."""

    slug = models.SlugField(_("Short name"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    time_zone = models.CharField(_("Time zone"), max_length=40, default="Asia/Makassar")
    kiosk_key = models.CharField(_("Key of the kiosk"), max_length=64, blank=True)
    is_demo = models.BooleanField(_("Demonstration"), default=False)
    opened_on = models.DateField(_("Opened on"))

    class Meta:
        verbose_name = _("Office")
        verbose_name_plural = _("Offices")

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """Return the office's time zone."""
        return ZoneInfo(self.time_zone)


class Service(models.Model):
    """Something a citizen comes for, or one step of it (`is_step`: reached by transfer only)."""

    office = models.ForeignKey(
        Office, verbose_name=_("Office"), on_delete=models.CASCADE, related_name="services"
    )
    code = models.SlugField(_("Code"), max_length=40)
    series = models.CharField(_("Letter"), max_length=1)
    name = models.CharField(_("Name"), max_length=120)
    name_en = models.CharField(_("Name in English"), max_length=120)
    requirements = models.TextField(_("What to bring, one a line"), blank=True)
    requirements_en = models.TextField(_("What to bring, in English"), blank=True)
    fee_names = models.JSONField(_("Prices (names in the rulebook)"), default=list)
    minutes = models.PositiveSmallIntegerField(_("Minutes at the counter"))
    position = models.PositiveSmallIntegerField(_("Place in the list"), default=0)
    is_step = models.BooleanField(_("Reached by transfer only"), default=False)
    is_walk_in_only = models.BooleanField(_("Not bookable, only at the office"), default=False)
    is_drawn = models.BooleanField(_("Numbers are drawn, not taken at once"), default=False)
    is_active = models.BooleanField(_("Offered"), default=True)

    class Meta:
        verbose_name = _("Service")
        verbose_name_plural = _("Services")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "code"], name="service_code_once"),
            models.CheckConstraint(
                condition=Q(series__regex=r"^[A-Z]$"), name="service_series_letter"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Counter(models.Model):
    """A counter people are called to."""

    office = models.ForeignKey(
        Office, verbose_name=_("Office"), on_delete=models.CASCADE, related_name="counters"
    )
    number = models.PositiveSmallIntegerField(_("Counter"))
    direction = models.CharField(_("Where it is"), max_length=80, blank=True)
    services = models.ManyToManyField(Service, verbose_name=_("Services"), related_name="counters")

    class Meta:
        verbose_name = _("Counter")
        verbose_name_plural = _("Counters")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "number"], name="counter_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.number}"


class OpeningHours(models.Model):
    """When the office is open on one weekday (0 is Monday), and its break."""

    office = models.ForeignKey(
        Office, verbose_name=_("Office"), on_delete=models.CASCADE, related_name="hours"
    )
    weekday = models.PositiveSmallIntegerField(_("Weekday"))
    opens_at = models.TimeField(_("Opens"))
    closes_at = models.TimeField(_("Closes"))
    break_from = models.TimeField(_("Break from"), null=True, blank=True)
    break_until = models.TimeField(_("Break until"), null=True, blank=True)

    class Meta:
        verbose_name = _("Opening hours")
        verbose_name_plural = _("Opening hours")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "weekday"], name="hours_once_a_weekday"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_of_a_weekday"),
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="hours_forward"),
            models.CheckConstraint(
                condition=Q(break_from__isnull=True, break_until__isnull=True)
                | Q(
                    break_from__gt=F("opens_at"),
                    break_until__gt=F("break_from"),
                    break_until__lt=F("closes_at"),
                ),
                name="hours_break_inside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens_at:%H.%M}–{self.closes_at:%H.%M}"


class Holiday(models.Model):
    """A day on which an office is closed; without an office, all are."""

    office = models.ForeignKey(
        Office,
        verbose_name=_("Office"),
        on_delete=models.CASCADE,
        related_name="holidays",
        null=True,
        blank=True,
    )
    day = models.DateField(_("Day"))
    name = models.CharField(_("Name"), max_length=120)

    class Meta:
        verbose_name = _("Day without service")
        verbose_name_plural = _("Days without service")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office", "day"], name="holiday_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class FilesCompared(models.Model):
    """A day's files in the ministry's system, held against the numbers served; the last n counts.

    The file itself is not kept: file_hash and salt can show later which one it was.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    n = models.PositiveSmallIntegerField()
    processed = models.PositiveIntegerField()
    served = models.PositiveIntegerField()
    file_hash = models.CharField(max_length=64)
    salt = models.BinaryField(max_length=32)
    commitment = models.CharField(max_length=64)
    officer = models.CharField(max_length=8)
    compared_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office", "day", "service", "n"], name="files_compared_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.service_id} {self.processed}/{self.served}"
