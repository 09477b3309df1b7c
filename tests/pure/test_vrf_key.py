from math import gcd, prod

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from jernih.pure import vrf, vrf_key
from jernih.pure.vrf_key import BadKey, PrivateKey, PublicKey
from tests.vectors import load

VECTORS = load("vrf")
KEYS = {
    name: PrivateKey(int(one["p"], 16), int(one["q"], 16)) for name, one in VECTORS["keys"].items()
}
PUBLIC = KEYS["2048"].public
ROOTS = [bytes.fromhex(root) for root in VECTORS["permutations"][0]["roots"]]
BAD_N = int(VECTORS["two_proofs"]["modulus"], 16)
BAD_P = int(VECTORS["two_proofs"]["p"], 16)
SQUARE_N = int(VECTORS["square"]["modulus"], 16)
SQUARE_P = int(VECTORS["square"]["p"], 16)
# Every prime up to 65537, by another way than the sieve; a few pseudoprimes do no harm here.
SMALL = prod(n for n in range(2, 65538) if pow(2, n - 1, n) == 1 or n == 2)
SQUARE_Q = int(VECTORS["square"]["q"], 16)


def challenges(n: int) -> list[int]:
    """The nine numbers of the module's docstring, written out a second time."""
    length = (n.bit_length() + 7) // 8
    found = []
    for at in range(9):
        seed = b"jernih/vrf-key/v1\0" + length.to_bytes(4, "big") + n.to_bytes(length, "big")
        seed += at.to_bytes(1, "big")
        stream = b""
        while len(stream) < length + 32:
            digest = hashes.Hash(hashes.SHA256())
            digest.update(seed + (len(stream) // 32).to_bytes(4, "big"))
            stream += digest.finalize()
        found.append(int.from_bytes(stream[: length + 32], "big") % n)
    return found


def test_the_published_roots_of_the_vector_come_out():
    one = VECTORS["permutations"][0]

    assert [root.hex() for root in vrf_key.prove_permutation(KEYS[one["key"]])] == one["roots"]
    assert vrf.key_ref(KEYS[one["key"]].public) == one["key_ref"]
    vrf_key.verify_permutation(PUBLIC, roots=ROOTS)


def test_the_roots_are_what_the_docs_say_computed_without_our_code():
    exponent = 65537 * PUBLIC.n

    assert [pow(int.from_bytes(root, "big"), exponent, PUBLIC.n) for root in ROOTS] == challenges(
        PUBLIC.n
    )


def test_a_key_made_by_the_library_can_be_proven():
    numbers = rsa.generate_private_key(65537, 2048).private_numbers()
    key = PrivateKey(numbers.p, numbers.q)

    vrf_key.verify_permutation(key.public, roots=vrf_key.prove_permutation(key))

    assert key.public == PublicKey(numbers.public_numbers.n, numbers.public_numbers.e)


def test_our_root_is_the_librarys_signature():
    """PKCS #1 v1.5 (RFC 8017, 9.2) signs by the same root; its padding is written out here."""
    private = rsa.generate_private_key(65537, 2048)
    numbers = private.private_numbers()
    digest = hashes.Hash(hashes.SHA256())
    digest.update(b"jernih")
    info = bytes.fromhex("3031300d060960864801650304020105000420") + digest.finalize()
    message = b"\0\1" + b"\xff" * (256 - 3 - len(info)) + b"\0" + info

    signature = private.sign(b"jernih", padding.PKCS1v15(), hashes.SHA256())
    root = vrf_key.root(
        PrivateKey(numbers.p, numbers.q), int.from_bytes(message, "big"), exponent=65537
    )

    assert root.to_bytes(256, "big") == signature


@settings(max_examples=6)
@given(st.integers(0, 8), st.integers(0, 2047))
def test_any_changed_bit_of_the_roots_is_found(at, bit):
    touched = bytearray(ROOTS[at])
    touched[bit // 8] ^= 1 << bit % 8

    with pytest.raises(BadKey, match=f"root {at} "):
        vrf_key.verify_permutation(PUBLIC, roots=[*ROOTS[:at], bytes(touched), *ROOTS[at + 1 :]])


@pytest.mark.parametrize(
    ("roots", "said"),
    [
        ([], "0 roots"),
        (ROOTS[:8], "8 roots"),
        ([*ROOTS, ROOTS[0]], "10 roots"),
        (ROOTS[::-1], "root 0 is wrong"),
        ([ROOTS[0][1:], *ROOTS[1:]], "root 0 is not"),
        ([b"\0" + ROOTS[0], *ROOTS[1:]], "root 0 is not"),
        ([b"\xff" * 256, *ROOTS[1:]], "root 0 is not"),
    ],
)
def test_other_roots_are_refused(roots, said):
    with pytest.raises(BadKey, match=said):
        vrf_key.verify_permutation(PUBLIC, roots=roots)


def test_roots_belong_to_one_key():
    with pytest.raises(BadKey):
        vrf_key.verify_permutation(PublicKey(BAD_N), roots=ROOTS)


def test_where_the_exponent_divides_a_factor_less_one_nobody_can_have_the_roots():
    assert (BAD_P - 1) % 65537 == 0
    assert BAD_N % BAD_P == 0

    with_root = [c for c in challenges(BAD_N) if pow(c, (BAD_P - 1) // 65537, BAD_P) == 1]

    assert with_root == []
    best = forged(BAD_N, [BAD_N // BAD_P])
    with pytest.raises(BadKey, match="several values"):
        vrf_key.verify_permutation(PublicKey(BAD_N), roots=best)


def test_where_a_square_divides_the_modulus_nobody_can_have_the_roots():
    assert SQUARE_P**2 * SQUARE_Q == SQUARE_N

    with_root = [c for c in challenges(SQUARE_N) if pow(c, SQUARE_P - 1, SQUARE_P**2) == 1]

    assert with_root == []
    best = forged(SQUARE_N, [SQUARE_P, SQUARE_Q])
    with pytest.raises(BadKey, match="several values"):
        vrf_key.verify_permutation(PublicKey(SQUARE_N), roots=best)
    with pytest.raises(BadKey):
        vrf_key.prove_permutation(PrivateKey(SQUARE_P, SQUARE_P * SQUARE_Q))


@pytest.mark.parametrize("small", [2, 3, 257, 65521, 65537])
def test_one_small_factor_is_found_at_once(small):
    """The bound of the proof needs it, and 65537 itself would be no permutation."""
    rest = (1 << 2048) // small
    while gcd(rest, SMALL) != 1:
        rest -= 1
    assert (small * rest).bit_length() == 2048

    with pytest.raises(BadKey, match="a prime up to 65537"):
        vrf_key.verify_permutation(PublicKey(small * rest), roots=ROOTS)


def test_two_factors_of_which_one_divides_the_other_less_one_cannot_be_proven():
    with pytest.raises(BadKey):
        vrf_key.prove_permutation(PrivateKey(KEYS["2048"].p, KEYS["2048"].p))


def test_a_key_of_another_form_is_refused_whatever_its_roots():
    short = PrivateKey(2**521 - 1, 2**607 - 1)

    with pytest.raises(BadKey, match="1128 bits"):
        vrf_key.prove_permutation(short)
    with pytest.raises(BadKey, match="1128 bits"):
        vrf_key.verify_permutation(short.public, roots=ROOTS)
    with pytest.raises(BadKey, match="exponent"):
        vrf_key.verify_permutation(PublicKey(PUBLIC.n, e=3), roots=ROOTS)


def test_a_factor_that_is_no_prime_gives_no_roots_away():
    p, q = KEYS["2048"].p + 2, KEYS["2048"].q
    while gcd(p, SMALL) != 1 or gcd(65537 * p * q, (p - 1) * (q - 1)) != 1:
        p += 2
    assert pow(2, p - 1, p) != 1

    with pytest.raises(BadKey, match="root 0 is wrong"):
        vrf_key.prove_permutation(PrivateKey(p, q))


@pytest.mark.parametrize("bits", [1024, 2047, 2049, 3071, 4097])
def test_a_modulus_of_another_size_is_refused(bits):
    with pytest.raises(BadKey, match=f"{bits} bits"):
        vrf_key.check_key(PublicKey((1 << bits) - 1))


@pytest.mark.parametrize("e", [1, 3, 65539])
def test_another_exponent_is_refused(e):
    with pytest.raises(BadKey, match="exponent"):
        vrf_key.check_key(PublicKey(PUBLIC.n, e=e))


def test_a_modulus_has_one_spelling():
    spelled = PUBLIC.modulus.hex()

    assert vrf_key.read_key(spelled) == PUBLIC
    for other in ("0" + spelled, spelled.upper(), "0x" + spelled, spelled + "\n", " " + spelled):
        with pytest.raises(BadKey):
            vrf_key.read_key(other)
    for other in ("", "1_0", "z" * 512, "+" + spelled, "-1", "٣" * 512):
        with pytest.raises(BadKey):
            vrf_key.read_key(other)


def test_a_published_modulus_of_another_size_is_refused():
    with pytest.raises(BadKey, match="1024 bits"):
        vrf_key.read_key("f" * 256)


@given(st.binary(max_size=40), st.integers(0, 400))
def test_a_longer_mask_only_adds_to_a_shorter_one(seed, length):
    longer = vrf_key.mgf1(seed, 400)

    assert vrf_key.mgf1(seed, length) == longer[:length]
    assert len(longer) == 400


def forged(n: int, good: list[int]) -> list[bytes]:
    """The most a cheat can do: roots that are right for every prime factor that allows one."""
    roots = []
    for challenge in challenges(n):
        value, product = 1, 1
        for q in good:
            part = pow(challenge % q, pow(65537 * n, -1, q - 1) if n % q**2 else 1, q)
            value += product * ((part - value) * pow(product, -1, q) % q)
            product *= q
        roots.append((value % n).to_bytes(256, "big"))
    return roots
