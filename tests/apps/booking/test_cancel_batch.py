"""A batch can be given up while it is open, and never after."""

from datetime import timedelta

import pytest

from jernih.apps.booking import actions
from jernih.apps.booking.actions import draw
from jernih.apps.booking.models import Application
from jernih.apps.notices.models import Notice
from jernih.pure.events_draw import CancelReason
from jernih.pure.people import Preference
from jernih.pure.roles import CITIZEN, Refused, Role
from jernih.pure.states import BatchState, IllegalMove
from tests.draw_makers import OPENS_AT, join, make_batch, make_drawn_office
from tests.makers import facts, make_person, make_wanted, staff

pytestmark = pytest.mark.django_db(transaction=True)
LATER = OPENS_AT + timedelta(hours=1)


def cancel(batch, *, actor=None, now=LATER):
    return draw.cancel_batch(
        batch_id=batch.pk,
        reason=CancelReason.STAFF_SHORT,
        actor=actor or staff(batch.office, Role.SUPERVISOR),
        now=now,
    )


def test_its_people_hear_of_it_and_are_free_to_apply_again():
    batch = make_batch(make_drawn_office())
    application = join(batch)

    cancel(batch)

    application.refresh_from_db()
    assert (application.state, application.end_reason) == ("WITHDRAWN", "BATCH_CANCELLED")
    assert not application.applicants.filter(is_live=True).exists()
    assert Notice.objects.filter(purpose="cancelled", address=application.contact).count() == 1


def test_its_numbers_can_be_taken_by_anybody_after_the_rest():
    batch = make_batch(make_drawn_office())
    cancel(batch)
    after_rest = LATER + timedelta(hours=25)
    wanted = {"people": [make_person()], "preferences": (Preference(day=batch.first_day),)}

    with pytest.raises(actions.NotOffered):
        actions.take_numbers(
            wanted=make_wanted(batch.office, now=LATER, **wanted), actor=CITIZEN, now=LATER
        )
    taken = actions.take_numbers(
        wanted=make_wanted(batch.office, now=after_rest, **wanted), actor=CITIZEN, now=after_rest
    )

    assert Application.objects.get(ref=taken.ref).day == batch.first_day


@pytest.mark.parametrize("state", [BatchState.CLOSED, BatchState.SEEDED, BatchState.DRAWN])
def test_once_the_list_is_frozen_nobody_can(state):
    batch = make_batch(make_drawn_office(), at=state)

    with pytest.raises(IllegalMove):
        cancel(batch)

    batch.refresh_from_db()
    assert batch.state == state
    assert facts(batch.office, "draw.batch-cancelled") == []


def test_the_clock_and_other_offices_cannot():
    batch = make_batch(make_drawn_office())

    with pytest.raises(Refused):
        cancel(batch, actor=staff(make_drawn_office(), Role.SUPERVISOR))
    with pytest.raises(Refused):
        cancel(batch, actor=staff(batch.office, Role.COUNTER))
