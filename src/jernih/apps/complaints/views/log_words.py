"""What the closed fields of a line say to those who work on the case, in words."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.translation import ngettext

from jernih.apps.complaints.views.case_words import told_by
from jernih.pure.roles import Role
from jernih.ui import labels
from jernih.ui.templatetags.jernih import day_short

_DAYS: Final = ("day", "letter_on", "due")


def said_by(fields: Mapping[str, object]) -> str:
    """Return what the reporter reads too, and what only holders do: days, how many go, to whom."""
    words = [told_by(fields)]
    words += [day_short(date.fromisoformat(str(fields[name]))) for name in _DAYS if name in fields]
    if count := fields.get("checkers"):
        n = int(str(count))
        words.append(ngettext("%(n)s person goes", "%(n)s people go", n) % {"n": n})
    if to := fields.get("to"):
        words.append(str(labels.label_of(Role(str(to)))))
    return ", ".join(filter(None, words))
