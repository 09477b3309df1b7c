"""The files with the survey's secrets: a quarter's signing key, and the key of each box.

All lie in SURVEY_DIR, outside the database and outside its backups; mode 0600.
"""

import os
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from secrets import token_bytes

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.db import transaction

from jernih.apps.ledger import actions as ledger
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.apps.surveys.actions.refusals import BadSurveyKey
from jernih.apps.surveys.models import Box, SurveyKey
from jernih.pure import vrf
from jernih.pure.events_surveys import SurveyKeyPublished
from jernih.pure.quarters import quarter_before, quarter_of
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.vrf_key import E, PrivateKey

BITS = 2048
_PRIVATE_MODE = 0o600
_BOX = ".box"


@transaction.atomic(durable=True)
def publish_key(*, office_id: int, actor: Actor, now: datetime) -> SurveyKey:
    """Make the key of this quarter, once, and put its public half on the record.

    Raises Refused, or BadSurveyKey.
    """
    require(actor, Permission.SURVEY_RUN)
    office = Office.objects.select_for_update(no_key=True).get(pk=office_id)
    period = quarter_of(offices.today(office, now))
    known = SurveyKey.objects.filter(office=office, period=period).first()
    if known:
        return known
    public = signing_key(office.slug, period, may_make=True).public
    row = SurveyKey.objects.create(
        office=office, period=period, key=vrf.key_ref(public), modulus=public.modulus.hex()
    )
    ledger.append(
        SurveyKeyPublished(
            office=office.slug,
            at=now.replace(microsecond=0),
            period=period,
            key=row.key,
            modulus=row.modulus,
        )
    )
    return row


def signing_key(office: str, period: str, *, may_make: bool = False) -> PrivateKey:
    """Return the key of an office's quarter. Raises BadSurveyKey."""
    path = settings.SURVEY_DIR / f"{office}-{period}.pem"
    if may_make and not path.exists():
        pem = rsa.generate_private_key(public_exponent=E, key_size=BITS).private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        _write(path, pem)
    return _parse(_read(path))


def box_key(name: str, *, may_make: bool = False) -> bytes | None:
    """Return the key of a box, 32 bytes; None where there is none any more."""
    path = settings.SURVEY_DIR / f"{name}{_BOX}"
    if may_make and not path.exists():
        _write(path, token_bytes(32))
    return _read(path) if path.exists() else None


def forget_old_keys(*, now: datetime) -> int:
    """Destroy the keys of boxes that were opened, and of quarters before the last; say how many.

    From then on nothing opens what was sealed with them, wherever a copy of it lies.
    """
    named = {f"{name}{_BOX}" for name in Box.objects.values_list("key", flat=True)}
    for office in Office.objects.all():
        this = quarter_of(offices.today(office, now))
        named |= {f"{office.slug}-{period}.pem" for period in (this, quarter_before(this))}
    folder = settings.SURVEY_DIR
    old = [file for file in folder.glob("*") if file.name not in named] if folder.exists() else []
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _read(path: Path) -> bytes:
    try:
        stat, data = path.stat(), path.read_bytes()
    except FileNotFoundError:
        raise BadSurveyKey(f"No key of the survey in {path}.") from None
    if stat.st_mode & 0o077:
        raise BadSurveyKey(f"{path} is open to others. `chmod 600 {path}`.")
    return data


@lru_cache(maxsize=4)
def _parse(pem: bytes) -> PrivateKey:
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise BadSurveyKey("The key of the survey is not an RSA key.")
    numbers = key.private_numbers()
    return PrivateKey(numbers.p, numbers.q)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(part, flags, _PRIVATE_MODE), "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    try:
        # Linked, not renamed: of two that start at once, the first one's key stays.
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
