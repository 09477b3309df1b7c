"""What outsiders attest: who they are, that it is theirs, that it is of this record."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jernih.pure import events, witnessed
from jernih.pure.events_record import PolicyGroup
from jernih.pure.tlog.policy import BadPolicy, parse_policy
from tests.witness_records import KEYS, Tree, declared, last_stamp, policy_text

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
RULE = "record.witnessed"


def fact(n: int = 0) -> events.LogStarted:
    return events.LogStarted(office="tarakan", at=AT, rules_hash=f"{n:064x}")


def signed(**other: object) -> Tree:
    tree = Tree().add(fact(), declared(AT), fact(1))
    return tree.stamp(AT + MINUTE, AT + 2 * MINUTE, **other)


def test_a_true_record_with_witnesses_is_clean_and_says_so():
    report = signed().report()

    assert report.violations == ()
    assert (
        "Witnesses signed 1 times, the last time at 2026-11-23 02:02 (UTC). Their signatures were "
        "checked 1 times."
    ) in report.notes


def test_a_policy_becomes_a_fact_and_the_fact_a_policy():
    text = policy_text()

    fact = declared(AT, text)

    assert witnessed.policy_of(fact) == parse_policy(text)
    assert (fact.quorum, fact.groups[0].needed) == ("outside", 2)


def test_cosignatures_become_a_fact_and_the_fact_a_note():
    tree = Tree().add(fact(), declared(AT))
    note = tree.note([AT, AT + MINUTE])
    policy = parse_policy(policy_text())

    told = witnessed.witnessed(note, policy=policy, office="tarakan", at=AT)

    assert witnessed.note_of(told) == note
    assert witnessed.quorum_at(told, policy) == AT + MINUTE


@pytest.mark.parametrize(
    "change",
    [
        {"members": ("nobody",)},
        {"needed": 4},
        {"needed": 0},
        {"members": ()},
        {"name": "press"},
    ],
)
def test_a_policy_that_cannot_be_kept_is_named(change):
    said = declared(AT)
    bad = replace(said, groups=(replace(said.groups[0], **change),))

    assert Tree().add(bad).found(RULE)
    with pytest.raises(BadPolicy):
        witnessed.policy_of(bad)


def test_a_signature_that_is_not_theirs_is_named():
    tree = signed()
    stamp = last_stamp(tree)
    first, second = stamp.signatures
    for bent in (
        replace(first, time=first.time - MINUTE),
        replace(first, signature=second.signature),
        replace(first, signature="0" * 128),
    ):
        tree.facts[-1] = replace(stamp, signatures=(bent, second))
        assert tree.found(RULE) == ["The signatures of witnesses under 3 entries are not theirs."]


def test_a_root_that_they_did_not_sign_is_named():
    assert signed(root="0" * 64).found(RULE)


def test_fewer_than_the_policy_asks_for_are_not_enough():
    tree = Tree().add(fact(), declared(AT)).stamp(AT, who=(0,))

    assert tree.found(RULE) == [
        "Witnesses are said to have signed: they are not as many as the policy asks for."
    ]


def test_one_witness_twice_is_one():
    tree = signed()
    stamp = last_stamp(tree)
    tree.facts[-1] = replace(stamp, signatures=stamp.signatures[:1] * 2)

    assert tree.found(RULE)


def test_a_stranger_is_no_witness():
    everybody = policy_text()
    tree = Tree().add(fact(), declared(AT, policy_text(0, 1, needed=2)))

    tree.stamp(AT, AT, AT, who=(0, 1, 2), policy=everybody)

    (words,) = tree.found(RULE)
    assert f"{KEYS[2].name} is no witness of the policy" in words


def test_nobody_signs_before_a_policy_is_declared():
    tree = Tree().add(fact()).stamp(AT, AT)

    assert "no policy says who they are" in tree.found(RULE)[0]


def test_a_policy_that_asks_for_nobody_promises_nothing():
    tree = Tree().add(fact(), declared(AT, witnessed.NO_POLICY)).stamp(AT, AT)

    assert "no policy says who they are" in tree.found(RULE)[0]


@pytest.mark.parametrize("size", [4, 0, 2**53 - 1])
def test_a_tree_that_was_not_there_yet_cannot_be_signed(size):
    tree = signed()
    tree.facts[-1] = replace(last_stamp(tree), size=size)

    assert "which this one was not yet" in tree.found(RULE)[0]


def test_the_name_of_another_log_is_another_log():
    tree = signed()
    tree.facts[-1] = replace(last_stamp(tree), origin="other.example")

    assert "under the name of another log" in tree.found(RULE)[0]


def test_a_change_of_witnesses_is_told():
    tree = signed().add(declared(AT + MINUTE, policy_text(1, 2, needed=1)))
    tree.stamp(AT + 3 * MINUTE, who=(2,))

    report = tree.report()

    assert report.violations == ()
    assert "Who witnesses the record was changed 1 times; ask the office why." in report.notes


def test_groups_of_groups_are_kept():
    said = declared(AT)
    inner = PolicyGroup(name="all", needed=1, members=("outside",))
    nested = replace(said, groups=(*said.groups, inner), quorum="all")

    tree = Tree().add(fact(), nested).stamp(AT, AT + MINUTE)

    assert tree.found(RULE) == []
