"""The office's key for nullifiers: two primes in a file of mode 0600, outside the database.

With it the office gives each person one value a batch; docs/decisions/0026 says what that shows.
"""

import os
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from jernih.apps.booking.models import Batch
from jernih.apps.ledger import actions as ledger
from jernih.apps.offices.models import Office
from jernih.pure import events_draw, vrf, vrf_key
from jernih.pure.vrf_key import E, PrivateKey

BITS = 2048
_PRIVATE_MODE = 0o600


class BadNullifierKey(Exception):
    """The key of the nullifiers is missing, open to others, or no such key."""


def published_key(office: Office, *, now: datetime) -> str:
    """Return the hash by which batches name the key; the first time, put it on the record.

    Makes the key if no batch ever had one. Raises BadNullifierKey.
    """
    if not settings.NULLIFIER_KEY_FILE.exists():
        # A new key would let the office give everybody a second value.
        if Batch.objects.exclude(key="").exists():
            raise BadNullifierKey(
                f"Batches were announced with a key, but {settings.NULLIFIER_KEY_FILE} is gone. "
                "Bring it back."
            )
        _make(settings.NULLIFIER_KEY_FILE)
    private = load_key()
    public = private.public
    name = vrf.key_ref(public)
    if not Batch.objects.filter(office=office, key=name).exists():
        ledger.append(
            events_draw.KeyPublished(
                office=office.slug,
                at=now,
                key=name,
                modulus=public.modulus.hex(),
                roots=_roots(private),
            )
        )
    return name


def load_key() -> PrivateKey:
    """Return the key. Raises BadNullifierKey when it is missing, open to others, or no such key."""
    path = settings.NULLIFIER_KEY_FILE
    try:
        stat, pem = path.stat(), path.read_bytes()
    except FileNotFoundError:
        raise BadNullifierKey(f"No key for nullifiers in {path}.") from None
    if stat.st_mode & 0o077:
        raise BadNullifierKey(f"{path} is open to others. `chmod 600 {path}`.")
    return _parse(pem)


@lru_cache(maxsize=2)
def _roots(private: PrivateKey) -> tuple[str, ...]:
    # Half a second of work, and always the same for one key.
    return tuple(root.hex() for root in vrf_key.prove_permutation(private))


@lru_cache(maxsize=2)
def _parse(pem: bytes) -> PrivateKey:
    try:
        key = load_pem_private_key(pem, password=None)
    except ValueError as reason:
        raise BadNullifierKey(f"The key for nullifiers cannot be read: {reason}") from None
    if not isinstance(key, rsa.RSAPrivateKey):
        raise BadNullifierKey("The key for nullifiers is not an RSA key.")
    numbers = key.private_numbers()
    return PrivateKey(numbers.p, numbers.q)


def _make(path: Path) -> None:
    pem = rsa.generate_private_key(public_exponent=E, key_size=BITS).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(part, flags, _PRIVATE_MODE), "wb") as out:
        out.write(pem)
        out.flush()
        os.fsync(out.fileno())
    try:
        # Linked, not renamed: of two that start at once, the first one's key stays.
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
