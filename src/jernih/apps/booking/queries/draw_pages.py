"""What stands on the pages of a draw: the calendar, one batch's life, its result, its public file.

The result is read from the record, so a page shows what was drawn even after numbers were moved
or given back. Times UTC.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import merge
from operator import attrgetter
from typing import Any, Final

from django.core.cache import cache
from django.db.models import Count, Max, Min, Q, QuerySet

from jernih.apps.booking.models import Application, Batch
from jernih.apps.booking.queries import draw
from jernih.apps.ledger import queries as ledger
from jernih.apps.offices.models import Office
from jernih.pure import contribution
from jernih.pure.draw import sample
from jernih.pure.draw_source import CHAINS
from jernih.pure.events_draw import Source
from jernih.pure.reasons import PriorityClass
from jernih.pure.states import ApplicationState, BatchState

ROWS_A_PAGE: Final = 50
SEATS_DRAWN, LEFTOVER = "draw.seats-drawn", "draw.leftover-offered"
_AN_HOUR: Final = 3600


@dataclass(frozen=True, kw_only=True)
class BatchCard:
    """One batch of the calendar. seats: 0 before they are announced."""

    id: int
    ref: str
    service_id: int
    name: str
    name_en: str
    office_name: str
    state: BatchState
    first_day: date
    last_day: date
    opens_at: datetime
    closes_at: datetime
    draws_at: datetime
    drawn_at: datetime | None
    seats: int
    applications: int


@dataclass(frozen=True, kw_only=True)
class ContributorRow:
    """Who adds a secret; `secret` is empty until it is revealed."""

    name: str
    commitment: str
    secret: str
    revealed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class DrawnDay:
    """One day of a batch: seats in the draw, and of these kept for a group first."""

    day: date
    seats: int
    priority: int
    long_waiting: int


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


def by_ref(ref: str) -> Batch | None:
    """Return the batch of this ref, with its office and service."""
    return Batch.objects.select_related("office", "service").filter(ref=ref).first()


def cards(office: Office | None = None, *, limit: int = 120) -> list[BatchCard]:
    """Return the batches of an office (of all), the latest week first."""
    rows = Batch.objects.select_related("office", "service")
    if office is not None:
        rows = rows.filter(office=office)
    applied = Application.objects.filter(ended_at=None, batch__isnull=False)
    counts = dict(applied.values_list("batch").annotate(Count("pk")))
    return [
        card(batch, applications=counts.get(batch.pk, 0))
        for batch in rows.order_by("-first_day", "service_id", "-pk")[:limit]
    ]


def card(batch: Batch, *, applications: int = 0) -> BatchCard:
    """Return a batch as the calendar shows it."""
    return BatchCard(
        id=batch.pk,
        ref=batch.ref,
        service_id=batch.service_id,
        name=batch.service.name,
        name_en=batch.service.name_en,
        office_name=batch.office.name,
        state=BatchState(batch.state),
        first_day=batch.first_day,
        last_day=batch.last_day,
        opens_at=batch.opens_at,
        closes_at=batch.closes_at,
        draws_at=batch.draws_at,
        drawn_at=batch.drawn_at,
        seats=sum(room.seats for room in draw.rooms(batch)) if batch.announced_at else 0,
        applications=applications,
    )


def days(batch: Batch) -> list[DrawnDay]:
    """Return what a batch gives, day by day."""
    return [
        DrawnDay(
            day=room.day,
            seats=room.seats,
            priority=room.priority,
            long_waiting=room.long_waiting,
        )
        for room in draw.rooms(batch)
    ]


def contributors(batch: Batch) -> list[ContributorRow]:
    """Return who adds a secret, by name."""
    return [
        ContributorRow(
            name=row.name,
            commitment=row.commitment,
            secret=row.secret,
            revealed_at=row.revealed_at,
        )
        for row in batch.contributors.order_by("name")
    ]


def whose_secret(batch: Batch, typed: str) -> str:
    """Return the contributor whose commitment this secret opens, or "" if it opens none."""
    try:
        bound = contribution.commit(batch.ref, secret=contribution.read_secret(typed))
    except contribution.BadContribution:
        return ""
    names = batch.contributors.filter(commitment=bound).values_list("name", flat=True)
    return names.first() or ""


def applications_in(batch: Batch) -> tuple[int, int]:
    """Return how many applications, and how many people, are in a batch."""
    rows = Application.objects.filter(batch=batch)
    is_in = Q(draw_number__isnull=False) if batch.drawn_at else Q(ended_at=None)
    counts = rows.filter(is_in).aggregate(
        applications=Count("pk", distinct=True), people=Count("applicants")
    )
    return counts["applications"], counts["people"]


def may_fall_back_at(batch: Batch) -> datetime:
    """Return from when on the next source may be used in place of the one waited for."""
    since = batch.source_since or batch.draws_at
    return max(draw.known_at(batch), since) + timedelta(hours=batch.fallback_hours)


def source_of(batch: Batch) -> Source | None:
    """Return the source that a batch waits for or was drawn by, None before it is announced."""
    return Source(batch.source) if batch.source else None


def chain_name(batch: Batch) -> tuple[str, str]:
    """Return the beacon's name and the hash that fixes it, or two empty texts."""
    chain = CHAINS.get(Source(batch.source)) if batch.source else None
    return (chain.name, chain.chain_hash) if chain else ("", "")


def standby_waiting(batch: Batch) -> int:
    """Return how many still wait at short notice for a number given back."""
    return Application.objects.filter(
        batch=batch, state=ApplicationState.UNSEATED, standby=True
    ).count()


# ---- the public file


def file_entries(batch: Batch) -> Iterator[bytes]:
    """Yield the record's facts about a batch, one canonical line each, in the record's order.

    With them the fact that publishes the key, and those that publish its days' numbers.
    """
    first = _first_index(batch)
    if first is None:
        return
    slug, about = batch.office.slug, f'"batch":"{batch.ref}"'
    key = ledger.facts_saying(f'"key":"{batch.key}"', office=slug, kinds="draw.key-published")[:1]
    facts = ledger.facts_saying(about, office=slug, kinds="draw.").filter(index__gte=first)
    released = ledger.facts_saying(
        f'"service":"{batch.service.code}"', office=slug, kinds="booking.supply-released"
    ).filter(index__gte=first)
    in_order = attrgetter("index")
    for entry in merge(key, facts.iterator(), released.iterator(), key=in_order):
        body = bytes(entry.body)
        if entry.kind != "booking.supply-released" or _is_of(batch, json.loads(body)):
            yield body


def file_mark(batch: Batch) -> str:
    """Return a word that changes whenever the public file does."""
    first = _first_index(batch)
    if first is None:
        return "none"
    facts = ledger.facts_saying(
        f'"batch":"{batch.ref}"', office=batch.office.slug, kinds="draw."
    ).filter(index__gte=first)
    counts = facts.aggregate(last=Max("index"), facts=Count("pk"))
    return f"{batch.ref[:16]}-{counts['last']}-{counts['facts']}"


def _first_index(batch: Batch) -> int | None:
    planned = ledger.facts_saying(
        f'"batch":"{batch.ref}"', office=batch.office.slug, kinds="draw.batch-planned"
    )
    first: int | None = planned.aggregate(first=Min("index"))["first"]
    return first


def _is_of(batch: Batch, fact: Mapping[str, Any]) -> bool:
    return batch.first_day.isoformat() <= fact["day"] <= batch.last_day.isoformat()


def published_modulus(batch: Batch) -> str:
    """Return the modulus of the key that a batch was announced with, as the record says it."""
    facts = ledger.facts_saying(
        f'"key":"{batch.key}"', office=batch.office.slug, kinds="draw.key-published"
    )
    entry = facts.first() or _waiting_key(batch)
    return str(json.loads(bytes(entry.body))["modulus"]) if entry else ""


def _waiting_key(batch: Batch) -> Any:
    return ledger.facts_saying(
        f'"key":"{batch.key}"',
        office=batch.office.slug,
        kinds="draw.key-published",
        is_waiting=True,
    ).first()


# ---- the result


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
    counted: Figures = cache.get_or_set(key, lambda: _figures(batch), _AN_HOUR)
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


def sources(batch: Batch) -> list[Source]:
    """Return the sources declared, in the order in which they are used."""
    return [Source(name) for name in batch.sources]


def batch_of(ref: str) -> str | None:
    """Return the ref of the batch that an application is or was in."""
    return (
        Application.objects.filter(ref=ref, batch__isnull=False)
        .values_list("batch__ref", flat=True)
        .first()
    )
