"""Dated numbers: which rule was in force on a day, and who says so.

Source: the files rulebook/*.toml; every entry has since, value and source, ours say how sure too.
Vectors: tests/pure/test_rulebook.py.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise
from typing import TypeAlias


class BadRulebook(ValueError):
    """Said of a rulebook that cannot be meant."""


class NoRule(LookupError):
    """No such rule was in force on that day."""


class Confidence(StrEnum):
    """How sure we are of a number: read in a source, on one page only, a weak page, assumed."""

    HIGH = "H"
    MEDIUM = "M"
    LOW = "L"
    ASSUMED = "A"

    @property
    def is_confirmed(self) -> bool:
        """Tell whether an official source was read; pages mark all others as unconfirmed."""
        return self is Confidence.HIGH


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One number: from which day on, who says so, and how sure we are."""

    since: date
    value: int
    source: str
    confidence: Confidence = Confidence.ASSUMED


Rules: TypeAlias = Mapping[str, tuple[Rule, ...]]
"""The entries of each name, oldest first."""


def read_rules(text: str) -> dict[str, tuple[Rule, ...]]:
    """Read one rulebook file.

    Raises BadRulebook for an entry with other fields, another type, or days that go back.
    """
    try:
        names = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        # Beside its own refusal: a number of thousands of digits, a pit of brackets.
        raise BadRulebook(str(problem)) from None
    return {name: _entries(name, entries) for name, entries in names.items()}


def rule_on(rules: Rules, name: str, *, on: date) -> Rule:
    """Return the entry that was in force on a day. Raises NoRule if there was none."""
    begun = [rule for rule in rules.get(name, ()) if rule.since <= on]
    if not begun:
        raise NoRule(f"{name} on {on}")
    return begun[-1]


def in_force(rules: Rules, name: str, *, on: date) -> int:
    """Return the number that was in force on a day. Raises NoRule if there was none."""
    return rule_on(rules, name, on=on).value


def rules_hash(texts: Mapping[str, str]) -> str:
    """Return the hash of all files by name, in hex: every letter counts, their order does not."""
    hashed = sha256(b"jernih/rules/v1")
    for name in sorted(texts):
        hashed.update(b"\0" + name.encode() + b"\0" + sha256(texts[name].encode()).digest())
    return hashed.hexdigest()


def _entries(name: str, entries: object) -> tuple[Rule, ...]:
    if not isinstance(entries, list) or not entries:
        raise BadRulebook(f"{name} is not a list of entries")
    rules = tuple(_entry(name, entry) for entry in entries)
    if any(a.since >= b.since for a, b in pairwise(rules)):
        raise BadRulebook(f"{name} goes back in time")
    return rules


def _entry(name: str, entry: object) -> Rule:
    must, may = {"since", "value", "source"}, {"confidence"}
    if not isinstance(entry, dict) or not must <= set(entry) <= must | may:
        raise BadRulebook(f"{name}: an entry has since, value, source, and perhaps confidence")
    since, value, source = entry["since"], entry["value"], entry["source"]
    # `type`, not isinstance: a datetime is a date, and True is an int.
    if type(since) is not date or type(value) is not int or not isinstance(source, str):
        raise BadRulebook(f"{name}: since is a day, value a whole number, source a text")
    if not source.strip():
        raise BadRulebook(f"{name}: nobody says so")
    return Rule(since=since, value=value, source=source, confidence=_confidence(name, entry))


def _confidence(name: str, entry: Mapping[str, object]) -> Confidence:
    said = entry.get("confidence", Confidence.ASSUMED)
    if not isinstance(said, str) or said not in list(Confidence):
        raise BadRulebook(f"{name}: confidence is one of {', '.join(Confidence)}")
    return Confidence(said)
