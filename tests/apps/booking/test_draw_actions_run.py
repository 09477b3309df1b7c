"""Open, close, reveal, seed, fall back, draw: what may be done when, and what the record says."""

import json
from datetime import datetime, timedelta

import pytest

from jernih.apps.booking import jobs, queries
from jernih.apps.booking.actions import draw
from jernih.apps.booking.models import Application, Batch, BatchContributor
from jernih.pure import beacon, contribution
from jernih.pure.beacon import PulseFault
from jernih.pure.draw import draw_key
from jernih.pure.events_draw import Source
from jernih.pure.roles import CITIZEN, CLOCK, Refused, Role
from jernih.pure.states import BatchState, IllegalMove
from tests.draw_makers import (
    CLOSES_AT,
    DRAWN_AT,
    OPENS_AT,
    PLANNED_AT,
    SIGNATURE,
    assist,
    close,
    make_batch,
    make_drawn_office,
    open_,
    seat,
    seed,
    walk,
)
from tests.makers import facts, staff
from tests.record import check_record

pytestmark = pytest.mark.django_db

SECRETS = {"ombudsman": bytes([1]) * 32, "pers": bytes([2]) * 32}


@pytest.fixture
def office(db):
    return make_drawn_office()


def last(office, kind=""):
    return facts(office, kind)[-1]


def contributed(office, *, at=BatchState.CLOSED):
    """A batch with two contributors, walked to this state."""
    batch = make_batch(office, at=BatchState.PLANNED)
    for who, secret in SECRETS.items():
        draw.name_contributor(
            batch_id=batch.pk,
            name=who,
            commitment=contribution.commit(batch.ref, secret=secret),
            actor=CLOCK,
            now=PLANNED_AT,
        )
    return walk(batch, at=at)


def reveal(batch, who="ombudsman", **changes):
    given = {"secret": SECRETS[who].hex(), "actor": CITIZEN, "now": CLOSES_AT}
    return draw.reveal_secret(**{"batch_id": batch.pk, "name": who} | given | changes)


# ---- open and close


def test_a_batch_opens_at_its_minute_and_not_before(office):
    batch = make_batch(office, at=BatchState.ANNOUNCED)

    with pytest.raises(draw.NotYet):
        open_(batch.pk, OPENS_AT - timedelta(seconds=1))
    open_(batch.pk, OPENS_AT)

    assert last(office).kind == "draw.batch-opened"


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.HEAD, Role.CITIZEN])
def test_only_the_clock_opens_closes_and_draws(office, role):
    batch = make_batch(office)
    steps = (draw.open_batch, draw.close_batch, draw.draw_batch)

    for step in steps:
        with pytest.raises(Refused):
            step(batch_id=batch.pk, actor=staff(office, role), now=CLOSES_AT)

    assert Batch.objects.get().state == BatchState.OPEN


def test_a_batch_closes_at_its_minute_and_not_before(office):
    batch = make_batch(office)
    assist(batch)

    with pytest.raises(draw.NotYet):
        close(batch.pk, CLOSES_AT - timedelta(seconds=1))
    closed = close(batch.pk)

    fact = last(office)
    assert (fact.kind, fact.applications, fact.people) == ("draw.batch-closed", 1, 1)
    assert (fact.list_root, fact.round) == (closed.list_root, 1000)


def test_closed_too_late_it_waits_for_a_round_whole_days_later(office):
    batch = make_batch(office)

    closed = close(batch.pk, DRAWN_AT - timedelta(minutes=59))

    assert closed.round == 1000 + 24 * 3600 // 3
    assert last(office).round == closed.round


def test_a_batch_is_closed_once(office):
    batch = make_batch(office, at=BatchState.CLOSED)

    with pytest.raises(IllegalMove):
        close(batch.pk)


# ---- secrets


def test_a_secret_is_taken_from_whoever_has_it_and_typed_in_groups(office):
    batch = contributed(office)

    reveal(batch, secret=contribution.show_secret(SECRETS["ombudsman"]).upper())

    fact = last(office, "draw.revealed")
    assert (fact.name, fact.secret) == ("ombudsman", SECRETS["ombudsman"].hex())
    check_record()


def test_a_secret_given_twice_stands_once_on_the_record(office):
    batch = contributed(office)
    reveal(batch)

    reveal(batch, now=CLOSES_AT + timedelta(minutes=1))

    assert len(facts(office, "draw.revealed")) == 1


def test_a_secret_before_the_list_is_frozen_is_refused(office):
    batch = contributed(office, at=BatchState.OPEN)

    with pytest.raises(IllegalMove):
        reveal(batch, now=OPENS_AT)

    assert not BatchContributor.objects.exclude(secret="").exists()


def test_a_secret_that_comes_late_is_left_out(office):
    batch = contributed(office)
    until = queries.draw.reveals_until(batch)
    assert until == DRAWN_AT - timedelta(minutes=30)

    with pytest.raises(draw.RevealTooLate):
        reveal(batch, now=until)
    seeded = seed(batch.pk)

    assert not facts(office, "draw.revealed")
    assert last(office).reveals == ()
    assert seeded.state == BatchState.SEEDED


@pytest.mark.parametrize(
    ("who", "secret"),
    [("ombudsman", "02" * 32), ("ombudsman", "01" * 31), ("ombudsman", ""), ("", "01" * 32)],
)
def test_another_secret_than_the_promised_one_is_refused(office, who, secret):
    batch = contributed(office)

    with pytest.raises(draw.BadContributor):
        draw.reveal_secret(batch_id=batch.pk, name=who, secret=secret, actor=CITIZEN, now=CLOSES_AT)

    assert not facts(office, "draw.revealed")


def test_the_seed_is_made_of_the_secrets_revealed(office):
    batch = contributed(office)
    without = contributed_seed(batch, [])
    reveal(batch)

    seeded = seed(batch.pk)

    assert seeded.seed == contributed_seed(batch, [SECRETS["ombudsman"]]) != without
    assert last(office).reveals == (SECRETS["ombudsman"].hex(),)


def contributed_seed(batch, reveals):
    batch.refresh_from_db()
    pulse = beacon.Pulse(chain=beacon.QUICKNET, round=1000, signature=SIGNATURE)
    return draw_key(
        batch=batch.ref,
        list_root=bytes.fromhex(batch.list_root),
        randomness=beacon.randomness(pulse),
        reveals=reveals,
    ).hex()


# ---- the word of the beacon


def fix(batch, evidence=SIGNATURE, **changes):
    given = {"batch_id": batch.pk, "evidence": evidence, "actor": CITIZEN, "now": DRAWN_AT}
    return draw.fix_seed(**given | changes)


def test_anybody_may_bring_the_word_for_it_proves_itself(office):
    batch = make_batch(office, at=BatchState.CLOSED)

    seeded = fix(batch)

    fact = last(office)
    assert (fact.kind, fact.evidence, fact.seed) == ("draw.seed-fixed", SIGNATURE, seeded.seed)
    assert (fact.source, fact.round) == (Source.QUICKNET, 1000)


def test_the_word_brought_days_late_gives_the_same_seed(office):
    batch = make_batch(office, at=BatchState.CLOSED)
    at_once = contributed_seed(batch, [])

    assert fix(batch, now=DRAWN_AT + timedelta(days=9)).seed == at_once


def test_the_same_word_again_changes_nothing(office):
    batch = make_batch(office, at=BatchState.SEEDED)

    fix(batch)

    assert len(facts(office, "draw.seed-fixed")) == 1


def test_no_word_before_the_round_has_come(office):
    batch = make_batch(office, at=BatchState.CLOSED)

    with pytest.raises(draw.NotYet):
        fix(batch, now=DRAWN_AT - timedelta(seconds=1))


def test_no_word_before_the_list_is_frozen(office):
    batch = make_batch(office)

    with pytest.raises(IllegalMove):
        fix(batch)


@pytest.mark.parametrize(
    ("evidence", "why"),
    [
        ("", PulseFault.LENGTH),
        (SIGNATURE[:-2], PulseFault.LENGTH),
        (SIGNATURE.upper(), PulseFault.SPELLING),
        ("00" * 48, PulseFault.NOT_COMPRESSED),
        ("c0" + "00" * 47, PulseFault.INFINITY),
        ("9f" + "ff" * 47, PulseFault.TOO_LARGE),
    ],
)
def test_a_wrong_signature_is_refused_by_its_fault(office, evidence, why):
    batch = make_batch(office, at=BatchState.CLOSED)

    with pytest.raises(draw.BadEvidence) as refused:
        fix(batch, evidence)

    assert refused.value.why == why
    assert Batch.objects.get().seed == ""


def test_the_signature_of_another_round_is_refused(office):
    batch = make_batch(office)
    closed = close(batch.pk, DRAWN_AT - timedelta(minutes=5))

    with pytest.raises(draw.BadEvidence) as refused:
        fix(closed, now=DRAWN_AT + timedelta(days=2))

    assert refused.value.why == PulseFault.NOT_THIS_ROUND


# ---- the draw


def test_an_empty_batch_is_drawn_and_all_of_it_is_left_over(office):
    batch = make_batch(office, at=BatchState.DRAWN)

    fact = last(office, "draw.batch-drawn")
    left = facts(office, "draw.leftover-offered")
    assert (fact.applications, fact.seated, fact.numbers) == (0, 0, 0)
    assert sum(len(one.numbers) for one in left) == 60
    assert not facts(office, "draw.seats-drawn")
    assert batch.state == BatchState.DRAWN
    check_record()


@pytest.mark.parametrize("state", [BatchState.OPEN, BatchState.CLOSED, BatchState.DRAWN])
def test_nothing_is_drawn_without_a_seed_or_twice(office, state):
    batch = make_batch(office, at=state)

    with pytest.raises(IllegalMove):
        seat(batch.pk)


def test_a_list_that_was_changed_behind_our_back_is_not_drawn(office):
    batch = make_batch(office)
    application = assist(batch)
    close(batch.pk)
    seed(batch.pk)
    Application.objects.filter(pk=application.pk).update(any_after=batch.first_day)

    with pytest.raises(draw.ListChanged):
        seat(batch.pk)

    assert Batch.objects.get().state == BatchState.SEEDED
    assert not facts(office, "draw.batch-drawn")


def test_the_clock_walks_a_batch_as_far_as_its_time_has_come(office):
    batch = make_batch(office, at=BatchState.PLANNED)
    moments = {
        datetime.fromisoformat("2023-08-15T02:00:00Z"): BatchState.ANNOUNCED,
        OPENS_AT: BatchState.OPEN,
        CLOSES_AT: BatchState.CLOSED,
        DRAWN_AT: BatchState.CLOSED,
    }

    for now, state in moments.items():
        jobs.run_batches(now)
        batch.refresh_from_db()
        assert batch.state == state
    fix(batch)
    jobs.run_batches(DRAWN_AT)

    batch.refresh_from_db()
    assert batch.state == BatchState.DRAWN
    assert json.loads(json.dumps(batch.sources)) == [source.value for source in Source]
