"""The day as the record tells it: the facts of one hall, from its opening to its close."""

from datetime import date

from django.db.models import Exists, OuterRef

from jernih.apps.hall.models import HallDay
from jernih.apps.ledger.models import Entry
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.apps.oversight.models import JudgedDay
from jernih.pure.events import HallEvent, parse_event
from jernih.pure.monitor import numbers

OPENED, CLOSED = "hall.day-opened", "hall.day-closed"


def hall_facts(office: Office, day: date) -> list[HallEvent]:
    """Return what the record says of a closed day, in order; nothing while it is open.

    Rows get their ids in the order in which the hall's lock let them, so the day lies between the
    ids of its first and last fact, numbered or not.
    """
    first, last = _id_of(office, day, OPENED), _id_of(office, day, CLOSED)
    if first is None or last is None:
        return []
    rows = Entry.objects.filter(
        office=office.slug, kind__startswith="hall.", id__range=(first, last)
    )
    facts = (
        parse_event(bytes(body)) for body in rows.order_by("id").values_list("body", flat=True)
    )
    return [fact for fact in facts if isinstance(fact, HallEvent) and fact.day == day]


def _id_of(office: Office, day: date, kind: str) -> int | None:
    words = f'"day":"{day.isoformat()}"'.encode("ascii")
    # Newest first: a day that is judged is nearly always among the last.
    rows = Entry.objects.filter(office=office.slug, kind=kind).order_by("-id")
    for pk, body in rows.values_list("id", "body").iterator(chunk_size=20):
        if words in bytes(body):
            return int(pk)
    return None


def days_to_judge() -> list[HallDay]:
    """Return the closed days that the monitor has not looked at, oldest first."""
    judged = JudgedDay.objects.filter(office=OuterRef("office"), day=OuterRef("day"))
    days = HallDay.objects.filter(~Exists(judged), closed_at__isnull=False)
    return list(days.select_related("office").order_by("day", "pk"))


def numbers_on(day: date) -> numbers.Numbers:
    """Return the numbers by which a day is judged. Raises NoRule."""
    return numbers.numbers_on(offices.rulebook()["monitor"], on=day)
