import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jernih.pure.bls.fields import Fp2, P
from jernih.pure.bls.tower import ONE, Fp12
from tests.pure.bls.referee import fp2, fp12, theirs

NIL = Fp2(0, 0)
lines = st.builds(lambda a, b, c: Fp12((a, NIL, b, c, NIL, NIL)), fp2, fp2, fp2)


@settings(max_examples=25)
@given(fp12, st.one_of(fp12, lines))
def test_we_and_the_referee_multiply_the_same(a, b):
    assert theirs(a * b) == theirs(a) * theirs(b)
    assert theirs(b * a) == theirs(a) * theirs(b)


@settings(max_examples=25)
@given(fp12)
def test_an_inverse_gives_one(a):
    if any(a.c):
        assert a * a.inverse() == ONE


def test_zero_has_no_inverse():
    with pytest.raises(ValueError, match="invertible"):
        Fp12((NIL,) * 6).inverse()


@settings(max_examples=5)
@given(fp12)
def test_the_frobenius_is_the_power_p(a):
    power = ONE
    for bit in f"{P:b}":
        power = power * power
        if bit == "1":
            power = power * a

    assert a.frobenius() == power


@settings(max_examples=10)
@given(fp12)
def test_six_times_the_frobenius_is_the_conjugate(a):
    turned = a
    for _ in range(6):
        turned = turned.frobenius()

    assert turned == a.conjugate()


def test_numbers_are_equal_by_value():
    same = ONE * ONE

    assert len({same, ONE}) == 1
    assert ONE != 1
