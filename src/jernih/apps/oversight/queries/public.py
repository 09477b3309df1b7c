"""What everybody may see of the monitor: counts of the office, and a picture without names."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Sum

from jernih.apps.offices.models import Office
from jernih.apps.oversight.models import Alarm, JudgedDay, NightCount, OfficerDay
from jernih.apps.oversight.queries.facts import numbers_on
from jernih.pure.monitor.house import Funnel, funnel
from jernih.pure.reasons import AlarmKind, InspectionOutcome
from jernih.pure.states import InspectionState


@dataclass(frozen=True, kw_only=True)
class PublicFigures:
    """Figures of an office over some days; nothing that is about one person or one counter.

    picture: None while fewer counters worked than a picture must have, so that it shows nobody.
    """

    first: date
    last: date
    days: int
    calls: int
    skips: int
    raised: tuple[tuple[AlarmKind, int], ...]
    closed: tuple[tuple[InspectionOutcome, int], ...]
    open: int
    overdue: int
    counted: date | None
    picture: Funnel | None
    counters_least: int

    @property
    def skip_permille(self) -> int:
        """Return how many of 1,000 calls were out of turn."""
        return round(1000 * self.skips / self.calls) if self.calls else 0


def public_figures(office: Office, *, today: date) -> PublicFigures:
    """Return the figures up to the last night's count: what came since is not told before it."""
    numbers = numbers_on(today)
    night = NightCount.objects.filter(office=office).order_by("-day").first()
    last = night.day if night else today
    first = last - timedelta(days=numbers.figure_days - 1)
    days = JudgedDay.objects.filter(office=office, day__range=(first, last))
    told = days.exclude(counted_at=None)
    rows = (
        OfficerDay.objects.filter(judged_day__in=told)
        .values("counter")
        .annotate(n=Sum("calls"), k=Sum("skips"))
        .order_by("counter")
    )
    counts = [(row["n"], row["k"]) for row in rows if row["n"]]
    alarms = Alarm.objects.filter(office=office, day__range=(first, last))
    raised = alarms.filter(notes__deed="RAISED", notes__counted_at__isnull=False)
    closed = alarms.filter(state=InspectionState.CLOSED)
    told_closed = closed.filter(notes__deed="CLOSED", notes__counted_at__isnull=False).distinct()
    return PublicFigures(
        first=first,
        last=last,
        days=told.count(),
        calls=sum(n for n, _ in counts),
        skips=sum(k for _, k in counts),
        raised=_counts(AlarmKind, raised.values_list("kind").annotate(Count("pk"))),
        closed=_outcomes(list(told_closed.values_list("outcome", flat=True))),
        open=night.open if night else 0,
        overdue=night.overdue if night else 0,
        counted=night.day if night else None,
        picture=_shuffled(counts) if len(counts) >= numbers.figure_counters else None,
        counters_least=numbers.figure_counters,
    )


def _shuffled(counts: list[tuple[int, int]]) -> Funnel:
    # By size and not by counter: the order of the dots must not name them either.
    return funnel(sorted(counts))


def _counts(kind: type[AlarmKind], rows: object) -> tuple[tuple[AlarmKind, int], ...]:
    found = dict(rows)  # type: ignore[call-overload]
    return tuple((one, found[one]) for one in kind if one in found)


def _outcomes(rows: list[str]) -> tuple[tuple[InspectionOutcome, int], ...]:
    found = Counter(rows)
    return tuple((one, found[one]) for one in InspectionOutcome if found[one])
