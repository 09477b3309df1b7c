"""Run the deterministic checks that a stranger runs over the record, fact by fact.

A check is a small class: it sees every fact it asks for, in the order of the record, and says
what cannot be true. The checks live beside the frame: audit_booking.py, audit_hall.py.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from jernih.pure.audit_counts import Adder, adder_of, drawn_by_day
from jernih.pure.events import KINDS, BadEvent, Event, parse_event
from jernih.pure.events_draw import SeatsDrawn


@dataclass(frozen=True, kw_only=True)
class Violation:
    """One thing that cannot be true if everybody kept the rules.

    rule: its name. indexes: the entries that show it. words: one sentence that can be printed.
    """

    rule: str
    indexes: tuple[int, ...]
    words: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """What the checks found; counts: the figures of each office and day; notes: what to know."""

    entries: int
    violations: tuple[Violation, ...]
    counts: Mapping[tuple[str, date], Mapping[str, int]]
    notes: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Say whether nothing was found."""
        return not self.violations


# Looks at a fact; on the common way, where nothing is wrong, it returns an empty tuple at once.
Handler = Callable[[int, Event], Iterable[Violation]]


class Check:
    """One rule. A subclass names the facts it looks at and what it does with each."""

    rule: ClassVar[str]

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Return, for each kind of fact, the function (index, event) -> violations."""
        raise NotImplementedError

    def finish(self, last_at: datetime | None) -> Iterator[Violation]:  # noqa: ARG002
        """Yield what only the end of the record shows. last_at: the latest moment on it."""
        yield from ()

    def notes(self) -> Iterator[str]:
        """Yield what a reader should know at the end though no rule was broken."""
        yield from ()

    def wrong(self, words: str, *indexes: int) -> Violation:
        """Return a violation of this rule."""
        return Violation(rule=self.rule, indexes=indexes, words=words)


@dataclass
class Audit:
    """One pass over a record with a set of checks."""

    checks: Iterable[Check]
    entries: int = 0
    violations: list[Violation] = field(default_factory=list)
    _counts: dict[tuple[str, date], Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    _last_at: datetime | None = None

    def __post_init__(self) -> None:
        """Sort the checks by the facts they want to see."""
        self.checks = list(self.checks)
        handlers: dict[type[Event], list[Handler]] = defaultdict(list)
        for check in self.checks:
            for kind, handler in check.handlers().items():
                handlers[kind].append(handler)
        handlers[SeatsDrawn].append(self._count_drawn)
        self._plans: dict[type[Event], tuple[Adder | None, list[Handler]]] = {
            kind: (adder_of(kind), handlers[kind]) for kind in KINDS.values()
        }

    def see(self, index: int, entry: bytes) -> None:
        """Read one entry and show it to the checks."""
        self.entries += 1
        try:
            event = parse_event(entry)
        except BadEvent as reason:
            words = f"Entry {index} is not a fact in its one spelling: {reason}."
            self.violations.append(Violation(rule="readable", indexes=(index,), words=words))
            return
        self.show(index, event)

    @property
    def last_at(self) -> datetime | None:
        """Return the latest moment that a fact so far speaks of."""
        return self._last_at

    def show(self, index: int, event: Event) -> None:
        """Show one fact to the checks."""
        if self._last_at is None or event.at > self._last_at:
            self._last_at = event.at
        add, handlers = self._plans[type(event)]
        if add is not None:
            add(event, self._counts[event.office, event.day])  # type: ignore[attr-defined]
        for handler in handlers:
            if found := handler(index, event):
                self.violations.extend(found)

    def _count_drawn(self, _index: int, event: Event) -> Iterable[Violation]:
        for day, numbers in drawn_by_day(event):
            self._counts[event.office, day]["taken"] += numbers
        return ()

    def finish(self) -> Report:
        """Return what was found, after the last entry."""
        for check in self.checks:
            self.violations.extend(check.finish(self._last_at))
        return Report(
            entries=self.entries,
            violations=tuple(sorted(self.violations, key=lambda found: found.indexes[:1])),
            counts={key: dict(self._counts[key]) for key in sorted(self._counts)},
            notes=tuple(note for check in self.checks for note in check.notes()),
        )


def check(entries: Iterable[bytes], *, checks: Iterable[Check]) -> Report:
    """Return what these checks find in these entries, the first of which has index 0."""
    audit = Audit(checks)
    for index, entry in enumerate(entries):
        audit.see(index, entry)
    return audit.finish()
