"""A draw by a round before which outsiders had signed its list; else by a later round."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from jernih.apps.booking import jobs, queries
from jernih.apps.booking.actions import draw
from jernih.apps.booking.models import Batch
from jernih.apps.hall import jobs as hall_jobs
from jernih.apps.offices.models import Office
from jernih.pure.events import Event
from jernih.pure.roles import CITIZEN, CLOCK, Refused
from jernih.pure.states import BatchState, IllegalMove
from tests.draw_makers import PLANNED_AT, SIGNATURE, assist, make_drawn_office
from tests.makers import NEW, service_of
from tests.makers import facts as facts_of
from tests.record import check_record, publish_record, read_record
from tests.vectors import load
from tests.witness_office import promise, sign

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ROUND, A_DAY = 657413, 28800
WORD = next(row["signature"] for row in load("beacon")["rounds"] if row["round"] == ROUND)
KNOWN_AT = datetime(2023, 9, 15, 11, 0, 3, tzinfo=UTC)
ANNOUNCES_AT = datetime(2023, 9, 4, 7, tzinfo=UTC)
OPENS_AT = datetime(2023, 9, 8, 7, tzinfo=UTC)
CLOSES_AT = datetime(2023, 9, 11, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def office(settings):
    """A real office, no demonstration."""
    settings.IS_DEMO = False
    settings.DRAND_RELAYS = []
    return make_drawn_office()


def make_batch(*, draws_at: datetime) -> Batch:
    """A batch that waits with its frozen list, of two applications, for a round."""
    office = Office.objects.get()
    first_day = date(2023, 9, 25)
    times = queries.draw.batch_times(office, first_day=first_day)
    batch = draw.plan_batch(
        service_id=service_of(office, NEW).pk,
        first_day=first_day,
        times=replace(times, closes_at=CLOSES_AT, draws_at=draws_at),
        actor=CLOCK,
        now=PLANNED_AT,
    )
    draw.announce_batch(batch_id=batch.pk, actor=CLOCK, now=ANNOUNCES_AT)
    draw.open_batch(batch_id=batch.pk, actor=CLOCK, now=OPENS_AT)
    for people in (1, 1):
        assist(batch, people=people, now=OPENS_AT)
    closed = draw.close_batch(batch_id=batch.pk, actor=CLOCK, now=CLOSES_AT)
    publish_record()
    return closed


def seed(batch: Batch, *, now: datetime = KNOWN_AT, word: str = WORD) -> Batch:
    return draw.fix_seed(batch_id=batch.pk, evidence=word, actor=CITIZEN, now=now)


def finish(batch: Batch, *, now: datetime = KNOWN_AT) -> Batch:
    seed(batch, now=now)
    return draw.draw_batch(batch_id=batch.pk, actor=CLOCK, now=now + MINUTE)


def move(batch: Batch, now: datetime) -> int:
    """The round that a batch waits for after the clock moved it on."""
    return draw.move_round(batch_id=batch.pk, actor=CLOCK, now=now).round


def facts(kind: str) -> list[Event]:
    return facts_of(Office.objects.get(), kind)


def rules_broken() -> set[str]:
    return {found.rule for found in read_record().violations}


def test_a_list_that_witnesses_signed_in_time_is_drawn_by_its_round():
    promise(at=PLANNED_AT)
    batch = make_batch(draws_at=KNOWN_AT)
    sign(CLOSES_AT + MINUTE, CLOSES_AT + 2 * MINUTE)

    assert hall_jobs.attest(CLOSES_AT + 3 * MINUTE, is_due=False) == 1
    publish_record()

    freeze = queries.draw_frozen.freeze_of(batch)
    assert (freeze.since, freeze.is_in_time) == (CLOSES_AT + 2 * MINUTE, True)
    assert freeze.signed == (
        ("ombudsman", CLOSES_AT + MINUTE),
        ("university", CLOSES_AT + 2 * MINUTE),
    )
    assert finish(batch).state == BatchState.DRAWN
    findings = check_record()
    assert any("was frozen under the word of witnesses" in note for note in findings.notes)


def test_an_office_that_promised_no_witness_draws_as_before():
    batch = make_batch(draws_at=KNOWN_AT)

    assert hall_jobs.attest(CLOSES_AT) == 0
    assert queries.draw_frozen.freeze_of(batch) is None
    assert finish(batch).state == BatchState.DRAWN
    check_record()


def test_a_round_before_which_nobody_had_signed_is_refused():
    """Threat 30: the list could still be exchanged for one that suits the round."""
    promise(at=PLANNED_AT)
    batch = make_batch(draws_at=KNOWN_AT)

    with pytest.raises(draw.NotWitnessed) as refused:
        seed(batch)

    assert refused.value.by == KNOWN_AT - HOUR
    batch.refresh_from_db()
    assert batch.state == BatchState.CLOSED


def test_signatures_that_came_too_late_for_a_round_count_for_the_next_day():
    promise(at=PLANNED_AT)
    batch = make_batch(draws_at=KNOWN_AT - DAY)
    sign(CLOSES_AT + MINUTE, KNOWN_AT - DAY - 59 * MINUTE)
    hall_jobs.attest(KNOWN_AT - DAY - 40 * MINUTE, is_due=False)
    publish_record()

    for minutes in (31, 30, 29):
        jobs.run_batches(KNOWN_AT - DAY - minutes * MINUTE)
        batch.refresh_from_db()
        assert batch.round == (ROUND - A_DAY if minutes == 31 else ROUND)

    assert [fact.round for fact in facts("draw.round-moved")] == [ROUND]
    assert finish(batch).state == BatchState.DRAWN
    check_record()


def test_a_machine_that_was_off_moves_on_when_it_is_back():
    promise(at=PLANNED_AT)
    batch = make_batch(draws_at=KNOWN_AT - 2 * DAY)
    with pytest.raises(draw.NotWitnessed):
        seed(batch, now=KNOWN_AT - 30 * HOUR)

    assert move(batch, KNOWN_AT - 28 * HOUR) == ROUND - A_DAY
    sign(KNOWN_AT - 26 * HOUR, KNOWN_AT - 26 * HOUR)
    hall_jobs.attest(KNOWN_AT - 26 * HOUR, is_due=False)

    publish_record()
    batch.refresh_from_db()
    assert queries.draw_frozen.freeze_of(batch).is_in_time
    notes = read_record().notes
    assert any("after that round was known" in note for note in notes)


def test_after_three_days_without_witnesses_it_is_drawn_and_named_for_ever():
    """People wait for their numbers; that only the office says when, stays on the record."""
    promise(at=PLANNED_AT)
    batch = make_batch(draws_at=KNOWN_AT - 3 * DAY)
    rounds = [move(batch, KNOWN_AT - days * DAY - 30 * MINUTE) for days in (3, 2, 1)]
    with pytest.raises(draw.RoundStands):
        move(batch, KNOWN_AT - 30 * MINUTE)

    assert rounds == [ROUND - 2 * A_DAY, ROUND - A_DAY, ROUND]

    assert finish(batch).state == BatchState.DRAWN
    assert rules_broken() == {"draw.frozen"}


def test_witnesses_exchanged_after_the_announcement_freeze_nothing():
    promise(0, 1, at=PLANNED_AT)
    batch = make_batch(draws_at=KNOWN_AT)
    promise(2, needed=1, at=CLOSES_AT)
    sign(CLOSES_AT + MINUTE, who=(2,))
    hall_jobs.attest(CLOSES_AT + 2 * MINUTE, is_due=True)
    publish_record()

    assert len(facts("record.witnessed")) == 1
    assert queries.draw_frozen.freeze_of(batch).since is None
    with pytest.raises(draw.NotWitnessed):
        seed(batch)


def test_fewer_witnesses_than_promised_are_not_told():
    promise(at=PLANNED_AT)
    make_batch(draws_at=KNOWN_AT)
    sign(CLOSES_AT, who=(0,))

    assert hall_jobs.attest(CLOSES_AT + MINUTE) == 0


def test_the_first_checkpoint_with_the_list_counts_however_late_it_is_told():
    """The clock was off until the evening; the witnesses were not."""
    promise(at=PLANNED_AT)
    batch = make_batch(draws_at=KNOWN_AT)
    sign(CLOSES_AT + MINUTE, CLOSES_AT + MINUTE)
    draw.plan_batch(
        service_id=batch.service_id, first_day=date(2023, 10, 2), actor=CLOCK, now=CLOSES_AT
    )
    sign(KNOWN_AT - MINUTE, KNOWN_AT - MINUTE)

    hall_jobs.attest(KNOWN_AT - MINUTE)
    publish_record()

    assert queries.draw_frozen.freeze_of(batch).since == CLOSES_AT + MINUTE
    assert len(facts("record.witnessed")) == 2


def test_what_was_told_is_not_told_again():
    promise(at=PLANNED_AT)
    make_batch(draws_at=KNOWN_AT)
    sign(CLOSES_AT + MINUTE, CLOSES_AT + MINUTE)
    hall_jobs.attest(CLOSES_AT + 2 * MINUTE)

    assert hall_jobs.attest(CLOSES_AT + 3 * MINUTE) == 0
    assert len(facts("record.policy-declared")) == 1


def test_a_policy_that_was_taken_away_is_told_too(settings):
    promise(at=PLANNED_AT)
    settings.POLICY_FILE.unlink()

    assert hall_jobs.attest(PLANNED_AT + HOUR) == 1
    assert facts("record.policy-declared")[-1].quorum == "none"


def test_a_demonstration_promises_nothing(settings):
    settings.IS_DEMO = True
    promise(at=PLANNED_AT)

    assert facts("record.policy-declared") == []


def test_a_round_is_moved_by_the_clock_alone_and_only_when_its_time_has_come():
    promise(at=PLANNED_AT)
    batch = make_batch(draws_at=KNOWN_AT)

    with pytest.raises(Refused):
        draw.move_round(batch_id=batch.pk, actor=CITIZEN, now=KNOWN_AT)
    with pytest.raises(draw.NotYet):
        move(batch, KNOWN_AT - 31 * MINUTE)
    assert move(batch, KNOWN_AT - 30 * MINUTE) == ROUND + A_DAY
    with pytest.raises(draw.NotYet):
        move(batch, KNOWN_AT - 30 * MINUTE)
    assert [fact.round for fact in facts("draw.round-moved")] == [ROUND + A_DAY]


def test_a_round_that_counts_is_not_moved():
    batch = make_batch(draws_at=KNOWN_AT)

    with pytest.raises(draw.RoundStands):
        move(batch, KNOWN_AT)
    seed(batch)
    with pytest.raises(IllegalMove):
        move(batch, KNOWN_AT)


def test_a_word_of_another_round_is_none_after_the_move():
    promise(at=PLANNED_AT)
    batch = make_batch(draws_at=KNOWN_AT - DAY)
    move(batch, KNOWN_AT - DAY - 30 * MINUTE)
    sign(KNOWN_AT - 2 * HOUR, KNOWN_AT - 2 * HOUR)
    hall_jobs.attest(KNOWN_AT - 2 * HOUR, is_due=False)
    publish_record()

    with pytest.raises(draw.BadEvidence):
        seed(batch, word=SIGNATURE)
    assert finish(batch).state == BatchState.DRAWN
    check_record()
