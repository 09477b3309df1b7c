"""Hold an RSA key as numbers, and prove in public that it gives one value for each input.

The public power x -> x^65537 mod n hits every value once exactly if n has no square in it and
65537 divides neither n nor any p-1. Who makes the key could make it otherwise, and would then
have several valid proofs for one person. So the office publishes, with the key, nine roots that
it can have only if the key is good (Goldberg, Reyzin, Sagga, Baldimtsi: "Efficient noninteractive
certification of RSA moduli and beyond", ePrint 2018/057). Bytes, normative (k: octets of n):

    c_i = OS2IP(MGF1("jernih/vrf-key/v1" 00 || u32be(k) || I2OSP(n, k) || u8(i), k+32)) mod n
    r_i = c_i ^ (1/(65537 n)) mod n, as k octets             i = 0..8

Whoever checks it finds that (1) n is 2048, 3072 or 4096 bits, (2) no prime up to 65537 divides n,
(3) r_i < n and r_i ^ (65537 n) mod n = c_i for all nine. Why that is enough: if a square p*p
divides n, at most one value in p has such a root; if 65537 divides p-1, at most one in 65537, and
the multiples of p. Either way a bad key passes one test with a chance below 2/65537, and all nine
below 2^-135, for each key that somebody tries to make.
What it does not show: that the factors are secret, or hard to find. Whoever knows them can compute
every person's nullifier; the office always can.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from math import gcd, prod
from typing import Final

E: Final = 65_537
SIZES: Final = (2048, 3072, 4096)
ROOTS: Final = 9

_CHALLENGE: Final = b"jernih/vrf-key/v1\0"
# Far more than n has, so that taking the rest by n favours no value.
_SPARE: Final = 32


class BadKey(ValueError):
    """Said of a key that is not fit, or not shown to be fit, for one value a person."""


@dataclass(frozen=True)
class PublicKey:
    """What everybody knows. n: the modulus; e: 65537, no other is accepted."""

    n: int
    e: int = E

    @property
    def octets(self) -> int:
        """Return how many bytes the modulus and every proof have."""
        return (self.n.bit_length() + 7) // 8

    @property
    def modulus(self) -> bytes:
        """Return the modulus in its one spelling."""
        return self.n.to_bytes(self.octets, "big")


@dataclass(frozen=True)
class PrivateKey:
    """What the office alone knows: the two primes. Everything else follows from them."""

    # Kept out of repr, so that no log and no error page ever shows them.
    p: int = field(repr=False)
    q: int = field(repr=False)

    @property
    def public(self) -> PublicKey:
        """Return the part to publish."""
        return PublicKey(self.p * self.q)


def read_key(modulus: str) -> PublicKey:
    """Return the key whose modulus is spelled in lower-case hex. Raises BadKey."""
    if not (modulus.isascii() and modulus.isalnum() and modulus == modulus.lower()):
        raise BadKey("a modulus is spelled in lower-case hex digits")
    try:
        key = PublicKey(int(modulus, 16))
    except ValueError:
        raise BadKey("a modulus is spelled in lower-case hex digits") from None
    check_key(key)
    if key.modulus.hex() != modulus:
        raise BadKey("another spelling of this modulus is the right one")
    return key


def check_key(key: PublicKey) -> None:
    """Raise BadKey unless the key has the form of ours; `verify_permutation` shows the rest."""
    if key.n.bit_length() not in SIZES:
        raise BadKey(f"the modulus has {key.n.bit_length()} bits, not one of {SIZES}")
    if key.e != E:
        raise BadKey(f"the exponent is not {E}")


def prove_permutation(key: PrivateKey) -> tuple[bytes, ...]:
    """Return the nine roots to publish with a key, k bytes each. Raises BadKey."""
    public = key.public
    exponent = public.e * public.n
    roots = tuple(
        root(key, challenge, exponent=exponent).to_bytes(public.octets, "big")
        for challenge in _challenges(public)
    )
    # Factors that are no primes give wrong roots, and wrong roots could betray the factors.
    verify_permutation(public, roots=roots)
    return roots


def verify_permutation(key: PublicKey, *, roots: Sequence[bytes]) -> None:
    """Raise BadKey unless the roots show that this key gives one value for each input."""
    check_key(key)
    if gcd(key.n, _small_primes()) != 1:
        raise BadKey(f"a prime up to {E} divides the modulus")
    if len(roots) != ROOTS:
        raise BadKey(f"{len(roots)} roots were published, not {ROOTS}")
    for at, (one, challenge) in enumerate(zip(roots, _challenges(key), strict=True)):
        power = int.from_bytes(one, "big")
        if len(one) != key.octets or power >= key.n:
            raise BadKey(f"root {at} is not a number below the modulus in {key.octets} bytes")
        if pow(pow(power, key.n, key.n), key.e, key.n) != challenge:
            raise BadKey(f"root {at} is wrong: the key may give one person several values")


def root(key: PrivateKey, value: int, *, exponent: int) -> int:
    """Return the number whose power, modulo the key's modulus, is `value`.

    Raises BadKey if there may be none or several. The result is right only if p and q are prime:
    whoever gives it away checks it first.
    """
    p, q = key.p, key.q
    try:
        of_p = pow(value % p, pow(exponent, -1, p - 1), p)
        of_q = pow(value % q, pow(exponent, -1, q - 1), q)
        return of_q + q * ((of_p - of_q) * pow(q, -1, p) % p)
    except ValueError:
        raise BadKey("the key is not a good one: such roots are not unique") from None


def mgf1(seed: bytes, length: int) -> bytes:
    """Return so many bytes that only look random: MGF1 of RFC 8017 with SHA-256."""
    blocks = (sha256(seed + at.to_bytes(4, "big")).digest() for at in range(-(-length // 32)))
    return b"".join(blocks)[:length]


def _challenges(key: PublicKey) -> list[int]:
    seed = _CHALLENGE + key.octets.to_bytes(4, "big") + key.modulus
    return [
        int.from_bytes(mgf1(seed + bytes([at]), key.octets + _SPARE), "big") % key.n
        for at in range(ROOTS)
    ]


@cache
def _small_primes() -> int:
    """Return the product of all primes up to 65537."""
    is_prime = bytearray([1]) * (E + 1)
    for number in range(2, 257):
        if is_prime[number]:
            is_prime[number * number :: number] = bytes(len(range(number * number, E + 1, number)))
    return prod(number for number in range(2, E + 1) if is_prime[number])
