"""Whole days of a hall of eight counters, honest or with one slow officer, judged as in earnest."""

from datetime import UTC
from math import exp
from random import Random

from jernih.pure.monitor.day import Day
from jernih.pure.monitor.judge import Past, judge
from jernih.pure.monitor.pace import Usual
from jernih.pure.reasons import AlarmKind, ExceptionReason
from tests.pure.monitor import calls as made
from tests.pure.monitor.book import NUMBERS

COUNTERS, PEOPLE = 8, 35
ABSENT, OUT_OF_TURN = 0.05, 0.005
USUAL = {("new", -1): Usual(n=5000, mean=6.0, spread=0.4)}


def hall(rnd: Random, *, slower: float = 0.0) -> Day:
    """A day on which all keep to the rule; the officer of counter 1 is so many spreads slower."""
    calls, services, absences = [], [], []
    for counter in range(1, COUNTERS + 1):
        seat = {"counter": counter, "officer": f"s-{counter:06}"}
        for n in range(PEOPLE):
            reason = ExceptionReason.HEALTH if rnd.random() < OUT_OF_TURN else None
            calls.append(made.call(n, reason=reason, **seat))
            if rnd.random() < ABSENT:
                absences.append(made.absence(n, **seat))
                continue
            shift = slower if counter == 1 else 0.0
            seconds = exp(rnd.gauss(6.0 + 0.4 * shift, 0.4))
            services.append(made.service(n, seconds, **seat))
    return made.day(
        calls=tuple(calls), services=tuple(services), absences=tuple(absences), desks=COUNTERS
    )


def alarms(rnd: Random, *, days: int, slower: float = 0.0) -> tuple[float, float]:
    """The share of days with any alarm about an honest officer, and with one about counter 1."""
    wrong = right = 0
    for _ in range(days):
        found = judge(hall(rnd, slower=slower), Past(usual=USUAL), zone=UTC, numbers=NUMBERS)
        slow = {one.subject for one in found if one.kind == AlarmKind.SLOW}
        right += "s-000001" in slow
        wrong += bool({one.subject for one in found} - ({"s-000001"} if slower else set()))
    return wrong / days, right / days
