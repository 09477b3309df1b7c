import re
import zlib
from base64 import b32encode
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jernih.pure import canonical, receipt
from jernih.pure.receipt import BadReceipt, Verdict, check_receipt, opened_by, parse_receipt
from jernih.pure.tlog.note import Key, Signature, write_signature
from jernih.pure.tlog.tlog_proof import write_proof
from tests import receipts
from tests.logs import KEY
from tests.receipts import ALONE, BUDI, POLICY, SALTS, SITI, is_signed

GOOD = receipts.receipt()
WALK_IN = receipts.receipt(receipts.WALK_IN_AT, salts=SALTS[:1])


def checked(raw, *, key=KEY, policy=POLICY):
    return check_receipt(raw, key=key, policy=policy, verify=is_signed)


def with_extra(extra: bytes) -> bytes:
    return write_proof(replace(receipts.proof_of(receipts.FAMILY_AT), extra=extra))


def test_a_true_receipt_is_good_and_says_since_when_it_is_witnessed():
    found = checked(GOOD)

    assert found.verdict == Verdict.GOOD
    assert found.since == receipts.AT.replace(minute=6)
    assert found.receipt.fact["numbers"] == ["A-001", "A-002"]
    assert found.head.size == len(receipts.ENTRIES)


def test_the_reference_signature_check_says_the_same():
    assert check_receipt(GOOD, key=KEY, policy=POLICY).verdict == Verdict.GOOD


@pytest.mark.parametrize("policy", [None, ALONE])
def test_who_asks_for_no_witness_needs_none(policy):
    found = checked(receipts.receipt(note=receipts.signed_head()), policy=policy)

    assert (found.verdict, found.since) == (Verdict.GOOD, None)


@pytest.mark.parametrize("witnesses", [(), ("ombudsman",), ("ombudsman", "ombudsman")])
def test_too_few_witnesses_are_said(witnesses):
    alone = receipts.receipt(note=receipts.signed_head(*witnesses))

    assert checked(alone).verdict == Verdict.UNWITNESSED


def test_a_receipt_of_another_office_is_said_to_be_one():
    elsewhere = receipts.receipt(note=receipts.signed_head(origin="jernih.invalid/elsewhere"))

    assert checked(elsewhere).verdict == Verdict.OTHER_OFFICE
    assert checked(GOOD, key=Key(name=KEY.name, public=bytes(32))).verdict == Verdict.OTHER_OFFICE
    assert checked(GOOD, key=Key(name="x", public=KEY.public)).verdict == Verdict.OTHER_OFFICE


@pytest.mark.parametrize("raw", [b"", b"hello", GOOD[1:], b"c2sp.org/tlog-proof@v2\n"])
def test_what_is_no_receipt_is_said_to_be_none(raw):
    assert checked(raw).verdict == Verdict.NOT_A_RECEIPT


@pytest.mark.parametrize(
    "raw", [GOOD[:-1], GOOD[:300], GOOD + b"x", GOOD.replace(b"index 5", b"index 05")]
)
def test_a_receipt_that_is_not_whole_is_damaged(raw):
    assert checked(raw).verdict == Verdict.DAMAGED


def test_a_receipt_for_another_place_is_changed():
    assert checked(GOOD.replace(b"index 5", b"index 4")).verdict == Verdict.CHANGED


def test_a_witness_that_did_not_sign_spoils_the_receipt():
    wrong = receipts.WITNESSES["koran"]
    line = Signature(name=wrong.name, key_id=wrong.key_id, blob=(9).to_bytes(8) + bytes(64))

    bent = receipts.signed_head("kampus", "ombudsman") + write_signature(line).encode()

    assert checked(receipts.receipt(note=bent)).verdict == Verdict.CHANGED


def test_no_byte_of_a_receipt_can_be_changed_unseen():
    """One of an application: test_receipt_by_two_hands.py."""
    passed = [bent for bent in receipts.flipped(WALK_IN) if checked(bent).verdict == Verdict.GOOD]

    # Nothing seals a salt: bent, it opens to nobody.
    assert all(opened_by(parse_receipt(bent), {"name": "Tono"}) == () for bent in passed)
    assert len(passed) < len(WALK_IN) / 10


def test_the_seals_open_to_the_person_alone():
    read = parse_receipt(GOOD)

    assert opened_by(read, SITI) == (0,)
    assert opened_by(read, BUDI) == (1,)
    for name in SITI:
        assert opened_by(read, SITI | {name: BUDI[name]}) == ()


def test_a_walk_in_is_asked_her_name_only():
    read = parse_receipt(WALK_IN)

    assert receipt.asked_of(read) == ("name",)
    assert opened_by(read, {"name": "Tono"}) == (0,)
    assert opened_by(read, {"name": "Tini"}) == ()


def test_a_lost_salt_opens_nothing_and_others_still_do():
    read = parse_receipt(receipts.receipt(salts=(b"", SALTS[1])))

    assert opened_by(read, SITI) == ()
    assert opened_by(read, BUDI) == (1,)


def test_a_fact_without_salts_asks_nothing():
    read = parse_receipt(receipts.receipt(salts=()))

    assert receipt.asked_of(read) == ()
    assert opened_by(read, SITI) == ()


@pytest.mark.parametrize(
    "extra",
    [
        b"",
        b"{}",
        b"[]",
        b'{"entry":"{}","salts":[]}',
        b'{"entry":"[]","salts":[]}',
        b'{"entry":"x","salts":[]}',
        b'{"entry":1,"salts":[]}',
        b'{"entry":"{\\"kind\\":1}","salts":[]}',
        b'{"entry":"{\\"kind\\":\\"a\\"}","salts":[1]}',
        b'{"entry":"{\\"kind\\":\\"a\\"}","salts":""}',
        b'{"entry":"{\\"kind\\":\\"a\\"}","salts":["00"]}',
        b'{"entry":"{\\"kind\\":\\"a\\"}","more":1,"salts":[]}',
        b'{"salts":[],"entry":"{\\"kind\\":\\"a\\"}"}',
        b'{"entry":"{\\"kind\\":\\"\\u00e9"}","salts":[]}',
        canonical.encode({"entry": '{"kind":"a"}', "salts": ["AB" * 32]}),
    ],
)
def test_what_goes_with_the_proof_has_one_spelling(extra):
    with pytest.raises(BadReceipt):
        parse_receipt(with_extra(extra))


def test_a_receipt_is_packed_for_a_code_and_unpacked_the_same():
    packed = receipt.pack(GOOD)

    assert re.fullmatch(r"[A-Z2-7]+", packed)
    assert receipt.unpack(packed) == GOOD
    assert receipt.unpack(f" https://jernih.invalid/periksa/bukti/#{packed}\n") == GOOD


@pytest.mark.parametrize("text", ["", "#", "A", "?", "AAAA", "https://jernih.invalid/", "\u2014"])
def test_what_was_not_packed_is_refused(text):
    with pytest.raises(BadReceipt):
        receipt.unpack(text)


def test_a_code_that_swells_is_cut_short():
    bomb = b32encode(zlib.compress(bytes(10**7))).decode()

    with pytest.raises(BadReceipt, match="longer"):
        receipt.unpack(bomb)


@settings(max_examples=100)
@given(st.binary(max_size=200), st.integers(0, len(GOOD)))
def test_no_bytes_whatsoever_break_the_check(some, at):
    assert checked(GOOD[:at] + some + GOOD[at:]).verdict in Verdict
    assert checked(some).verdict == Verdict.NOT_A_RECEIPT


def test_a_receipt_holds_nothing_personal():
    for raw in (GOOD, WALK_IN):
        read = parse_receipt(raw)
        said = (raw + read.proof.extra).decode()
        for word in (*SITI.values(), *BUDI.values(), "Siti", "Budi", "Tono"):
            assert word not in said
        assert not re.search(r"(?<![0-9a-f])\d{16}(?![0-9a-f])", said)
