"""The catalogue of sanctions: which there are for whom on a day, how heavy, how long, by what law.

Source: rulebook/sanctions.toml (PP 94/2021; PP 49/2018; contracts). Its entries are named
KIND_LEVEL_CODE; the value is how long it lasts in months, 0 for what does not last.
Vectors: tests/pure/test_sanctions.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jernih.pure.casework import SanctionLevel, StaffKind
from jernih.pure.rulebook import BadRulebook, Confidence, NoRule, Rules, rule_on


class NoSuchSanction(LookupError):
    """No sanction of that name was in force on that day."""


@dataclass(frozen=True, kw_only=True)
class Sanction:
    """One sanction. code: its name in the rulebook; months: 0 for what does not last."""

    code: str
    kind: StaffKind
    level: SanctionLevel
    months: int
    source: str
    confidence: Confidence


def catalogue(rules: Rules, *, on: date) -> tuple[Sanction, ...]:
    """Return every sanction in force on a day, in the rulebook's order: lightest first by kind.

    Raises BadRulebook for a name that says no kind of staff or no level.
    """
    return tuple(found for name in rules if (found := _sanction(rules, name, on=on)))


def sanction_named(known: Iterable[Sanction], code: str) -> Sanction:
    """Return the one of this code. Raises NoSuchSanction."""
    for sanction in known:
        if sanction.code == code:
            return sanction
    raise NoSuchSanction(code)


def _sanction(rules: Rules, name: str, *, on: date) -> Sanction | None:
    try:
        rule = rule_on(rules, name, on=on)
    except NoRule:
        return None
    try:
        kind, level, _ = name.split("_", 2)
        return Sanction(
            code=name,
            kind=StaffKind(kind),
            level=SanctionLevel(level),
            months=rule.value,
            source=rule.source,
            confidence=rule.confidence,
        )
    except ValueError:
        raise BadRulebook(f"{name} is not KIND_LEVEL_CODE") from None
