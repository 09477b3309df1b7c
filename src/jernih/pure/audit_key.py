"""Check that every key that signs was vouched for by the one before it.

Source: docs/log-format.md, "Another key". Vectors: tests/pure/test_key_rotation.py.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from jernih.pure import key_rotation
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.events import Event
from jernih.pure.events_record import KeyRotated, LossAccepted
from jernih.pure.tlog.note import Key


@dataclass
class KeyBook:
    """The keys of the record as it tells them itself, the first one first; empty: never changed."""

    keys: list[Key] = field(default_factory=list)

    def after(self, key: Key) -> tuple[Key, ...]:
        """Return this key and those that came after it; alone if the record does not know it."""
        return tuple(self.keys[self.keys.index(key) :]) if key in self.keys else (key,)


class KeyCheck(Check):
    """A new key is named by the one before it, and by nobody else."""

    rule: ClassVar[str] = "record.key"

    def __init__(self, book: KeyBook) -> None:
        """Write into this book."""
        self._book = book

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at every change of the key."""
        return {KeyRotated: self._rotated}

    def _rotated(self, index: int, event: Any) -> Iterable[Violation]:
        try:
            old, new = key_rotation.keys_of(event)
        except key_rotation.BadRotation as reason:
            return (self.wrong(f"Another key is said to sign from here on: {reason}.", index),)
        known = self._book.keys
        # After a loss a record begins anew under another name, with a key that nobody vouches for.
        if known and old != known[-1] and (old.name == known[-1].name or old in known):
            words = "Another key is said to sign from here on, by one that was not in use:"
            return (self.wrong(f"{words} the chain of keys forks.", index),)
        if new in known:
            return (self.wrong("A key that was given up is said to sign again.", index),)
        if not known or old != known[-1]:
            known[:] = [old]
        known.append(new)
        return ()

    def notes(self) -> Iterator[str]:
        """Say that the key was changed."""
        if len(self._book.keys) > 1:
            yield (
                f"The key was changed {len(self._book.keys) - 1} times, each time signed by the "
                "key before."
            )


class LossCheck(Check):
    """A loss that was accepted is said, and is one."""

    rule: ClassVar[str] = "record.loss"

    def __init__(self) -> None:
        """Start without a loss."""
        self._losses: list[tuple[int, LossAccepted]] = []

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at every loss."""
        return {LossAccepted: self._accepted}

    def _accepted(self, index: int, event: Any) -> Iterable[Violation]:
        self._losses.append((index, event))
        if not event.kept_size <= min(index, event.lost_size):
            return (self.wrong("More is said to be kept than there was.", index),)
        return ()

    def notes(self) -> Iterator[str]:
        """Say what was lost: whoever holds a receipt of it should tell."""
        for index, event in self._losses:
            yield (
                f"Entry {index}: the office lost entries {event.kept_size} to "
                f"{event.lost_size - 1} of {event.lost_origin}, and began anew under another "
                "name. Whoever holds that record, or a receipt from it, can show what is missing."
            )
