"""The steps on seats that only show when many want the same few."""

import pytest
from django.db import transaction

from jernih.apps.booking import actions, queries
from jernih.apps.booking.actions import seats
from jernih.apps.booking.models import Seat
from jernih.pure.people import Preference
from jernih.pure.states import SeatState
from tests.makers import DAY, NOW, make_office, make_supply

pytestmark = pytest.mark.django_db


@pytest.fixture
def wishes():
    office = make_office()
    supply = make_supply(office)
    make_supply(office, day=DAY.replace(day=26))
    found = queries.offered(supply.service_id, days=[DAY], any_after=DAY, now=NOW)
    return seats.wishes_of(found.offers, preferences=[Preference(day=DAY)], any_after=DAY, people=1)


def claim(wishes, people=1, **patience):
    with transaction.atomic():
        return seats.claim(wishes, people=people, patience=seats.Patience(**patience), now=NOW)


def test_a_day_that_is_wished_for_and_first_from_then_on_is_one_wish(wishes):
    assert [wish.offer.day for wish in wishes] == [DAY, DAY.replace(day=26)]


def test_a_wish_that_was_waited_for_in_vain_is_not_tried_again(wishes):
    wish, _ = claim(wishes, barred=frozenset(wishes[:1]))

    assert wish == wishes[1]


def test_when_every_wish_was_waited_for_all_is_full(wishes):
    with pytest.raises(actions.Full):
        claim(wishes, barred=frozenset(wishes))


def test_a_wish_that_is_waited_for_comes_before_the_others(wishes):
    wish, _ = claim(wishes, wish=wishes[1])

    assert wish == wishes[1]


def test_waiting_in_vain_is_said(wishes):
    Seat.objects.filter(day=DAY).update(state=SeatState.UNUSED)

    with pytest.raises(seats.Exhausted):
        claim(wishes, wish=wishes[0])


def test_patience_tries_until_nothing_is_left():
    tried = []

    def attempt(patience):
        tried.append((patience.wish, patience.barred))
        if patience.barred:
            return "done"
        if patience.wish:
            raise seats.Exhausted(patience.wish)
        raise seats.Crowded(wish)

    wish = seats.Wish(None, 1)

    assert seats.with_patience(attempt) == "done"
    assert tried == [(None, frozenset()), (wish, frozenset()), (None, frozenset({wish}))]


def test_a_claim_takes_all_or_leaves_all(wishes):
    free = Seat.objects.filter(day=DAY, series="A", state=SeatState.FREE).count()

    with pytest.raises(actions.Full):
        claim(wishes[:1], people=free + 1)

    assert Seat.objects.filter(day=DAY, series="A", state=SeatState.FREE).count() == free
