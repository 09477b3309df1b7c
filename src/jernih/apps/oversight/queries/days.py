"""What was counted of judged days: for charts, for the auditor's file, for the sample."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Sum

from jernih.apps.offices.models import Office
from jernih.apps.oversight.models import GhostAnswer, GhostSample, JudgedDay, OfficerDay
from jernih.apps.oversight.queries.alarms import names_of
from jernih.apps.oversight.queries.facts import numbers_on
from jernih.pure.monitor import ghosts
from jernih.pure.reasons import AlarmKind, ExceptionReason

DAYS_SHOWN = 30
# Kinds whose figure is kept day by day, so that it can be drawn.
ABSENT = (AlarmKind.ABSENT, AlarmKind.ABSENT_QUICK)
DRAWN = (AlarmKind.SKIPS, AlarmKind.SKIP_REASON, AlarmKind.IDLE, *ABSENT)


@dataclass(frozen=True, kw_only=True)
class DayRow:
    """A judged day. round: of the beacon that chooses its sample; size: of the sample."""

    day: date
    closed_at: datetime
    judged_at: datetime
    round: int
    size: int
    calls: int
    skips: int


@dataclass(frozen=True, kw_only=True)
class OfficerRow:
    """What one officer did at one counter on a day."""

    officer: str
    name: str
    counter: int
    calls: int
    skips: int
    services: int
    absent: int
    absent_quick: int
    idle_minutes: int


@dataclass(frozen=True, kw_only=True)
class SampleRow:
    """A sample: its numbers with what was found, and what that shows.

    largest_permille: so many of 1,000 may be nobody's, at 95 %; None while not all are answered.
    """

    round: int
    of: int
    numbers: tuple[tuple[str, GhostAnswer | None], ...]
    answered: int
    nobody: int
    largest_permille: int | None


def days_of(office: Office) -> list[DayRow]:
    """Return the last judged days, newest first."""
    rows = JudgedDay.objects.filter(office=office).order_by("-day")[:DAYS_SHOWN]
    return [
        _day_row(row) for row in rows.annotate(n=Sum("officers__calls"), k=Sum("officers__skips"))
    ]


def day_row(office: Office, day: date) -> DayRow | None:
    """Return one judged day, None if it is not judged."""
    rows = JudgedDay.objects.filter(office=office, day=day)
    row = rows.annotate(n=Sum("officers__calls"), k=Sum("officers__skips")).first()
    return _day_row(row) if row else None


def _day_row(row: JudgedDay) -> DayRow:
    numbers = numbers_on(row.day)
    return DayRow(
        day=row.day,
        closed_at=row.closed_at,
        judged_at=row.judged_at,
        round=ghosts.round_of(row.closed_at, wait_seconds=numbers.ghost_wait_seconds),
        size=ghosts.sample_size(numbers.ghost_permille),
        calls=getattr(row, "n", 0) or 0,
        skips=getattr(row, "k", 0) or 0,
    )


def officer_rows(office: Office, day: date) -> list[OfficerRow]:
    """Return who sat where on a day and what she did, by counter."""
    names = names_of(office)
    rows = OfficerDay.objects.filter(judged_day__office=office, judged_day__day=day)
    return [
        OfficerRow(
            officer=row.officer,
            name=names.get(row.officer, ""),
            counter=row.counter,
            calls=row.calls,
            skips=row.skips,
            services=row.services,
            absent=row.absent,
            absent_quick=row.absent_quick,
            idle_minutes=row.idle_seconds // 60,
        )
        for row in rows.order_by("counter", "officer")
    ]


def day_csv(office: Office, day: date) -> Iterator[list[str]]:
    """Return a day as lines of text, header first: pseudonyms as on the record, no names."""
    fields = ("officer", "counter", "calls", "skips", "services", "absent", "absent_quick")
    yield [
        "office",
        "day",
        *fields,
        "idle_seconds",
        *(f"skips_{r.lower()}" for r in ExceptionReason),
    ]
    rows = OfficerDay.objects.filter(judged_day__office=office, judged_day__day=day)
    for row in rows.order_by("counter", "officer"):
        counts = [str(getattr(row, name)) for name in fields]
        by_reason = [str(row.reasons.get(reason, 0)) for reason in ExceptionReason]
        yield [office.slug, day.isoformat(), *counts, str(row.idle_seconds), *by_reason]


def series_of(
    office: Office, officer: str, kind: AlarmKind, *, last: date
) -> list[tuple[date, int]]:
    """Return one figure of an officer over the days up to one, oldest first.

    Calls out of turn and absences of 1,000 calls, or minutes at rest; nothing for other kinds.
    """
    if kind not in DRAWN:
        return []
    rows = OfficerDay.objects.filter(
        judged_day__office=office,
        officer=officer,
        judged_day__day__range=(last - timedelta(days=DAYS_SHOWN), last),
    )
    sums = (
        rows.values("judged_day__day")
        .annotate(n=Sum("calls"), k=Sum("skips"), a=Sum("absent"), idle=Sum("idle_seconds"))
        .order_by("judged_day__day")
    )
    found = sums.values_list("judged_day__day", "n", "k", "a", "idle") if officer else ()
    return [
        (when, idle // 60 if kind is AlarmKind.IDLE else _permille(a if kind in ABSENT else k, n))
        for when, n, k, a, idle in found
    ]


def path_of(office: Office, officer: str, day: date) -> list[int]:
    """Return how an officer's sum of slowness went through a day, in hundredths."""
    rows = OfficerDay.objects.filter(
        judged_day__office=office, judged_day__day=day, officer=officer
    ).exclude(slow_path=[])
    row = rows.first()
    return list(row.slow_path) if row else []


def sample_of(office: Office, day: date) -> SampleRow | None:
    """Return the sample of a day, None while no round of the beacon was brought."""
    sample = GhostSample.objects.filter(judged_day__office=office, judged_day__day=day).first()
    if sample is None:
        return None
    numbers = tuple(
        (row.number, GhostAnswer(row.answer) if row.answer else None)
        for row in sample.numbers.order_by("place")
    )
    answers = [answer for _, answer in numbers if answer]
    nobody = answers.count(GhostAnswer.NOBODY)
    is_done = len(answers) == len(numbers) > 0
    share = ghosts.largest_share(nobody, asked=len(numbers)) if is_done else 0.0
    # Who asked about every number knows, and need not reckon.
    is_all = len(numbers) == sample.of
    largest = _permille(nobody, len(numbers)) if is_all else round(1000 * share)
    return SampleRow(
        round=sample.round,
        of=sample.of,
        numbers=numbers,
        answered=len(answers),
        nobody=nobody,
        largest_permille=largest if is_done else None,
    )


def _permille(part: int, of: int) -> int:
    return round(1000 * part / of) if of else 0
