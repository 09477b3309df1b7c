"""Spell the keys of age files: `AGE-SECRET-KEY-1…` for an identity, `age1…` for a recipient.

One spelling each: identities in capitals, recipients in small letters, as age writes them.
Source: BIP 173; age-encryption.org/v1, "The X25519 recipient type".
Vectors: tests/vectors/seal.json.
"""

from collections.abc import Iterable
from typing import Final

from jernih.pure.seal import x25519

IDENTITY: Final = "age-secret-key-"
RECIPIENT: Final = "age"

_SIGNS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_WORTH: Final = {sign: worth for worth, sign in enumerate(_SIGNS)}
_CHECK_SIGNS: Final = 6
_MAX_SIGNS: Final = 90
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_FIELD: Final = 2**255 - 19


class BadKeyText(ValueError):
    """Said of a text that does not spell a key."""


def write_identity(secret: bytes) -> str:
    """Return how an age identity of 32 secret bytes is spelled."""
    return encode(IDENTITY, secret).upper()


def read_identity(text: str) -> bytes:
    """Return the 32 secret bytes of an age identity. Raises BadKeyText."""
    # Half a spelling would do for a machine, but two texts for one key do not.
    if text != text.upper():
        raise BadKeyText("an identity is spelled in capitals")
    return _key(text.lower(), prefix=IDENTITY)


def write_recipient(public: bytes) -> str:
    """Return how an age recipient of 32 public bytes is spelled."""
    return encode(RECIPIENT, public)


def read_recipient(text: str) -> bytes:
    """Return the 32 public bytes of an age recipient.

    Raises BadKeyText, also for a key to which nothing can be sealed: everybody could open it.
    """
    public = _key(text, prefix=RECIPIENT)
    if int.from_bytes(public, "little") >= _FIELD:
        raise BadKeyText("another spelling of this key is the right one")
    if x25519.is_weak(public):
        raise BadKeyText("everybody could open what is sealed to this key")
    return public


def recipient_of(secret: bytes) -> str:
    """Return the recipient that belongs to 32 secret bytes."""
    return write_recipient(x25519.public_key(secret))


def encode(prefix: str, payload: bytes) -> str:
    """Return bytes in bech32, in small letters. prefix: ASCII in small letters."""
    worths = _regroup(payload, of=8, to=5, is_padded=True)
    check = _checksum([*_spread(prefix), *worths, *(0,) * _CHECK_SIGNS]) ^ 1
    signs = [*worths, *(check >> 5 * (5 - at) & 31 for at in range(_CHECK_SIGNS))]
    return f"{prefix}1{''.join(_SIGNS[worth] for worth in signs)}"


def decode(text: str) -> tuple[str, bytes]:
    """Return the prefix and the bytes of a text in small letters. Raises BadKeyText."""
    prefix, one, tail = text.rpartition("1")
    if not prefix or not one or len(text) > _MAX_SIGNS or len(tail) < _CHECK_SIGNS:
        raise BadKeyText("not a bech32 text")
    if not all("!" <= char <= "~" for char in prefix) or prefix != prefix.lower():
        raise BadKeyText("a bech32 prefix is of small ASCII letters")
    if not all(char in _WORTH for char in tail):
        raise BadKeyText("a character that bech32 does not have")
    worths = [_WORTH[char] for char in tail]
    if _checksum([*_spread(prefix), *worths]) != 1:
        raise BadKeyText("the key's check signs do not fit: it was mistyped")
    return prefix, bytes(_regroup(worths[:-_CHECK_SIGNS], of=5, to=8, is_padded=False))


def _key(text: str, *, prefix: str) -> bytes:
    found, payload = decode(text)
    if found != prefix:
        raise BadKeyText(f"the text does not begin with {prefix}1")
    if len(payload) != x25519.KEY_BYTES:
        raise BadKeyText(f"{len(payload)} bytes, not {x25519.KEY_BYTES}")
    return payload


def _regroup(worths: Iterable[int], *, of: int, to: int, is_padded: bool) -> list[int]:
    held, bits, out = 0, 0, []
    for worth in worths:
        held, bits = held << of | worth, bits + of
        while bits >= to:
            bits -= to
            out.append(held >> bits)
            held &= (1 << bits) - 1
    if is_padded and bits:
        out.append(held << (to - bits))
    elif bits >= of or held:
        raise BadKeyText("bits are left over")
    return out


def _spread(prefix: str) -> list[int]:
    signs = prefix.encode("ascii")
    return [*(sign >> 5 for sign in signs), 0, *(sign & 31 for sign in signs)]


def _checksum(worths: Iterable[int]) -> int:
    total = 1
    for worth in worths:
        top, total = total >> 25, (total & 0x1FFFFFF) << 5 ^ worth
        for at, part in enumerate(_GENERATOR):
            total ^= part if top >> at & 1 else 0
    return total
