"""The night's count: how many inspections there are, on the record, about nobody."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from jernih.apps.ledger import actions as ledger
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.apps.oversight.actions.alarms import lock_office, write_note
from jernih.apps.oversight.models import Alarm, AlarmNote, JudgedDay, NightCount, NoteDeed
from jernih.pure.events_oversight import ClosedCount, InspectionsCounted, RaisedCount
from jernih.pure.reasons import AlarmKind, InspectionOutcome
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import InspectionState


@transaction.atomic(durable=True)
def count_inspections(*, office_id: int, actor: Actor, now: datetime) -> NightCount | None:
    """Say in public what became of inspections since the last count; counted today: nothing.

    An office that nothing was judged of yet has nothing to count. Raises Refused.
    """
    require(actor, Permission.INSPECTIONS_COUNT)
    office = lock_office(office_id)
    require(actor, Permission.INSPECTIONS_COUNT, office=office.slug)
    today = offices.today(office, now)
    judged = JudgedDay.objects.filter(office=office)
    is_counted = NightCount.objects.filter(office=office, day__gte=today).exists()
    if is_counted or not judged.exists():
        return None
    _mark_overdue(office, now=now)
    return _count(office, now=now)


def _mark_overdue(office: Office, *, now: datetime) -> None:
    """Write into the log of each inspection that its day is over, once a due day."""
    late = _open(office).filter(due_on__lt=offices.today(office, now))
    for alarm in late.order_by("pk"):
        if not alarm.notes.filter(deed=NoteDeed.OVERDUE, day=alarm.due_on).exists():
            write_note(alarm, NoteDeed.OVERDUE, by="", now=now, day=alarm.due_on)


def _count(office: Office, *, now: datetime) -> NightCount:
    today = offices.today(office, now)
    notes = AlarmNote.objects.filter(alarm__office=office, counted_at=None)
    rows = list(notes.order_by("pk").values_list("deed", "alarm__kind", "outcome"))
    days = JudgedDay.objects.filter(office=office, counted_at=None)
    raised = Counter(kind for deed, kind, _ in rows if deed == NoteDeed.RAISED)
    closed = Counter(outcome for deed, _, outcome in rows if deed == NoteDeed.CLOSED)
    night = NightCount.objects.create(
        office=office,
        day=today,
        open=_open(office).count(),
        overdue=_open(office).filter(due_on__lt=today).count(),
        counted_at=now,
    )
    ledger.append(
        InspectionsCounted(
            office=office.slug,
            at=now.replace(microsecond=0),
            day=today,
            judged=tuple(days.order_by("day").values_list("day", flat=True)),
            raised=tuple(RaisedCount(kind=k, count=raised[k]) for k in AlarmKind if raised[k]),
            closed=tuple(
                ClosedCount(outcome=o, count=closed[o]) for o in InspectionOutcome if closed[o]
            ),
            reopened=sum(deed == NoteDeed.REOPENED for deed, _, _ in rows),
            open=night.open,
            overdue=night.overdue,
        )
    )
    # The office's lock is ours: nothing came between reading these and marking them.
    notes.update(counted_at=now)
    days.update(counted_at=now)
    return night


def _open(office: Office) -> QuerySet[Alarm]:
    return Alarm.objects.filter(office=office).exclude(state=InspectionState.CLOSED)
