"""Share work out: what one process does in turn, several may do at once.

The result never depends on how many there are. Processes stand outside of pure, in
verify/processes.py; here is what they promise, and the one hand that is always there.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

A = TypeVar("A")
B = TypeVar("B")


class Hands(Protocol):
    """Whoever does the work. What goes in stays as it is; what comes out may come from far."""

    def each(self, work: Callable[[A], B], parts: Sequence[A]) -> Iterator[B]:
        """Yield what the work makes of each part, in their order."""
        ...

    def beside(self, work: Callable[[], B]) -> Callable[[], B]:
        """Begin a work, and return what waits for its result."""
        ...


class OneHand:
    """Do everything here, one thing after the other."""

    def each(self, work: Callable[[A], B], parts: Sequence[A]) -> Iterator[B]:
        """Yield what the work makes of each part, in their order."""
        return map(work, parts)

    def beside(self, work: Callable[[], B]) -> Callable[[], B]:
        """Return the work itself: it begins when somebody waits for it."""
        return work
