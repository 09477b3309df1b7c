import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from jernih.pure.tlog import ed25519
from tests.vectors import load

VECTORS = [
    {name: bytes.fromhex(text) for name, text in one.items()} for one in load("ed25519")["vectors"]
]
ORDER = 2**252 + 27742317777372353535851937790883648493


def library_says(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


@pytest.mark.parametrize("one", VECTORS, ids=range(1, 5))
def test_the_signatures_of_the_rfc_are_good(one):
    assert ed25519.verify(one["public"], one["signature"], one["message"])


@pytest.mark.parametrize("one", VECTORS, ids=range(1, 5))
def test_any_changed_byte_makes_them_bad(one):
    for at in range(64):
        touched = bytearray(one["signature"])
        touched[at] ^= 1
        assert not ed25519.verify(one["public"], bytes(touched), one["message"])
    assert not ed25519.verify(one["public"], one["signature"], one["message"] + b"x")


@pytest.mark.parametrize("one", VECTORS, ids=range(1, 5))
def test_signing_gives_the_keys_and_signatures_of_the_rfc(one):
    assert ed25519.public_key(one["seed"]) == one["public"]
    assert ed25519.sign(one["seed"], one["message"]) == one["signature"]


@settings(max_examples=10, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80))
def test_we_sign_as_the_library_does(seed, message):
    assert ed25519.sign(seed, message) == Ed25519PrivateKey.from_private_bytes(seed).sign(message)


@settings(max_examples=30, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 511))
def test_we_and_the_library_say_the_same(seed, message, bit):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    touched = bytearray(signature)
    touched[bit // 8] ^= 1 << bit % 8

    assert ed25519.verify(public, signature, message)
    assert not ed25519.verify(public, bytes(touched), message)
    assert not library_says(public, bytes(touched), message)


def test_a_second_spelling_of_a_signature_is_refused():
    one = VECTORS[1]
    scalar = int.from_bytes(one["signature"][32:], "little") + ORDER

    again = one["signature"][:32] + scalar.to_bytes(32, "little")

    assert not ed25519.verify(one["public"], again, one["message"])


@pytest.mark.parametrize(
    "public",
    [
        b"",
        bytes(31),
        bytes(33),
        (2**255 - 19).to_bytes(32, "little"),  # y = p: another spelling of 0
        (2**255 + 1).to_bytes(32, "little"),  # y = 1 makes x = 0, which has no sign
        (2).to_bytes(32, "little"),  # no point of the curve has this y
    ],
)
def test_a_malformed_key_signs_nothing(public):
    assert not ed25519.verify(public, VECTORS[0]["signature"], b"")


@pytest.mark.parametrize("length", [0, 63, 65])
def test_a_signature_of_another_length_is_refused(length):
    assert not ed25519.verify(VECTORS[0]["public"], bytes(length), b"")


def test_a_commitment_that_is_no_point_is_refused():
    signature = (2).to_bytes(32, "little") + VECTORS[0]["signature"][32:]

    assert not ed25519.verify(VECTORS[0]["public"], signature, b"")
