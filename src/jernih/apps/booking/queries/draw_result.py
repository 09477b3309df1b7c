"""The result of a draw as the record has it, whatever became of the numbers later. Times UTC."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet

from jernih.apps.booking.models import Application, Batch
from jernih.apps.booking.queries import draw
from jernih.apps.ledger import queries as ledger
from jernih.pure.draw import sample
from jernih.pure.reasons import PriorityClass

ROWS_A_PAGE: Final = 50
SEATS_DRAWN, LEFTOVER = "draw.seats-drawn", "draw.leftover-offered"
_AN_HOUR: Final = 3600


@dataclass(frozen=True, kw_only=True)
class LeftDay:
    """Numbers of a day that nobody drawn wanted."""

    day: date
    numbers: tuple[str, ...]
    opens_at: datetime


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """One application in draw order; day None and no numbers for nothing. Group: G, P or L."""

    place: int
    ref: str
    group: str
    people: int
    day: date | None
    numbers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Share:
    """How many applications of one kind got numbers. percent: 0 to 100, whole."""

    what: str
    seated: int
    of: int

    @property
    def percent(self) -> int:
        """Return the share seated, rounded down."""
        return 100 * self.seated // self.of if self.of else 0


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The result in figures. gap: points between the best and the worst size of family."""

    applications: int
    seated: int
    numbers: int
    by_people: tuple[Share, ...]
    by_group: tuple[Share, ...]

    @property
    def unseated(self) -> int:
        """Return how many applications got nothing."""
        return self.applications - self.seated

    @property
    def gap(self) -> int:
        """Return the points between singles and families of two or more."""
        alone = [share for share in self.by_people if share.what == "1"]
        more = [share for share in self.by_people if share.what != "1"]
        of = sum(share.of for share in more)
        if not alone or not of:
            return 0
        return alone[0].percent - 100 * sum(share.seated for share in more) // of


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One person of the sample that is held against documents; person from 0."""

    ref: str
    person: int
    day: date | None
    number: str
    answers: tuple[bool, ...]


def facts_of(batch: Batch, kind: str) -> list[dict[str, Any]]:
    """Return the facts of one kind about a batch, in order; those not yet published as well."""
    about = f'"batch":"{batch.ref}"'
    shown = ledger.facts_saying(about, office=batch.office.slug, kinds=kind)
    waiting = ledger.facts_saying(about, office=batch.office.slug, kinds=kind, is_waiting=True)
    return [json.loads(bytes(entry.body)) for rows in (shown, waiting) for entry in rows]


def result_page(batch: Batch, number: int) -> list[ResultRow]:
    """Return one page of the result, from 1, in draw order; empty if there is none such."""
    first = (number - 1) * ROWS_A_PAGE + 1
    return _rows(batch, first, first + ROWS_A_PAGE - 1)


def result_row(batch: Batch, ref: str) -> ResultRow | None:
    """Return what one application got, None if it is not in the result."""
    place = (
        Application.objects.filter(batch=batch, ref=ref).values_list("draw_number", flat=True)
    ).first()
    return next(iter(_rows(batch, place, place)), None) if place else None


def _rows(batch: Batch, first: int, last: int) -> list[ResultRow]:
    drawn = [
        (place, row)
        for fact in facts_of(batch, SEATS_DRAWN)
        for place, row in enumerate(fact["rows"], fact["first"])
        if first <= place <= last
    ]
    known = {
        ref: (people, group)
        for ref, people, group in _people(
            Application.objects.filter(batch=batch, draw_number__range=(first, last)), batch
        )
    }
    return [
        ResultRow(
            place=place,
            ref=row["ref"],
            people=known.get(row["ref"], (len(row["numbers"]), "G"))[0],
            group=known.get(row["ref"], (0, "G"))[1],
            day=date.fromisoformat(row["day"]) if row["day"] else None,
            numbers=tuple(row["numbers"]),
        )
        for place, row in drawn
    ]


def _people(applications: QuerySet[Application], batch: Batch) -> Iterator[tuple[str, int, str]]:
    is_priority = Q(applicants__priority=PriorityClass.PRIORITY)
    rows = applications.annotate(
        people=Count("applicants"), priority=Count("applicants", filter=is_priority)
    )
    for ref, people, priority, lost in rows.values_list("ref", "people", "priority", "lost"):
        is_long = 0 < batch.long_after <= len(lost)
        yield ref, people, "P" if priority else "L" if is_long else "G"


def figures(batch: Batch) -> Figures:
    """Return the result of a drawn batch in figures; counted once an hour, for it never changes."""
    key = f"draw-figures-{batch.ref}"
    counted = cache.get(key)
    if not isinstance(counted, Figures):
        counted = _figures(batch)
        cache.set(key, counted, _AN_HOUR)
    return counted


def _figures(batch: Batch) -> Figures:
    rows = [row for fact in facts_of(batch, SEATS_DRAWN) for row in fact["rows"]]
    seated = {row["ref"] for row in rows if row["day"]}
    sizes: dict[str, list[bool]] = {}
    groups: dict[str, list[bool]] = {}
    for ref, people, group in _people(
        Application.objects.filter(batch=batch, draw_number__isnull=False), batch
    ):
        sizes.setdefault(str(people), []).append(ref in seated)
        groups.setdefault(group, []).append(ref in seated)
    return Figures(
        applications=len(rows),
        seated=len(seated),
        numbers=sum(len(row["numbers"]) for row in rows),
        by_people=_shares(sizes),
        by_group=_shares(groups),
    )


def _shares(kinds: Mapping[str, list[bool]]) -> tuple[Share, ...]:
    return tuple(
        Share(what=what, seated=sum(seats), of=len(seats)) for what, seats in sorted(kinds.items())
    )


def leftover(batch: Batch) -> list[LeftDay]:
    """Return the numbers that nobody drawn wanted, by day."""
    return [
        LeftDay(
            day=date.fromisoformat(fact["day"]),
            numbers=tuple(fact["numbers"]),
            opens_at=datetime.fromisoformat(fact["opens_at"]),
        )
        for fact in facts_of(batch, LEFTOVER)
    ]


def visits_to_check(batch: Batch) -> list[Visit]:
    """Return the people whose documents an outsider looks at, chosen by the seed of the draw.

    Of those seated, so many as the rulebook of the batch's week says; answers given so far.
    """
    rows = [row for fact in facts_of(batch, SEATS_DRAWN) for row in fact["rows"] if row["day"]]
    people = {
        f"{row['ref']}/{person}": (row, person)
        for row in rows
        for person in range(len(row["numbers"]))
    }
    size = draw.number("audit_sample", on=batch.first_day)
    chosen = sample(sorted(people), key=bytes.fromhex(batch.seed), size=size)
    answers: dict[str, list[bool]] = {}
    for fact in facts_of(batch, "draw.nullifier-opened"):
        answers.setdefault(f"{fact['ref']}/{fact['person']}", []).append(fact["is_true"])
    return [
        Visit(
            ref=row["ref"],
            person=person,
            day=date.fromisoformat(row["day"]),
            number=row["numbers"][person],
            answers=tuple(answers.get(name, ())),
        )
        for name in chosen
        for row, person in [people[name]]
    ]
