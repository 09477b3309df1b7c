"""Alarms and their inspections, as staff see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from jernih.apps.accounts.models import Staff
from jernih.apps.offices.models import Office
from jernih.apps.oversight.models import Alarm, AlarmNote, NoteDeed
from jernih.pure.reasons import AlarmKind, ExceptionReason, InspectionOutcome
from jernih.pure.roles import Actor, Permission
from jernih.pure.states import InspectionState

CLOSED_SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class AlarmRow:
    """An alarm. name: of whom it is about, "" for the office. detail_reason: for that kind only."""

    ref: str
    day: date
    kind: AlarmKind
    subject: str
    name: str
    counter: int
    detail: str
    figures: Mapping[str, int]
    state: InspectionState
    raised_at: datetime
    due_on: date
    is_overdue: bool
    taken_by: str
    taken_name: str
    closed_at: datetime | None
    closed_by: str
    outcome: InspectionOutcome | None
    may_look: bool
    is_demo: bool

    @property
    def reason(self) -> ExceptionReason | None:
        """Return the reason that it is about, if it is about one."""
        is_one = self.kind is AlarmKind.SKIP_REASON
        return ExceptionReason(self.detail) if is_one else None


@dataclass(frozen=True, kw_only=True)
class NoteRow:
    """One line of the log of an inspection."""

    at: datetime
    by: str
    name: str
    deed: NoteDeed
    outcome: InspectionOutcome | None
    day: date | None
    words: str


@dataclass(frozen=True, kw_only=True)
class Overview:
    """How many inspections stand where."""

    raised: int
    checking: int
    overdue: int
    closed: int


def overview(office: Office, *, today: date) -> Overview:
    """Return how many inspections of an office stand where."""
    is_open = ~Q(state=InspectionState.CLOSED)
    counts = Alarm.objects.filter(office=office).aggregate(
        raised=Count("pk", filter=Q(state=InspectionState.RAISED)),
        checking=Count("pk", filter=Q(state=InspectionState.CHECKING)),
        overdue=Count("pk", filter=is_open & Q(due_on__lt=today)),
        closed=Count("pk", filter=Q(state=InspectionState.CLOSED)),
    )
    return Overview(**counts)


def open_alarms(office: Office, *, today: date, actor: Actor) -> list[AlarmRow]:
    """Return what is not closed, what is due first before."""
    rows = Alarm.objects.filter(office=office).exclude(state=InspectionState.CLOSED)
    return _rows(rows.order_by("due_on", "day", "pk"), today=today, actor=actor)


def closed_alarms(office: Office, *, today: date, actor: Actor) -> list[AlarmRow]:
    """Return the last that were closed, newest first."""
    rows = Alarm.objects.filter(office=office, state=InspectionState.CLOSED)
    return _rows(rows.order_by("-closed_at", "-pk")[:CLOSED_SHOWN], today=today, actor=actor)


def alarm(office: Office, ref: str, *, today: date, actor: Actor) -> AlarmRow | None:
    """Return one alarm of an office, None if there is none of this ref."""
    rows = _rows(Alarm.objects.filter(office=office, ref=ref), today=today, actor=actor)
    return rows[0] if rows else None


def alarm_notes(office: Office, ref: str) -> list[NoteRow]:
    """Return the log of an inspection, oldest line first."""
    rows = list(AlarmNote.objects.filter(alarm__office=office, alarm__ref=ref).order_by("pk"))
    names = names_of(office)
    return [
        NoteRow(
            at=row.at,
            by=row.by,
            name=names.get(row.by, row.by),
            deed=NoteDeed(row.deed),
            outcome=InspectionOutcome(row.outcome) if row.outcome else None,
            day=row.day,
            words=row.words,
        )
        for row in rows
    ]


def names_of(office: Office) -> dict[str, str]:
    """Return the names of an office's staff by pseudonym; for staff pages alone."""
    return dict(Staff.objects.filter(office=office.slug).values_list("ref", "full_name"))


def may_look_into(row: Alarm, actor: Actor) -> bool:
    """Tell whether this one may judge it: neither about her, nor vouched for by her."""
    return actor.may(Permission.ALARM_INSPECT) and not is_party(row, actor)


def is_party(row: Alarm, actor: Actor) -> bool:
    """Tell whether an alarm is about this one, or about something she vouched for."""
    return bool(actor.ref) and actor.ref in (row.subject, *row.involved)


def _rows(rows: QuerySet[Alarm], *, today: date, actor: Actor) -> list[AlarmRow]:
    found = list(rows.select_related("office"))
    names = names_of(found[0].office) if found else {}
    return [
        AlarmRow(
            ref=row.ref,
            day=row.day,
            kind=AlarmKind(row.kind),
            subject=row.subject,
            name=names.get(row.subject, ""),
            counter=row.counter,
            detail=row.detail,
            figures=row.figures,
            state=(state := InspectionState(row.state)),
            raised_at=row.raised_at,
            due_on=row.due_on,
            is_overdue=state is not InspectionState.CLOSED and row.due_on < today,
            taken_by=row.taken_by,
            taken_name=names.get(row.taken_by, row.taken_by),
            closed_at=row.closed_at,
            closed_by=row.closed_by,
            outcome=InspectionOutcome(row.outcome) if row.outcome else None,
            may_look=may_look_into(row, actor),
            is_demo=row.office.is_demo,
        )
        for row in found
    ]
