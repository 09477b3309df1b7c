"""The receipt code: from it alone a reporter finds her case, opens it, and signs.

20 characters of Crockford's base 32 carry 100 bits of chance; a check group of four more tells a
mistyped code before anybody is asked about it. Everything else follows from the 20, by one slow
step and six quick ones.
Source: docs/sealing.md, 1; RFC 7914 (scrypt), RFC 5869 (HKDF). Vectors: tests/vectors/seal.json.
"""

import hmac
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import scrypt, sha256
from typing import Final

from jernih.pure.codes import ALPHABET
from jernih.pure.seal import bech32
from jernih.pure.seal.spelled import SUITE, label
from jernih.pure.tlog import ed25519

LENGTH: Final = 20
CHANCE_BYTES: Final = 13
GROUP: Final = 4

_CHECK_BITS: Final = 5 * GROUP
_N: Final = 2**15
_R: Final = 8
_P: Final = 1
# What scrypt needs is 128 * N * r bytes; the library's own bound lies just below.
_MEMORY: Final = 64 * 2**20
_LEFT_OUT: Final = " \t\r\n\u00a0-\u2010\u2011\u2012\u2013\u2014"
_MEANT: Final = str.maketrans(
    {sign.lower(): sign for sign in ALPHABET}
    | dict.fromkeys("oO", "0")
    | dict.fromkeys("iIlL", "1")
    | dict.fromkeys(_LEFT_OUT, "")
)


class BadCode(ValueError):
    """Said of a text that no receipt code can be."""


@dataclass(frozen=True, kw_only=True)
class ReporterKeys:
    """All that follows from a code. locator: 32 hex characters; the rest: 32 secret bytes each."""

    locator: str
    # Kept out of repr, so that no log and no error page ever shows them.
    auth: bytes = field(repr=False)
    x25519: bytes = field(repr=False)
    ed25519: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    handle: bytes = field(repr=False)

    @property
    def auth_hash(self) -> str:
        """Return what the server keeps of `auth`, in hex."""
        return sha256(self.auth).hexdigest()

    @property
    def identity(self) -> str:
        """Return her age identity, `AGE-SECRET-KEY-1…`."""
        return bech32.write_identity(self.x25519)

    @cached_property
    def recipient(self) -> str:
        """Return her age recipient, `age1…`."""
        return bech32.recipient_of(self.x25519)

    @cached_property
    def signs(self) -> str:
        """Return the public half of the key that she signs with, in hex."""
        return ed25519.public_key(self.ed25519).hex()


def new_code(chance: bytes) -> str:
    """Return the 20 characters of a new code. chance: 13 bytes nobody else ever sees.

    Raises BadCode for another number of bytes.
    """
    if len(chance) != CHANCE_BYTES:
        raise BadCode(f"{len(chance)} bytes of chance, not {CHANCE_BYTES}")
    return _spell(int.from_bytes(chance, "big") >> (8 * CHANCE_BYTES - 5 * LENGTH), signs=LENGTH)


def check_group(code: str) -> str:
    """Return the four characters that go behind a code of 20."""
    digest = sha256(label("check") + code.encode("ascii")).digest()
    return _spell(int.from_bytes(digest, "big") >> (256 - _CHECK_BITS), signs=GROUP)


def show(code: str) -> str:
    """Return a code as its reporter keeps it: six groups of four, the last one the check group."""
    whole = code + check_group(code)
    return "-".join(whole[at : at + GROUP] for at in range(0, len(whole), GROUP))


def read(text: str) -> str:
    """Return the 20 characters that were meant. Raises BadCode.

    Forgiven: small letters, O for 0, I and L for 1, dashes and spaces anywhere.
    """
    whole = text.translate(_MEANT)
    if len(whole) != LENGTH + GROUP or not all(sign in ALPHABET for sign in whole):
        raise BadCode("a code has six groups of four letters and digits")
    code, check = whole[:LENGTH], whole[LENGTH:]
    if check != check_group(code):
        raise BadCode("the last group does not fit the others: a character is wrong")
    return code


def derive(code: str, *, origin: str) -> ReporterKeys:
    """Return the keys of a code, in about a tenth of a second.

    code: its 20 characters, as `read` returns them. origin: of the record, as in its checkpoints.
    """
    salt = label("root") + origin.encode()
    root = scrypt(code.encode("ascii"), salt=salt, n=_N, r=_R, p=_P, maxmem=_MEMORY, dklen=32)
    part = hmac.digest(bytes(32), root, "sha256")
    return ReporterKeys(
        locator=_expand(part, "locator")[:16].hex(),
        auth=_expand(part, "auth"),
        x25519=_expand(part, "x25519"),
        ed25519=_expand(part, "ed25519"),
        salt=_expand(part, "salt"),
        handle=_expand(part, "handle"),
    )


def _expand(part: bytes, name: str) -> bytes:
    """Return the first 32 bytes of HKDF's second step: one block is enough for each."""
    return hmac.digest(part, f"{SUITE}/{name}".encode() + b"\x01", "sha256")


def _spell(number: int, *, signs: int) -> str:
    return "".join(ALPHABET[number >> 5 * (signs - 1 - at) & 31] for at in range(signs))
