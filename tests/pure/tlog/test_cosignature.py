"""Cosignatures: golden ones made with OpenSSL alone, and read back by tlog-scales."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tlog_scales.signing import NoteSignature, Vkey
from tlog_scales.tlog import Checkpoint

from jernih.pure.tlog import note
from jernih.pure.tlog.cosignature import cosign, cosigned_at, read_answer
from jernih.pure.tlog.note import COSIGNATURE, BadNote, Key
from tests.vectors import load

VECTORS = load("cosignature")
SEED = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(VECTORS["seed"]))
KEY = note.parse_vkey(VECTORS["vkey"])
LOG = note.parse_vkey(VECTORS["log_vkey"])
AT = datetime.fromtimestamp(VECTORS["seconds"], tz=UTC)
TEXT = VECTORS["text"]
LINE = VECTORS["line"].encode()


def test_the_golden_message_is_what_gets_signed():
    assert note.cosigned_text(TEXT, seconds=VECTORS["seconds"]).decode() == VECTORS["message"]


def test_signing_again_gives_the_golden_line():
    line = cosign(TEXT, key=KEY, sign=SEED.sign, at=AT)

    assert note.write_signature(line) == VECTORS["line"]


def test_a_golden_checkpoint_opens_with_both_keys_and_says_when():
    opened = note.open_note(VECTORS["note"].encode(), keys=[LOG, KEY])

    assert [line.name for line in opened.signatures] == [LOG.name, KEY.name]
    assert cosigned_at(opened.signatures[1]) == AT


def test_another_program_accepts_what_we_sign():
    line = cosign(TEXT, key=KEY, sign=SEED.sign, at=AT)
    theirs = Checkpoint.from_text(VECTORS["note"])

    read = NoteSignature.from_line(note.write_signature(line).strip())
    Vkey.from_string(VECTORS["vkey"]).get_verifier().verify_note(read, theirs)


def test_a_witness_key_is_written_as_it_was_read():
    assert KEY.kind == COSIGNATURE
    assert note.write_vkey(KEY) == VECTORS["vkey"]


def test_a_witness_is_not_taken_for_a_log():
    assert note.parse_log_key(VECTORS["log_vkey"]) == LOG
    with pytest.raises(BadNote, match="of a witness"):
        note.parse_log_key(VECTORS["vkey"])


def test_the_same_bytes_as_a_log_key_are_another_key():
    assert Key(name=KEY.name, public=KEY.public).key_id != KEY.key_id


def test_the_answer_of_a_witness_is_read_and_other_lines_are_passed_over():
    stranger = "\u2014 stranger AAAAAAAA\n".encode()

    assert cosigned_at(read_answer(stranger + LINE, text=TEXT, key=KEY)) == AT


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\n",
        LINE[:-1],
        LINE + b"\n",
        b"\n" + LINE,
        LINE.replace(b"/w1", b"/w2"),
        b"text\n\n" + LINE,
        b"\xff",
    ],
)
def test_an_answer_that_is_not_lines_of_hers_is_refused(answer):
    with pytest.raises(BadNote):
        read_answer(answer, text=TEXT, key=KEY)


def test_a_cosignature_of_another_checkpoint_is_refused():
    with pytest.raises(BadNote, match="wrong"):
        read_answer(LINE, text=TEXT.replace("15", "14"), key=KEY)


def test_a_changed_time_is_refused():
    line = note.parse_signatures(VECTORS["line"])[0]
    blob = (VECTORS["seconds"] + 1).to_bytes(8) + line.blob[8:]
    later = note.Signature(name=line.name, key_id=line.key_id, blob=blob)

    with pytest.raises(BadNote, match="wrong"):
        read_answer(note.write_signature(later).encode(), text=TEXT, key=KEY)


@pytest.mark.parametrize(
    "blob",
    [bytes(72), bytes(71), b"\xff" * 72, bytes(7) + b"\x01" + bytes(63)],
    ids=["no time", "too short", "after all calendars", "one byte short"],
)
def test_a_cosignature_without_a_time_or_of_another_length_is_refused(blob):
    line = note.Signature(name=KEY.name, key_id=KEY.key_id, blob=blob)

    with pytest.raises(BadNote):
        cosigned_at(line)
    with pytest.raises(BadNote):
        read_answer(note.write_signature(line).encode(), text=TEXT, key=KEY)


def test_a_log_key_gives_no_cosignature_and_a_witness_key_signs_no_note():
    with pytest.raises(BadNote):
        cosign(TEXT, key=LOG, sign=SEED.sign, at=AT)
    with pytest.raises(BadNote):
        note.sign_note(TEXT, key=KEY, sign=SEED.sign)


def test_nothing_but_a_checkpoint_is_cosigned_and_nothing_before_1970():
    with pytest.raises(BadNote):
        cosign("hello\n", key=KEY, sign=SEED.sign, at=AT)
    with pytest.raises(BadNote):
        cosign(TEXT, key=KEY, sign=SEED.sign, at=datetime(1969, 12, 31, tzinfo=UTC))


def test_a_private_key_of_a_witness_is_no_log_key():
    line = f"PRIVATE+KEY+{KEY.name}+{KEY.key_id.hex()}+" + "BA" + "A" * 42
    assert note.parse_skey(line, kind=COSIGNATURE)[0] == KEY.name
    with pytest.raises(BadNote):
        note.parse_skey(line)
