"""A batch from its plan to its result, by real actions and a real round of the beacon."""

import pytest

from jernih.apps.booking import jobs
from jernih.apps.booking.models import Applicant, Application, Seat
from jernih.pure.reasons import PriorityClass
from jernih.pure.states import ApplicationState, BatchState, SeatState
from tests.draw_makers import (
    OPENS_AT,
    close,
    join,
    make_batch,
    make_drawn_office,
    rooms_of,
    seat,
    seed,
)
from tests.makers import make_person
from tests.record import check_record

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_draw_gives_each_seat_once_and_tells_it_on_the_record():
    batch = make_batch(make_drawn_office())
    for people in (1, 2, 4, 1, 1, 3, 8, 1):
        join(batch, people=people)
    join(batch, people=[make_person(priority=PriorityClass.PRIORITY)])

    close(batch.pk)
    seed(batch.pk)
    drawn = seat(batch.pk)

    granted = Application.objects.filter(state=ApplicationState.GRANTED)
    assert drawn.state == BatchState.DRAWN
    assert granted.count() + Application.objects.filter(state="UNSEATED").count() == 9
    seated = Applicant.objects.filter(seat__isnull=False)
    assert seated.count() == Seat.objects.filter(state=SeatState.TAKEN).count() <= rooms_of(batch)
    assert sorted(Application.objects.values_list("draw_number", flat=True)) == list(range(1, 10))
    check_record()


def test_the_clock_warns_of_nothing_while_the_next_step_is_only_to_come(caplog):
    make_batch(make_drawn_office())

    jobs.run_batches(OPENS_AT)
    jobs.run_batches(OPENS_AT)

    assert not [said for said in caplog.records if said.name == "jernih.booking"]
