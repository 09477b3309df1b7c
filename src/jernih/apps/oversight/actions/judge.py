"""Judge a closed day: keep what was counted, raise what stands out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from jernih.apps.hall.models import HallDay
from jernih.apps.oversight import queries
from jernih.apps.oversight.actions import alarms
from jernih.apps.oversight.actions.refusals import DayNotClosed
from jernih.apps.oversight.models import JudgedDay, OfficerDay
from jernih.pure.monitor import officers, pace
from jernih.pure.monitor.day import Day, read_day
from jernih.pure.monitor.judge import judge
from jernih.pure.monitor.numbers import Numbers
from jernih.pure.roles import Actor, Permission, require


@transaction.atomic(durable=True)
def judge_day(*, hall_day_id: int, actor: Actor, now: datetime) -> JudgedDay:
    """Count a closed day anew from the record, and raise an alarm for what stands out.

    Judged again, the same day raises nothing twice. Its fact comes with the night's count.
    Raises Refused, DayNotClosed.
    """
    hall_day = HallDay.objects.select_related("office").get(pk=hall_day_id)
    require(actor, Permission.DAY_JUDGE, office=hall_day.office.slug)
    office = alarms.lock_office(hall_day.office_id)
    facts = queries.hall_facts(office, hall_day.day)
    if hall_day.closed_at is None or not facts:
        raise DayNotClosed(hall_day.day.isoformat())

    numbers = queries.numbers_on(hall_day.day)
    past = queries.past_of(office, hall_day.day, numbers=numbers)
    day = read_day(facts, office=office.slug, day=hall_day.day)
    row, _ = JudgedDay.objects.get_or_create(
        office=office,
        day=hall_day.day,
        defaults={"closed_at": hall_day.closed_at, "judged_at": now},
    )
    scores = officers.scores_of(day, usual=past.usual, zone=office.zone, numbers=numbers)
    _keep(row, day, scores=scores, numbers=numbers)
    due_on = alarms.due_on(office, now=now, working_days=numbers.inspection_days)
    for finding in judge(day, past, zone=office.zone, numbers=numbers):
        alarms.raise_alarm(office, finding, day=hall_day.day, due_on=due_on, now=now)
    return row


def _keep(
    row: JudgedDay, day: Day, *, scores: Mapping[str, Sequence[float]], numbers: Numbers
) -> None:
    """Write anew what each officer did at each counter."""
    row.officers.all().delete()
    OfficerDay.objects.bulk_create(_rows(row, day, scores=scores, numbers=numbers))


def _rows(
    row: JudgedDay, day: Day, *, scores: Mapping[str, Sequence[float]], numbers: Numbers
) -> Iterable[OfficerDay]:
    counts: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    reasons: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    last: dict[str, int] = {}
    for call in day.calls:
        at = (call.officer, call.counter)
        counts[at]["calls"] += 1
        if call.reason:
            counts[at]["skips"] += 1
            reasons[at][call.reason.value] += 1
    for service in day.services:
        counts[service.officer, service.counter]["services"] += 1
        last[service.officer] = service.counter
    for absence in day.absences:
        counts[absence.officer, absence.counter]["absent"] += 1
        is_quick = absence.since_first < numbers.miss_quick_seconds
        counts[absence.officer, absence.counter]["absent_quick"] += is_quick
    for rest in day.rests:
        over = max(0, int(rest.seconds) - numbers.idle_grace_seconds)
        counts[rest.officer, rest.counter]["idle_seconds"] += over
    for (officer, counter), count in sorted(counts.items()):
        if officer:
            is_last = last.get(officer) == counter
            path = _path(scores.get(officer, ()), numbers) if is_last else []
            yield OfficerDay(
                judged_day=row,
                officer=officer,
                counter=counter,
                reasons=dict(reasons[officer, counter]),
                slow_path=path,
                **count,
            )


def _path(scores: Sequence[float], numbers: Numbers) -> list[int]:
    slowness = pace.slowness(scores, slack=numbers.slow_slack / 100)
    return [round(100 * one) for one in slowness.path]
