"""What the monitor finds and how often it is wrong: the table of docs/monitor.md, at full size."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tests.pure.monitor import halls, sims
from tests.pure.monitor.sims import FULL, Size

SEED = 20261124


@dataclass(frozen=True, kw_only=True)
class Rate:
    """One line: what was asked, what was found, what the research says, and the bounds we keep."""

    words: str
    found: float
    research: str
    low: float
    high: float

    @property
    def line(self) -> str:
        shown = f"{self.found:.3f}" if self.found < 1 else f"{self.found:.0f}"
        return f"| {self.words} | {shown} | {self.research} |"


def rates(size: Size = FULL) -> Iterator[Rate]:
    """Play everything; the same seed gives the same table."""
    rnd = Random(SEED)
    runs = size.false_runs
    wrong = sims.false_skips(rnd, runs=runs)
    yield Rate(
        words=f"the allowed 1 % of calls out of turn: alarms in {runs:,} runs of 2,000 calls",
        found=wrong,
        research="3",
        low=0,
        high=max(1, runs // 500),
    )
    for share, calls in ((0.10, 55), (0.05, 180), (0.03, 570)):
        yield Rate(
            words=f"{share:.0%} of calls out of turn: found after (calls, median)",
            found=sims.found_after(rnd, share, runs=size.finds),
            research=str(calls),
            low=0.8 * calls,
            high=1.2 * calls,
        )
    for shift, people in ((0.0, 640), (1.0, 9), (0.5, 25)):
        yield Rate(
            words=f"slower by {shift} usual spreads: sum passes 5 after (people, median)",
            found=sims.run_lengths(rnd, shift, runs=size.paces),
            research=str(people),
            low=0.8 * people,
            high=1.2 * people,
        )
    for shift, low, high in ((0.0, 0.02, 0.06), (0.5, 0.45, 0.75), (1.0, 0.97, 1.0)):
        yield Rate(
            words=f"days of 35 people on which the sum passes 5, slower by {shift} spreads (share)",
            found=sims.days_over(rnd, shift, people=35, days=size.days),
            research="–",
            low=low,
            high=high,
        )
    yield from _halls(rnd, days=size.days // 20)
    yield Rate(
        words="8 of 150 people let past by 3 places: chance by 999 deals",
        found=sims.favour_chance(rnd, places=3),
        research="0.001",
        low=0.001,
        high=0.002,
    )


def _halls(rnd: Random, *, days: int) -> Iterator[Rate]:
    """Judge whole days of eight counters by all questions at once."""
    wrong, _ = halls.alarms(rnd, days=days)
    yield Rate(
        words="honest halls of 8 counters: days with any alarm (share)",
        found=wrong,
        research="–",
        low=0,
        high=0.06,
    )
    for slower, low in ((0.5, 0.2), (1.0, 0.9)):
        _, right = halls.alarms(rnd, days=days // 4, slower=slower)
        yield Rate(
            words=f"one officer of 8 slower by {slower} spreads: days with the alarm (share)",
            found=right,
            research="–",
            low=low,
            high=1,
        )


def table(size: Size = FULL) -> str:
    """The table as it stands in docs/monitor.md."""
    lines = ["| played | found | research f.3 |", "|---|---|---|"]
    return "\n".join([*lines, *(rate.line for rate in rates(size))])


if __name__ == "__main__":
    print(table())
