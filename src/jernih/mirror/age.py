"""Look at the outside of a sealed file: an age file, to as many as its name says, and no more."""

from pathlib import Path
from typing import Final

from jernih.pure.seal import agefile, mirror_call

PLACES: Final = 16


class BadSealed(ValueError):
    """This is no sealed file of a case."""


def check_sealed(name: str, place: Path) -> None:
    """Do nothing for a sealed file as docs/sealing.md wants it. Raises BadSealed."""
    if not mirror_call.is_file_name(name):
        raise BadSealed(f"{name!r} is no name of a sealed file")
    try:
        found = agefile.parse_age(place.read_bytes())
    except agefile.BadAge as reason:
        raise BadSealed(f"{name}: {reason}") from None
    kind = name.partition("-")[0].removesuffix(".age")
    # A private note goes to the holders, however many they are.
    wanted = PLACES if kind == "kunci" else found.recipients if kind == "catatan" else 1
    if found.recipients != wanted:
        raise BadSealed(f"{name} is sealed to {found.recipients}, not to {wanted}")
