"""Steps on seats that several actions share: find, claim, give back.

Note 1, why nobody deadlocks here. Everyone waits for locks in one order: free seats by window
and number, applications, taken seats, the contact's proof, the application's key, people by
their index. The quick claim never waits for a seat, so it may come after the application; the
patient one waits, so it comes before everything else, and so does closing a day.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Count, Min

from jernih.apps.booking.actions.refusals import Full, NotOffered
from jernih.apps.booking.models import Applicant, Seat
from jernih.apps.booking.queries import Offer
from jernih.apps.ledger import actions as ledger
from jernih.pure.people import Preference
from jernih.pure.states import SEAT, SeatState

T = TypeVar("T")

CLAIM = """
    WITH free AS MATERIALIZED (
        SELECT seat.id, slot.starts_at, slot.ends_at
        FROM booking_seat seat JOIN booking_slot slot ON slot.id = seat.slot_id
        WHERE slot.supply_id = %(supply)s AND seat.state = 'FREE' AND slot.starts_at >= %(since)s
        ORDER BY slot.starts_at, seat.n
        LIMIT %(people)s
        FOR UPDATE OF seat {how}
    )
    UPDATE booking_seat seat SET state = 'TAKEN'
    FROM free
    WHERE seat.id = free.id
      AND (SELECT count(*) FROM free) = %(people)s
      AND (SELECT min(starts_at) FROM free) <= %(until)s
    RETURNING seat.id, seat.series, seat.n, free.starts_at, free.ends_at
"""
QUICK, PATIENT = CLAIM.format(how="SKIP LOCKED"), CLAIM.format(how="")


@dataclass(frozen=True)
class Wish:
    """A day on offer, and the window that the first of the seats should be in."""

    offer: Offer = field(compare=False)
    supply_id: int
    starts_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ClaimedSeat:
    """A seat that is now ours; times UTC."""

    id: int
    series: str
    n: int
    starts_at: datetime
    ends_at: datetime

    @property
    def number(self) -> str:
        """Return the number as people see it, A-017."""
        return f"{self.series}-{self.n:03d}"


@dataclass(frozen=True, kw_only=True)
class Patience:
    """What earlier tries taught: a wish to wait for, wishes not to try again."""

    wish: Wish | None = None
    barred: frozenset[Wish] = frozenset()


class Crowded(Exception):
    """Others hold seats that still look free: roll back, let go of everything, and wait."""

    def __init__(self, wish: Wish) -> None:
        """Keep what to wait for."""
        self.wish = wish


class Exhausted(Exception):
    """Having waited, there were not enough."""

    def __init__(self, wish: Wish) -> None:
        """Keep what not to try again."""
        self.wish = wish


def with_patience(attempt: Callable[[Patience], T]) -> T:
    """Run one transaction, again while others hold what it wants. Each wish is waited for once."""
    patience = Patience()
    while True:
        try:
            return attempt(patience)
        except Crowded as crowded:
            patience = Patience(wish=crowded.wish, barred=patience.barred)
        except Exhausted as exhausted:
            patience = Patience(barred=patience.barred | {exhausted.wish})


def wishes_of(
    offers: Sequence[Offer],
    *,
    preferences: Sequence[Preference],
    any_after: date | None,
    people: int,
) -> list[Wish]:
    """Return what was asked for, best first, as far as it is on offer and looks free enough.

    Raises NotOffered if nothing of it is on offer, Full if nothing of it looks free.
    """
    if not offers:
        raise NotOffered
    by_day = {offer.day: offer for offer in offers}
    wishes = [
        Wish(by_day[p.day], by_day[p.day].supply_id, p.starts_at)
        for p in preferences
        if p.day in by_day
    ]
    if any_after:
        wishes += [Wish(offer, offer.supply_id) for offer in offers if offer.day >= any_after]
    enough = [wish for wish in dict.fromkeys(wishes) if wish.offer.free >= people]
    if not enough:
        raise Full
    return enough


def claim(
    wishes: Iterable[Wish], *, people: int, patience: Patience, now: datetime
) -> tuple[Wish, list[ClaimedSeat]]:
    """Take seats for all people in the first wish that has them, in order of window and number.

    Raises Full, or Crowded and Exhausted for `with_patience`.
    """
    if patience.wish:
        if seats := _claim(PATIENT, patience.wish, people=people, now=now):
            return patience.wish, seats
        raise Exhausted(patience.wish)
    for wish in wishes:
        if wish in patience.barred:
            continue
        if seats := _claim(QUICK, wish, people=people, now=now):
            return wish, seats
        if _looks_free(wish, people=people, now=now):
            raise Crowded(wish)
    raise Full


def give_back(applicants: Sequence[Applicant], *, now: datetime) -> tuple[str, ...]:
    """Close the seats of these people for ever; nobody can take them at once.

    applicants: with their seats, of a locked application. Returns the numbers.
    """
    seats = [applicant.seat for applicant in applicants if applicant.seat]
    for seat in seats:
        SEAT.check(SeatState(seat.state), SeatState.RETURNED)
        seat.state, seat.returned_at = SeatState.RETURNED, now
    Seat.objects.bulk_update(seats, ["state", "returned_at"])
    return tuple(seat.number for seat in seats)


def _claim(sql: str, wish: Wish, *, people: int, now: datetime) -> list[ClaimedSeat]:
    asked: dict[str, int | datetime] = {
        "supply": wish.supply_id,
        "people": people,
        # Windows that have begun are not given out any more.
        "since": max(now, wish.starts_at) if wish.starts_at else now,
        "until": wish.starts_at or datetime.max.replace(tzinfo=now.tzinfo),
    }
    rows = ledger.prepared(sql, asked).fetchall()
    seats = [
        ClaimedSeat(id=pk, series=series, n=n, starts_at=starts, ends_at=ends)
        for pk, series, n, starts, ends in rows
    ]
    return sorted(seats, key=lambda seat: (seat.starts_at, seat.n))


def _looks_free(wish: Wish, *, people: int, now: datetime) -> bool:
    since = max(now, wish.starts_at) if wish.starts_at else now
    free = Seat.objects.filter(
        slot__supply_id=wish.supply_id, state=SeatState.FREE, slot__starts_at__gte=since
    ).aggregate(count=Count("pk"), first=Min("slot__starts_at"))
    is_in_window = wish.starts_at is None or free["first"] == wish.starts_at
    return bool(free["count"] >= people and is_in_window)
