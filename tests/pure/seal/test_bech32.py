import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.seal import bech32
from tests.pure.seal.people import GOLDEN

ONE = GOLDEN["codes"][0]
RECIPIENT, IDENTITY = ONE["recipient"], ONE["identity"]
# BIP 173's own texts that are right, as prefix and bytes.
LONG = "characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1"
RIGHT = {
    f"an83{LONG}tt5tgs": b"",
    "a12uel5l": b"",
    "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw": bytes.fromhex(
        "00443214c74254b635cf84653a56d7c675be77df"
    ),
}
WRONG = {
    "\x201nwldj5": "small ASCII",
    "\x7f1axkwrx": "small ASCII",
    "\x801eym55h": "small ASCII",
    "an84" + LONG.replace("rl", "rsl", 1) + "569pvx": "not a bech32",
    "pzry9x0s0muk": "not a bech32",
    "1pzry9x0s0muk": "not a bech32",
    "x1b4n0q5v": "does not have",
    "li1dgmt3": "not a bech32",
    "de1lg7wt\xff": "does not have",
    "A1G7SGD8": "small ASCII",
    "10a06t8": "not a bech32",
    "1qzzfhee": "not a bech32",
    "a12uel5m": "mistyped",
    "": "not a bech32",
}


@pytest.mark.parametrize("text", RIGHT)
def test_right_texts_are_read_and_written_alike(text):
    prefix, payload = bech32.decode(text)

    assert payload == RIGHT[text]
    assert bech32.encode(prefix, payload) == text


@pytest.mark.parametrize("text", WRONG)
def test_wrong_texts_are_refused_in_words(text):
    with pytest.raises(bech32.BadKeyText, match=WRONG[text]):
        bech32.decode(text)


@given(st.binary(max_size=40))
def test_bytes_come_back(payload):
    assert bech32.decode(bech32.encode("age", payload)) == ("age", payload)


@pytest.mark.parametrize("payload", [b"\x01", b"\xff" * 3])
def test_bits_left_over_are_refused(payload):
    # One sign more, or the spare bits of the last one not zero, with check signs that fit.
    worths = bech32._regroup(payload, of=8, to=5, is_padded=True)
    for bent in ([*worths, 0], [*worths[:-1], worths[-1] | 1]):
        check = bech32._checksum([*bech32._spread("age"), *bent, *(0,) * 6]) ^ 1
        signs = [*bent, *(check >> 5 * (5 - at) & 31 for at in range(6))]
        text = "age1" + "".join(bech32._SIGNS[worth] for worth in signs)

        with pytest.raises(bech32.BadKeyText, match="left over"):
            bech32.decode(text)


def test_the_keys_of_age_are_spelled_as_age_spells_them():
    secret = bytes.fromhex(ONE["x25519"])

    assert bech32.write_identity(secret) == IDENTITY
    assert bech32.read_identity(IDENTITY) == secret
    assert bech32.recipient_of(secret) == RECIPIENT
    assert bech32.write_recipient(bech32.read_recipient(RECIPIENT)) == RECIPIENT


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (IDENTITY.lower(), "capitals"),
        (RECIPIENT.upper(), "begin with age-secret-key-1"),
        (bech32.encode(bech32.IDENTITY, bytes(31)).upper(), "31 bytes"),
    ],
)
def test_what_is_no_identity_is_refused(text, words):
    with pytest.raises(bech32.BadKeyText, match=words):
        bech32.read_identity(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (RECIPIENT.upper(), "small ASCII"),
        (IDENTITY.lower(), "begin with age1"),
        (bech32.write_recipient(bytes(32)), "everybody"),
        (bech32.write_recipient((1).to_bytes(32, "little")), "everybody"),
        (bech32.write_recipient(b"\xff" * 32), "another spelling"),
        (bech32.write_recipient(bytes(33)), "33 bytes"),
    ],
)
def test_what_is_no_recipient_is_refused(text, words):
    with pytest.raises(bech32.BadKeyText, match=words):
        bech32.read_recipient(text)
