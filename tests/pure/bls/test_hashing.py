from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py_ecc.bls.hash_to_curve import hash_to_G1, hash_to_G2

from jernih.pure.bls import isogeny
from jernih.pure.bls.curve import is_in_group, is_on
from jernih.pure.bls.fields import Fp, Fp2
from jernih.pure.bls.hashing import (
    carry_over,
    expand_message,
    hash_to_curve,
    hash_to_field,
    map_to_curve,
)
from tests.pure.bls.referee import GROUPS, ours
from tests.vectors import load

VECTORS = load("bls")
BOTH = pytest.mark.parametrize("name", GROUPS)
CASES = pytest.mark.parametrize(
    ("name", "at"), [(name, at) for name in GROUPS for at in range(len(VECTORS[name]["vectors"]))]
)


def element(digits: list[str]):
    numbers = [int(part, 16) for part in digits]
    return Fp(*numbers) if len(numbers) == 1 else Fp2(*numbers)


def point(pair: list[list[str]]):
    return tuple(map(element, pair))


@CASES
def test_the_points_of_the_rfc_come_out_step_by_step(name, at):
    one = VECTORS[name]["vectors"][at]
    dst = VECTORS[name]["dst"].encode("ascii")
    message = one["message"].encode("ascii")
    curve, suite = GROUPS[name]

    fields = hash_to_field(suite, message, dst=dst)
    hashed = hash_to_curve(suite, message, dst=dst)

    assert list(fields) == [element(digits) for digits in one["u"]]
    assert map_to_curve(suite, fields[0]) == point(one["Q0"])
    assert map_to_curve(suite, fields[1]) == point(one["Q1"])
    assert hashed == point(one["P"])
    assert is_on(curve, hashed)
    assert is_in_group(hashed)


@pytest.mark.parametrize("one", VECTORS["expand"]["vectors"])
def test_the_streams_of_the_rfc_come_out(one):
    dst = VECTORS["expand"]["dst"].encode("ascii")

    stream = expand_message(one["message"].encode("ascii"), dst=dst, length=one["length"])

    assert stream.hex() == one["stream"]


def test_there_are_vectors_for_both_groups_and_the_stream():
    assert [len(VECTORS[name]["vectors"]) for name in ("g1", "g2", "expand")] == [5, 5, 10]


@settings(max_examples=5)
@given(st.binary(max_size=100), st.binary(min_size=1, max_size=60))
def test_we_and_the_referee_hash_the_same(message, dst):
    assert hash_to_curve(GROUPS["g1"][1], message, dst=dst) == ours(
        hash_to_G1(message, dst, sha256)
    )
    assert hash_to_curve(GROUPS["g2"][1], message, dst=dst) == ours(
        hash_to_G2(message, dst, sha256)
    )


@BOTH
def test_a_zero_of_the_field_has_its_point_too(name):
    curve, suite = GROUPS[name]

    assert is_on(curve, map_to_curve(suite, suite.element([0, 0][: suite.m])))


def test_where_a_denominator_of_the_map_is_zero_stands_infinity():
    # Roots of x_den, found by factoring it: the points that the isogenies forget.
    pole_1 = Fp(
        int(
            "1665a9c648e78314490a94f654d9b1039ab85847223bfaed"
            "9aa54f0f07736d122d1ceca1ac0e9123e753fde16e97c3d7",
            16,
        )
    )
    pole_2 = Fp2(-6, 6)

    assert carry_over(isogeny.TO_G1, (pole_1, Fp(1))) is None
    assert carry_over(isogeny.TO_G2, (pole_2, Fp2(1, 0))) is None


def test_a_stream_of_more_than_255_blocks_is_refused():
    assert len(expand_message(b"", dst=b"tag", length=255 * 32)) == 255 * 32
    with pytest.raises(ValueError, match="8161 bytes"):
        expand_message(b"", dst=b"tag", length=255 * 32 + 1)


def test_a_tag_that_does_not_fit_is_refused():
    assert len(expand_message(b"", dst=bytes(255), length=1)) == 1
    with pytest.raises(OverflowError):
        expand_message(b"", dst=bytes(256), length=1)
