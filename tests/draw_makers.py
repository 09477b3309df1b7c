"""A draw walked by real actions: real rounds of the beacon, so its moments are of 2023."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from jernih.apps.booking import actions, queries
from jernih.apps.booking.actions import draw
from jernih.apps.booking.models import Application, Batch
from jernih.apps.offices.models import Office, Service
from jernih.pure.people import Person, Preference
from jernih.pure.roles import CITIZEN, CLOCK, Actor, Role
from jernih.pure.states import BatchState
from tests.makers import NEW, make_contact, make_office, make_person, make_proof, service_of

# Round 1000 of quicknet, 2023-08-23 15:59:24 UTC; round 657413 is of 2023-09-15.
ROUND = 1000
DRAWN_AT = datetime(2023, 8, 23, 15, 59, 24, tzinfo=UTC)
SIGNATURE = (
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
    "e342b73a8dd2bacbe47e4b6b63ed5e39"
)
HELPER = Actor(roles=frozenset({Role.HELPER}), ref="s-help01")
FIRST_DAY = date(2023, 9, 4)
PLANNED_AT = datetime(2023, 8, 1, 2, tzinfo=UTC)
OPENS_AT = datetime(2023, 8, 18, 6, tzinfo=UTC)
CLOSES_AT = datetime(2023, 8, 22, 12, tzinfo=UTC)


def make_drawn_office(**changes: Any) -> Office:
    """An office whose new passports are drawn."""
    office = make_office(**{"now": PLANNED_AT} | changes)
    Service.objects.filter(office=office, code=NEW).update(is_drawn=True)
    return office


def make_batch(
    office: Office, *, at: BatchState = BatchState.OPEN, first_day: date = FIRST_DAY
) -> Batch:
    """A batch that walked to this state, its beacon round one of those we have the word of."""
    times = replace(queries.draw.batch_times(office, first_day=first_day), draws_at=DRAWN_AT)
    batch = draw.plan_batch(
        service_id=service_of(office, NEW).pk,
        first_day=first_day,
        times=times,
        actor=CLOCK,
        now=PLANNED_AT,
    )
    return walk(batch, at=at)


def walk(batch: Batch, *, at: BatchState) -> Batch:
    """Take a planned batch to a state by the steps of the clock."""
    for state, step, now in WALK:
        if batch.state == at:
            break
        batch = step(batch.pk, now)
        assert batch.state == state
    return batch


def announce(batch_id: int, now: datetime) -> Batch:
    return draw.announce_batch(batch_id=batch_id, actor=CLOCK, now=now)


def open_(batch_id: int, now: datetime) -> Batch:
    return draw.open_batch(batch_id=batch_id, actor=CLOCK, now=now)


def close(batch_id: int, now: datetime = CLOSES_AT) -> Batch:
    return draw.close_batch(batch_id=batch_id, actor=CLOCK, now=now)


def seed(batch_id: int, now: datetime = DRAWN_AT) -> Batch:
    return draw.fix_seed(batch_id=batch_id, evidence=SIGNATURE, actor=CLOCK, now=now)


def seat(batch_id: int, now: datetime = DRAWN_AT + timedelta(minutes=1)) -> Batch:
    return draw.draw_batch(batch_id=batch_id, actor=CLOCK, now=now)


WALK = (
    (BatchState.ANNOUNCED, announce, datetime(2023, 8, 15, 2, tzinfo=UTC)),
    (BatchState.OPEN, open_, OPENS_AT),
    (BatchState.CLOSED, close, CLOSES_AT),
    (BatchState.SEEDED, seed, DRAWN_AT),
    (BatchState.DRAWN, seat, DRAWN_AT + timedelta(minutes=1)),
)


def make_wish(
    batch: Batch,
    *,
    people: int | Sequence[Person] = 1,
    now: datetime = OPENS_AT,
    **changes: Any,
) -> actions.NumbersWanted:
    wanted: dict[str, Any] = {
        "service_id": batch.service_id,
        "people": tuple(make_person() for _ in range(people))
        if isinstance(people, int)
        else tuple(people),
        "preferences": (Preference(day=batch.first_day),),
        "once_key": secrets.token_hex(16),
    }
    if "contact" not in changes:
        contact = make_contact()
        wanted |= {"contact": contact, "session_key": make_proof(batch.office, contact, now=now)}
    return actions.NumbersWanted(**wanted | changes)


def join(batch: Batch, *, now: datetime = OPENS_AT, **changes: Any) -> Application:
    """Someone's application in an open batch."""
    wanted = make_wish(batch, now=now, **changes)
    taken = draw.join_batch(batch_id=batch.pk, wanted=wanted, actor=CITIZEN, now=now)
    return Application.objects.get(ref=taken.ref)


def rooms_of(batch: Batch) -> int:
    """How many seats a batch gives."""
    return sum(room.seats for room in queries.draw.rooms(batch))


def assist(batch: Batch, *, now: datetime = OPENS_AT, **changes: Any) -> Application:
    """The same through a helper: quicker, for nothing is proven and nobody is written to."""
    wanted = make_wish(batch, now=now, contact=None, session_key="", **changes)
    taken = draw.assist_batch(batch_id=batch.pk, wanted=wanted, actor=HELPER, now=now)
    return Application.objects.get(ref=taken.ref)
