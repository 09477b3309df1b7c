"""What is given back on a drawn day goes to the next in draw order who waits for it."""

from datetime import UTC, datetime, timedelta

import pytest

from jernih.apps.booking import actions, jobs
from jernih.apps.booking.actions import draw
from jernih.apps.booking.models import Application
from jernih.pure.roles import CITIZEN
from jernih.pure.states import ApplicationState, IllegalMove
from tests.draw_makers import DRAWN_AT, assist, close, make_batch, make_drawn_office, seat, seed
from tests.makers import make_wanted
from tests.record import check_record

pytestmark = pytest.mark.django_db(transaction=True)

LATER = DRAWN_AT + timedelta(hours=1)


@pytest.fixture
def drawn():
    """A day wanted by more than it has seats; half of all wait at short notice."""
    batch = make_batch(make_drawn_office())
    for n in range(26):
        assist(batch, standby=n % 2 == 0)
    for step in (close, seed, seat):
        batch = step(batch.pk)
    return batch


def waiting(batch):
    return Application.objects.filter(
        batch=batch, state=ApplicationState.UNSEATED, standby=True
    ).order_by("draw_number")


def test_the_next_in_draw_order_gets_it(drawn):
    first, second = waiting(drawn)[:2]
    holder = Application.objects.filter(batch=drawn, state=ApplicationState.GRANTED).first()
    actions.withdraw(ref=holder.ref, actor=CITIZEN, now=LATER)

    jobs.serve_standby(LATER)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.day) == (ApplicationState.GRANTED, holder.day)
    assert second.state == ApplicationState.UNSEATED
    check_record()


def test_nobody_can_take_it_at_once(drawn):
    holder = Application.objects.filter(batch=drawn, state=ApplicationState.GRANTED).first()
    actions.withdraw(ref=holder.ref, actor=CITIZEN, now=LATER)

    jobs.offer_again(LATER + timedelta(days=4))

    with pytest.raises(actions.NotOffered):
        actions.take_numbers(wanted=make_wanted(drawn.office, now=LATER), actor=CITIZEN, now=LATER)


def test_who_waits_no_longer_is_free_for_the_next_draw(drawn):
    first = waiting(drawn).first()

    draw.leave_standby(ref=first.ref, actor=CITIZEN, now=LATER)

    first.refresh_from_db()
    assert first.state == ApplicationState.WITHDRAWN
    assert not first.applicants.filter(is_live=True).exists()
    with pytest.raises(IllegalMove):
        draw.leave_standby(ref=first.ref, actor=CITIZEN, now=LATER)


def test_waiting_ends_with_the_last_day(drawn):
    jobs.serve_standby(datetime(2023, 9, 10, 12, tzinfo=UTC))
    assert waiting(drawn).exists()

    jobs.serve_standby(datetime(2023, 9, 11, 12, tzinfo=UTC))

    assert not waiting(drawn).exists()
