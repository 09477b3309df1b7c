"""Plan, name contributors, announce, cancel: what may be done when, and what the record says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jernih.apps.booking import actions, queries
from jernih.apps.booking.actions import draw
from jernih.apps.booking.models import Application, Batch, Seat, Supply
from jernih.apps.offices.models import Counter, Holiday, Service
from jernih.pure import contribution
from jernih.pure.events_draw import CancelReason
from jernih.pure.reasons import ReleaseMode
from jernih.pure.roles import CITIZEN, CLOCK, Refused, Role
from jernih.pure.states import BatchState, IllegalMove
from tests.draw_makers import (
    CLOSES_AT,
    DRAWN_AT,
    FIRST_DAY,
    OPENS_AT,
    PLANNED_AT,
    announce,
    join,
    make_batch,
    make_drawn_office,
    make_wish,
)
from tests.makers import REPLACEMENT, facts, make_contact, make_proof, service_of, staff
from tests.record import check_record

pytestmark = pytest.mark.django_db

SECRET = bytes(range(32))
ANNOUNCED_AT = datetime(2023, 8, 15, 2, tzinfo=UTC)


@pytest.fixture
def office(db):
    return make_drawn_office()


def plan(office, **changes):
    times = replace(queries.draw.batch_times(office, first_day=FIRST_DAY), draws_at=DRAWN_AT)
    wanted = {
        "service_id": service_of(office).pk,
        "first_day": FIRST_DAY,
        "times": times,
        "actor": CLOCK,
        "now": PLANNED_AT,
    }
    return draw.plan_batch(**wanted | changes)


def kinds(office):
    return [event.kind for event in facts(office)]


def test_a_planned_batch_stands_on_the_record_with_its_times(office):
    batch = plan(office)

    fact = facts(office)[-1]
    assert batch.state == BatchState.PLANNED
    assert (fact.kind, fact.batch, fact.service) == ("draw.batch-planned", batch.ref, "paspor-baru")
    assert (fact.opens_at, fact.closes_at, fact.draws_at) == (OPENS_AT, CLOSES_AT, DRAWN_AT)
    check_record()


def test_the_times_of_the_rulebook_are_taken_where_none_are_given(office):
    batch = plan(office, times=None)

    assert batch.draws_at == queries.draw.batch_times(office, first_day=FIRST_DAY).draws_at


@pytest.mark.parametrize("role", [Role.HEAD, Role.COUNTER, Role.OVERSEER, Role.CITIZEN])
def test_who_may_not_plan_is_refused_and_leaves_no_trace(office, role):
    before = kinds(office)

    with pytest.raises(Refused):
        plan(office, actor=staff(office, role))

    assert not Batch.objects.exists()
    assert kinds(office) == before


def test_a_supervisor_of_another_office_may_not_plan(office):
    with pytest.raises(Refused):
        plan(office, actor=staff(make_drawn_office(), Role.SUPERVISOR))


def test_a_week_is_planned_once_and_again_only_after_it_was_cancelled(office):
    batch = plan(office)

    with pytest.raises(draw.AlreadyPlanned):
        plan(office)
    draw.cancel_batch(
        batch_id=batch.pk, reason=CancelReason.MISTAKE, actor=supervisor(office), now=PLANNED_AT
    )

    assert plan(office).ref != batch.ref
    check_record()


def test_a_service_that_is_taken_at_once_has_no_batch(office):
    Service.objects.filter(office=office, code=REPLACEMENT).update(is_drawn=False)

    with pytest.raises(draw.NotDrawn):
        plan(office, service_id=service_of(office, REPLACEMENT).pk)


@pytest.mark.parametrize(
    "changes",
    [
        {"closes_at": OPENS_AT},
        {"draws_at": CLOSES_AT + timedelta(minutes=59)},
        {"draws_at": datetime(2023, 9, 4, 1, tzinfo=UTC)},
    ],
)
def test_times_that_cannot_be_kept_are_refused(office, changes):
    times = replace(queries.draw.batch_times(office, first_day=FIRST_DAY), draws_at=DRAWN_AT)

    with pytest.raises(draw.BadTimes):
        plan(office, times=replace(times, **changes))


def test_a_week_that_should_be_open_by_now_is_too_late(office):
    with pytest.raises(draw.BatchTooLate):
        plan(office, now=OPENS_AT)


# ---- contributors


def name(batch, who="ombudsman-kaltara", *, secret=SECRET, **changes):
    given = {
        "batch_id": batch.pk,
        "name": who,
        "commitment": contribution.commit(batch.ref, secret=secret),
        "actor": supervisor(batch.office),
        "now": PLANNED_AT,
    }
    return draw.name_contributor(**given | changes)


def supervisor(office):
    return staff(office, Role.SUPERVISOR)


def test_contributors_are_published_when_the_batch_is_announced(office):
    batch = plan(office)
    row = name(batch)

    announce(batch.pk, ANNOUNCED_AT)

    [shown] = facts(office)[-1].contributors
    assert (shown.name, shown.commitment) == ("ombudsman-kaltara", row.commitment)


def test_the_same_name_again_replaces_its_commitment(office):
    batch = plan(office)
    name(batch)

    name(batch, secret=bytes(32))

    assert batch.contributors.get().commitment == contribution.commit(batch.ref, secret=bytes(32))


def test_two_contributors_may_not_have_one_commitment(office):
    batch = plan(office)
    name(batch)

    with pytest.raises(draw.BadContributor):
        name(batch, "universitas")


@pytest.mark.parametrize("who", ["", "Siti Aminah", "-x", "1a", "a" * 41, "a_b", "é"])
def test_a_name_that_the_record_cannot_spell_is_refused_at_once(office, who):
    batch = plan(office)

    with pytest.raises(draw.BadContributor):
        name(batch, who)

    assert announce(batch.pk, ANNOUNCED_AT).state == BatchState.ANNOUNCED


@pytest.mark.parametrize("commitment", ["", "A" * 64, "0" * 63, "0" * 65])
def test_a_commitment_is_64_hex_digits(office, commitment):
    with pytest.raises(draw.BadContributor):
        name(plan(office), commitment=commitment)


def test_an_announced_batch_takes_no_more_contributors(office):
    batch = make_batch(office, at=BatchState.ANNOUNCED)

    with pytest.raises(IllegalMove):
        name(batch)


def test_a_citizen_names_no_contributor(office):
    with pytest.raises(Refused):
        name(plan(office), actor=CITIZEN)


# ---- announce


def test_an_announcement_fixes_seats_rule_round_and_sources(office):
    batch = plan(office)

    announced = announce(batch.pk, ANNOUNCED_AT)

    fact = facts(office)[-1]
    assert fact.kind == "draw.batch-announced"
    assert (fact.round, fact.rule) == (1000, queries.draw.rule_hash())
    assert [source.value for source in fact.sources] == announced.sources
    assert sum(window.last - window.first + 1 for window in fact.windows) == 60
    assert [one.priority for one in fact.kept] == [1] * 5
    assert set(Supply.objects.filter(batch=batch).values_list("mode", flat=True)) == {
        ReleaseMode.DRAW
    }
    check_record()


def test_a_batch_is_not_announced_before_its_time(office):
    batch = plan(office)

    with pytest.raises(draw.NotYet):
        announce(batch.pk, datetime(2023, 8, 10, 2, tzinfo=UTC))

    assert Batch.objects.get().state == BatchState.PLANNED
    assert not Seat.objects.exists()


def test_a_batch_is_announced_once(office):
    batch = make_batch(office, at=BatchState.ANNOUNCED)

    with pytest.raises(IllegalMove):
        announce(batch.pk, ANNOUNCED_AT)


def test_a_week_without_a_seat_is_not_announced_and_nothing_is_half_done(office):
    batch = plan(office)
    Counter.objects.filter(office=office).delete()
    before = kinds(office)

    with pytest.raises(draw.NoSeats):
        announce(batch.pk, ANNOUNCED_AT)

    assert Batch.objects.get().state == BatchState.PLANNED
    assert not Seat.objects.exists()
    assert kinds(office) == before


def test_a_holiday_is_no_day_of_a_batch(office):
    batch = plan(office)
    Holiday.objects.create(office=office, day=FIRST_DAY, name="Hari jadi")

    announce(batch.pk, ANNOUNCED_AT)

    assert FIRST_DAY not in {window.day for window in facts(office)[-1].windows}


# ---- cancel


def cancel(batch, **changes):
    given = {"reason": CancelReason.OFFICE_CLOSED, "actor": supervisor(batch.office)}
    return draw.cancel_batch(**{"batch_id": batch.pk, "now": OPENS_AT} | given | changes)


def test_a_cancelled_batch_says_why_and_frees_its_people(office):
    batch = make_batch(office)
    contact = make_contact()
    application = join(batch, contact=contact, session_key=_proof(batch, contact))

    cancelled = cancel(batch)

    fact = next(event for event in facts(office) if event.kind == "draw.batch-cancelled")
    assert cancelled.state == BatchState.CANCELLED
    assert fact.reason == CancelReason.OFFICE_CLOSED
    application.refresh_from_db()
    assert application.ended_at == OPENS_AT
    assert not application.applicants.filter(is_live=True).exists()
    check_record()


def _proof(batch, contact):
    return make_proof(batch.office, contact, now=OPENS_AT)


@pytest.mark.parametrize("state", [BatchState.CLOSED, BatchState.SEEDED, BatchState.DRAWN])
def test_a_batch_whose_list_is_frozen_is_never_cancelled(office, state):
    batch = make_batch(office, at=state)
    before = kinds(office)

    with pytest.raises(IllegalMove):
        cancel(batch)

    assert kinds(office) == before


@pytest.mark.parametrize("role", [Role.HEAD, Role.HELPER, Role.OVERSEER, Role.CITIZEN])
def test_who_may_not_cancel_is_refused(office, role):
    batch = make_batch(office)

    with pytest.raises(Refused):
        cancel(batch, actor=staff(office, role))

    assert Batch.objects.get().state == BatchState.OPEN


def test_nobody_joins_a_cancelled_batch(office):
    batch = make_batch(office)
    wanted = make_wish(batch)
    cancel(batch)

    with pytest.raises(draw.BatchNotOpen):
        draw.join_batch(batch_id=batch.pk, wanted=wanted, actor=CITIZEN, now=OPENS_AT)

    assert not Application.objects.exists()
    assert issubclass(draw.BatchNotOpen, actions.BookingRefusal)
