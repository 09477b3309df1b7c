import pytest
from hypothesis import given, settings
from py_ecc import optimized_bls12_381 as py_ecc

from jernih.pure.bls.curve import ORDER, add, is_in_group, is_on, multiply, negate, slope
from jernih.pure.bls.fields import Fp
from tests.pure.bls.referee import GROUPS, ours, outside_group, scalars, some_point, theirs

BOTH = pytest.mark.parametrize("name", GROUPS)


@BOTH
def test_the_generators_are_those_of_the_referee_and_of_prime_order(name):
    curve, _ = GROUPS[name]

    assert curve.generator == ours(getattr(py_ecc, name.upper()))
    assert py_ecc.curve_order == ORDER
    assert is_on(curve, curve.generator)
    assert is_in_group(curve.generator)
    assert multiply(ORDER - 1, curve.generator) == negate(curve.generator)


@BOTH
@settings(max_examples=10)
@given(a=scalars, b=scalars)
def test_we_and_the_referee_add_and_multiply_the_same(name, a, b):
    generator = getattr(py_ecc, name.upper())

    p, q = some_point(name, a), some_point(name, b)

    assert p == ours(py_ecc.multiply(generator, a))
    assert q == ours(py_ecc.multiply(generator, b))
    if p not in (q, negate(q)):
        assert add(p, q) == ours(py_ecc.add(theirs(p), theirs(q)))
    assert add(p, p) == ours(py_ecc.double(theirs(p)))


@BOTH
def test_infinity_changes_nothing_and_is_what_opposites_make(name):
    p = some_point(name, 5)

    assert add(p, None) == p
    assert add(None, p) == p
    assert add(None, None) is None
    assert add(p, negate(p)) is None
    assert multiply(0, p) is None
    assert multiply(9, None) is None
    assert is_in_group(None)


@BOTH
def test_a_point_moved_off_the_curve_is_seen(name):
    curve, _ = GROUPS[name]
    x, y = curve.generator

    assert not is_on(curve, (x, y + y))


@BOTH
def test_a_point_of_the_curve_may_be_outside_the_group(name):
    point = outside_group(name)

    assert is_on(GROUPS[name][0], point)
    assert not is_in_group(point)


def test_an_upright_line_has_no_slope():
    p = some_point("g1", 3)

    with pytest.raises(ValueError, match="invertible"):
        slope(p, (p[0], p[1] + Fp(1)))
