"""Moments that the office's clock cannot fake: rounds of the beacon, and witnesses."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from jernih.pure import events, events_record
from jernih.pure.beacon import QUICKNET, time_of
from jernih.pure.rulebook import in_force
from jernih.pure.sampling import sample
from tests.draw_records import DRAWN_AT, Story
from tests.vectors import load
from tests.witness_records import RECORD, Tree, beat, declared

WORDS = {
    row["round"]: row["signature"] for row in load("beacon")["rounds"] if row["chain"] == "QUICKNET"
}
ROUND, LATER = 32281667, 32285085
AT = time_of(QUICKNET, ROUND)
AFTER = time_of(QUICKNET, LATER)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
RULE = "record.time"


def started(at: datetime) -> events.LogStarted:
    return events.LogStarted(office="tarakan", at=at, rules_hash="0" * 64)


def fact(at: datetime) -> events.Confirmed:
    return events.Confirmed(office="tarakan", at=at, ref="0" * 32)


def alive(at: datetime = AT, round_: int = ROUND) -> events_record.Heartbeat:
    return beat(at, round_, WORDS[round_])


def test_a_true_record_with_signs_of_life_is_clean():
    tree = Tree().add(started(AT - HOUR), alive(), fact(AT + MINUTE), alive(AFTER, LATER))

    assert tree.found(RULE) == []


def test_a_fact_claims_no_moment_before_a_round_that_stands_before_it():
    tree = Tree().add(started(AT - HOUR), alive(), fact(AT - HOUR), fact(AT - HOUR))

    (words,) = tree.found(RULE)

    assert "back-dated, or the clock was set back" in words
    assert "2026-09-17 12:32" in words
    assert "After entry 1 2 facts claim an earlier time than it proves." in tree.report().notes


def test_a_few_minutes_are_the_time_that_a_large_draw_is_written_in():
    within = timedelta(minutes=in_force(RECORD, "clock_tolerance_minutes", on=AT.date()))

    assert Tree().add(alive(), fact(AT - within)).found(RULE) == []
    assert Tree().add(alive(), fact(AT - within - timedelta(seconds=1))).found(RULE)


def test_a_clock_that_is_set_back_shows_at_the_next_sign_of_life():
    """Threat 10: the office's clock says an hour less than the round it just fetched."""
    tree = Tree().add(started(AT - 2 * HOUR), alive(AT - HOUR))

    (words,) = tree.found(RULE)

    assert "the office's clock was late" in words


def test_the_seed_of_a_draw_is_a_proof_of_time_too_once_there_are_signs_of_life():
    early = fact(DRAWN_AT - HOUR)

    assert Tree().add(*Story().facts(), early).found(RULE) == []
    began = beat(DRAWN_AT, 1, WORDS[ROUND])
    words = Tree().add(began, *Story().until_seeded()[-1:], early).found(RULE)
    assert any("it stands after a beacon's round of 2023-08-23 15:59" in one for one in words)


@pytest.mark.parametrize(
    ("round_", "signature"),
    [(ROUND, WORDS[LATER]), (LATER - 1, WORDS[LATER]), (ROUND, "8" + "0" * 95)],
)
def test_a_round_that_drand_did_not_sign_is_named(round_, signature):
    tree = Tree().add(beat(AFTER, round_, signature))

    (words,) = tree.found(RULE)

    assert f"what drand did not sign as round {round_}" in words


def test_a_round_of_no_time_is_named_and_stops_nothing():
    tree = Tree().add(beat(AT, 2**53 - 1, WORDS[ROUND]), fact(AT))

    assert len(tree.found(RULE)) == 2


def test_without_a_beacon_it_says_since_when():
    first, second = beat(AT), beat(AT + MINUTE, offline_since=f"{AT:%Y-%m-%dT%H:%M:%SZ}")

    assert Tree().add(first, second).found(RULE) == []
    assert Tree().add(first, beat(AT + MINUTE)).found(RULE)
    assert Tree().add(first, replace(second, offline_since="")).found(RULE)
    assert Tree().add(replace(alive(), offline_since=first.offline_since)).found(RULE)
    assert Tree().add(beat(AT, 0, WORDS[ROUND])).found(RULE)
    assert Tree().add(first, alive(AT + MINUTE), beat(AT + 2 * MINUTE)).found(RULE) == []


def test_a_fact_claims_no_moment_after_witnesses_signed_it():
    """Threat 10 the other way: written today for tomorrow."""
    tree = Tree().add(declared(AT), fact(AT + 24 * HOUR)).stamp(AT + MINUTE, AT + 2 * MINUTE)

    (words,) = tree.found(RULE)

    assert "witnesses had signed it by 2026-09-17 12:34" in words
    assert "Entry 1 claims 2026-09-18" in words


def test_what_comes_after_witnesses_signed_is_not_judged_by_them():
    tree = Tree().add(declared(AT), fact(AT)).stamp(AT + MINUTE, AT + MINUTE)
    tree.add(fact(AT + HOUR)).stamp(AT + HOUR, AT + HOUR)

    assert tree.found(RULE) == []


def test_witnesses_prove_a_not_before_as_well():
    tree = Tree().add(declared(AT), fact(AT)).stamp(AT + HOUR, AT + HOUR)

    (words,) = tree.add(fact(AT)).found(RULE)

    assert "signatures of witnesses of 2026-09-17 13:32" in words


def test_one_witness_whose_clock_is_wrong_accuses_nobody():
    tree = Tree().add(declared(AT), fact(AT + HOUR))
    tree.stamp(AT - HOUR, AT + HOUR, AT + HOUR, who=(0, 1, 2), told_at=AT + HOUR)

    assert tree.found(RULE) == []


def test_of_many_signatures_the_edges_of_days_and_a_sample_are_checked():
    days = {n: (AT + n * HOUR).date() for n in range(24 * 10)}

    chosen = sample(days, root=b"\1" * 32, all_up_to=24)

    edges = {n for n in days if days.get(n - 1) != days[n] or days.get(n + 1) != days[n]}
    assert edges < chosen
    assert len(chosen) == len(edges) + 24
    assert chosen != sample(days, root=b"\2" * 32, all_up_to=24)
    assert sample(dict(list(days.items())[:24]), root=b"", all_up_to=24) == set(range(24))


def test_the_report_says_what_was_not_checked():
    beats = [replace(alive(AT + n * MINUTE), office="nunukan") for n in range(40)]

    notes = Tree().add(*beats).report().notes

    words = "Signatures of 26 of 40 heartbeats were checked: the first and last of each day,"
    assert any(note.startswith(words) for note in notes)
