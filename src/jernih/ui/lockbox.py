"""Lock what may not lie in the open on a disk, under a key of the server's for each purpose."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import cast

from cryptography.fernet import Fernet
from django.conf import settings


def lock(data: bytes, *, purpose: str) -> bytes:
    """Return bytes that only this server opens, for this purpose alone."""
    return _box(purpose).encrypt(data)


def unlock(locked: bytes | memoryview, *, purpose: str) -> bytes:
    """Return what was locked. Raises InvalidToken for anything else: a bug or another key."""
    return _box(purpose).decrypt(bytes(locked))


def lock_words(words: Mapping[str, str], *, purpose: str) -> bytes:
    """Return texts by name, locked; a reader of the disk learns their length at most."""
    return lock(json.dumps(dict(words), ensure_ascii=False).encode(), purpose=purpose)


def unlock_words(locked: bytes | memoryview | None, *, purpose: str) -> dict[str, str]:
    """Return texts by name; none for what was erased."""
    if locked is None:
        return {}
    return cast("dict[str, str]", json.loads(unlock(locked, purpose=purpose)))


def _box(purpose: str) -> Fernet:
    key = sha256(f"jernih/locked/{purpose}/v1\0{settings.SERVER_KEY}".encode()).digest()
    return Fernet(urlsafe_b64encode(key))
