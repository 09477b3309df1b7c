from dataclasses import replace
from datetime import timedelta

import pytest

from jernih.pure import beacon, dice, draw, draw_source, events_draw, rfc3797
from jernih.pure.events_draw import Source
from tests.draw_records import (
    BATCH,
    CLOSES_AT,
    DRAWN_AT,
    ROUND,
    SECRETS,
    SIGNATURE,
    Story,
    found,
    hashed,
    life_goes_on,
    notes,
    rules,
    told,
)

EMPTY = {"people": [], "leave": (), "reveals": {}}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
A_DAY_OF_ROUNDS = 24 * 60 * 60 // 3
PATIENCE = timedelta(hours=72)
LOTTERIES = "5.7.11.20.33.48./1.2.3.4.50./9.18.26.34.45./"
DICE = "".join(f"1234{thrower}." * 5 + "/" for thrower in range(5))


def story(**changes):
    return Story(**EMPTY | changes)


def closed(one, **other):
    """The story until its list is frozen, told in other words."""
    return [*one.until_closed()[:-1], one.closed(**other)]


def seeded(**other):
    one = story()
    return [*one.until_closed(), one.seeded(**other)]


def revealed(name="press", *, at=CLOSES_AT + HOUR, **other):
    fields = {"name": name, "secret": SECRETS.get(name, bytes(32)).hex()}
    return told(events_draw.Revealed, at, **fields | other)


def turned(source, at, round_=0):
    return told(events_draw.FallbackEntered, at, source=source, round=round_, officer="s-abc123")


# ---- closing


def test_a_list_is_not_frozen_before_its_time():
    assert rules(closed(story(closed_at=CLOSES_AT - HOUR))) == ["draw.closed-in-time"]


@pytest.mark.parametrize(
    ("late", "days"),
    [
        (timedelta(minutes=60), 0),
        (timedelta(minutes=59, seconds=59), 1),
        (timedelta(0), 1),
        (-3 * DAY, 4),
    ],
)
def test_a_list_frozen_too_late_waits_for_a_round_some_days_on(late, days):
    one = story(closed_at=DRAWN_AT - late)

    assert rules(closed(one, round=ROUND + days * A_DAY_OF_ROUNDS)) == []
    assert rules(closed(one, round=ROUND + (days + 1) * A_DAY_OF_ROUNDS)) == ["draw.closed-in-time"]


@pytest.mark.parametrize("number", [0, ROUND - 1, 2**50])
def test_a_round_of_the_office_s_own_choice_is_named(number):
    assert rules([*closed(story(), round=number), life_goes_on()])[0] == "draw.closed-in-time"


def test_what_was_never_planned_is_neither_closed_nor_seeded():
    assert rules([story().closed()]) == ["draw.calendar"]
    assert rules([story().seeded()]) == ["draw.calendar"]


# ---- secrets


def test_secrets_that_come_in_time_are_in_the_seed():
    one = story(reveals={"press": CLOSES_AT, "ombudsman": DRAWN_AT - timedelta(minutes=31)})

    assert rules([*one.until_seeded(), *one.result()]) == []


def test_a_late_secret_on_the_record_does_no_harm_while_it_is_not_used():
    one = story()
    late = revealed(at=DRAWN_AT - timedelta(minutes=30))

    assert rules([*one.until_closed(), late, one.seeded()]) == []


def test_a_late_secret_that_is_used_is_named():
    one = story(reveals={"press": DRAWN_AT - timedelta(minutes=30)})

    (only,) = found(one.until_seeded())
    assert only.rule == "draw.reveals"
    assert "press came too late" in only.words


def test_a_secret_that_came_in_time_cannot_be_left_out():
    one = story()

    (only,) = found([*one.until_closed(), revealed(), one.seeded()])
    assert "press came in time, and was left out" in only.words


def test_secrets_that_nobody_showed_or_in_another_order_are_named():
    one = story(reveals=dict.fromkeys(("press", "ombudsman"), CLOSES_AT))
    unseen = [*one.until_closed(), one.seeded()]
    turned_round = one.seeded(reveals=one.seeded().reveals[::-1])

    assert rules(unseen) == ["draw.reveals"]
    assert rules([*one.until_seeded()[:-1], turned_round]) == ["draw.reveals"]


@pytest.mark.parametrize("wrong", [{"name": "nobody"}, {"secret": "0" * 64}, {"batch": "f" * 32}])
def test_a_secret_that_nobody_was_bound_to_is_named(wrong):
    assert rules([*story().until_closed(), revealed(**wrong)]) == ["draw.reveals"]


def test_a_secret_is_shown_only_while_a_frozen_list_waits():
    one = story()

    assert rules([*one.until_open(), revealed()]) == ["draw.reveals"]
    assert rules([*one.until_closed(), one.seeded(), revealed()]) == ["draw.reveals"]
    before = revealed(at=CLOSES_AT - timedelta(seconds=1))
    assert rules([*one.until_closed(), before]) == ["draw.reveals"]


# ---- the beacon's word


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"evidence": SIGNATURE[:-2] + "00"}, "not what was given"),
        ({"evidence": "b44679"}, "no signature of this beacon (LENGTH)"),
        ({"evidence": "1.2.3"}, "no signature of this beacon (SPELLING)"),
        ({"round": ROUND + 1}, "waits for round 1000 of QUICKNET"),
        ({"source": Source.DICE}, "waits for round 1000 of QUICKNET"),
        ({"at": DRAWN_AT - timedelta(seconds=1)}, "before its round could be known"),
    ],
)
def test_another_word_than_the_beacon_s_is_named(wrong, words):
    (only,) = found(seeded(**wrong))

    assert only.rule == "draw.seed"
    assert words in only.words or words == "not what was given"


def test_a_true_signature_of_another_round_is_not_the_word():
    one = story(closed_at=DRAWN_AT)
    late = [*closed(one, round=ROUND + A_DAY_OF_ROUNDS), one.seeded()]
    bent = replace(one.seeded(), round=ROUND + A_DAY_OF_ROUNDS, at=DRAWN_AT + DAY)

    assert rules(late) == ["draw.seed"]
    (only,) = found([*late[:-1], bent])
    assert "not what the beacon signed for this round" in only.words


def test_other_randomness_than_the_signature_s_is_named():
    randomness = hashed("nicer")
    root = story().closed().list_root
    seed = draw.draw_key(
        batch=BATCH, list_root=bytes.fromhex(root), randomness=bytes.fromhex(randomness)
    )

    (only,) = found(seeded(randomness=randomness, seed=seed.hex()))
    assert "the beacon's word is fe290beca10872ef" in only.words


def test_a_seed_that_does_not_follow_is_named():
    assert rules(seeded(seed=hashed("nicer"))) == ["draw.seed"]


# ---- other sources


def fallen_back(*, seed_at, source, evidence, randomness):
    one = story()
    default = draw_source.fallback_round(Source.DEFAULT_CHAIN, quicknet_round=ROUND)
    first = DRAWN_AT + PATIENCE
    second = max(beacon.time_of(beacon.DEFAULT_CHAIN, default), first) + PATIENCE
    steps = [turned(Source.DEFAULT_CHAIN, first, default), turned(Source.LOTTERIES, second)]
    if source is Source.DICE:
        steps.append(turned(Source.DICE, second + PATIENCE))
    fact = one.seeded(
        at=seed_at(steps[-1].at),
        source=source,
        round=0,
        evidence=evidence,
        randomness=randomness.hex(),
        seed=draw.draw_key(
            batch=BATCH,
            list_root=bytes.fromhex(one.closed().list_root),
            randomness=randomness,
        ).hex(),
    )
    return [*one.until_closed(), *steps, fact]


def test_lotteries_and_dice_stand_in_when_no_beacon_can_be_had():
    lots = fallen_back(
        seed_at=lambda at: at + DAY,
        source=Source.LOTTERIES,
        evidence=LOTTERIES,
        randomness=rfc3797.seed_from(LOTTERIES),
    )
    thrown = fallen_back(
        seed_at=lambda at: at,
        source=Source.DICE,
        evidence=DICE,
        randomness=dice.randomness_from_dice(dice.read_record(DICE), batch=BATCH),
    )

    assert rules(lots) == []
    assert rules(thrown) == []
    assert "turned 3 times to another source" in notes(thrown)[0]


@pytest.mark.parametrize(
    ("source", "evidence", "words"),
    [
        (Source.LOTTERIES, "1.2.3./", "three lotteries"),
        (Source.DICE, "12345./", "five throws of five dice"),
    ],
)
def test_numbers_that_cannot_have_been_drawn_are_named(source, evidence, words):
    bent = fallen_back(
        seed_at=lambda at: at, source=source, evidence=evidence, randomness=bytes(32)
    )

    (only,) = found(bent)
    assert (only.rule, words in only.words) == ("draw.seed", True)


def test_a_seed_of_lotteries_drawn_before_they_were_chosen_is_named():
    bent = fallen_back(
        seed_at=lambda at: at - HOUR,
        source=Source.LOTTERIES,
        evidence=LOTTERIES,
        randomness=rfc3797.seed_from(LOTTERIES),
    )

    assert rules(bent) == ["draw.seed"]


def test_the_next_source_is_the_one_announced():
    at = DRAWN_AT + PATIENCE
    default = draw_source.fallback_round(Source.DEFAULT_CHAIN, quicknet_round=ROUND)
    until = story().until_closed()

    assert rules([*until, turned(Source.DICE, at)]) == ["draw.fallback"]
    assert rules([*until, turned(Source.QUICKNET, at, ROUND)]) == ["draw.fallback"]
    assert rules([*until, turned(Source.DEFAULT_CHAIN, at, default + 1)]) == ["draw.fallback"]
    last = story(rules={"sources": (Source.QUICKNET,)}).until_closed()
    assert "is none" in found([*last, turned(Source.DICE, at)])[0].words


def test_a_source_is_waited_for_as_long_as_announced():
    default = draw_source.fallback_round(Source.DEFAULT_CHAIN, quicknet_round=ROUND)
    early = turned(Source.DEFAULT_CHAIN, DRAWN_AT + PATIENCE - HOUR, default)

    assert rules([*story().until_closed(), early]) == ["draw.fallback"]


def test_only_a_frozen_list_turns_to_another_source():
    early = turned(Source.DEFAULT_CHAIN, CLOSES_AT, 1)

    assert rules([early]) == ["draw.fallback"]
    assert rules([*story().until_open(), early]) == ["draw.fallback"]


# ---- waiting


def test_a_seed_or_a_result_that_does_not_come_is_withheld_a_day_later():
    one = story()
    until, just = life_goes_on(at=DRAWN_AT + PATIENCE + DAY), timedelta(seconds=1)
    soon = replace(until, at=until.at - just)

    assert rules([*one.until_closed(), soon]) == []
    assert rules([*one.until_closed(), until]) == ["draw.withheld"]
    assert rules([*one.until_seeded(), life_goes_on(at=DRAWN_AT + DAY - just)]) == []
    assert rules([*one.until_seeded(), life_goes_on(at=DRAWN_AT + DAY)]) == ["draw.withheld"]


def test_who_turned_to_another_source_waits_anew():
    default = draw_source.fallback_round(Source.DEFAULT_CHAIN, quicknet_round=ROUND)
    steps = [turned(Source.DEFAULT_CHAIN, DRAWN_AT + PATIENCE, default)]

    assert rules([*story().until_closed(), *steps, life_goes_on()]) == []
