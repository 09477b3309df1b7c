from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jernih.pure import audit, key_rotation
from jernih.pure.audit_key import KeyBook, KeyCheck, LossCheck
from jernih.pure.events import event_bytes, parse_event
from jernih.pure.events_record import LossAccepted
from jernih.pure.tlog.note import BadNote, Key
from tests.pure.booking_facts import released

AT = released().at
NAME = "jernih.invalid/tarakan"


def pair(number: int, name: str = NAME):
    secret = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
    return Key(name=name, public=secret.public_key().public_bytes_raw()), secret.sign


def rotated(old: int, new: int):
    return key_rotation.rotation(office="tarakan", old=pair(old), new=pair(new), at=AT)


def look(*facts):
    book = KeyBook()
    entries = [event_bytes(fact) for fact in facts]
    return book, audit.check(entries, checks=[KeyCheck(book), LossCheck()])


def test_a_chain_of_keys_is_followed_from_any_of_them():
    book, report = look(rotated(1, 2), rotated(2, 3))

    assert report.violations == ()
    assert book.after(pair(1)[0]) == tuple(pair(n)[0] for n in (1, 2, 3))
    assert book.after(pair(3)[0]) == (pair(3)[0],)
    assert book.after(pair(9)[0]) == (pair(9)[0],)
    assert "changed 2 times" in report.notes[0]


def test_what_both_keys_sign_is_written_down_to_the_byte():
    fact = rotated(1, 2)

    said = key_rotation.statement(office="tarakan", old=fact.old, new=fact.new, at=AT)

    at = AT.strftime("%Y-%m-%dT%H:%M:%SZ")
    text = f'{{"at":"{at}","new":"{fact.new}","office":"tarakan","old":"{fact.old}"}}'
    assert said == b"jernih/key-rotated/v1\x00" + text.encode()
    assert parse_event(event_bytes(fact)) == fact


@pytest.mark.parametrize(
    ("field", "words"),
    [("old_signature", "key before did not sign"), ("new_signature", "new key did not sign")],
)
def test_a_change_that_one_of_the_two_did_not_sign_is_a_violation(field, words):
    fact = replace(rotated(1, 2), **{field: "0" * 128})

    book, report = look(fact)

    assert [(found.rule, words in found.words) for found in report.violations] == [
        ("record.key", True)
    ]
    assert book.keys == []


def test_a_change_that_is_told_at_another_time_is_not_the_one_they_signed():
    assert look(replace(rotated(1, 2), at=AT + timedelta(seconds=1)))[1].violations


def test_a_chain_that_forks_or_turns_back_is_a_violation():
    for facts in (
        (rotated(1, 2), rotated(1, 3)),
        (rotated(1, 2), rotated(2, 3), rotated(1, 4)),
        (rotated(1, 2), rotated(9, 4)),
        (rotated(1, 2), rotated(2, 1)),
        (rotated(1, 2), rotated(1, 2)),
    ):
        book, report = look(*facts)

        assert [found.indexes for found in report.violations] == [(len(facts) - 1,)]
        assert book.keys[:2] == [pair(1)[0], pair(2)[0]]


def test_a_key_of_another_log_or_a_broken_one_is_no_next_key():
    for new in (pair(2, "jernih.invalid/other"), pair(1)):
        with pytest.raises(key_rotation.BadRotation):
            key_rotation.rotation(office="tarakan", old=pair(1), new=new, at=AT)
    fact = rotated(1, 2)
    for bad in (
        replace(fact, new=fact.old),
        replace(fact, old="a+00000000+" + "A" * 44),
    ):
        with pytest.raises(key_rotation.BadRotation):
            key_rotation.keys_of(bad)


def test_the_file_of_all_keys_has_one_spelling():
    keys = (pair(1)[0], pair(2)[0])

    assert key_rotation.parse_vkeys(key_rotation.write_vkeys(keys).encode()) == keys
    for raw in (b"", b"\n", b"x", key_rotation.write_vkeys(keys).encode() + b"\n", b"\xff\n"):
        with pytest.raises(BadNote):
            key_rotation.parse_vkeys(raw)


def lost(**changes):
    given = {"lost_origin": NAME, "lost_size": 5, "lost_root": "0" * 64, "kept_size": 1} | changes
    return LossAccepted(office="tarakan", at=AT, **given)


def test_a_loss_is_said_to_every_reader():
    report = look(released(), lost())[1]

    assert report.violations == ()
    assert "lost entries 1 to 4 of jernih.invalid/tarakan" in report.notes[0]


def test_a_loss_that_keeps_more_than_there_was_is_a_violation():
    assert [found.rule for found in look(released(), lost(kept_size=2))[1].violations] == [
        "record.loss"
    ]


def test_after_a_loss_the_chain_of_another_name_begins_anew():
    other = [pair(n, "jernih.invalid/baru") for n in (5, 6)]
    fact = key_rotation.rotation(office="tarakan", old=other[0], new=other[1], at=AT)

    book, report = look(rotated(1, 2), lost(kept_size=1), fact)

    assert report.violations == ()
    assert book.keys == [other[0][0], other[1][0]]
