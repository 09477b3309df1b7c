"""Which office a mirror watches, and by what clock: what every page needs to know."""

from collections.abc import Sequence
from dataclasses import dataclass

from jernih.mirror import clock as clocks
from jernih.mirror.book import HeldStep
from jernih.mirror.clock import OwnClock
from jernih.pure.tlog.note import Key


@dataclass(frozen=True, kw_only=True)
class Office:
    """One office. origin: the name of its record. key: ours. is_demo: the page says so."""

    origin: str
    key: Key
    clock: OwnClock
    is_demo: bool = False

    def is_open(self, steps: Sequence[HeldStep]) -> bool:
        """Tell whether a case is still to be finished."""
        return clocks.is_open(steps)
