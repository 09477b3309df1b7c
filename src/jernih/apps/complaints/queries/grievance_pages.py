"""What pages show of complaints about service: to handlers, to their senders, as figures."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import mean

from django.db.models import QuerySet

from jernih.apps.accounts.models import Staff
from jernih.apps.complaints.models import Grievance, GrievanceLine, GrievanceNight
from jernih.apps.complaints.queries import clocks, grievances
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.case_clock import Deadline
from jernih.pure.casework import CaseClass, ClockKind
from jernih.pure.disclosure import protect, usual_days
from jernih.pure.grievance import DUTIES, GrievanceDeed, Subject
from jernih.pure.quarters import bounds_of, quarter_after, quarter_of
from jernih.pure.roles import Actor, Role
from jernih.pure.states import GrievanceState
from jernih.pure.workdays import Calendar

LATEST = 50
IN_TIME, LATE = "IN_TIME", "LATE"


@dataclass(frozen=True, kw_only=True)
class GrievanceRow:
    """One complaint in a list. days: calendar days to its next last day, negative once over."""

    locator: str
    subject: Subject
    state: GrievanceState
    filed_on: date
    handler: str
    is_mine: bool
    clock: Deadline | None
    days: int
    is_overdue: bool
    waits_for_sender: bool
    score: int | None

    @property
    def name(self) -> str:
        """Return how a complaint is called."""
        return self.locator[:8]

    @property
    def days_over(self) -> int:
        """Return how many days it is over."""
        return -self.days


@dataclass(frozen=True, kw_only=True)
class LineRow:
    """One line of the log. is_hers: its sender wrote it. photos: to be asked for by number."""

    deed: GrievanceDeed
    on: date
    role: Role
    by: str
    is_hers: bool
    words: str = field(repr=False)
    fields: Mapping[str, object]
    photos: tuple[int, ...] = ()

    @property
    def before(self) -> CaseClass:
        """Return the class that a complaint was in before."""
        return CaseClass(str(self.fields["before"]))

    @property
    def after(self) -> CaseClass:
        """Return the class that it was put into."""
        return CaseClass(str(self.fields["after"]))


@dataclass(frozen=True, kw_only=True)
class GrievanceDetail:
    """One complaint, for its handlers or its sender."""

    row: GrievanceRow
    case_class: CaseClass
    is_assisted: bool
    is_erased: bool
    words: Mapping[str, str] = field(repr=False)
    lines: tuple[LineRow, ...]
    clocks: tuple[clocks.ClockRow, ...]
    may_reopen: bool
    may_rate: bool


@dataclass(frozen=True, kw_only=True)
class Board:
    """How the office keeps its days, in counts alone; no word of any complaint.

    by_class: open in time, near, overdue. by_handler: open ones. scores: how often each was given.
    """

    unassigned: int
    waiting: int
    overdue: int
    asked: int
    by_class: tuple[tuple[CaseClass, tuple[int, int, int]], ...]
    by_handler: tuple[tuple[str, int], ...]
    by_subject: tuple[tuple[Subject, int], ...]
    answered: int
    answered_late: int
    usual: int | None
    scores: tuple[tuple[int, int], ...]
    score: float | None


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """A quarter that is over; None where a count is hidden."""

    first: date
    last: date
    received: int
    subjects: tuple[tuple[Subject, int | None], ...]
    answered: int
    in_time: int | None
    late: int | None
    usual: int | None
    score: float | None


def desk(actor: Actor, *, today: date, is_open: bool) -> list[GrievanceRow]:
    """Return the complaints a handler sees: open ones by their next last day, or latest ended."""
    found = grievances.seen(actor).prefetch_related("lines")
    ended = (GrievanceState.ANSWERED, GrievanceState.CLOSED)
    if not is_open:
        latest = found.filter(state__in=ended).order_by("-state_on", "locator")[:LATEST]
        return _rows(latest, actor=actor, today=today)
    rows = _rows(found.exclude(state__in=ended), actor=actor, today=today)
    return sorted(rows, key=lambda row: row.clock.due if row.clock else date.max)


def detail(grievance: Grievance, *, actor: Actor, today: date) -> GrievanceDetail:
    """Return all there is of one complaint."""
    names = _names(grievance.office)
    row = _row(grievance, names, actor=actor, today=today, calendar=None)
    objects = grievances.clock_of(grievance, ClockKind.OBJECT)
    is_answered = grievance.state == GrievanceState.ANSWERED
    ended = (GrievanceState.ANSWERED, GrievanceState.CLOSED)
    return GrievanceDetail(
        row=row,
        case_class=CaseClass(grievance.case_class),
        is_assisted=grievance.is_assisted,
        is_erased=grievance.erased_on is not None,
        words=grievances.words_of(grievance),
        lines=tuple(_lines(grievance, names)),
        clocks=tuple(clocks.row_of(one, today=today) for one in grievances.clocks_of(grievance)),
        may_reopen=is_answered and objects is not None and today <= objects.due,
        may_rate=grievance.score is None and grievance.state in ended,
    )


def board(office: Office, *, today: date) -> Board:
    """Return how the office keeps its days now, and in the last 90 days."""
    since = today - timedelta(days=90)
    rows = [one for one in _all(office) if grievances.waits_on(one, today)]
    kept = {
        one.pk: _standing(one, today=today, calendar=clocks.calendar_of(office)) for one in rows
    }
    names = _names(office)
    load = Counter(one.handler for one in rows if one.handler)
    subjects = Counter(one.subject for one in rows)
    rated = _scores(office, since, today)
    given = Counter(rated)
    answers = list(_answers(office, since, today))
    late = sum(bool(line.fields["is_late"]) for line in answers)
    return Board(
        unassigned=sum(one.state == GrievanceState.FILED for one in rows),
        waiting=len(rows),
        overdue=sum(stands == 2 for stands in kept.values()),
        asked=sum(grievances.asks(one) for one in rows),
        by_class=tuple((one, _of_class(one, rows, kept)) for one in CaseClass if _has(one, rows)),
        by_handler=tuple((names.get(ref, ref), count) for ref, count in load.most_common()),
        by_subject=tuple((one, subjects[one]) for one in Subject if subjects[one]),
        answered=len(answers) - late,
        answered_late=late,
        usual=usual_days([(line.on - line.grievance.filed_on).days for line in answers], least=1),
        scores=tuple((score, given[score]) for score in range(5, 0, -1)),
        score=round(mean(rated), 1) if rated else None,
    )


def last_night(office: Office) -> GrievanceNight | None:
    """Return the newest count that stands on the record."""
    return GrievanceNight.objects.filter(office=office).order_by("-day").first()


def quarters(office: Office) -> list[Quarter]:
    """Return every quarter that was counted to its end, newest first.

    Only what never changes afterwards: what came, what was answered and rated in its own days.
    """
    nights = GrievanceNight.objects.filter(office=office).order_by("day")
    first, last = nights.first(), nights.last()
    if first is None or last is None:
        return []
    found, period = [], quarter_of(first.day)
    while period < quarter_of(last.day + timedelta(days=1)):
        found.append(_quarter(office, period))
        period = quarter_after(period)
    return found[::-1]


def days_to_tell(office: Office, *, today: date) -> list[date]:
    """Return the days that are over and not counted yet; an office begins with its first one."""
    last = last_night(office)
    first = Grievance.objects.filter(office=office).order_by("filed_on").first()
    if last is None and first is None:
        return []
    begin = last.day + timedelta(days=1) if last else first.filed_on if first else today
    return [begin + timedelta(days=n) for n in range((today - begin).days)]


# ---- rows


def _rows(found: QuerySet[Grievance], *, actor: Actor, today: date) -> list[GrievanceRow]:
    every = list(found)
    if not every:
        return []
    names, calendar = _names(every[0].office), clocks.calendar_of(every[0].office)
    return [_row(one, names, actor=actor, today=today, calendar=calendar) for one in every]


def _row(
    grievance: Grievance,
    names: Mapping[str, str],
    *,
    actor: Actor,
    today: date,
    calendar: Calendar | None,
) -> GrievanceRow:
    found = grievances.clocks_of(grievance, calendar=calendar)
    running = [one for one in found if one.kind in DUTIES and one.ended_on is None]
    clock = min(running, key=lambda one: one.due, default=None)
    return GrievanceRow(
        locator=grievance.locator,
        subject=Subject(grievance.subject),
        state=GrievanceState(grievance.state),
        filed_on=grievance.filed_on,
        handler=names.get(grievance.handler, grievance.handler),
        is_mine=bool(actor.ref) and grievance.handler == actor.ref,
        clock=clock,
        days=(clock.due - today).days if clock else 0,
        is_overdue=any(one.is_overdue(today) for one in running),
        waits_for_sender=grievances.asks(grievance),
        score=grievance.score,
    )


def _lines(grievance: Grievance, names: Mapping[str, str]) -> list[LineRow]:
    shown: dict[int, list[int]] = {}
    for pk, line in grievance.photos.exclude(body=None).order_by("pk").values_list("pk", "line"):
        shown.setdefault(line, []).append(pk)
    return [
        LineRow(
            deed=GrievanceDeed(line.deed),
            on=line.on,
            role=Role(line.role),
            by=names.get(line.by, ""),
            is_hers=line.role == Role.CITIZEN,
            words=grievances.said(line.sealed),
            fields=line.fields,
            photos=tuple(shown.get(line.number, ())),
        )
        for line in grievance.lines.order_by("number")
    ]


def _names(office: Office) -> dict[str, str]:
    return dict(Staff.objects.filter(office=office.slug).values_list("ref", "full_name"))


# ---- figures


def _all(office: Office) -> QuerySet[Grievance]:
    found = Grievance.objects.filter(office=office).select_related("office")
    return found.prefetch_related("lines").order_by("pk")


def _standing(grievance: Grievance, *, today: date, calendar: Calendar) -> int:
    """Return 0 for in time, 1 for near its last day, 2 for overdue."""
    if grievances.is_overdue(grievance, today=today, calendar=calendar):
        return 2
    near = offices.rule("complaints", "remind_days", on=grievance.filed_on)
    found = grievances.clocks_of(grievance, calendar=calendar)
    left = [(one.due - today).days for one in found if one.ended_on is None and one.kind in DUTIES]
    return int(bool(left) and min(left) <= near)


def _has(case_class: CaseClass, rows: list[Grievance]) -> bool:
    return any(one.case_class == case_class for one in rows)


def _of_class(
    case_class: CaseClass, rows: list[Grievance], kept: Mapping[int, int]
) -> tuple[int, int, int]:
    stands = Counter(kept[one.pk] for one in rows if one.case_class == case_class)
    return stands[0], stands[1], stands[2]


def _answers(office: Office, first: date, last: date) -> QuerySet[GrievanceLine]:
    found = GrievanceLine.objects.filter(
        grievance__office=office, deed=GrievanceDeed.ANSWERED, on__range=(first, last)
    )
    return found.select_related("grievance").order_by("pk")


def _quarter(office: Office, period: str) -> Quarter:
    first, last = bounds_of(period)
    least = offices.rule("complaints", "least_count", on=last)
    came = Counter(
        Grievance.objects.filter(office=office, filed_on__range=(first, last)).values_list(
            "subject", flat=True
        )
    )
    subjects = protect({one.value: came[one] for one in Subject}, least=least)
    answers = list(_answers(office, first, last))
    late = sum(bool(line.fields["is_late"]) for line in answers)
    ends = protect({IN_TIME: len(answers) - late, LATE: late}, least=least)
    scores = _scores(office, first, last)
    return Quarter(
        first=first,
        last=last,
        received=subjects.total,
        subjects=tuple((one, subjects.shown(one)) for one in Subject),
        answered=ends.total,
        in_time=ends.shown(IN_TIME),
        late=ends.shown(LATE),
        usual=usual_days(
            [(line.on - line.grievance.filed_on).days for line in answers], least=least
        ),
        score=round(mean(scores), 1) if len(scores) >= least else None,
    )


def _scores(office: Office, first: date, last: date) -> list[int]:
    rated = GrievanceLine.objects.filter(
        grievance__office=office, deed=GrievanceDeed.RATED, on__range=(first, last)
    )
    return [int(fields["score"]) for fields in rated.values_list("fields", flat=True)]
