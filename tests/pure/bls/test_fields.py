import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jernih.pure.bls.fields import Fp, Fp2, P
from tests.pure.bls.referee import fp, fp2, theirs

BOTH = pytest.mark.parametrize(
    ("one", "zero"), [(Fp(1), Fp(0)), (Fp2(1, 0), Fp2(0, 0))], ids=["Fp", "Fp2"]
)
pairs = st.one_of(st.tuples(fp, fp), st.tuples(fp2, fp2))


@given(pairs)
def test_we_and_the_referee_reckon_the_same(pair):
    a, b = pair

    assert theirs(a + b) == theirs(a) + theirs(b)
    assert theirs(a - b) == theirs(a) - theirs(b)
    assert theirs(-a) == -theirs(a)
    assert theirs(a * b) == theirs(a) * theirs(b)
    assert theirs(a.times(7)) == theirs(a) * 7


@given(pairs)
def test_an_inverse_undoes_a_product(pair):
    a, b = pair
    if b:
        assert a * b * b.inverse() == a


@BOTH
def test_zero_has_no_inverse(one, zero):
    assert one
    assert not zero
    with pytest.raises(ValueError, match="invertible"):
        zero.inverse()


@settings(max_examples=40)
@given(pairs)
def test_a_square_has_a_root_and_it_is_one_of_two(pair):
    a, _ = pair

    assert (a * a).sqrt() in (a, -a)


@settings(max_examples=20)
@given(st.one_of(fp.filter(bool), fp2.filter(bool)))
def test_a_root_is_found_exactly_where_the_referee_sees_a_square(a):
    size = P if isinstance(a, Fp) else P * P

    is_square = theirs(a) ** ((size - 1) // 2) == type(theirs(a)).one()

    assert (a.sqrt() is not None) == is_square


@settings(max_examples=20)
@given(fp)
def test_every_real_number_has_a_root_in_the_extension(a):
    real = Fp2(a.n, 0)

    root = real.sqrt()

    assert root is not None
    assert root * root == real


@given(pairs)
def test_of_two_roots_exactly_one_is_upper_and_exactly_one_is_odd(pair):
    a, _ = pair
    if a:
        assert {a.is_upper(), (-a).is_upper()} == {True, False}
        assert {a.sgn0(), (-a).sgn0()} == {0, 1}


def test_the_signs_of_an_extended_number_look_at_the_parts_in_the_order_of_their_specs():
    assert Fp2(0, 1).sgn0() == 1
    assert Fp2(2, 1).sgn0() == 0
    assert Fp2(P - 1, 1).is_upper() is False
    assert Fp2(P - 1, 0).is_upper() is True
    assert Fp2(0, 0).sgn0() == 0
    assert Fp2(0, 0).is_upper() is False


@settings(max_examples=20)
@given(fp2)
def test_the_conjugate_is_the_power_p(a):
    assert a.conjugate() == a**P


@BOTH
def test_numbers_are_equal_by_value_and_by_kind(one, zero):
    same = zero + one

    assert same == one
    assert hash(same) == hash(one)
    assert len({same, one}) == 1
    assert one != 1
    assert str(one).startswith(type(one).__name__)
