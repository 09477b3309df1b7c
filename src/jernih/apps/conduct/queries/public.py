"""What everybody sees of gifts: counts of one year, about nobody."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from jernih.apps.conduct.models import GiftNight
from jernih.apps.offices.models import Office


@dataclass(frozen=True, kw_only=True)
class GiftFigures:
    """The counts of one year so far; last: the day of the newest count, None before any."""

    year: int
    last: date | None
    declared: int
    refused: int
    forwarded: int
    decided: int
    open: int
    overdue: int


def gift_figures(office: Office, *, year: int) -> GiftFigures:
    """Return what the nights of a year said."""
    nights = GiftNight.objects.filter(office=office, day__year=year)
    last = nights.order_by("-day").first()
    sums = nights.aggregate(
        **{name: Sum(name) for name in ("declared", "refused", "forwarded", "decided")}
    )
    return GiftFigures(
        year=year,
        last=last.day if last else None,
        open=last.open if last else 0,
        overdue=last.overdue if last else 0,
        **{name: int(value or 0) for name, value in sums.items()},
    )
