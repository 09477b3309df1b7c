import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jernih.pure.seal import x25519
from tests.pure.seal.people import GOLDEN

VECTORS = GOLDEN["x25519"]
# What leads to zero, in all its spellings below 2^255: the subgroup of order eight.
P = 2**255 - 19
EIGHTH = 325606250916557431795983626356110631294008115727848805560023387167927233504
OTHER_EIGHTH = 39382357235489614581723060781553021112529911719440698176882885853963445705823
WEAK = [0, 1, P - 1, P, P + 1, EIGHTH, OTHER_EIGHTH]


@pytest.mark.parametrize("one", VECTORS["multiply"], ids=lambda one: one["out"][:8])
def test_the_rfcs_products_are_found(one):
    found = x25519.multiply(bytes.fromhex(one["scalar"]), bytes.fromhex(one["u"]))

    assert found.hex() == one["out"]


@pytest.mark.parametrize("one", VECTORS["public"], ids=lambda one: one["public"][:8])
def test_the_rfcs_public_keys_are_found(one):
    assert x25519.public_key(bytes.fromhex(one["secret"])).hex() == one["public"]


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
@settings(max_examples=20)
def test_both_sides_of_an_exchange_find_the_same(one, other):
    of_one = x25519.multiply(one, x25519.public_key(other))

    assert of_one == x25519.multiply(other, x25519.public_key(one))
    assert not x25519.is_weak(x25519.public_key(one))


@pytest.mark.parametrize("number", WEAK)
@pytest.mark.parametrize("top", [0, 2**255])
def test_points_that_everybody_can_open_are_known(number, top):
    point = (number | top).to_bytes(32, "little")

    assert x25519.is_weak(point)
    assert not any(x25519.multiply(bytes(range(32)), point))


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_key_of_another_length_is_refused(size):
    with pytest.raises(x25519.BadPoint, match="32 bytes"):
        x25519.public_key(bytes(size))
    with pytest.raises(x25519.BadPoint, match="32 bytes"):
        x25519.is_weak(bytes(size))
