import json
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256, sha512

import pytest

from jernih.pure import canonical, people, receipt
from jernih.pure.people import Person
from jernih.pure.tlog import ed25519
from jernih.pure.tlog.tlog_proof import write_proof
from tests import receipts
from tests.receipt_hands import asked, ours, theirs
from tests.receipts import ALONE, BUDI, POLICY, SALTS, SITI
from tests.vectors import load

FAMILY = receipts.receipt()
WALK_IN = receipts.receipt(receipts.WALK_IN_AT, salts=SALTS[:1], note=receipts.signed_head())
HEADS = [
    receipts.signed_head(origin="jernih.invalid/elsewhere"),
    receipts.signed_head(),
    receipts.signed_head("ombudsman"),
    receipts.signed_head("koran", "kampus", "ombudsman"),
    receipts.signed_head("koran", "koran"),
]
SPOILED = [
    b"",
    b"hello",
    FAMILY[:-1],
    FAMILY + b"x",
    FAMILY.replace(b"\n", b"\r\n"),
    FAMILY.replace(b"index 5", b"index 05"),
    FAMILY.replace(b"index 5", b"index 4"),
    FAMILY.replace(b"index 5", b"index 99999999999999999"),
    *(receipts.receipt(note=head) for head in HEADS),
]
SPELLINGS = [
    b"{}",
    b"[]",
    b"null",
    b'{"entry":"[]","salts":[]}',
    b'{"entry":"null","salts":[]}',
    b'{"entry":"1","salts":[]}',
    b'{"entry":"{\\"kind\\":1}","salts":[]}',
    b'{"entry":"{\\"kind\\":\\"a\\"}","salts":""}',
    b'{"entry":"{\\"kind\\":\\"a\\"}","salts":["00"]}',
    b'{"entry":"{\\"kind\\":\\"a\\",\\"n\\":1.0}","salts":[]}',
    b'{"entry":"{\\"kind\\":\\"a\\",\\"n\\":-0}","salts":[]}',
    b'{"entry":"{\\"kind\\":\\"a\\",\\"n\\":9007199254740992}","salts":[]}',
    b'{"entry":"{\\"kind\\":\\"a\\",\\"n\\":[[[[[[[[1]]]]]]]]}","salts":[]}',
    b'{"entry":"{\\"kind\\":\\"a\\",\\"n\\":[[[[[[[1]]]]]]]}","salts":[]}',
    b'{"entry":"{\\"kind\\":\\"a\\",\\"kind\\":\\"a\\"}","salts":[]}',
    b'{"entry":"{\\"__proto__\\":1,\\"kind\\":\\"a\\"}","salts":[]}',
    b'{"entry":"{\\"10\\":1,\\"9\\":1,\\"kind\\":\\"a\\"}","salts":[]}',
    b'{"entry":"{\\"kind\\":\\"\\\\ud800\\"}","salts":[]}',
    b'{"entry":"{\\"kind\\":\\"\\\\u007f\\\\u2028\\\\ud83d\\\\ude00\\"}","salts":[]}',
    b'\xef\xbb\xbf{"entry":"{\\"kind\\":\\"a\\"}","salts":[]}',
    b'{"entry":"{\\"kind\\":\\"a\\"}","salts":["' + b"AB" * 32 + b'"]}',
]
ORDER = 2**252 + 27742317777372353535851937790883648493
TYPED = [SITI, BUDI, SITI | {"name": "siti aminah"}]


def agree(cases):
    told = theirs(asked(raw, **given) for raw, given in cases)

    for (raw, given), their in zip(cases, told, strict=True):
        assert ours(raw, **given) == their, raw
    return told


@pytest.mark.parametrize("policy", [None, ALONE, POLICY])
def test_both_hands_say_the_same_of_good_and_spoiled_receipts(policy):
    told = agree(
        [
            (raw, {"typed": typed, "policy": policy})
            for raw in (FAMILY, WALK_IN, *SPOILED)
            for typed in TYPED
        ]
    )

    assert {one["verdict"] for one in told} >= {
        "GOOD",
        "NOT_A_RECEIPT",
        "DAMAGED",
        "OTHER_OFFICE",
        "CHANGED",
    }
    assert any(one["opened"] == [0] for one in told)


def test_both_hands_open_a_reporters_seal_by_the_fingerprint_of_her_files():
    raw = receipts.report_receipt()
    typed = [receipts.REPORT, {"manifest": "cd" * 32}]

    told = agree([(raw, {"typed": one, "policy": None}) for one in typed])
    told += agree([(one, {"typed": receipts.REPORT, "policy": None}) for one in changed(raw)])

    assert [one["opened"] for one in told[:2]] == [[1], []]
    assert {one["verdict"] for one in told[2:]} >= {"CHANGED", "DAMAGED"}
    assert not any(one["opened"] for one in told[2:] if one["verdict"] != "GOOD")


def changed(raw):
    """Every seventeenth byte, each time another place."""
    return [one for n, one in enumerate(receipts.flipped(raw)) if n % 17 == 0]


def test_both_hands_say_the_same_whichever_byte_is_changed():
    """None of them passes but where a salt is bent, and that one opens to its person no more."""
    bent = list(receipts.flipped(FAMILY))

    told = agree([(raw, {"typed": SITI, "policy": POLICY}) for raw in bent])

    for raw, said in zip(bent, told, strict=True):
        if said["verdict"] == "GOOD":
            first, second = receipt.parse_receipt(raw).salts
            assert said["opened"] == ([0] if first == SALTS[0] else [])
            assert (first, second) != SALTS


def test_a_receipt_of_the_key_before_holds_up_to_the_last_tree_that_it_signed():
    raw = receipts.receipt(note=receipts.old_head())
    size = len(receipts.ENTRIES)
    common = {"typed": SITI, "policy": None}

    told = agree(
        [
            (raw, common),
            *((raw, common | {"older": [(receipts.OLD, last)]}) for last in (size - 1, size)),
        ]
    )

    assert [one["verdict"] for one in told] == ["OTHER_OFFICE", "OTHER_OFFICE", "GOOD"]


def test_both_hands_read_the_same_spellings():
    proof = receipts.proof_of(receipts.FAMILY_AT)

    agree(
        [
            (write_proof(replace(proof, extra=extra)), {"typed": SITI, "policy": POLICY})
            for extra in SPELLINGS
        ]
    )


def test_both_hands_check_signatures_alike_with_and_without_the_browsers_help():
    cases = list(signatures())

    told = theirs(
        {"deed": "sign", **{name: given.hex() for name, given in one.items()}} for one in cases
    )

    for one, said in zip(cases, told, strict=True):
        is_good = ed25519.verify(one["key"], one["signature"], one["message"])
        assert said == {"own": is_good, "byHand": is_good}
    assert sum(said["byHand"] for said in told) == len(load("ed25519")["vectors"])


def signatures():
    """The vectors of the RFC; then one of them spoiled in every place, and in its length."""
    for one in load("ed25519")["vectors"]:
        given = {name: bytes.fromhex(one[name]) for name in ("public", "signature", "message")}
        yield {"key": given.pop("public"), **given}
    first = load("ed25519")["vectors"][0]
    good = {"key": bytes.fromhex(first["public"]), "message": b""}
    good |= {"signature": bytes.fromhex(first["signature"])}
    for name in ("key", "signature"):
        for at in range(0, len(good[name]), 3):
            bent = bytearray(good[name])
            bent[at] ^= 1 << at % 8
            yield good | {name: bytes(bent)}
        yield good | {name: good[name][:-1]}
    # The same signature once more, spelled with a scalar that is too large.
    scalar = int.from_bytes(good["signature"][32:], "little") + ORDER
    yield good | {"signature": good["signature"][:32] + scalar.to_bytes(32, "little")}
    yield good | {"message": b"another"}


def test_both_hands_hash_alike_where_a_browser_has_no_hashes():
    messages = [bytes(range(256)) * 3, *(b"a" * n for n in (0, 1, 55, 56, 63, 64, 111, 112, 128))]

    told = theirs({"deed": "digest", "message": one.hex()} for one in messages)

    assert told == [[sha256(one).hexdigest(), sha512(one).hexdigest()] for one in messages]


def test_what_one_hand_packs_the_other_unpacks():
    packed = receipt.pack(FAMILY)
    bent = ["", "#", "A", "?", packed[:-9], packed.lower(), "A" * 40]

    good, *bad = theirs({"deed": "unpack", "packed": one} for one in (f"x#{packed} ", *bent))

    assert good == {"raw": b64encode(FAMILY).decode()}
    assert all("Refused" in one["refused"] or "Error" in one["refused"] for one in bad)


def test_both_hands_tidy_what_was_typed_alike():
    typed = [
        {
            "nik": " 6571 0141-0190.0001 ",
            "name": "  Siti\u00a0 Aminah ",
            "birth_date": "1990-01-01",
        },
        {
            "nik": "",
            "name": "Nu\u2019man O\u2018Neil `x \u02bc \u2013 Jose\u0301",
            "birth_date": "",
        },
    ]

    for one, told in zip(
        typed, theirs({"deed": "tidy", "typed": one} for one in typed), strict=True
    ):
        mine = people.tidy(Person(nik=one["nik"], name=one["name"], birth_date=receipts.AT.date()))
        assert told == one | {"nik": mine.nik, "name": mine.name, "manifest": ""}


def test_the_seal_is_the_one_of_the_golden_commitments():
    """The seals of the table above are made by pure/canonical.py, which has vectors of its own."""
    fact = json.loads(receipts.ENTRIES[receipts.FAMILY_AT])

    assert fact["commitments"][0] == canonical.commitment("applicant", salt=SALTS[0], fields=SITI)
