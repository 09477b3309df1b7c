"""A day whose numbers are drawn is published with its batch, and no other way."""

from datetime import timedelta

import pytest

from jernih.apps.booking import actions
from jernih.apps.booking.actions import draw
from jernih.apps.booking.models import Supply
from jernih.pure.events_draw import CancelReason
from jernih.pure.roles import CLOCK, Role
from jernih.pure.states import BatchState
from tests.draw_makers import PLANNED_AT, make_batch, make_drawn_office
from tests.makers import NEW, facts, staff

pytestmark = pytest.mark.django_db

LATER = PLANNED_AT + timedelta(hours=1)


@pytest.fixture
def planned():
    """A batch in the calendar, and a day of it that a supervisor has planned."""
    batch = make_batch(make_drawn_office(), at=BatchState.PLANNED)
    actions.plan_supply(office_id=batch.office_id, day=batch.first_day, actor=CLOCK, now=PLANNED_AT)
    return batch


def release(batch):
    supply = Supply.objects.get(service__code=NEW, day=batch.first_day)
    return actions.release_supply(
        supply_id=supply.pk, actor=staff(batch.office, Role.SUPERVISOR), now=LATER
    )


def test_nobody_publishes_it_by_hand(planned):
    with pytest.raises(actions.LeftToADraw):
        release(planned)

    assert facts(planned.office, "booking.supply-released") == []


def test_when_its_batch_is_given_up_it_is_a_day_as_any_other(planned):
    draw.cancel_batch(
        batch_id=planned.pk,
        reason=CancelReason.MISTAKE,
        actor=staff(planned.office, Role.SUPERVISOR),
        now=PLANNED_AT,
    )

    assert release(planned).released_at == LATER
