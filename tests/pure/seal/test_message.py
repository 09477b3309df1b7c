from dataclasses import replace

import pytest

from jernih.pure.seal import message
from jernih.pure.seal.message import BadMessage, Fault, Place
from tests.pure.seal.people import (
    ENVELOPE,
    GOLDEN,
    MESSAGES,
    ROSTER,
    changed,
    reporter,
    sign_with,
    signing_seed,
)

FIRST, SECOND = MESSAGES
RAW = GOLDEN["messages"][0]["text"].encode()
SIGNERS = {message.REPORTER: ENVELOPE.signs, **{one.ref: one.signs for one in ROSTER.people}}


def place(of, **changes):
    previous = GOLDEN["messages"][of.number - 1]["previous"].encode()
    return Place(**{"case": of.case, "number": of.number, "previous": previous, **changes})


@pytest.mark.parametrize("one", MESSAGES, ids=["reporter's", "handler's"])
def test_a_golden_message_fits_its_place_and_is_written_again(one):
    padded = message.write_message(one)
    seed = reporter().ed25519 if one.by == message.REPORTER else signing_seed(one.by)

    assert message.read_message(padded) == one
    assert message.faults_of(one, at=place(one), signers=SIGNERS) == ()
    assert message.sign_message(replace(one, signature=""), sign=sign_with(seed)) == one


@pytest.mark.parametrize(
    ("bent", "faults"),
    [
        (replace(FIRST, words="Something else."), [Fault.SIGNATURE]),
        (replace(FIRST, by="s-000001"), [Fault.SIGNATURE]),
        (replace(FIRST, by="s-zzzzzz"), [Fault.SIGNER]),
        (replace(FIRST, number=2), [Fault.SIGNATURE, Fault.NUMBER]),
        (replace(FIRST, case="0" * 32), [Fault.SIGNATURE, Fault.CASE]),
        (replace(FIRST, previous="0" * 64), [Fault.SIGNATURE, Fault.PREVIOUS]),
    ],
)
def test_what_does_not_fit_is_named_and_can_still_be_read(bent, faults):
    assert message.read_message(message.write_message(bent)) == bent
    assert list(message.faults_of(bent, at=place(FIRST), signers=SIGNERS)) == faults


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"case": "0" * 32}, Fault.CASE),
        ({"number": 2}, Fault.NUMBER),
        ({"previous": b"another file"}, Fault.PREVIOUS),
    ],
)
def test_a_true_message_in_another_place_is_named(changes, fault):
    assert message.faults_of(FIRST, at=place(FIRST, **changes), signers=SIGNERS) == (fault,)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "canonical"),
        (changed(RAW, v=2), "v is not"),
        (changed(RAW, by="s-1"), "by is not spelled"),
        (changed(RAW, kind="GOSSIP"), "kind is not spelled"),
        (changed(RAW, number=0), "number is not"),
        (changed(RAW, number=10_000), "number is not"),
        (changed(RAW, previous=""), "previous is not spelled"),
        (changed(RAW, words="x" * 8_001), "at most 8000"),
        (changed(RAW, fields={"a": {}}), "fields.a is not a text"),
        (changed(RAW, files={}), "files is not a list"),
        (changed(RAW, more=1), "exactly"),
    ],
)
def test_what_is_no_message_is_refused_in_words(raw, words):
    with pytest.raises(BadMessage, match=words):
        message.parse_message(raw)


def test_a_message_that_is_not_filled_up_is_refused():
    with pytest.raises(BadMessage, match="filled up"):
        message.read_message(RAW)


def test_what_cannot_be_spelled_is_neither_signed_nor_written():
    bent = replace(FIRST, number=2**60)

    with pytest.raises(BadMessage, match="2\\^53"):
        message.sign_message(bent, sign=sign_with(bytes(32)))
    with pytest.raises(BadMessage):
        message.write_message(bent)
