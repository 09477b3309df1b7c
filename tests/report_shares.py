"""Split an escrow identity in three by hand, so that any two make it again."""

import secrets


def shares_of(escrow: str) -> list[bytes]:
    """Two of three shares of an age identity's bytes, as npm shamir-secret-sharing has them."""
    secret = _bech32_bytes(escrow)
    slope = secrets.token_bytes(len(secret))
    return [
        bytes(s ^ _times(a, x) for s, a in zip(secret, slope, strict=True)) + bytes([x])
        for x in (1, 2, 3)
    ]


def _times(a: int, b: int) -> int:
    product = 0
    while b:
        product ^= a * (b & 1)
        a, b = (a << 1) ^ (0x11B * (a >> 7)), b >> 1
    return product


def _bech32_bytes(identity: str) -> bytes:
    worths = ["qpzry9x8gf2tvdw0s3jn54khce6mua7l".index(sign) for sign in identity.lower()[16:-6]]
    number = 0
    for worth in worths:
        number = number << 5 | worth
    return (number >> (5 * len(worths) - 256)).to_bytes(32, "big")
