"""Dated numbers: which rule was in force on a day, and who says so.

Source: the files rulebook/*.toml; every entry has since, value, source and confidence.
Vectors: tests/pure/test_rulebook.py.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise
from re import fullmatch
from typing import Any, TypeAlias, TypeVar

from jernih.pure import canonical

Value: TypeAlias = Any
"""A whole number, a text, a list or a table of such; never a float, a date or nothing."""

T = TypeVar("T")


class BadRules(ValueError):
    """Said of a rulebook that cannot be meant."""


class NoRule(LookupError):
    """No such rule was in force on that day."""


class Confidence(StrEnum):
    """How sure we are: read in a source, from one page only, or a guess to confirm."""

    HIGH = "H"
    MEDIUM = "M"
    LOW = "L"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One entry: from which day on what holds, and who says so."""

    name: str
    since: date
    value: Value
    source: str
    confidence: Confidence
    note: str = ""


Rules: TypeAlias = Mapping[str, tuple[Rule, ...]]
"""The entries of each name, oldest first."""


# ---- reading


def read_rules(text: str) -> dict[str, tuple[Rule, ...]]:
    """Read one rulebook file.

    Raises BadRules for other fields, other types, days that go back, or kinds that change.
    """
    try:
        names = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadRules(str(problem)) from None
    return {name: _entries(name, entries) for name, entries in names.items()}


def read_book(texts: Mapping[str, str]) -> dict[str, tuple[Rule, ...]]:
    """Read all files, by name, into one book. Raises BadRules for a name in two of them."""
    book: dict[str, tuple[Rule, ...]] = {}
    for name in sorted(texts):
        rules = read_rules(texts[name])
        if again := sorted(set(rules) & set(book)):
            raise BadRules(f"{name}: {again} stand in another file too")
        book |= rules
    return book


def rules_hash(texts: Mapping[str, str]) -> str:
    """Return the hash of all files, in hex; their order does not matter, every letter does."""
    return canonical.list_hash(
        f"{name} {sha256(text.encode()).hexdigest()}" for name, text in texts.items()
    )


# ---- asking


def in_force(rules: Rules, name: str, *, on: date) -> Rule:
    """Return the entry that was in force on a day. Raises NoRule if there was none."""
    begun = [rule for rule in rules.get(name, ()) if rule.since <= on]
    if not begun:
        raise NoRule(f"{name} on {on}")
    return begun[-1]


def number(rules: Rules, name: str, *, on: date) -> int:
    """Return the whole number in force. Raises NoRule, or BadRules for another kind."""
    return _a(int, in_force(rules, name, on=on).value, name)


def text(rules: Rules, name: str, *, on: date) -> str:
    """Return the text in force. Raises NoRule, or BadRules for another kind."""
    return _a(str, in_force(rules, name, on=on).value, name)


def texts(rules: Rules, name: str, *, on: date) -> tuple[str, ...]:
    """Return the list of texts in force. Raises NoRule, or BadRules for another kind."""
    return _texts(in_force(rules, name, on=on).value, name)


def numbers(rules: Rules, name: str, *, on: date) -> dict[str, int]:
    """Return the table of numbers in force. Raises NoRule, or BadRules for another kind."""
    table = _a(dict, in_force(rules, name, on=on).value, name)
    return {key: _a(int, value, name) for key, value in table.items()}


def hours(rules: Rules, name: str, *, on: date) -> dict[str, tuple[str, ...]]:
    """Return the table of lists of texts in force, as `workdays.read_week` takes it."""
    table = _a(dict, in_force(rules, name, on=on).value, name)
    return {key: _texts(value, name) for key, value in table.items()}


# ---- strictness


def _entries(name: str, entries: object) -> tuple[Rule, ...]:
    if not fullmatch(r"[a-z][a-z0-9_]*", name):
        raise BadRules(f"{name!r} is not spelled as a name")
    if not isinstance(entries, list) or not entries:
        raise BadRules(f"{name} is not a list of entries")
    rules = tuple(_entry(name, entry) for entry in entries)
    if any(a.since >= b.since for a, b in pairwise(rules)):
        raise BadRules(f"{name} goes back in time")
    if len({type(rule.value) for rule in rules}) > 1:
        raise BadRules(f"{name} changes its kind")
    return rules


def _entry(name: str, entry: object) -> Rule:
    must, may = {"since", "value", "source", "confidence"}, {"note"}
    if not isinstance(entry, dict) or not must <= set(entry) <= must | may:
        raise BadRules(f"{name}: an entry has since, value, source, confidence, perhaps a note")
    # `type`, not isinstance: a datetime is a date too.
    if type(entry["since"]) is not date:
        raise BadRules(f"{name}: since is not a day")
    for field in ("source", "confidence", "note"):
        if field in entry and not _a(str, entry[field], name).strip():
            raise BadRules(f"{name}: {field} is empty")
    if entry["confidence"] not in list(Confidence):
        raise BadRules(f"{name}: confidence is H, M or L")
    _check_value(name, entry["value"])
    return Rule(name=name, **{**entry, "confidence": Confidence(entry["confidence"])})


def _check_value(name: str, value: object) -> None:
    if isinstance(value, list):
        for item in value:
            _check_value(name, item)
    elif isinstance(value, dict):
        for item in value.values():
            _check_value(name, item)
    elif not isinstance(value, int | str):
        raise BadRules(f"{name}: {value!r} is not a kind of value known here")


def _texts(value: object, name: str) -> tuple[str, ...]:
    return tuple(_a(str, item, name) for item in _a(list, value, name))


def _a(kind: type[T], value: object, name: str) -> T:
    # `type`, not isinstance: True is an int too.
    if type(value) is not kind:
        raise BadRules(f"{name}: {value!r} is not {kind.__name__}")
    return value
