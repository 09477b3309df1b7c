"""Sign something unseen: RSA blind signatures, RSABSSA-SHA384-PSS-Randomized of RFC 9474.

Who is served asks for one signature under a message that nobody but her knows; the office signs
it blinded, and cannot tell later which of all its signatures this one was. Bytes (k: octets of n):

    token    = 32 bytes that she chose                       what the box takes once
    prepared = 32 more random bytes || token                 RFC 9474, 4.1
    m        = OS2IP(EMSA-PSS(SHA-384, MGF1-SHA-384, salt of 48 bytes, bits of n - 1))
    blinded  = m * r^65537 mod n, as k octets                r: random, below n
    signed   = blinded ^ (1/65537) mod n                     all that the office sees
    signature = signed * r^-1 mod n, an ordinary RSA-PSS signature of `prepared`

Source: RFC 9474; RFC 8017, 9.1. Vectors: tests/vectors/blind.json.
"""

from dataclasses import dataclass, field
from hashlib import sha384
from hmac import compare_digest
from math import gcd
from typing import Final

from jernih.pure import vrf_key
from jernih.pure.vrf_key import PrivateKey, PublicKey

PREFIX_BYTES: Final = 32
TOKEN_BYTES: Final = 32
SALT_BYTES: Final = 48
_HASH_BYTES: Final = 48
_TRAILER: Final = b"\xbc"


class BadToken(ValueError):
    """Said of a signature, a blinded message, or chance that does not fit."""


@dataclass(frozen=True, kw_only=True)
class Blinded:
    """A message as the signer sees it, and the number that takes the blinding off again."""

    message: bytes
    unblind: int = field(repr=False)


def prepare(token: bytes, *, prefix: bytes) -> bytes:
    """Return what is signed: the token after 32 bytes of fresh chance. Raises BadToken."""
    if len(token) != TOKEN_BYTES or len(prefix) != PREFIX_BYTES:
        raise BadToken("a token and its prefix are 32 bytes each")
    return prefix + token


def blind(key: PublicKey, prepared: bytes, *, salt: bytes, chance: int) -> Blinded:
    """Return a prepared message blinded.

    salt: 48 fresh random bytes. chance: a fresh random number from 1 below n. Raises BadToken.
    """
    message = int.from_bytes(_encode(prepared, salt=salt, bits=key.n.bit_length() - 1), "big")
    if not 0 < chance < key.n or gcd(message, key.n) != 1 or gcd(chance, key.n) != 1:
        raise BadToken("this chance does not fit the key")
    blinded = message * pow(chance, key.e, key.n) % key.n
    return Blinded(message=blinded.to_bytes(key.octets, "big"), unblind=pow(chance, -1, key.n))


def sign_blinded(key: PrivateKey, blinded: bytes, *, chance: int) -> bytes:
    """Return the blind signature of whatever this is.

    chance: a fresh random number from 2 below n, which hides how long the work takes and nothing
    else. Raises BadToken, or BadKey for factors that are no primes.
    """
    public = key.public
    message = int.from_bytes(blinded, "big")
    if len(blinded) != public.octets or not 0 < message < public.n:
        raise BadToken("not a blinded message under this key")
    covered = message * pow(chance, public.e, public.n) % public.n
    power = vrf_key.root(key, covered, exponent=public.e) * pow(chance, -1, public.n) % public.n
    # One wrong half of the work, given away, would give the factors away with it.
    if pow(power, public.e, public.n) != message:
        raise vrf_key.BadKey("the key does not fit together: its factors are not primes")
    return power.to_bytes(public.octets, "big")


def finish(key: PublicKey, prepared: bytes, *, signed: bytes, unblind: int) -> bytes:
    """Return the signature of a prepared message, the blinding taken off. Raises BadToken."""
    power = int.from_bytes(signed, "big")
    if len(signed) != key.octets or power >= key.n:
        raise BadToken("not a blind signature under this key")
    signature = (power * unblind % key.n).to_bytes(key.octets, "big")
    verify(key, prepared, signature=signature)
    return signature


def verify(key: PublicKey, prepared: bytes, *, signature: bytes) -> None:
    """Raise BadToken unless this key signed the message, seen or unseen: RSASSA-PSS."""
    power = int.from_bytes(signature, "big")
    if len(signature) != key.octets or power >= key.n:
        raise BadToken("not a signature under this key")
    bits = key.n.bit_length() - 1
    encoded = pow(power, key.e, key.n).to_bytes(key.octets, "big")[-_octets(bits) :]
    _check(encoded, prepared, bits=bits)


def _encode(message: bytes, *, salt: bytes, bits: int) -> bytes:
    """EMSA-PSS-ENCODE of RFC 8017, 9.1.1."""
    length = _octets(bits)
    if len(salt) not in (0, SALT_BYTES):
        raise BadToken(f"a salt is {SALT_BYTES} bytes")
    digest = _digest(message, salt)
    block = b"\0" * (length - len(salt) - _HASH_BYTES - 2) + b"\x01" + salt
    masked = _covered(block, digest, bits=bits)
    return masked + digest + _TRAILER


def _check(encoded: bytes, message: bytes, *, bits: int) -> None:
    """EMSA-PSS-VERIFY of RFC 8017, 9.1.2, for a salt of 48 bytes."""
    masked, digest = encoded[: -_HASH_BYTES - 1], encoded[-_HASH_BYTES - 1 : -1]
    block = _covered(masked, digest, bits=bits)
    start, salt = block[:-SALT_BYTES], block[-SALT_BYTES:]
    is_shaped = (
        encoded[-1:] == _TRAILER
        and masked[0] >> (8 - (8 * len(encoded) - bits)) == 0
        and start == b"\0" * (len(start) - 1) + b"\x01"
    )
    if not is_shaped or not compare_digest(digest, _digest(message, salt)):
        raise BadToken("this key did not sign that")


def _digest(message: bytes, salt: bytes) -> bytes:
    return sha384(b"\0" * 8 + sha384(message).digest() + salt).digest()


def _covered(block: bytes, digest: bytes, *, bits: int) -> bytes:
    """Return a block under its mask (or, masked, without), the bits beyond the key's left out."""
    mask = _mgf1(digest, len(block))
    mixed = bytes(a ^ b for a, b in zip(block, mask, strict=True))
    spare = 8 * (len(block) + _HASH_BYTES + 1) - bits
    return bytes([mixed[0] & (0xFF >> spare)]) + mixed[1:]


def _mgf1(seed: bytes, length: int) -> bytes:
    blocks = (
        sha384(seed + at.to_bytes(4, "big")).digest() for at in range(-(-length // _HASH_BYTES))
    )
    return b"".join(blocks)[:length]


def _octets(bits: int) -> int:
    return -(-bits // 8)
