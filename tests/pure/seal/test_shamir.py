from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.seal import shamir
from jernih.pure.seal.shamir import BadShare
from tests.pure.seal.people import GOLDEN

GIVEN = GOLDEN["shares"]
SECRET = bytes.fromhex(GIVEN["secret"])
PACKAGE = [bytes.fromhex(share) for share in GIVEN["package"]]
OURS = [bytes.fromhex(share) for share in GIVEN["ours"]]
bytes_32 = st.binary(min_size=32, max_size=32)


@pytest.mark.parametrize("shares", [PACKAGE, OURS], ids=["made by the package", "made by us"])
def test_any_two_shares_of_either_maker_and_all_three_make_the_secret(shares):
    for chosen in (*permutations(shares, 2), *permutations(shares, 3)):
        assert shamir.join(chosen) == SECRET


def test_our_shares_are_those_that_the_package_has_joined():
    assert list(shamir.split(SECRET, chance=bytes.fromhex(GIVEN["chance"]))) == OURS


@given(bytes_32, bytes_32)
def test_whatever_the_secret_any_two_make_it_again(secret, chance):
    shares = shamir.split(secret, chance=chance)

    assert all(shamir.join(two) == secret for two in combinations(shares, 2))


@given(bytes_32, bytes_32, bytes_32, st.integers(0, 2))
def test_one_share_alone_fits_every_secret(secret, chance, other, at):
    share = shamir.split(secret, chance=chance)[at]
    # The line through the share and any other secret at 0 is as good as the true one.
    inverse = shamir._inverse(share[-1])
    slope = bytes(shamir._times(y ^ o, inverse) for y, o in zip(share, other, strict=False))

    assert shamir.split(other, chance=slope)[at] == share


@given(st.integers(0, 32), st.integers(1, 255))
def test_a_wrong_share_makes_a_wrong_secret_and_a_third_one_tells(at, flip):
    bent = bytearray(PACKAGE[0])
    bent[at] ^= flip
    wrong = bytes(bent)
    if wrong[-1] in {0, PACKAGE[1][-1], PACKAGE[2][-1]}:
        return

    assert shamir.join([wrong, PACKAGE[1]]) != SECRET
    with pytest.raises(BadShare, match="one of these shares is wrong"):
        shamir.join([wrong, *PACKAGE[1:]])


def test_every_number_but_zero_has_an_inverse():
    assert all(shamir._times(a, shamir._inverse(a)) == 1 for a in range(1, 256))


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ([], "2 shares"),
        (PACKAGE[:1], "2 shares"),
        ([PACKAGE[0], PACKAGE[0]], "twice"),
        ([PACKAGE[0], PACKAGE[1][:-1]], "33 bytes"),
        ([PACKAGE[0], PACKAGE[1] + b"\n"], "33 bytes"),
        ([PACKAGE[0], bytes(33)], "not zero"),
    ],
)
def test_what_makes_no_secret_is_refused_in_words(shares, words):
    with pytest.raises(BadShare, match=words):
        shamir.join(shares)


@pytest.mark.parametrize(("secret", "chance"), [(31, 32), (32, 33)])
def test_a_secret_of_another_length_is_not_shared(secret, chance):
    with pytest.raises(BadShare, match="32 bytes each"):
        shamir.split(bytes(secret), chance=bytes(chance))
