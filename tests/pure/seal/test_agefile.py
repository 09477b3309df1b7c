from base64 import b64encode
from dataclasses import replace

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jernih.pure.seal import agefile, bech32, padding
from jernih.pure.seal.agefile import BadAge, Stanza
from tests import age

SHARE = bytes(range(1, 33))
IDENTITY = bech32.write_identity(bytes(range(32)))
RECIPIENT = bech32.recipient_of(bytes(range(32)))
PAYLOAD = bytes(16 + 3 + 16)


def b64(blob):
    return b64encode(blob).rstrip(b"=")


def stanza(*, kind=b"X25519", share=SHARE, body=bytes(32), more=()):
    return Stanza(parts=(kind, b64(share), *more), body=body)


def header(*stanzas, mac=bytes(32)):
    return agefile.write_header(stanzas, mac=mac)


ONE = header(stanza())


def refused(raw, words):
    with pytest.raises(BadAge, match=words):
        agefile.parse_age(raw)


@pytest.mark.parametrize("recipients", [1, 2, 16])
def test_the_shape_of_a_file_is_read_and_its_header_is_written_again(recipients):
    stanzas = tuple(stanza(share=bytes([n + 2]) * 32) for n in range(recipients))

    found = agefile.parse_age(header(*stanzas) + PAYLOAD)

    assert found.recipients == recipients
    assert (found.stanzas, found.mac, found.plain) == (stanzas, bytes(32), 3)
    assert agefile.write_header(found.stanzas, mac=found.mac) == header(*stanzas)
    assert found.header == len(header(*stanzas))


@pytest.mark.parametrize(
    "plain", [0, 1, 4_096, 65_535, 65_536, 65_537, 131_072, 131_073, 1_048_576]
)
def test_what_the_library_seals_has_the_size_that_we_work_out(plain):
    recipient = pyrage.x25519.Recipient.from_str(RECIPIENT)
    sealed = pyrage.encrypt(bytes(plain), [recipient] * 2)

    found = agefile.parse_age(sealed)

    assert (found.recipients, found.plain) == (2, plain)
    assert found.is_padded == (plain in padding.CLASSES)
    assert len(sealed) == found.header + agefile.sealed_size(plain)
    assert agefile.write_header(found.stanzas, mac=found.mac) == sealed[: found.header]


@age.needed
@pytest.mark.parametrize("plain", [0, 5, 4_096, 65_536, 65_537])
def test_what_debians_age_seals_is_read(plain):
    found = agefile.parse_age(age.seal(bytes(plain), RECIPIENT, RECIPIENT))

    assert (found.recipients, found.plain) == (2, plain)


@age.needed
def test_what_debians_age_spells_in_letters_is_refused():
    refused(age.seal(b"x", RECIPIENT, options=("-a",)), "armoured")


@given(st.integers(0, padding.LARGEST))
def test_the_size_of_a_payload_says_how_much_is_in_it(plain):
    assert agefile._plain_size(agefile.sealed_size(plain)) == plain


def test_grease_is_not_counted_and_comes_once():
    grease = Stanza(parts=(b"x-grease", b"what", b"ever"), body=b"y" * 100)

    assert agefile.parse_age(header(stanza(), grease) + PAYLOAD).recipients == 1
    refused(header(grease) + PAYLOAD, "sealed to nobody")
    refused(header(stanza(), grease, grease) + PAYLOAD, "3 stanzas, too many")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "first line"),
        (b"age-encryption.org/v2\n" + ONE.split(b"\n", 1)[1], "first line"),
        (ONE.replace(b"/v1\n", b"/v1\r\n") + PAYLOAD, "first line"),
        (b"\xef\xbb\xbf" + ONE, "first line"),
        (b"-----BEGIN AGE ENCRYPTED FILE-----\n", "armoured"),
        (header() + PAYLOAD, "sealed to nobody"),
        (header(*[stanza()] * 33) + PAYLOAD, "too many"),
        (header(stanza(kind=b"scrypt")), "sealed by scrypt"),
        (header(stanza(kind=b"ssh-ed25519", more=(b"abc",))), "sealed by ssh-ed25519"),
        (header(stanza(kind=b"mlkem768x25519")), "sealed by mlkem768x25519"),
        (header(stanza(kind=b"x25519")), "sealed by x25519"),
        (header(stanza(), stanza(kind=b"scrypt")), "sealed by scrypt"),
        (header(stanza(more=(b"1234",))), "share is not 32"),
        (header(Stanza(parts=(b"X25519",), body=bytes(32))), "share is not 32"),
        (header(stanza(share=SHARE[:-1])), "share is not 32"),
        (header(stanza(share=SHARE + b"x")), "share is not 32"),
        (header(stanza(share=bytes(32))), "everybody could open"),
        (header(stanza(share=b"\x01" + bytes(31))), "everybody could open"),
        (header(stanza(body=bytes(31))), "wraps 31"),
        (header(stanza(body=bytes(48))), "wraps 48"),
        (header(stanza(body=b"")), "wraps 0"),
        (ONE.replace(b"X25519 ", b"X25519  ", 1), "one space between"),
        (ONE.replace(b"X25519 ", b"X25519\t", 1), "one space between"),
        (ONE.replace(b"-> X", b"->  X", 1), "one space between"),
        (ONE.replace(b"-> X", b"->X", 1), "sealed to nobody"),
        (ONE.replace(b"A\n---", b"B\n---", 1), "another spelling of base64"),
        (ONE.replace(b"A\n---", b"A=\n---", 1), "another spelling of base64"),
        (ONE.replace(b"A\n---", b"A\r\n---", 1), "not base64"),
        (ONE.replace(b"AAAAAAA\n---", b"-------\n---", 1), "not base64"),
        (ONE.replace(b"A\n---", b"A" * 30 + b"\n---", 1), "a stanza without an end"),
        (ONE[:80] + b"\n" + ONE[80:], "wraps 3 bytes"),
        (header(stanza(), mac=bytes(31)) + PAYLOAD, "check is not 32"),
        (ONE.replace(b"--- ", b"---", 1) + PAYLOAD, "neither a stanza nor the end"),
        (ONE.replace(b"--- ", b"--- x", 1) + PAYLOAD, "not base64|check is not"),
        (ONE[:-1] + b" \n" + PAYLOAD, "not base64"),
        (ONE[:-1], "cut off in the header"),
        (ONE[:70], "without an end|cut off"),
        (b"age-encryption.org/v1\n", "sealed to nobody"),
        (b"age-encryption.org/v1", "cut off in the header"),
        (ONE, "before the first chunk"),
        (ONE + PAYLOAD[:31], "before the first chunk"),
        (ONE + bytes(16 + 65_552 + 16), "in the last chunk"),
        (ONE + bytes(16 + 65_552 + 3), "in the last chunk"),
        (header(*[stanza()] * 16)[:-60] + b"A" * 9_000, "without an end"),
    ],
)
def test_what_is_not_sealed_as_we_seal_is_refused_in_words(raw, words):
    refused(raw, words)


def test_a_header_without_an_end_is_not_read_for_ever():
    grease = Stanza(parts=(b"x-grease",), body=bytes(10_000))

    refused(header(stanza(), grease) + PAYLOAD, "too long|without an end")


@settings(max_examples=60)
@given(st.integers(1, 100_000))
def test_a_file_that_is_cut_off_is_refused_or_no_longer_fills_its_class(cut):
    sealed = ONE + bytes(agefile.sealed_size(65_536))

    try:
        found = agefile.parse_age(sealed[:-cut])
    except BadAge:
        return

    assert not found.is_padded or found.plain < 65_536


def test_another_share_is_another_file():
    first = agefile.parse_age(ONE + PAYLOAD)

    assert replace(first, stanzas=(stanza(share=b"\x05" * 32),)) != first
