"""What a browser makes of a code, a roster, an envelope: the same bytes as our Python."""

import json
from datetime import date
from hashlib import sha256

from jernih.pure.seal import code, envelope, holders, manifest, media, padding, roster, shamir
from tests.seal_hands import theirs, told
from tests.vectors import load

SEAL = load("seal")
ROSTER = SEAL["roster"]
TEXT = "\n".join(ROSTER["note"].split("\n")[:3]) + "\n"
KNOWN = {"key": ROSTER["public"], "origin": ROSTER["origin"], "today": ROSTER["today"]}
CODE = SEAL["codes"][0]
KINDS = [
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n\0\0", "image/png"),
    (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
    (b"\0\0\0\x18ftypheic\0\0", "image/heic"),
    (b"\0\0\0\x18ftypM4A \0\0", "audio/mp4"),
    (b"\0\0\0\x18ftypisom\0\0", "video/mp4"),
    (b"%PDF-1.7\n", "application/pdf"),
    (b"ID3\x04\0", "audio/mpeg"),
    (b"\xff\xfb\x90\x64", "audio/mpeg"),
    ("Dia minta Rp500.000 – “uang rokok”\n".encode(), "text/plain"),
    (b"MZ\x90\0\x03", None),
    (b"\x7fELF\x02", None),
    (b"PK\x03\x04\x14\0", None),
    (b"#!/bin/sh\nrm -r /\n", None),
    (b"<!DOCTYPE html><script>", None),
    (b"<svg onload=alert(1)>", None),
    (b"\0\0\0\x18ftypqt  ", "video/quicktime"),
    (b"\0\0\0\x18ftypwhat", None),
    (b"OggS\0\x02", "audio/ogg"),
    (b"\xff\x00\x00", None),
    (b"\xff", None),
    (b"\xef\xbb\xbfmulai", "text/plain"),
    ("\ufeff\ufeff <html>".encode(), None),
    (b"  \r\n<?XML version", None),
    (b"\xed\xa0\x80", None),
]
REASONS = {"NoOverseer": "NO_OVERSEER", "TooFewHolders": "TOO_FEW"}


def test_a_code_gives_the_same_keys_in_the_browser():
    made = theirs(
        {"deed": "code", "chance": one["chance"], "origin": one["origin"]} for one in SEAL["codes"]
    )

    assert [one["code"] for one in made] == [one["code"] for one in SEAL["codes"]]
    assert [one["shown"] for one in made] == [one["shown"] for one in SEAL["codes"]]
    for found, one in zip((one["keys"] for one in made), SEAL["codes"], strict=True):
        assert found["seed"] == one["ed25519"]
        assert found["authHash"] == one["auth_hash"]
        same = ("locator", "auth", "identity", "recipient", "signs", "salt", "handle")
        assert {name: found[name] for name in same} == {name: one[name] for name in same}


def test_any_code_gives_the_same_keys_in_the_browser():
    chances = [sha256(bytes([n])).digest()[:13] for n in range(2)]
    made = theirs(
        {"deed": "code", "chance": one.hex(), "origin": "jernih.invalid/x"} for one in chances
    )

    for chance, found in zip(chances, made, strict=True):
        keys = code.derive(code.new_code(chance), origin="jernih.invalid/x")
        assert found["shown"] == code.show(code.new_code(chance))
        assert found["keys"]["identity"] == keys.identity
        assert found["keys"]["signs"] == keys.signs


def test_the_browser_forgives_and_refuses_what_we_do():
    good = theirs({"deed": "read", "typed": typed} for typed, _ in SEAL["forgiven"])
    bad = theirs({"deed": "read", "typed": typed} for typed in SEAL["refused_codes"])

    assert [one["code"] for one in good] == [meant for _, meant in SEAL["forgiven"]]
    assert {one["code"] for one in bad} == {None}


def test_the_browser_opens_a_roster_and_knows_its_words():
    [found] = theirs([{"deed": "roster", "note": ROSTER["note"], **KNOWN}])

    ours = roster.parse_text(TEXT)
    assert found["words"] == ROSTER["words"]
    assert found["roster"]["serial"] == ours.serial
    assert [one["ref"] for one in found["roster"]["people"]] == [one.ref for one in ours.people]


def test_the_browser_refuses_a_forged_or_stale_roster():
    tries = [
        (("Nurul", "Nural"), {}, "UNSIGNED"),
        (("/roster ", "/rooster "), {}, "UNSIGNED"),
        (("", ""), {"key": "d7" * 32}, "UNSIGNED"),
        (("", ""), {"origin": "jernih.invalid/other"}, "UNSIGNED"),
        (("", ""), {"least": 4}, "OLDER"),
        (("", ""), {"today": "2026-10-31"}, "TOO_EARLY"),
        (("", ""), {"today": "2027-11-01"}, "TOO_LATE"),
    ]
    found = theirs(
        {"deed": "roster", "note": ROSTER["note"].replace(*change), **KNOWN, **known}
        for change, known, _ in tries
    )

    assert found == [{"refused": reason} for *_, reason in tries]


def test_the_browser_chooses_the_same_holders():
    found = theirs(
        {
            "deed": "holders",
            "roster": TEXT,
            "concerned": one["concerned"],
            "sections": one["sections"],
            "isOutsideOnly": one["outside_only"],
        }
        for one in SEAL["holders"]
    )

    for one, chosen in zip(SEAL["holders"], found, strict=True):
        if "refused" in one:
            assert chosen == {"refused": REASONS[one["refused"]]}
        else:
            assert chosen == {"holders": one["holders"]}
            ours = holders.holders_of(
                roster.parse_text(TEXT),
                concerned=one["concerned"],
                sections=one["sections"],
                is_outside_only=one["outside_only"],
            )
            assert [person.ref for person in ours] == chosen["holders"]


def test_the_browser_fills_up_to_the_same_sizes():
    sizes = theirs({"deed": "size", "size": size} for size, _ in SEAL["padding"])
    bodies = [b"", b"x", b"{}" * 2_047, b"{}" * 2_048, b"a" * 9_000]
    asked = [(body, kind) for body in bodies for kind in ("json", "file")]
    filled = theirs({"deed": "pad", "body": told(body), "kind": kind} for body, kind in asked)

    assert [one["class"] for one in sizes] == [size for _, size in SEAL["padding"]]
    for (body, kind), found in zip(asked, filled, strict=True):
        ours = padding.pad_json(body) if kind == "json" else padding.pad_file(body)
        assert (found["padded"], found["back"]) == (told(ours), told(body))


def test_the_browser_signs_the_same_envelope():
    value = json.loads(SEAL["envelope"]["text"])
    del value["signature"], value["v"]
    [made] = theirs([{"deed": "envelope", "value": value, "seed": CODE["ed25519"]}])

    assert made["text"] == SEAL["envelope"]["text"]
    assert envelope.parse_envelope(made["text"].encode()).signs == CODE["signs"]


def test_the_browser_refuses_an_envelope_that_another_wrote_or_of_another_case():
    text, locator = SEAL["envelope"]["text"], CODE["locator"]
    other = {"locator": "0" * 32}
    mine = {"locator": locator, "recipient": CODE["recipient"], "signs": CODE["signs"]}
    found = theirs(
        [
            {"deed": "openEnvelope", "text": text, **mine},
            {"deed": "openEnvelope", "text": text.replace("kedua", "ketiga"), **mine},
            {"deed": "openEnvelope", "text": text, **mine, **other},
            {"deed": "openEnvelope", "text": text, **mine, "signs": SEAL["codes"][1]["signs"]},
        ]
    )

    assert "words" in found[0]
    assert ["refused" in one for one in found] == [False, True, True, True]


def test_the_browser_signs_the_same_messages_and_finds_the_same_faults():
    first = SEAL["messages"][0]
    value = json.loads(first["text"])
    del value["signature"], value["v"]
    at = {"locator": CODE["locator"], "number": 1, "previous": value["previous"]}
    signers = {"REPORTER": CODE["signs"]}
    asked = {"deed": "faults", "text": first["text"], "at": at, "signers": signers}
    made, *faults = theirs(
        [
            {"deed": "message", "value": value, "seed": CODE["ed25519"]},
            asked,
            asked | {"text": first["text"].replace("Kapan", "Kenapa")},
            asked | {"signers": {}},
            asked | {"at": {"locator": "0" * 32, "number": 2, "previous": "0" * 64}},
        ]
    )

    assert made["text"] == first["text"]
    assert [one["faults"] for one in faults] == [
        [],
        ["SIGNATURE"],
        ["SIGNER"],
        ["CASE", "NUMBER", "PREVIOUS"],
    ]


def test_the_browser_makes_the_same_manifest_and_commitment():
    files = {name: told(name.encode()) for name in ("laporan.age", "kunci-0.age", "bagian-0-1.age")}
    fixed, made = theirs(
        [
            {
                "deed": "commitment",
                "manifest": SEAL["manifest"]["text"],
                "salt": SEAL["manifest"]["salt"],
            },
            {"deed": "manifest", "locator": CODE["locator"], "files": files, "salt": "00" * 32},
        ]
    )

    assert fixed["commitment"] == SEAL["manifest"]["commitment"]
    entries = json.loads(made["manifest"])["files"]
    assert [one["name"] for one in entries] == sorted(files)
    assert entries[0]["hash"] == sha256(b"bagian-0-1.age").hexdigest()


def test_the_browser_believes_the_office_only_what_it_signed():
    promise = json.loads(SEAL["manifest"]["promise"])
    known = {
        "deed": "promise",
        "commitment": SEAL["manifest"]["commitment"],
        "keys": [SEAL["roster"]["public"], SEAL["manifest"]["record_public"]],
    }
    good, *bad = theirs(
        [
            known | {"promise": promise},
            known | {"promise": promise | {"day": "2026-11-25"}},
            known | {"promise": promise, "commitment": "0" * 64},
            known | {"promise": promise, "keys": []},
        ]
    )

    assert good == {"day": "2026-11-24"}
    assert manifest.parse_promise(SEAL["manifest"]["promise"].encode())[0].day == date(2026, 11, 24)
    assert ["refused" in one for one in bad] == [True, True, True]


def test_shares_of_the_browser_and_ours_are_of_one_kind():
    secret, shares = SEAL["shares"]["secret"], SEAL["shares"]
    made, *joined = theirs(
        [
            {"deed": "split", "secret": secret},
            *({"deed": "join", "shares": pair} for pair in _pairs(shares["ours"])),
            *({"deed": "join", "shares": pair} for pair in _pairs(shares["package"])),
        ]
    )

    assert {one["secret"] for one in joined} == {secret}
    for pair in _pairs(made["shares"]):
        assert shamir.join([bytes.fromhex(one) for one in pair]).hex() == secret


def test_the_browser_does_the_work_that_is_asked():
    [found] = theirs([{"deed": "work", "challenge": "2026-11-24.abc", "bits": 12}])

    digest = sha256(f"2026-11-24.abc{found['nonce']}".encode()).digest()
    assert int.from_bytes(digest, "big") >> (256 - 12) == 0


def test_a_file_is_known_by_its_bytes_never_by_its_name():
    found = theirs({"deed": "type", "body": told(body)} for body, _ in KINDS)

    assert [one["type"] for one in found] == [kind for _, kind in KINDS]
    assert [media.media_type(body) for body, _ in KINDS] == [kind for _, kind in KINDS]


def _pairs(shares: list[str]) -> list[list[str]]:
    return [[shares[0], shares[1]], [shares[0], shares[2]], [shares[2], shares[1]]]
