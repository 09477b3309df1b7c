from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.tlog import note
from jernih.pure.tlog.note import BadNote, Checkpoint, Key
from jernih.pure.tlog.tree import leaf_hash, root_hash
from tests.vectors import load

VECTORS = load("note")
LOG = load("tessera_log")
KEY = note.parse_vkey(VECTORS["vkey"])
SECOND = note.parse_vkey(VECTORS["second_vkey"])
NOTE = VECTORS["note"].encode()
ROOT = root_hash([])


def signer(skey):
    return Ed25519PrivateKey.from_private_bytes(note.parse_skey(skey)[1]).sign


def test_a_golden_note_opens_and_signing_again_gives_the_same_bytes():
    opened = note.open_note(NOTE, keys=[KEY])

    assert opened.text == VECTORS["text"]
    assert note.sign_note(opened.text, key=KEY, sign=signer(VECTORS["skey"])) == VECTORS["note"]


def test_both_of_two_signatures_are_found():
    both = (VECTORS["note"] + VECTORS["second_signature"]).encode()

    opened = note.open_note(both, keys=[KEY, SECOND])

    assert [line.name for line in opened.signatures] == ["PeterNeumann", "EnochRoot"]


def test_the_signature_of_a_stranger_is_passed_over():
    both = (VECTORS["note"] + VECTORS["second_signature"]).encode()

    opened = note.open_note(both, keys=[SECOND])

    assert [line.name for line in opened.signatures] == ["EnochRoot"]


def test_lines_of_keys_that_nobody_knows_are_passed_by():
    # As long as a cosignature by ML-DSA-44 (kind 06): eight bytes of time, 2,420 of signature.
    others = [
        note.write_signature(
            note.Signature(
                name=f"witness.example/{at}", key_id=bytes([6, 0, 0, at]), blob=b"x" * 2_428
            )
        )
        for at in range(15)
    ]
    raw = (VECTORS["note"] + "".join(others)).encode()

    opened = note.open_note(raw, keys=[note.parse_vkey(VECTORS["vkey"])])

    assert len(opened.signatures) == 1


def test_a_note_that_nobody_known_signed_does_not_open():
    with pytest.raises(BadNote, match="not signed"):
        note.open_note(NOTE, keys=[SECOND])


def test_a_changed_text_does_not_open():
    with pytest.raises(BadNote, match="wrong"):
        note.open_note(NOTE.replace(b"answer", b"Answer"), keys=[KEY])


def test_a_bad_signature_by_a_known_key_spoils_a_good_one():
    good = VECTORS["note"].splitlines()[-1]
    bad = "\u2014 PeterNeumann " + b64encode(KEY.key_id + bytes(64)).decode()

    with pytest.raises(BadNote, match="wrong"):
        note.open_note(f"{VECTORS['text']}\n{good}\n{bad}\n".encode(), keys=[KEY])


def test_keys_are_written_as_they_were_read():
    assert note.write_vkey(KEY) == VECTORS["vkey"]
    assert note.write_vkey(SECOND) == VECTORS["second_vkey"]


def manglings(text):
    yield from (text[:end] for end in range(len(text)))
    yield from (text[start:] for start in range(1, len(text)))
    for at, char in enumerate(text):
        yield text[:at] + chr(ord(char) + 1) + text[at + 1 :]


@pytest.mark.parametrize("vkey", [*VECTORS["bad_vkeys"], "", "+", "a+b", "a b+00000000+AA=="])
def test_a_malformed_key_is_refused(vkey):
    with pytest.raises(BadNote):
        note.parse_vkey(vkey)


def test_no_mangled_key_is_taken():
    for mangled in manglings(VECTORS["vkey"]):
        with pytest.raises(BadNote):
            note.parse_vkey(mangled)


@pytest.mark.parametrize(
    "skey", ["", VECTORS["vkey"], "PRIVATE+KEY+a b+00+AA==", "PRIVATE+KEY+a+00000000+AAAA"]
)
def test_a_malformed_private_key_is_refused(skey):
    with pytest.raises(BadNote):
        note.parse_skey(skey)


GOOD_LINE = VECTORS["note"].splitlines()[-1]


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "text\n",
        f"text\n{GOOD_LINE}\n",
        f"text\n\n{GOOD_LINE}",
        f"text\n\n{GOOD_LINE}\n\n",
        "text\n\n",
        "text\n\nno dash\n",
        "text\n\n\u2014 name\n",
        "text\n\n\u2014 name not-base64\n",
        "text\n\n\u2014 name AAAAAA==\n",
        "text\n\n\u2014 na+me AAAAAAAA\n",
        "text\n\n\u2014  AAAAAAAA\n",
        "text\n\n\u2014 name AAAAAB==\n",
        f"te\txt\n\n{GOOD_LINE}\n",
        f"te\rxt\n\n{GOOD_LINE}\n",
        "text\n\n" + f"{GOOD_LINE}\n" * 65,
    ],
)
def test_a_malformed_note_is_refused(raw):
    with pytest.raises(BadNote):
        note.parse_note(raw.encode())


def test_bytes_that_are_no_text_and_endless_notes_are_refused():
    with pytest.raises(BadNote):
        note.parse_note(b"\xff\n\n")
    with pytest.raises(BadNote):
        note.parse_note(b"x" * (note.MAX_NOTE + 1))


def test_the_last_empty_line_splits():
    text = "one\n\ntwo\n"

    assert note.parse_note(f"{text}\n{GOOD_LINE}\n".encode()).text == text


@pytest.mark.parametrize("text", ["no end", "tab\t\n", ""])
def test_an_improper_text_is_not_signed(text):
    with pytest.raises(BadNote):
        note.sign_note(text, key=KEY, sign=lambda _: bytes(64))


@pytest.mark.parametrize("size", range(16))
def test_checkpoints_of_another_program_are_read_and_written_the_same(size):
    key = note.parse_vkey(LOG["vkey"])
    raw = LOG["checkpoints"][size]
    leaves = [leaf_hash(entry.encode()) for entry in LOG["entries"][:size]]

    opened = note.open_note(raw.encode(), keys=[key])
    head = note.parse_checkpoint(opened.text)

    assert head == Checkpoint(origin=key.name, size=size, root=root_hash(leaves))
    assert note.sign_note(note.write_checkpoint(head), key=key, sign=signer(LOG["skey"])) == raw


LINE = b64encode(ROOT).decode()


@pytest.mark.parametrize(
    "text",
    [
        f"o\n1\n{LINE}",
        "o\n1\n",
        f"\n1\n{LINE}\n",
        f"o\n01\n{LINE}\n",
        f"o\n-1\n{LINE}\n",
        f"o\n+1\n{LINE}\n",
        f"o\n\u0661\n{LINE}\n",
        f"o\n1_0\n{LINE}\n",
        f"o\n1\n{LINE}=\n",
        f"o\n1\n{LINE[4:]}\n",
        f"o\n1\n {LINE}\n",
        f"o\n1\n{LINE}\n\n",
    ],
)
def test_a_malformed_checkpoint_is_refused(text):
    with pytest.raises(BadNote):
        note.parse_checkpoint(text)


names = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)


@given(
    names,
    st.integers(0, 10**18 - 1),
    st.binary(min_size=32, max_size=32),
    st.lists(names, max_size=2).map(tuple),
)
def test_reading_a_checkpoint_gives_it_back(origin, size, root, extensions):
    head = Checkpoint(origin=origin, size=size, root=root, extensions=extensions)

    assert note.parse_checkpoint(note.write_checkpoint(head)) == head


@given(st.binary(max_size=120))
def test_any_bytes_are_read_or_refused(raw):
    try:
        note.parse_note(raw)
    except BadNote:
        return


def test_the_id_of_a_key_depends_on_its_name():
    assert Key(name="a", public=bytes(32)).key_id != Key(name="b", public=bytes(32)).key_id
