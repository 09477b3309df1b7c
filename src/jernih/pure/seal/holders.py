"""Who may hold a report: never whom it is about, always an overseer, never fewer than two.

Source: docs/sealing.md, 3. Vectors: tests/vectors/seal.json.
"""

from collections.abc import Collection
from typing import Final

from jernih.pure.roles import Role
from jernih.pure.seal.roster import Person, Roster

LEAST: Final = 2


class CannotHold(Exception):
    """Nobody would be safe to hold this report; the form says whom to turn to instead."""


class NoOverseer(CannotHold):
    """No overseer who is not concerned stands in the roster."""


class TooFewHolders(CannotHold):
    """One person alone would hold it: she could lose it, or keep it quiet."""


def holders_of(
    roster: Roster,
    *,
    concerned: Collection[str] = (),
    sections: Collection[str] = (),
    is_outside_only: bool = False,
) -> tuple[Person, ...]:
    """Return who holds a report, by pseudonym, each once.

    concerned: pseudonyms of whom the reporter names; whoever is not in the roster changes
    nothing. sections: those of which she names everybody. Raises NoOverseer or TooFewHolders.
    """
    free = [
        person
        for person in roster.of_role(Role.HANDLER, Role.OVERSEER)
        if person.ref not in concerned and not _is_of(person, sections)
    ]
    outside = [person for person in free if person.role == Role.OVERSEER]
    if not outside:
        raise NoOverseer(f"roster {roster.serial} has no overseer who is not concerned")
    handlers = len(free) - len(outside)
    found = outside if is_outside_only or handlers < LEAST else free
    if len(found) < LEAST:
        raise TooFewHolders(f"{len(found)} would hold it, fewer than {LEAST}")
    return tuple(sorted(found, key=lambda person: person.ref))


def check_ready(roster: Roster) -> None:
    """Raise NoOverseer or TooFewHolders if some report could not be taken.

    The hardest one is for the outside alone: if that one can be held, so can all that spare the
    overseers.
    """
    holders_of(roster, is_outside_only=True)


def _is_of(person: Person, sections: Collection[str]) -> bool:
    # Naming a section means the office's; overseers stand in none of them.
    return person.role == Role.HANDLER and person.section in sections
