"""How long counters rest while somebody waits whom they could call.

For each set of services there is one clock that runs only while somebody waits whom a counter with
these services may call; a counter's idle time is what that clock shows between two moments. So a
fact costs as much as there are sets, not as there are counters.
Source: research f.3, "idle with queue". Vectors: tests/pure/monitor/test_idle.py.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

# The services of a counter, and its officer where she helped somebody, else "".
Desk: TypeAlias = tuple[frozenset[str], str]


@dataclass(kw_only=True)
class _Clock:
    """One set's clock. waiting: whom it may call; shown: seconds; since: when it was last read."""

    waiting: int
    since: datetime
    shown: float = 0.0


@dataclass
class QueueClocks:
    """All clocks of a day."""

    _waits: dict[str, tuple[str, str]] = field(default_factory=dict)
    _counts: dict[tuple[str, str], int] = field(default_factory=dict)
    _clocks: dict[Desk, _Clock] = field(default_factory=dict)

    def join(self, number: str, *, service: str, helper: str, at: datetime) -> None:
        """Let a number wait for a service; helper: who registered it, whose counter may not."""
        self.leave(number, at=at)
        self._waits[number] = (service, helper)
        self._change(service, helper, 1, at)

    def leave(self, number: str, *, at: datetime) -> None:
        """Let a number wait no more; one that does not wait changes nothing."""
        if known := self._waits.pop(number, None):
            self._change(*known, -1, at)

    def shown(self, desk: Desk, *, at: datetime) -> float:
        """Return the seconds so far in which this desk could have called somebody."""
        clock = self._clocks.get(desk)
        if clock is None:
            services, officer = desk
            waiting = sum(
                count
                for (service, helper), count in self._counts.items()
                if service in services and not (helper and helper == officer)
            )
            self._clocks[desk] = clock = _Clock(waiting=waiting, since=at)
        _read(clock, at)
        return clock.shown

    def _change(self, service: str, helper: str, by: int, at: datetime) -> None:
        self._counts[service, helper] = self._counts.get((service, helper), 0) + by
        for (services, officer), clock in self._clocks.items():
            if service in services and not (helper and helper == officer):
                _read(clock, at)
                clock.waiting += by


def _read(clock: _Clock, at: datetime) -> None:
    # A clock set back shows nothing, and does not run twice over the same time.
    if at > clock.since:
        if clock.waiting > 0:
            clock.shown += (at - clock.since).total_seconds()
        clock.since = at
