"""The worksheet and the numbers that hold for a year."""

from datetime import date
from functools import cache
from importlib.resources import files

from jernih.apps.offices import queries as offices
from jernih.pure.rulebook import Rules
from jernih.pure.zone_sheet import Worksheet, read_worksheet


@cache
def editions() -> tuple[Worksheet, ...]:
    """Return every edition of the worksheet, oldest first."""
    folder = files("jernih") / "rulebook" / "forms"
    texts = [
        entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.startswith("zone_items") and entry.name.endswith(".toml")
    ]
    return tuple(sorted(map(read_worksheet, texts), key=lambda sheet: sheet.since))


def worksheet(on: date) -> Worksheet:
    """Return the edition that was in force on a day, or the first there is."""
    begun = [edition for edition in editions() if edition.since <= on]
    return begun[-1] if begun else editions()[0]


def rules() -> Rules:
    """Return the numbers of rulebook/zone_weights.toml."""
    return offices.rulebook()["zone_weights"]
