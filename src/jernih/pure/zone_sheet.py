"""The worksheet of the integrity zone as data: areas, parts with weights, items and their answers.

Source: the files rulebook/forms/zone_items*.toml. Vectors: tests/pure/test_zone.py.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

from jernih.pure.rulebook import Confidence

PART: Final = re.compile(r"[PR]\.(?:I|II|III|IV|V|VI)\.[1-9]|H\.[12]\.[1-9]")
LETTERS: Final = "ABCDE"


class BadWorksheet(ValueError):
    """Said of a file that is no worksheet."""


class Kind(StrEnum):
    """How an answer becomes a value.

    YT to ABCDE: letters, best first. SHARE: figures, how many of all; SHARE_OR_FULL: the same,
    full if there are none. DECLINE: fewer than last year. INDEX: thousandths of a survey's index.
    """

    YT = "YT"
    ABC = "ABC"
    ABCD = "ABCD"
    ABCDE = "ABCDE"
    SHARE = "SHARE"
    SHARE_OR_FULL = "SHARE_OR_FULL"
    DECLINE = "DECLINE"
    INDEX = "INDEX"

    @property
    def letters(self) -> str:
        """Return the letters it is answered by, best first; empty where figures are given."""
        if self in (Kind.SHARE, Kind.SHARE_OR_FULL, Kind.DECLINE, Kind.INDEX):
            return ""
        return "YT" if self is Kind.YT else self.value


class Half(StrEnum):
    """What is fulfilled, what was reformed, and what came of it."""

    FULFILLED = "P"
    REFORMED = "R"
    RESULT = "H"


@dataclass(frozen=True, kw_only=True)
class Said:
    """The same words in both languages."""

    id: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the words for a reader."""
        return self.en if language.startswith("en") else self.id


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question. scale: its name; answers: words of its letters, or of its figures."""

    no: str
    part: str
    kind: Kind
    scale: str
    words: Said
    answers: tuple[Said, ...]

    @property
    def half(self) -> Half:
        """Return which half it belongs to."""
        return Half(self.no[0])

    @property
    def figures(self) -> int:
        """Return how many figures it is answered by; none where it has letters."""
        return 0 if self.kind.letters else len(self.answers)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of an area, with its weight in points."""

    no: str
    weight: Fraction
    words: Said

    @property
    def group(self) -> str:
        """Return the half of an area it counts for: P.I to R.VI, H.1, H.2."""
        return self.no.rpartition(".")[0]


@dataclass(frozen=True, kw_only=True)
class Worksheet:
    """One edition of the worksheet, everything in its official order."""

    since: date
    source: str
    confidence: Confidence
    areas: Mapping[str, Said]
    parts: tuple[Part, ...]
    items: tuple[Item, ...]

    def item(self, no: str) -> Item:
        """Return an item by its number. Raises KeyError."""
        return self.by_no[no]

    @cached_property
    def by_no(self) -> Mapping[str, Item]:
        """Return the items by number."""
        return {item.no: item for item in self.items}

    def items_of(self, part: str) -> tuple[Item, ...]:
        """Return the items of a part."""
        return tuple(item for item in self.items if item.part == part)


def read_worksheet(text: str) -> Worksheet:
    """Read an edition. Raises BadWorksheet for another shape, or a part without items."""
    try:
        value = tomllib.loads(text)
        sheet = _sheet(value)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise BadWorksheet(str(problem)) from None
    known = {part.no for part in sheet.parts}
    if {item.part for item in sheet.items} != known or len(known) != len(sheet.parts):
        raise BadWorksheet("parts and items do not fit")
    if len(sheet.by_no) != len(sheet.items):
        raise BadWorksheet("an item stands there twice")
    return sheet


def _sheet(value: Mapping[str, Any]) -> Worksheet:
    if value.keys() != {"since", "source", "confidence", "areas", "parts", "items", "scale"}:
        raise BadWorksheet("since, source, confidence, areas, parts, items and scales")
    if type(value["since"]) is not date:
        raise BadWorksheet("since is a day")
    return Worksheet(
        since=value["since"],
        source=_text(value["source"]),
        confidence=Confidence(value["confidence"]),
        areas={_text(no): _said(id_, en) for no, id_, en in value["areas"]},
        parts=tuple(_part(*row) for row in value["parts"]),
        items=tuple(_item(*row, scales=value["scale"]) for row in value["items"]),
    )


def _part(no: str, weight: int, id_: str, en: str) -> Part:
    if not PART.fullmatch(no) or type(weight) is not int or weight < 1:
        raise BadWorksheet(f"no part: {no}")
    return Part(no=no, weight=Fraction(weight, 100), words=_said(id_, en))


def _item(no: str, scale: str, id_: str, en: str, *, scales: Mapping[str, Any]) -> Item:
    part, _, letter = no.rpartition(".")
    if not PART.fullmatch(part) or not re.fullmatch("[a-z]", letter):
        raise BadWorksheet(f"no item: {no}")
    kind, ids, ens = Kind(scales[scale]["kind"]), scales[scale]["id"], scales[scale]["en"]
    if len(ids) != len(ens) or (kind.letters and len(ids) != len(kind.letters)):
        raise BadWorksheet(f"the answers of {scale}")
    answers = tuple(_said(*pair) for pair in zip(ids, ens, strict=True))
    return Item(no=no, part=part, kind=kind, scale=scale, words=_said(id_, en), answers=answers)


def _said(id_: object, en: object) -> Said:
    return Said(id=_text(id_), en=_text(en))


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadWorksheet("words are missing")
    return value
