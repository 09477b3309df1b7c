import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py_ecc.bls.point_compression import compress_G1, compress_G2

from jernih.pure.bls.encoding import BadPoint, PointFault, decode_g1, decode_g2
from jernih.pure.bls.fields import Fp, Fp2, P
from tests.pure.bls.referee import GROUPS, compress, outside_group, scalars, some_point, theirs

DECODE = {"g1": decode_g1, "g2": decode_g2}
BOTH = pytest.mark.parametrize("name", DECODE)


def fault_of(name: str, encoded: bytes) -> PointFault | None:
    try:
        DECODE[name](encoded)
    except BadPoint as bad:
        return bad.fault
    return None


def flagged(encoded: bytes, *, on: int = 0, off: int = 0) -> bytes:
    return bytes([(encoded[0] | on) & ~off & 0xFF]) + encoded[1:]


@settings(max_examples=10)
@given(scalars)
def test_what_the_referee_writes_we_read(scalar):
    p, q = some_point("g1", scalar), some_point("g2", scalar)

    high, low = compress_G2(theirs(q))

    assert decode_g1(compress_G1(theirs(p)).to_bytes(48, "big")) == p
    assert decode_g2(high.to_bytes(48, "big") + low.to_bytes(48, "big")) == q


@BOTH
def test_the_flag_of_the_larger_root_chooses_the_point(name):
    x, y = some_point(name, 11)

    assert DECODE[name](compress((x, y))) == (x, y)
    assert DECODE[name](compress((x, -y))) == (x, -y)


@BOTH
@pytest.mark.parametrize("length", [0, 1, 47, 49, 95, 97])
def test_another_length_is_refused(name, length):
    assert fault_of(name, b"\x80" * length) is PointFault.LENGTH


def test_a_point_of_the_other_group_is_refused():
    assert fault_of("g1", compress(some_point("g2", 3))) is PointFault.LENGTH
    assert fault_of("g2", compress(some_point("g1", 3))) is PointFault.LENGTH


@BOTH
def test_a_point_without_the_flag_is_refused(name):
    encoded = compress(some_point(name, 3))

    assert fault_of(name, flagged(encoded, off=0x80)) is PointFault.NOT_COMPRESSED


@BOTH
def test_infinity_is_refused_in_every_spelling(name):
    length = len(compress(some_point(name, 1)))

    for first in (0xC0, 0xE0):
        assert fault_of(name, bytes([first]) + bytes(length - 1)) is PointFault.INFINITY
    point = flagged(compress(some_point(name, 3)), on=0x40)
    assert fault_of(name, point) is PointFault.INFINITY


@BOTH
def test_a_second_spelling_of_x_is_refused(name):
    # x + p fits into the 381 bits for the smallest x alone.
    curve, _ = GROUPS[name]
    for small in range(100):
        x = Fp(small) if name == "g1" else Fp2(small, 0)
        y = (x * x * x + curve.b).sqrt()
        if y is not None:
            break
    once = compress((x, y))
    again = (int.from_bytes(once, "big") + P).to_bytes(len(once), "big")

    assert fault_of(name, once) is PointFault.NOT_IN_GROUP
    assert fault_of(name, again) is PointFault.TOO_LARGE


def test_the_upper_half_of_an_extended_x_is_bounded_too():
    encoded = bytes([0x9F]) + b"\xff" * 47 + bytes(48)

    assert fault_of("g2", encoded) is PointFault.TOO_LARGE


@BOTH
def test_an_x_without_a_point_is_refused(name):
    curve, _ = GROUPS[name]
    x, y = some_point(name, 3)
    while (x * x * x + curve.b).sqrt() is not None:
        x = x + x

    assert fault_of(name, compress((x, y))) is PointFault.NOT_ON_CURVE


@BOTH
def test_a_point_outside_the_group_is_refused(name):
    assert fault_of(name, compress(outside_group(name))) is PointFault.NOT_IN_GROUP


@BOTH
@settings(max_examples=15)
@given(scalar=scalars, bit=st.integers(0, 383))
def test_no_flipped_bit_gives_the_same_point(name, scalar, bit):
    point = some_point(name, scalar)
    encoded = bytearray(compress(point))
    encoded[bit // 8] ^= 1 << bit % 8

    try:
        read = DECODE[name](bytes(encoded))
    except BadPoint:
        return
    # Only the flag of the larger root leads to another good point: the mirror image.
    assert (bit, read) == (5, (point[0], -point[1]))
