"""Share work out to processes, where the system can fork; nothing but time depends on it."""

import gc
import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TypeVar, cast

from jernih.pure.hands import Hands, OneHand

A = TypeVar("A")
B = TypeVar("B")


def hands(count: int = 0) -> Hands:
    """Return so many hands; 0: as many as there are processors for us."""
    if not hasattr(os, "fork"):
        return OneHand()
    count = count or _processors()
    return ManyHands(count) if count > 1 else OneHand()


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep Python from looking for circles: there are none in what is kept of each fact.

    It would look through all of it again and again as it grows, and find nothing to throw away.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class ManyHands:
    """So many processes, each forked for one work; it knows all that its parent knows then."""

    def __init__(self, count: int) -> None:
        """Work with so many at once."""
        self._count = count

    def each(self, work: Callable[[A], B], parts: Sequence[A]) -> Iterator[B]:
        """Yield what the work makes of each part, in their order."""
        if len(parts) < 2:
            yield from map(work, parts)
            return
        # Neighbours go to different hands: what is heavy often stands together.
        shares = [parts[first :: self._count] for first in range(self._count)]
        waits = [self.beside(partial(_all, work, share)) for share in shares if share]
        made = [wait() for wait in waits]
        for at in range(len(parts)):
            yield made[at % self._count][at // self._count]

    def beside(self, work: Callable[[], B]) -> Callable[[], B]:
        """Begin a work in a process of its own, and return what waits for its result."""
        read_end, write_end = os.pipe()
        child = os.fork()
        if not child:
            os.close(read_end)
            _work_and_leave(work, write_end)
        os.close(write_end)
        return partial(_result, work, child, read_end)


def _all(work: Callable[[A], B], parts: Sequence[A]) -> list[B]:
    return list(map(work, parts))


def _work_and_leave(work: Callable[[], object], write_end: int) -> None:
    """Send what the work makes, and end this process without doing anything of its parent's."""
    status = 1
    try:
        with os.fdopen(write_end, "wb") as out:
            pickle.dump(work(), out, pickle.HIGHEST_PROTOCOL)
        status = 0
    finally:
        os._exit(status)


def _result(work: Callable[[], B], child: int, read_end: int) -> B:
    with os.fdopen(read_end, "rb") as sent:
        told = sent.read()
    _, status = os.waitpid(child, 0)
    if status:
        # It was killed, or found no room: what it should have done is done here, and if it is the
        # work that fails, it fails with its own words.
        return work()
    return cast("B", pickle.loads(told))  # noqa: S301 - our own child wrote it


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
