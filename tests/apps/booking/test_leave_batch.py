"""Out of a draw while it is open, and never after; and what happens in the minute it closes."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction

from jernih.apps.booking import actions
from jernih.apps.booking.actions import draw
from jernih.apps.booking.models import Application, Batch, ContactProof, Seat
from jernih.pure.roles import CITIZEN, Refused, Role
from jernih.pure.states import ApplicationState, BatchState, IllegalMove
from tests.draw_makers import (
    CLOSES_AT,
    DRAWN_AT,
    assist,
    close,
    join,
    make_batch,
    make_drawn_office,
    make_wish,
    seat,
    seed,
)
from tests.makers import facts, make_person, staff
from tests.record import check_record

pytestmark = pytest.mark.django_db(transaction=True)
LAST_MINUTE = CLOSES_AT - timedelta(minutes=1)


@pytest.fixture
def batch():
    return make_batch(make_drawn_office())


def leave(application, *, actor=CITIZEN, now=LAST_MINUTE):
    draw.leave_batch(ref=application.ref, actor=actor, now=now)
    application.refresh_from_db()


def test_somebody_leaves_and_is_not_on_the_list(batch):
    gone, stays = join(batch), join(batch)

    leave(gone)

    assert (gone.state, gone.ended_at) == (ApplicationState.WITHDRAWN, LAST_MINUTE)
    assert not gone.applicants.filter(is_live=True).exists()
    [fact] = facts(batch.office, "draw.application-withdrawn")
    assert (fact.batch, fact.ref) == (batch.ref, gone.ref)
    close(batch.pk)
    [closed] = facts(batch.office, "draw.batch-closed")
    assert closed.applications == 1
    seed(batch.pk)
    seat(batch.pk)
    stays.refresh_from_db()
    gone.refresh_from_db()
    assert (stays.draw_number, gone.draw_number) == (1, None)
    check_record()


def test_to_change_something_one_leaves_and_applies_again(batch):
    person = make_person()
    leave(join(batch, people=[person]))

    again = join(batch, people=[person], now=LAST_MINUTE)

    assert again.state == ApplicationState.APPLIED
    close(batch.pk)
    seed(batch.pk)
    seat(batch.pk)
    check_record()


def test_nobody_leaves_once_the_list_is_frozen(batch):
    application = join(batch)
    close(batch.pk)

    for step in (lambda _pk: None, seed):
        step(batch.pk)
        with pytest.raises(draw.BatchNotOpen):
            leave(application, now=DRAWN_AT)

    application.refresh_from_db()
    assert application.state == ApplicationState.APPLIED
    assert not facts(batch.office, "draw.application-withdrawn")


def test_leaving_twice_or_after_the_draw_is_no_leaving(batch):
    gone, stays = join(batch), join(batch)
    leave(gone)
    close(batch.pk)
    seed(batch.pk)
    seat(batch.pk)

    with pytest.raises(IllegalMove):
        leave(gone)
    with pytest.raises(draw.BatchNotOpen):
        leave(stays, now=DRAWN_AT + timedelta(hours=1))

    stays.refresh_from_db()
    assert stays.state == ApplicationState.GRANTED
    assert len(facts(batch.office, "draw.application-withdrawn")) == 1


def test_only_who_may_change_an_application_takes_it_out(batch):
    application = join(batch)

    with pytest.raises(Refused):
        leave(application, actor=staff(batch.office, Role.AUDITOR))

    assert application.state == ApplicationState.APPLIED


# ---- the minute it closes: others wait for a lock, in a connection of their own


@contextmanager
def others() -> Iterator[Callable[[Callable[[], object]], Future[object]]]:
    """Give a way to do things in other connections; a refusal is their answer."""

    def run(deed):
        try:
            return deed()
        except (actions.BookingRefusal, IllegalMove) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        yield lambda deed: pool.submit(run, deed)


WAITING = """
    SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE NOT granted AND datname = current_database()
"""


def until_waiting(count: int) -> None:
    """Return once so many others wait for a lock."""
    waiting = 0
    while waiting != count:
        with connection.cursor() as cursor:
            # Else the first answer stands until our transaction ends.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(WAITING)
            [waiting] = cursor.fetchone()


def hold_the_record():
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE ledger_entry IN SHARE ROW EXCLUSIVE MODE")


def joining(batch, wanted):
    return lambda: draw.join_batch(batch_id=batch.pk, wanted=wanted, actor=CITIZEN, now=LAST_MINUTE)


def test_a_closing_waits_for_who_is_just_coming_in_and_she_is_on_the_list(batch):
    wanted = make_wish(batch, now=LAST_MINUTE)

    with others() as do:
        with transaction.atomic():
            # She is let in, and held up at the proof of her contact.
            ContactProof.objects.select_for_update().get(contact=wanted.contact.address)
            comes = do(joining(batch, wanted))
            until_waiting(1)
            closes = do(lambda: close(batch.pk))
            until_waiting(2)
        taken, closed = comes.result(30), closes.result(30)

    assert closed.state == BatchState.CLOSED
    [fact] = facts(batch.office, "draw.batch-closed")
    assert (fact.applications, fact.people) == (1, 1)
    assert Application.objects.get().ref == taken.ref
    seed(batch.pk)
    seat(batch.pk)
    check_record()


def test_who_comes_while_it_closes_is_refused_and_not_on_the_list(batch):
    join(batch)
    wanted = make_wish(batch, now=LAST_MINUTE)

    with others() as do:
        with transaction.atomic():
            # It has its list, and is held up at the record.
            hold_the_record()
            closes = do(lambda: close(batch.pk))
            until_waiting(1)
            comes = do(joining(batch, wanted))
            until_waiting(2)
        closed, refusal = closes.result(30), comes.result(30)

    assert closed.state == BatchState.CLOSED
    assert isinstance(refusal, draw.BatchNotOpen)
    assert Application.objects.count() == 1
    assert not ContactProof.objects.filter(contact=wanted.contact.address, used_at__isnull=False)
    seed(batch.pk)
    seat(batch.pk)
    check_record()


def test_many_come_in_at_once_without_waiting_for_each_other(batch):
    wishes = [make_wish(batch, now=LAST_MINUTE) for _ in range(2)]

    with others() as do, transaction.atomic():
        Batch.objects.raw("SELECT id FROM booking_batch FOR KEY SHARE")[0]
        came = [do(joining(batch, wanted)) for wanted in wishes]
        refs = {one.result(30).ref for one in came}

    assert len(refs) == 2


def test_who_wants_to_leave_while_it_is_drawn_does_not_stop_the_draw(batch):
    applications = [assist(batch) for _ in range(3)]
    close(batch.pk)
    seed(batch.pk)

    with others() as do:
        with transaction.atomic():
            # The draw holds the batch, and is held up at the seats.
            list(Seat.objects.filter(slot__supply__batch=batch).select_for_update())
            draws = do(lambda: seat(batch.pk))
            until_waiting(1)
            leaves = do(lambda: leave(applications[0], now=DRAWN_AT))
            until_waiting(2)
        drawn, refusal = draws.result(30), leaves.result(30)

    assert drawn.state == BatchState.DRAWN
    assert isinstance(refusal, draw.BatchNotOpen)
    assert Application.objects.filter(state=ApplicationState.GRANTED).count() == 3
    check_record()
