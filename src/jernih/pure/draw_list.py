"""The list that is drawn: one line for each application, and the root that freezes them all.

Everything that the draw looks at stands in a line, so the root, and with it the seed, changes
with any of it. Source: docs/draw.md. Vectors: tests/vectors/draw.json.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from operator import attrgetter
from typing import TypeVar

from jernih.pure.spelling import time_text
from jernih.pure.tlog.tree import leaf_hashes, root_hash

T = TypeVar("T")


class Group(StrEnum):
    """Which seats are kept for an application first."""

    GENERAL = "G"
    PRIORITY = "P"
    LONG_WAITING = "L"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A day, and the start of the window that would suit best; None is any."""

    day: date
    starts_at: datetime | None = None

    @cached_property
    def text(self) -> str:
        """Return how a line spells it: the day, and the time after a slash."""
        day = self.day.isoformat()
        return f"{day}/{time_text(self.starts_at)}" if self.starts_at else day


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One application on the list. any_after: all later days too, in order; None is none."""

    ref: str
    people: int
    group: Group
    wishes: tuple[Wish, ...]
    any_after: date | None = None


def line(entry: Entry) -> bytes:
    """Return the one spelling of a line: ref, people, group, wishes, any_after; "-" for none."""
    wishes = ",".join([wish.text for wish in entry.wishes]) or "-"
    later = entry.any_after.isoformat() if entry.any_after else "-"
    return f"{entry.ref} {entry.people} {entry.group} {wishes} {later}".encode("ascii")


def list_root(entries: Iterable[Entry]) -> bytes:
    """Return the RFC 6962 root over the lines, sorted by ref."""
    ordered = sorted(entries, key=attrgetter("ref"))
    return root_hash(leaf_hashes(map(line, ordered)))


def wished_days(entry: Entry, days: Mapping[date, T]) -> Iterator[T]:
    """Yield what stands for the days that an application wishes, best first; one may come again.

    days: those of the batch, in order; a day that is not among them is passed over.
    """
    of = days.get
    for wish in entry.wishes:
        if (day := of(wish.day)) is not None:
            yield day
    if entry.any_after:
        yield from [day for on, day in days.items() if on >= entry.any_after]


def group_of(classes: Iterable[str], *, losses: int, long_after: int) -> Group:
    """Return the group of an application: priority if one of its people is, else long waiting.

    classes: "G" or "P" a person. losses: earlier batches that gave nothing. long_after: so many
    count as long waiting; 0 is never.
    """
    if Group.PRIORITY in classes:
        return Group.PRIORITY
    return Group.LONG_WAITING if 0 < long_after <= losses else Group.GENERAL
