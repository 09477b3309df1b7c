"""Judge a whole day by all questions at once, so that the list of alarms is as honest as its parts.

Source: docs/monitor.md. Vectors: tests/pure/monitor/test_judge.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

from jernih.pure.monitor import assisting, house, officers
from jernih.pure.monitor.assisting import Clients, Typed
from jernih.pure.monitor.day import Day
from jernih.pure.monitor.favour import gains_of
from jernih.pure.monitor.finding import Finding, listed
from jernih.pure.monitor.numbers import Numbers
from jernih.pure.monitor.officers import Month
from jernih.pure.monitor.pace import Usual
from jernih.pure.monitor.uniform import Evenness


@dataclass(frozen=True, kw_only=True)
class Past:
    """What is known besides the day itself.

    months: each officer's calls of the month before this day. usual: times by service and hour.
    estimates: people of the days of figures served before our longest wait, and all. draws: by
    ref, the tests of those whose result came on this day.
    """

    months: Mapping[str, Month] = field(default_factory=dict)
    usual: Mapping[tuple[str, int], Usual] = field(default_factory=dict)
    typed: Sequence[Typed] = ()
    clients: Mapping[str, Clients] = field(default_factory=dict)
    everybody: Clients = field(default_factory=Clients)
    estimates: tuple[int, int] = (0, 0)
    draws: Mapping[str, Sequence[Evenness]] = field(default_factory=dict)


def judge(day: Day, past: Past, *, zone: tzinfo, numbers: Numbers) -> list[Finding]:
    """Return what stands out of a day; the same day and past give the same, whoever asks."""
    scores = officers.scores_of(day, usual=past.usual, zone=zone, numbers=numbers)
    seed = f"{day.office}|{day.day.isoformat()}"
    looked = [
        officers.look_at_skips(day, before=past.months, numbers=numbers),
        officers.look_at_rest(day, numbers=numbers),
        officers.look_at_pace(day, scores=scores, numbers=numbers),
        officers.look_at_absences(day, numbers=numbers),
        assisting.look_at_typing(past.typed, numbers=numbers),
        assisting.look_at_clients(past.clients, everybody=past.everybody, numbers=numbers),
        assisting.look_at_favour(gains_of(day.calls), seed=seed),
        house.look_at_estimates(past.estimates[0], of=past.estimates[1], numbers=numbers),
        *(
            house.look_at_draw(tests, batch=ref, numbers=numbers)
            for ref, tests in past.draws.items()
        ),
    ]
    return listed(
        (finding for one in looked for finding in one.found),
        tested=sum(one.tested for one in looked),
        percent=numbers.list_percent,
    )
