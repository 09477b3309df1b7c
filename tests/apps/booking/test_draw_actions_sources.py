"""When the beacon cannot be had: the other chain, lotteries, dice, each as declared before."""

from datetime import timedelta

import pytest

from jernih.apps.booking import queries
from jernih.apps.booking.actions import draw
from jernih.apps.booking.models import Batch
from jernih.pure import beacon, rfc3797
from jernih.pure.events_draw import Source
from jernih.pure.roles import CITIZEN, Refused, Role
from jernih.pure.states import BatchState, IllegalMove
from tests.draw_makers import (
    DRAWN_AT,
    SIGNATURE,
    make_batch,
    make_drawn_office,
    seat,
)
from tests.makers import facts, staff
from tests.record import check_record

pytestmark = pytest.mark.django_db

NUMBERS = ((3, 9, 17, 22, 40, 49), (1, 2, 3, 4, 50), (7, 19, 33, 55, 69))
LOTTERIES = rfc3797.key_string(NUMBERS)
# Five throwers, five throws each.
RECORD = "".join("".join(f"{n}{at}345." for at in range(5)) + "/" for n in range(5))
PATIENCE = timedelta(hours=72)


@pytest.fixture
def office(db):
    return make_drawn_office()


def last(office, kind=""):
    return facts(office, kind)[-1]


def fix(batch, evidence=SIGNATURE, **changes):
    given = {"batch_id": batch.pk, "evidence": evidence, "actor": CITIZEN, "now": DRAWN_AT}
    return draw.fix_seed(**given | changes)


# ---- other sources


def fall(batch, *, now, **changes):
    actor = staff(batch.office, Role.SUPERVISOR)
    return draw.enter_fallback(**{"batch_id": batch.pk, "actor": actor, "now": now} | changes)


def at_source(office, source):
    """A batch that fell back to this source, and when."""
    batch, now = make_batch(office, at=BatchState.CLOSED), DRAWN_AT
    while batch.source != source:
        now = max(queries.draw.known_at(batch), batch.source_since) + PATIENCE
        batch = fall(batch, now=now)
    return batch, now


def test_the_next_source_is_used_after_three_days_and_says_who_did_it(office):
    batch = make_batch(office, at=BatchState.CLOSED)

    with pytest.raises(draw.NotYet):
        fall(batch, now=DRAWN_AT + PATIENCE - timedelta(seconds=1))
    fallen = fall(batch, now=DRAWN_AT + PATIENCE)

    fact = last(office)
    assert (fact.kind, fact.source) == ("draw.fallback-entered", Source.DEFAULT_CHAIN)
    assert (fact.officer, fact.round) == ("s-aaaaaa", fallen.round)
    chain = beacon.DEFAULT_CHAIN
    assert beacon.time_of(chain, fallen.round) >= DRAWN_AT + timedelta(hours=1)
    assert beacon.time_of(chain, fallen.round - 1) < DRAWN_AT + timedelta(hours=1)


@pytest.mark.parametrize("role", [Role.HEAD, Role.OVERSEER, Role.CITIZEN, Role.CLOCK])
def test_who_may_not_turn_to_another_source_is_refused(office, role):
    batch = make_batch(office, at=BatchState.CLOSED)

    with pytest.raises(Refused):
        fall(batch, now=DRAWN_AT + PATIENCE, actor=staff(office, role))

    assert Batch.objects.get().source == Source.QUICKNET


@pytest.mark.parametrize("state", [BatchState.OPEN, BatchState.SEEDED, BatchState.DRAWN])
def test_only_a_frozen_batch_without_its_word_falls_back(office, state):
    batch = make_batch(office, at=state)

    with pytest.raises(IllegalMove):
        fall(batch, now=DRAWN_AT + PATIENCE)


def test_the_word_of_the_first_source_counts_no_more_once_given_up(office):
    batch, now = at_source(office, Source.DEFAULT_CHAIN)

    with pytest.raises(draw.BadEvidence):
        fix(batch, now=now)


def test_three_lotteries_from_newspapers_make_a_seed(office):
    batch, now = at_source(office, Source.LOTTERIES)

    seeded = fix(batch, LOTTERIES, actor=staff(office, Role.SUPERVISOR), now=now)
    drawn = seat(batch.pk, now=now)

    assert seeded.randomness == rfc3797.seed_from(LOTTERIES).hex()
    assert facts(office, "draw.seed-fixed")[0].evidence == LOTTERIES
    assert drawn.state == BatchState.DRAWN
    check_record()


def test_dice_before_everybody_are_the_last_source(office):
    batch, now = at_source(office, Source.DICE)

    with pytest.raises(draw.NoMoreSources):
        fall(batch, now=now + PATIENCE)
    fix(batch, RECORD, actor=staff(office, Role.SUPERVISOR), now=now)

    assert facts(office, "draw.seed-fixed")[0].evidence == RECORD
    check_record()


@pytest.mark.parametrize("source", [Source.LOTTERIES, Source.DICE])
@pytest.mark.parametrize("role", [Role.CITIZEN, Role.OVERSEER, Role.CLOCK])
def test_numbers_and_throws_prove_nothing_so_only_a_supervisor_enters_them(office, source, role):
    batch, now = at_source(office, source)

    with pytest.raises(Refused):
        fix(batch, LOTTERIES, actor=staff(office, role), now=now)

    assert not facts(office, "draw.seed-fixed")


@pytest.mark.parametrize(
    ("source", "words", "why"),
    [
        (Source.LOTTERIES, "1.2.3./", "NUMBERS"),
        (Source.LOTTERIES, LOTTERIES[:-1], "NUMBERS"),
        (Source.LOTTERIES, LOTTERIES + "1./", "NUMBERS"),
        (Source.LOTTERIES, LOTTERIES.replace("49.", "50."), "NUMBERS"),
        (Source.DICE, RECORD[:-1], "THROWS"),
        (Source.DICE, RECORD.replace("00345", "0034"), "THROWS"),
        (Source.DICE, (RECORD[:31] * 5), "THROWS"),
    ],
)
def test_numbers_and_throws_that_cannot_be_are_refused(office, source, words, why):
    batch, now = at_source(office, source)

    with pytest.raises(draw.BadEvidence) as refused:
        fix(batch, words, actor=staff(office, Role.SUPERVISOR), now=now)

    assert refused.value.why == why
    assert Batch.objects.get().state == BatchState.CLOSED
