"""Several presses of one office at once: who comes first writes for all who came meanwhile.

Every deed of an office's day waits for the same lock, and every commit for the disk. So whatever
queued while the last transaction ran goes into the next one, together. Nobody waits for more to
come: alone, a press is written at once. Other processes wait at the lock of the day as ever.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from threading import Event, Lock
from typing import Generic, TypeVar

D = TypeVar("D")
A = TypeVar("A")

# So that nobody waits for very many others; and the statements stay small.
AT_MOST = 64


class _Place(Generic[D, A]):
    """One deed in the queue of its office. is_done: `answer` is there; else it is ours to lead."""

    def __init__(self, deed: D) -> None:
        self.deed = deed
        self.turn = Event()
        self.is_done = False
        self.answer: A | None = None


class Crowd(Generic[D, A]):
    """The deeds of one office that wait in this process."""

    def __init__(self) -> None:
        """Start with nobody."""
        self._lock = Lock()
        self._queue: list[_Place[D, A]] = []
        self._is_led = False

    def join(self, deed: D, *, write: Callable[[Sequence[D]], Sequence[A | None]]) -> A | None:
        """Do a deed, with others or alone; return what `write` answers to it.

        write: does all of these in one transaction; None for a deed that it left alone. If it
        fails, the one who led hears why; the others are answered None, as if left alone.
        """
        mine = _Place[D, A](deed)
        with self._lock:
            self._queue.append(mine)
            follows, self._is_led = self._is_led, True
        if follows:
            mine.turn.wait()
        if not mine.is_done:
            self._lead(write)
        return mine.answer

    def _lead(self, write: Callable[[Sequence[D]], Sequence[A | None]]) -> None:
        with self._lock:
            group, self._queue = self._queue[:AT_MOST], self._queue[AT_MOST:]
        try:
            answers = write([place.deed for place in group])
            for place, answer in zip(group, answers, strict=True):
                place.answer = answer
        finally:
            self._hand_on(group)

    def _hand_on(self, group: Sequence[_Place[D, A]]) -> None:
        for place in group:
            place.is_done = True
        with self._lock:
            self._is_led = bool(self._queue)
            if self._queue:
                # First of all, for the disk is free now.
                self._queue[0].turn.set()
        for place in group:
            place.turn.set()


class Crowds(Generic[D, A]):
    """A crowd for each office."""

    def __init__(self) -> None:
        """Start with none."""
        self._lock = Lock()
        self._by_office: defaultdict[str, Crowd[D, A]] = defaultdict(Crowd)

    def of(self, office: str) -> Crowd[D, A]:
        """Return the crowd of an office."""
        with self._lock:
            return self._by_office[office]
