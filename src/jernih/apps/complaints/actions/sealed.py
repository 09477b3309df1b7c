"""Look at sealed files that come in: their form, to how many, how much; no more can be seen."""

from collections.abc import Mapping
from typing import Final

from jernih.apps.complaints.actions.refusals import BadFile
from jernih.pure.seal import agefile
from jernih.pure.seal.agefile import AgeFile

PLACES: Final = 16
SHARES: Final = 3
SHARE_BYTES: Final = 33
# `AGE-SECRET-KEY-1`, 58 signs, and a newline.
LINE_BYTES: Final = 75


def check_sealed(name: str, body: bytes) -> None:
    """Do nothing for a file that is sealed to the case key and fills a size class, else BadFile."""
    found = _outside(name, body)
    if found.recipients != 1 or not found.is_padded:
        raise BadFile(name)


def check_note(name: str, body: bytes) -> None:
    """Do nothing for a note that is sealed to holders and fills a size class, else BadFile."""
    found = _outside(name, body)
    if found.recipients >= PLACES or not found.is_padded:
        raise BadFile(name)


def check_epoch(files: Mapping[str, bytes], *, epoch: int) -> list[str]:
    """Return the names of the five files of an epoch; raise BadFile if they are not so.

    The server cannot see to whom. A second holder agreed to new keys, not to these bytes.
    """
    keys = [(f"kunci-{epoch}.age", PLACES), (f"titipan-{epoch}.age", 1)]
    shares = [f"bagian-{epoch}-{n}.age" for n in range(1, SHARES + 1)]
    names = [name for name, _ in keys] + shares
    if set(files) != set(names):
        raise BadFile(names[0])
    for name, places in keys:
        found = _outside(name, files[name])
        if (found.recipients, found.plain) != (places, LINE_BYTES * (epoch + 1)):
            raise BadFile(name)
    for name in shares:
        found = _outside(name, files[name])
        if (found.recipients, found.plain) != (1, SHARE_BYTES):
            raise BadFile(name)
    return names


def _outside(name: str, body: bytes) -> AgeFile:
    try:
        return agefile.parse_age(body)
    except agefile.BadAge as problem:
        raise BadFile(f"{name}: {problem}") from None
