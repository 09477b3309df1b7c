from dataclasses import replace
from hashlib import sha256

import pytest

from jernih.pure import canonical
from jernih.pure.seal import bech32, envelope, padding
from jernih.pure.seal.envelope import BadEnvelope
from tests.pure.seal.people import ENVELOPE, GOLDEN, changed, reporter, sign_with

RAW = GOLDEN["envelope"]["text"].encode()
FILE = canonical.decode(RAW)["files"][0]


def opened(padded, **changes):
    keys = reporter()
    known = {"case": keys.locator, "recipient": keys.recipient, "signs": keys.signs}
    return envelope.open_envelope(padded, **{**known, **changes})


def signed(**changes):
    bent = replace(ENVELOPE, signature="", **changes)
    return envelope.sign_envelope(bent, sign=sign_with(reporter().ed25519))


def test_the_golden_envelope_is_opened_and_written_again():
    padded = envelope.write_envelope(ENVELOPE)

    assert opened(padded) == ENVELOPE
    assert envelope.envelope_text(ENVELOPE).hex() == GOLDEN["envelope"]["signed"]
    assert signed() == ENVELOPE
    assert len(padded) == GOLDEN["envelope"]["padded"]
    assert sha256(padded).hexdigest() == GOLDEN["envelope"]["padded_sha256"]


@pytest.mark.parametrize("name", ["case", "recipient", "signs"])
def test_an_envelope_of_another_case_is_refused(name):
    with pytest.raises(BadEnvelope, match="another case"):
        opened(envelope.write_envelope(ENVELOPE), **{name: "other"})


@pytest.mark.parametrize(
    "changes",
    [
        {"words": "Something else."},
        {"holders": ("s-000001",)},
        {"files": ()},
        {"signature": "00" * 64},
        {"roster": 4},
    ],
)
def test_whatever_is_changed_afterwards_is_not_signed(changes):
    bent = replace(ENVELOPE, **changes)

    with pytest.raises(BadEnvelope, match="not signed by its reporter"):
        opened(envelope.write_envelope(bent))


def test_an_envelope_that_is_not_filled_up_is_refused():
    with pytest.raises(BadEnvelope, match="filled up"):
        opened(RAW)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "canonical"),
        (b'"x"', "exactly"),
        (changed(RAW, v=2), "v is not"),
        (changed(RAW, v=True), "v is not"),
        (changed(RAW, signature=None), "exactly"),
        (changed(RAW, words="x" * 8_001), "at most 8000"),
        (changed(RAW, words="\U0001f648" * 4_001), "at most 8000"),
        (changed(RAW, words="a\r\nb"), "control character"),
        (changed(RAW, words="a\x9fb"), "control character"),
        (changed(RAW, words=5), "not a text"),
        (changed(RAW, answers=[]), "answers is not an object"),
        (changed(RAW, answers={f"a{n}": 1 for n in range(65)}), "at most 64"),
        (changed(RAW, answers={"1a": 1}), "a name in answers"),
        (changed(RAW, answers={"a": {"b": 1}}), "answers.a is not a text"),
        (changed(RAW, answers={"a": ["x"] * 33}), "list of at most 32"),
        (changed(RAW, answers={"a": [["x"]]}), "answers.a is not a text"),
        (changed(RAW, answers={"a": "x" * 4_001}), "at most 4000"),
        (changed(RAW, holders=["s-000002", "s-000001"]), "in order"),
        (changed(RAW, holders=["s-000001"] * 2), "in order"),
        (changed(RAW, holders=["aduan1"]), "a holder is not spelled"),
        (changed(RAW, made="LETTER"), "made is not spelled"),
        (changed(RAW, office="Tarakan"), "office is not spelled"),
        (changed(RAW, recipient=bech32.write_recipient(bytes(32))), "everybody"),
        (changed(RAW, roster=0), "roster is not"),
        (changed(RAW, signs="AB" * 32), "signs is not spelled"),
        (changed(RAW, form=""), "form is not spelled"),
        (changed(RAW, case="AB" * 16), "case is not spelled"),
        (changed(RAW, files=[{**FILE, "size": padding.LARGEST + 1}]), "size is not"),
        (changed(RAW, files=[{**FILE, "name": "a\nb"}]), "control character"),
        (changed(RAW, files=[{**FILE, "name": "x" * 121}]), "at most 120"),
        (changed(RAW, files=[{**FILE, "type": "image"}]), "type is not spelled"),
        (changed(RAW, files=[FILE] * 21), "at most 20"),
    ],
)
def test_what_no_envelope_may_say_is_refused_in_words(raw, words):
    with pytest.raises(BadEnvelope, match=words):
        envelope.parse_envelope(raw)


def test_the_longest_words_of_any_script_have_room():
    for words in ("x" * 8_000, "\u8bed" * 8_000, "\U0001f648" * 4_000):
        assert opened(envelope.write_envelope(signed(words=words))).words == words


def test_what_cannot_be_spelled_is_neither_signed_nor_written():
    for bent in (
        replace(ENVELOPE, roster=2**60),
        replace(ENVELOPE, answers={f"a{n}": "x" * 4_000 for n in range(20)}),
    ):
        with pytest.raises(BadEnvelope, match=r"canonical|2\^53|bytes"):
            envelope.sign_envelope(bent, sign=sign_with(bytes(32)))
        with pytest.raises(BadEnvelope):
            envelope.write_envelope(bent)
    with pytest.raises(BadEnvelope, match="signature is not spelled"):
        envelope.write_envelope(replace(ENVELOPE, signature=""))
