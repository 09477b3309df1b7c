"""Check an Ed25519 signature without any library; slow, short, and easy to compare with the RFC.

Signing is here for machines without a library only: it is not constant time, so whoever can
measure it closely, on the same machine, may learn the key.
Source: RFC 8032 sections 5.1.3 and 5.1.5 to 5.1.7 (without the cofactor, as OpenSSL does).
Vectors: tests/vectors/ed25519.json.
"""

from hashlib import sha512
from typing import Final

Point = tuple[int, int, int, int]

KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64

_P: Final = 2**255 - 19
_ORDER: Final = 2**252 + 27742317777372353535851937790883648493
_D: Final = -121665 * pow(121666, -1, _P) % _P
_ROOT_OF_MINUS_ONE: Final = pow(2, (_P - 1) // 4, _P)
_ZERO: Final[Point] = (0, 1, 1, 0)


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether the owner of this public key signed this message.

    A malformed key or signature is simply not valid.
    """
    if len(public) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    key = _decode(public)
    commitment = _decode(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    # The bound on the scalar leaves one signature per message: no second spelling.
    if key is None or commitment is None or scalar >= _ORDER:
        return False
    digest = sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % _ORDER
    return _same(_times(scalar, _BASE), _add(commitment, _times(challenge, key)))


def public_key(seed: bytes) -> bytes:
    """Return the 32 public bytes that belong to a 32-byte seed."""
    return _encode(_times(_expand(seed)[0], _BASE))


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the 64-byte signature of the owner of this 32-byte seed. Not constant time."""
    scalar, prefix = _expand(seed)
    public = _encode(_times(scalar, _BASE))
    nonce = int.from_bytes(sha512(prefix + message).digest(), "little") % _ORDER
    commitment = _encode(_times(nonce, _BASE))
    digest = sha512(commitment + public + message).digest()
    challenge = int.from_bytes(digest, "little") % _ORDER
    return commitment + ((nonce + challenge * scalar) % _ORDER).to_bytes(32, "little")


def _expand(seed: bytes) -> tuple[int, bytes]:
    digest = sha512(seed).digest()
    # A multiple of eight below 2^255 with the highest bit set (section 5.1.5).
    scalar = int.from_bytes(digest[:32], "little") & ((1 << 254) - 8) | (1 << 254)
    return scalar, digest[32:]


def _encode(point: Point) -> bytes:
    inverse = pow(point[2], -1, _P)
    x, y = point[0] * inverse % _P, point[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _decode(encoded: bytes) -> Point | None:
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    x = _recover_x(y, sign) if y < _P else None
    return None if x is None else (x, y, 1, x * y % _P)


def _recover_x(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    return _P - x if x & 1 != sign else x


def _add(p: Point, q: Point) -> Point:
    a = (p[1] - p[0]) * (q[1] - q[0]) % _P
    b = (p[1] + p[0]) * (q[1] + q[0]) % _P
    c = 2 * p[3] * q[3] * _D % _P
    d = 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(scalar: int, point: Point) -> Point:
    total = _ZERO
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point = _add(point, point)
        scalar >>= 1
    return total


def _same(p: Point, q: Point) -> bool:
    # The points are fractions: compare them without dividing.
    return (p[0] * q[2] - q[0] * p[2]) % _P == 0 and (p[1] * q[2] - q[1] * p[2]) % _P == 0


def _base() -> Point:
    y = 4 * pow(5, -1, _P) % _P
    x = _recover_x(y, 0)
    assert x is not None  # noqa: S101 - the base point of the RFC is on the curve
    return x, y, 1, x * y % _P


_BASE: Final = _base()
