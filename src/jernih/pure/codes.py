"""Secrets that are derived, never stored: a citizen's code, blind indexes, one-time codes.

Everything here needs the server's key; without it nobody can make or check any of them.
Source: Crockford's base 32 (no I, L, O, U). Vectors: tests/pure/test_codes.py.
"""

from hashlib import sha256
from hmac import new as hmac
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 20
GROUP: Final = 5
# What people read for a digit, and what they type between the groups.
_MEANT: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": "", "\u2013": ""})


def code_of(ref: str, *, key: bytes) -> str:
    """Return the 20 characters (100 bits) with which a citizen finds what `ref` names."""
    bits = int.from_bytes(_keyed("code", ref, key=key), "big") >> (256 - 5 * LENGTH)
    return "".join(ALPHABET[bits >> 5 * (LENGTH - 1 - n) & 31] for n in range(LENGTH))


def show_code(code: str) -> str:
    """Return a code as people read it: XXXXX-XXXXX-XXXXX-XXXXX."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def read_code(text: str) -> str | None:
    """Return the bare code that was meant, or None if none can be.

    Forgiven: lower case, O for 0, I and L for 1, dashes and spaces anywhere.
    """
    code = text.strip().upper().translate(_MEANT)
    return code if len(code) == LENGTH and all(char in ALPHABET for char in code) else None


def code_index(code: str, *, key: bytes) -> str:
    """Return what stands in the table for a bare code, in hex."""
    return _keyed("code-index", code, key=key).hex()


def nik_index(nik: str, *, key: bytes) -> str:
    """Return what stands in the table for a NIK, in hex: equal for equal numbers, blind else."""
    return _keyed("nik", nik, key=key).hex()


def blind_index(text: str, *, purpose: str, key: bytes) -> str:
    """Return what stands in a table for a text, in hex: equal for equal texts, blind else."""
    return _keyed(f"index/{purpose}", text, key=key).hex()


def one_time_hash(code: str, *, contact: str, sent_at: str, key: bytes) -> str:
    """Return what is kept of a one-time code, in hex; it fits one contact and one sending only."""
    return _keyed("one-time", f"{contact}\0{sent_at}\0{code}", key=key).hex()


def _keyed(purpose: str, text: str, *, key: bytes) -> bytes:
    # The purpose keeps one derivation from ever standing in for another.
    return hmac(key, f"jernih/{purpose}/v1\0{text}".encode(), sha256).digest()
