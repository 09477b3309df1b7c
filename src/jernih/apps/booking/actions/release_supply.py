"""Publish a day's numbers before anyone can take them; later offer what was held or returned."""

from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate

from django.db import transaction

from jernih.apps.booking import queries
from jernih.apps.booking.actions.refusals import (
    AlreadyReleased,
    DayIsPast,
    LeftToADraw,
    NothingHeld,
    TooLate,
)
from jernih.apps.booking.models import Seat, Slot, Supply
from jernih.apps.ledger import actions as ledger
from jernih.pure import events
from jernih.pure.reasons import HoldReason, ReleaseMode
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import SEAT, SeatState
from jernih.pure.supply import offered_again_at


@transaction.atomic(durable=True)
def release_supply(
    *, supply_id: int, opens_at: datetime | None = None, actor: Actor, now: datetime
) -> Supply:
    """Make a planned day's seats and publish them; from `opens_at` (or now) on they can be taken.

    Raises Refused, AlreadyReleased, DayIsPast, LeftToADraw, TooLate for an opening before now.
    """
    require(actor, Permission.SUPPLY_RELEASE)
    supply = _locked(supply_id)
    require(actor, Permission.SUPPLY_RELEASE, office=supply.office.slug)
    if queries.draw.is_left_to_a_draw(supply.service_id, supply.day):
        raise LeftToADraw(supply.day)
    publish_supply(supply, opens_at=opens_at, now=now)
    return supply


def publish_supply(
    supply: Supply, *, opens_at: datetime | None = None, now: datetime
) -> tuple[events.Window, ...]:
    """Make and publish the seats of a locked day, the step of `release_supply`; return them.

    Raises the same, except Refused.
    """
    if supply.released_at:
        raise AlreadyReleased(supply.day)
    slots = list(supply.slots.order_by("starts_at"))
    if supply.closed_at or any(slot.starts_at <= now for slot in slots):
        raise DayIsPast(supply.day)
    opens_at = opens_at or now
    if opens_at < now:
        raise TooLate

    windows = _number_windows(slots)
    Seat.objects.bulk_create(
        seat
        for slot, window in zip(slots, windows, strict=True)
        for seat in _new_seats(supply, slot, window)
    )
    supply.last_n = windows[-1].last if windows else 0
    supply.released_at, supply.opens_at = now, opens_at
    supply.save(update_fields=["last_n", "released_at", "opens_at"])
    ledger.append(
        events.SupplyReleased(
            office=supply.office.slug,
            at=now,
            day=supply.day,
            service=supply.service.code,
            series=supply.service.series,
            mode=ReleaseMode(supply.mode),
            planned=supply.planned,
            windows=windows,
            held_reason=HoldReason(supply.held_reason),
        )
    )
    return windows


@transaction.atomic(durable=True)
def free_held_seats(*, supply_id: int, seats: int, actor: Actor, now: datetime) -> tuple[str, ...]:
    """Offer so many of the seats that were held back, the earliest windows first.

    Returns their numbers. Raises Refused, or NothingHeld if there are not so many.
    """
    require(actor, Permission.SUPPLY_HOLD)
    supply = _locked(supply_id)
    require(actor, Permission.SUPPLY_HOLD, office=supply.office.slug)
    if supply.mode == ReleaseMode.DRAW:
        # A seat more than was announced would be in no draw.
        raise NothingHeld
    freed = list(
        Seat.objects.select_for_update(of=("self",))
        .filter(slot__supply=supply, state=SeatState.HELD)
        .select_related("slot")
        .order_by("slot__starts_at", "n")[: max(seats, 0)]
    )
    if not freed or len(freed) < seats:
        raise NothingHeld

    slots = {seat.slot_id: seat.slot for seat in freed}
    for seat in freed:
        SEAT.check(SeatState(seat.state), SeatState.FREE)
        seat.state = SeatState.FREE
        slots[seat.slot_id].held -= 1
    Seat.objects.bulk_update(freed, ["state"])
    Slot.objects.bulk_update(slots.values(), ["held"])
    numbers = tuple(seat.number for seat in freed)
    ledger.append(
        events.SeatsFreed(office=supply.office.slug, at=now, day=supply.day, numbers=numbers)
    )
    return numbers


@transaction.atomic(durable=True)
def add_returned_seats(*, supply_id: int, actor: Actor, now: datetime) -> tuple[str, ...]:
    """Offer seats that were given back again, under new numbers, once their time has come.

    The old numbers stay closed. Returns the new numbers, none if nothing is due. Raises Refused.
    """
    require(actor, Permission.SUPPLY_RELEASE)
    supply = _locked(supply_id)
    require(actor, Permission.SUPPLY_RELEASE, office=supply.office.slug)
    # Of drawn days, what is given back goes to those on standby, in draw order.
    if supply.closed_at or supply.mode == ReleaseMode.DRAW:
        return ()
    added = [replace_seat(supply, seat, now) for seat in _due(supply, now)]
    supply.save(update_fields=["last_n"])
    return tuple(seat.number for seat in added)


def _locked(supply_id: int) -> Supply:
    return (
        Supply.objects.select_for_update(of=("self",), no_key=True)
        .select_related("office", "service")
        .get(pk=supply_id)
    )


def _number_windows(slots: Sequence[Slot]) -> tuple[events.Window, ...]:
    lasts = accumulate(slot.planned for slot in slots)
    return tuple(
        events.Window(
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            first=last - slot.planned + 1,
            last=last,
            held=slot.held,
        )
        for slot, last in zip(slots, lasts, strict=True)
    )


def _new_seats(supply: Supply, slot: Slot, window: events.Window) -> list[Seat]:
    return [
        Seat(
            office=supply.office,
            day=supply.day,
            series=supply.service.series,
            n=n,
            slot=slot,
            state=SeatState.HELD if n > window.last - window.held else SeatState.FREE,
        )
        for n in range(window.first, window.last + 1)
    ]


def _due(supply: Supply, now: datetime) -> list[Seat]:
    clock = queries.release_clock(on=supply.day)
    returned = Seat.objects.filter(
        slot__supply=supply, state=SeatState.RETURNED, replaced_by__isnull=True
    )
    due = []
    for seat in returned.select_related("slot").order_by("returned_at", "n"):
        at = seat.returned_at and offered_again_at(
            seat.returned_at, day=supply.day, clock=clock, zone=supply.office.zone
        )
        if at and at <= now < seat.slot.starts_at:
            due.append(seat)
    return due


def replace_seat(supply: Supply, old: Seat, now: datetime) -> Seat:
    """Make a new seat for one that was given back, of a locked day; its number is a new one."""
    supply.last_n += 1
    seat = Seat.objects.create(
        office=supply.office,
        day=supply.day,
        series=old.series,
        n=supply.last_n,
        slot=old.slot,
        state=SeatState.FREE,
        replaces=old,
    )
    ledger.append(
        events.SeatAdded(
            office=supply.office.slug,
            at=now,
            day=supply.day,
            service=supply.service.code,
            number=seat.number,
            replaces=old.number,
            starts_at=old.slot.starts_at,
            ends_at=old.slot.ends_at,
        )
    )
    return seat
