"""The law of gifts as it stands for one declaration."""

from datetime import date

from django.db.models import Sum

from jernih.apps.conduct.models import Gift
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure import gifts
from jernih.pure.rulebook import Rules
from jernih.pure.workdays import Calendar


def rules() -> Rules:
    """Return the numbers of rulebook/gifts.toml."""
    return offices.rulebook()["gifts"]


def given_before(office: Office, *, staff: str, index: str, year: int) -> int:
    """Return what a giver gave to one member of staff in a year, in rupiah; refused ones not."""
    found = Gift.objects.filter(
        office=office, declared_by=staff, giver_index=index, happened_on__year=year
    ).exclude(answer=gifts.GiftAnswer.REFUSED)
    return int(found.aggregate(sum=Sum("value"))["sum"] or 0)


def dues_of(gift: Gift, *, calendar: Calendar) -> tuple[gifts.Due, ...]:
    """Return the clocks of a declaration."""
    days = gifts.Days(
        happened_on=gift.happened_on,
        declared_on=gift.declared_on,
        asked_on=gift.asked_on,
        completed_on=gift.completed_on,
        forwarded_on=gift.forwarded_on,
        closed_on=gift.closed_on,
    )
    return gifts.dues(
        days,
        answer=gifts.GiftAnswer(gift.answer),
        rule=gifts.GiftRule(gift.rule),
        rules=rules(),
        calendar=calendar,
    )


def is_overdue(gift: Gift, *, today: date, calendar: Calendar) -> bool:
    """Tell whether a clock of it ran out."""
    return any(due.is_overdue(today) for due in dues_of(gift, calendar=calendar))


def is_given_up(gift: Gift, *, today: date, calendar: Calendar) -> bool:
    """Tell whether what was asked for did not come in its days."""
    return any(
        due.clock is gifts.GiftClock.COMPLETE and due.is_overdue(today)
        for due in dues_of(gift, calendar=calendar)
    )
