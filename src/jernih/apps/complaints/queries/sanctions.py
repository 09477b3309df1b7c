"""The catalogue of sanctions in force on a day, from the rulebook."""

from datetime import date

from jernih.apps.offices import queries as offices
from jernih.pure import sanctions
from jernih.pure.sanctions import Sanction


def catalogue(on: date) -> tuple[Sanction, ...]:
    """Return every sanction in force on a day, lightest first within each kind of staff."""
    return sanctions.catalogue(offices.rulebook()["sanctions"], on=on)
