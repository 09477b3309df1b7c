"""Tables of what the night told: counts, boards, and whether the channel worked."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jernih.apps.offices.models import Office


class NightCount(models.Model):
    """The count of a day that stands on the record; every day has one."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="report_counts")
    day = models.DateField()
    open = models.PositiveIntegerField()
    overdue = models.PositiveIntegerField()
    total = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "day"], name="report_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.day}"


class Board(models.Model):
    """The accountability board and the figures of a quarter, as they were given out, for ever.

    rows: the file whose hash stands on the record. figures: of pure/disclosure.py, None is hidden.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="boards")
    period = models.CharField(max_length=7)
    published_on = models.DateField()
    rows = models.BinaryField()
    hash = models.CharField(max_length=64)
    figures = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "period"], name="board_once")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.period}"


class ChannelTest(models.Model):
    """A day on which a made-up report was sealed, kept, opened and read; or why it was not.

    holders: how many people could open a report that day. trouble: in one word, empty when good.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="channel_tests")
    day = models.DateField()
    holders = models.PositiveIntegerField()
    trouble = models.CharField(max_length=20, blank=True)
    is_good = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "day"], name="channel_test_once"),
            models.CheckConstraint(
                condition=Q(is_good=True, trouble="") | (Q(is_good=False) & ~Q(trouble="")),
                name="channel_test_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.day}"
