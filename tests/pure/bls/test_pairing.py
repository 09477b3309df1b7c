from hypothesis import given, settings
from py_ecc.optimized_bls12_381 import pairing

from jernih.pure.bls.curve import G1, G2, ORDER, multiply, negate
from jernih.pure.bls.pairing import final_power, miller_loop, pairings_cancel
from jernih.pure.bls.tower import ONE
from tests.pure.bls.referee import scalars, some_point, theirs


def value(p, q):
    return final_power(miller_loop(p, q))


@settings(max_examples=2)
@given(scalars, scalars)
def test_ours_is_a_fixed_power_of_the_referees_pairing(a, b):
    p, q = some_point("g1", a), some_point("g2", b)

    other = pairing(theirs(q), theirs(p))

    # The third power for a shorter last step; its inverse, as py_ecc leaves out the sign of x.
    assert theirs(value(p, q)) * other**3 == type(other).one()


@settings(max_examples=5)
@given(scalars)
def test_a_factor_may_move_from_one_side_to_the_other(a):
    left = value(some_point("g1", a), G2.generator)

    assert left == value(G1.generator, some_point("g2", a))
    assert left != ONE


def test_the_values_have_the_order_of_the_groups():
    power, base = ONE, value(G1.generator, G2.generator)
    for bit in f"{ORDER:b}":
        power = power * power
        if bit == "1":
            power = power * base

    assert power == ONE


@settings(max_examples=5)
@given(scalars, scalars)
def test_pairings_cancel_exactly_when_the_factors_add_up_to_nothing(a, b):
    third = multiply(a * b % ORDER, G1.generator)
    pairs = [(some_point("g1", a), some_point("g2", b)), (negate(third), G2.generator)]

    assert pairings_cancel(pairs)
    assert not pairings_cancel(pairs[:1])
    assert not pairings_cancel([pairs[0], (third, G2.generator)])


def test_infinity_counts_as_one():
    assert pairings_cancel([])
    assert pairings_cancel([(None, G2.generator), (G1.generator, None)])
    assert not pairings_cancel([(None, G2.generator), (G1.generator, G2.generator)])
