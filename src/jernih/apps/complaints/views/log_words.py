"""What the closed fields of a line say to those who work on the case, in words."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from django.utils.translation import ngettext

from jernih.pure.casework import (
    Authority,
    CaseClass,
    ClockKind,
    Finding,
    Outcome,
    PauseReason,
    SanctionLevel,
)
from jernih.pure.roles import Role
from jernih.ui import labels
from jernih.ui.templatetags.jernih import day_short

_SETS: Final[Mapping[str, type[StrEnum]]] = {
    "class": CaseClass,
    "finding": Finding,
    "level": SanctionLevel,
    "authority": Authority,
    "reason": PauseReason,
    "outcome": Outcome,
    "clock": ClockKind,
    "to": Role,
}
_DAYS: Final = ("day", "letter_on", "due")


def said_by(fields: Mapping[str, object]) -> str:
    """Return what stands in the fields of a line; empty where they say nothing."""
    words = [
        str(labels.label_of(kind(str(fields[name]))))
        for name, kind in _SETS.items()
        if name in fields
    ]
    words += [day_short(date.fromisoformat(str(fields[name]))) for name in _DAYS if name in fields]
    if count := fields.get("checkers"):
        n = int(str(count))
        words.append(ngettext("%(n)s person goes", "%(n)s people go", n) % {"n": n})
    return ", ".join(words)
