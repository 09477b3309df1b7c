"""Give every value one byte string, and refuse every other spelling of it.

Source: docs/log-format.md, "Canonical form". Vectors: tests/vectors/canonical.json.
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Final, NoReturn

# A bundle of entries writes each length in two bytes (C2SP tlog-tiles).
MAX_BYTES: Final = 65_535
MAX_DEPTH: Final = 8
# Beyond this a reader in JavaScript would see another number.
MAX_INT: Final = 2**53 - 1
SALT_BYTES: Final = 32

_COMMIT: Final = b"jernih/commit/v1"


class BadCanonical(ValueError):
    """These bytes, or this value, have no place on the record."""


def encode(value: object) -> bytes:
    """Return the only spelling of a value.

    value: objects with ASCII keys, lists, strings, whole numbers within ±(2^53-1), true, false.
    Raises BadCanonical for anything else, for more than 65,535 bytes or 8 levels.
    """
    _check(value, depth=0)
    return _spell(value)


def decode(body: bytes) -> Any:
    """Return the value that these bytes spell.

    Raises BadCanonical for a second spelling: spaces, other key order, a key given twice,
    another escape, a fraction, null.
    """
    if len(body) > MAX_BYTES:
        raise BadCanonical(f"{len(body)} bytes, more than {MAX_BYTES}")
    try:
        value = _READER.decode(body.decode("ascii"))
    except (ValueError, RecursionError) as reason:
        raise BadCanonical(f"not canonical JSON: {reason}") from None
    # Writing it again finds every other spelling at once, a key given twice included.
    if encode(value) != body:
        raise BadCanonical("another spelling of this value is the canonical one")
    return value


def list_hash(refs: Iterable[str]) -> str:
    """Return the hash of a list whose order does not matter, in hex.

    refs: ASCII, each once. Raises BadCanonical for a ref given twice.
    """
    ordered = sorted(refs)
    if len(set(ordered)) != len(ordered):
        raise BadCanonical("a ref is in the list twice")
    hashed = sha256(b"jernih/list/v1")
    for ref in ordered:
        hashed.update(b"\0" + ref.encode("ascii"))
    return hashed.hexdigest()


def commitment(kind: str, *, salt: bytes, fields: Mapping[str, object]) -> str:
    """Return the hash that binds private fields without showing them, in hex.

    salt: 32 secret random bytes, fresh for each commitment. Raises BadCanonical for another length.
    """
    if len(salt) != SALT_BYTES:
        raise BadCanonical(f"salt is {len(salt)} bytes, not {SALT_BYTES}")
    parts = (_COMMIT, kind.encode("ascii"), salt + encode(dict(fields)))
    return sha256(b"\0".join(parts)).hexdigest()


def _spell(value: object) -> bytes:
    body = _WRITER.encode(value).encode("ascii")
    if len(body) > MAX_BYTES:
        raise BadCanonical(f"{len(body)} bytes, more than {MAX_BYTES}")
    return body


def _check(value: object, *, depth: int) -> None:
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, int):
        if not -MAX_INT <= value <= MAX_INT:
            raise BadCanonical("a number beyond 2^53-1")
    elif depth == MAX_DEPTH:
        raise BadCanonical(f"nested deeper than {MAX_DEPTH}")
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item, depth=depth + 1)
    elif isinstance(value, dict):
        _check_object(value, depth=depth)
    else:
        raise BadCanonical(f"{type(value).__name__} has no canonical form")


def _check_object(value: dict[Any, Any], *, depth: int) -> None:
    for key, item in value.items():
        # Languages sort keys beyond ASCII differently.
        if not isinstance(key, str) or not key.isascii():
            raise BadCanonical(f"key {key!r} is not ASCII text")
        _check(item, depth=depth + 1)


def _check_text(value: str) -> None:
    if not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
        raise BadCanonical("half a character (a lone surrogate)")


def _refuse(text: str) -> NoReturn:
    raise BadCanonical(f"{text} is not a whole number")


_WRITER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)
_READER: Final = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse)
