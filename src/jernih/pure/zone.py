"""The integrity zone: answers become scores, scores a verdict, and what is missing for it.

All arithmetic is exact; only what is shown is rounded. Filled official sheets write thirds as 0.67
and 0.33: a part of weight w may then differ from exact thirds by w/300 at most.

Source: PermenPANRB 90/2021 as read in public worksheets (research/domain.md, section 7).
Vectors: tests/pure/test_zone.py.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import Final

from jernih.pure.rulebook import Rules, in_force
from jernih.pure.zone_sheet import LETTERS, Item, Kind, Worksheet

MOST_FIGURE: Final = 1_000_000
NOTHING: Final = Fraction(0)
CORRUPTION, PERFORMANCE, SERVICE = "H.1.1.a", "H.1.2.a", "H.2.1.a"


class Column(StrEnum):
    """Who answers: the unit itself, or the internal assessors."""

    UNIT = "UNIT"
    TPI = "TPI"


class Predicate(StrEnum):
    """What a unit may be proposed for."""

    NONE = "NONE"
    WBK = "WBK"
    WBBM = "WBBM"


class Measure(StrEnum):
    """What is held against a minimum."""

    TOTAL = "TOTAL"
    LEVER = "LEVER"
    AREA = "AREA"
    CORRUPTION = "CORRUPTION"
    PERFORMANCE = "PERFORMANCE"
    CLEAN = "CLEAN"
    SERVICE = "SERVICE"


class EvidenceKind(StrEnum):
    """What stands behind an answer. FIGURES: counted by the office's own programs."""

    FILE = "FILE"
    LINK = "LINK"
    FIGURES = "FIGURES"


class Counted(StrEnum):
    """A figure of the office's own programs that stands behind an item."""

    GIFTS_DECLARED = "GIFTS_DECLARED"
    GIFTS_REFUSED = "GIFTS_REFUSED"
    GIFTS_FORWARDED = "GIFTS_FORWARDED"
    GIFTS_OVERDUE = "GIFTS_OVERDUE"
    REPORTS_TOTAL = "REPORTS_TOTAL"
    REPORTS_OPEN = "REPORTS_OPEN"
    REPORTS_OVERDUE = "REPORTS_OVERDUE"
    REPORT_HOLDERS = "REPORT_HOLDERS"
    QUARTERS_PUBLISHED = "QUARTERS_PUBLISHED"
    NUMBERS_SERVED = "NUMBERS_SERVED"
    HALL_DAYS = "HALL_DAYS"
    DAYS_JUDGED = "DAYS_JUDGED"
    INSPECTIONS_OPEN = "INSPECTIONS_OPEN"
    INSPECTIONS_CLOSED = "INSPECTIONS_CLOSED"
    PLEDGE_SIGNERS = "PLEDGE_SIGNERS"
    PLEDGE_STAFF = "PLEDGE_STAFF"
    SURVEY_ROUNDS = "SURVEY_ROUNDS"
    SURVEY_ANSWERS = "SURVEY_ANSWERS"


class BadAnswer(ValueError):
    """Said of an answer that is not on the scale of its item."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What somebody answered: a letter, or figures."""

    letter: str = ""
    figures: tuple[int, ...] = ()


Answers = Mapping[str, Answer]


@dataclass(frozen=True, kw_only=True)
class Scores:
    """The points of one column. groups: P.I to R.VI, H.1 and H.2."""

    items: Mapping[str, Fraction]
    parts: Mapping[str, Fraction]
    groups: Mapping[str, Fraction]
    weights: Mapping[str, Fraction]
    answered: int

    @property
    def lever(self) -> Fraction:
        """Return the points of what is fulfilled and reformed, of 60."""
        return sum((v for k, v in self.groups.items() if k[0] != "H"), NOTHING)

    @property
    def result(self) -> Fraction:
        """Return the points of what came of it, of 40."""
        return sum((v for k, v in self.groups.items() if k[0] == "H"), NOTHING)

    @property
    def total(self) -> Fraction:
        """Return all points, of 100."""
        return self.lever + self.result

    def area(self, no: str) -> Fraction:
        """Return the points of both halves of an area."""
        return self.groups[f"P.{no}"] + self.groups[f"R.{no}"]


@dataclass(frozen=True, kw_only=True)
class Test:
    """One figure against its minimum. group: of an area's half, empty else."""

    predicate: Predicate
    measure: Measure
    got: Fraction
    least: Fraction
    group: str = ""

    @property
    def is_met(self) -> bool:
        """Tell whether the minimum is reached, by the exact figures."""
        return self.got >= self.least

    @property
    def gap(self) -> Fraction:
        """Return what is missing, nothing if it is reached."""
        return max(self.least - self.got, NOTHING)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a column is good for, with every test of both predicates."""

    predicate: Predicate
    tests: tuple[Test, ...] = field(repr=False)

    def missing(self, predicate: Predicate) -> tuple[Test, ...]:
        """Return the tests of a predicate that fail."""
        return tuple(t for t in self.tests if t.predicate is predicate and not t.is_met)


def check(item: Item, answer: Answer) -> None:
    """Do nothing for an answer on the scale of its item, else raise BadAnswer."""
    if item.kind.letters:
        if answer.figures or len(answer.letter) != 1 or answer.letter not in item.kind.letters:
            raise BadAnswer(f"{item.no}: one of {', '.join(item.kind.letters)}")
        return
    if answer.letter or len(answer.figures) != item.figures:
        raise BadAnswer(f"{item.no}: {item.figures} figures")
    if not all(0 <= one <= MOST_FIGURE for one in answer.figures):
        raise BadAnswer(f"{item.no}: figures from 0 to {MOST_FIGURE}")
    _check_figures(item, answer.figures)


def _check_figures(item: Item, figures: tuple[int, ...]) -> None:
    if item.kind is Kind.SHARE and figures[0] == 0:
        raise BadAnswer(f"{item.no}: the first figure is at least 1")
    if item.kind is Kind.SHARE_OR_FULL and sum(figures[1:]) > figures[0]:
        raise BadAnswer(f"{item.no}: more than there are")
    if item.kind is Kind.INDEX and figures[0] > 4000:
        raise BadAnswer(f"{item.no}: an index is at most 4000")


def value_of(item: Item, answer: Answer, *, rules: Rules, on: date) -> Fraction:
    """Return what an answer is worth, 0 to 1. Raises BadAnswer, NoRule."""
    check(item, answer)
    if item.kind.letters:
        return _worth(item.kind, answer.letter, rules=rules, on=on)
    first, rest = answer.figures[0], answer.figures[1:]
    match item.kind:
        case Kind.INDEX:
            return min(Fraction(first, in_force(rules, "index_full", on=on)), Fraction(1))
        case Kind.DECLINE:
            return _decline(first, rest[0])
    # More than all counts as all: three changes of two agents.
    return min(Fraction(rest[0], first), Fraction(1)) if first else Fraction(1)


def _worth(kind: Kind, letter: str, *, rules: Rules, on: date) -> Fraction:
    place = kind.letters.index(letter)
    if place == 0:
        return Fraction(1)
    if place == len(kind.letters) - 1:
        return NOTHING
    name = f"value_{kind.lower()}_{LETTERS[place].lower()}"
    return Fraction(in_force(rules, name, on=on), 100)


def _decline(last: int, this: int) -> Fraction:
    if last == 0:
        return Fraction(int(this == 0))
    return max(Fraction(last - this, last), NOTHING)


def score(sheet: Worksheet, answers: Answers, *, rules: Rules, on: date) -> Scores:
    """Return the points of one column; what nobody answered is worth nothing.

    A part's points are its weight times the mean of its items. Raises BadAnswer, NoRule.
    """
    values = {
        item.no: value_of(item, answers[item.no], rules=rules, on=on)
        for item in sheet.items
        if item.no in answers
    }
    items: dict[str, Fraction] = {}
    parts: dict[str, Fraction] = {}
    groups: dict[str, Fraction] = defaultdict(Fraction)
    weights: dict[str, Fraction] = defaultdict(Fraction)
    for part in sheet.parts:
        inside = sheet.items_of(part.no)
        for item in inside:
            items[item.no] = part.weight / len(inside) * values.get(item.no, NOTHING)
        parts[part.no] = sum((items[item.no] for item in inside), NOTHING)
        groups[part.group] += parts[part.no]
        weights[part.group] += part.weight
    return Scores(items=items, parts=parts, groups=groups, weights=weights, answered=len(values))


def judge(scores: Scores, *, rules: Rules, on: date) -> Verdict:
    """Hold the points of a column against the minimums of both predicates. Raises NoRule."""
    tests = tuple(
        test
        for predicate in (Predicate.WBK, Predicate.WBBM)
        for test in _tests(scores, predicate, rules=rules, on=on)
    )
    for predicate in (Predicate.WBBM, Predicate.WBK):
        if all(test.is_met for test in tests if test.predicate is predicate):
            return Verdict(predicate=predicate, tests=tests)
    return Verdict(predicate=Predicate.NONE, tests=tests)


def _tests(scores: Scores, predicate: Predicate, *, rules: Rules, on: date) -> list[Test]:
    def least(name: str) -> Fraction:
        return Fraction(in_force(rules, f"{name}_{predicate.lower()}", on=on), 100)

    got = {
        Measure.TOTAL: (scores.total, "total_least"),
        Measure.LEVER: (scores.lever, "lever_least"),
        Measure.CLEAN: (scores.groups["H.1"], "clean_least"),
        Measure.CORRUPTION: (scores.items[CORRUPTION], "corruption_index_least"),
        Measure.PERFORMANCE: (scores.items[PERFORMANCE], "performance_least"),
        Measure.SERVICE: (scores.items[SERVICE], "service_index_least"),
    }
    share = least("area_percent")
    areas = [
        Test(
            predicate=predicate,
            measure=Measure.AREA,
            group=group,
            got=points,
            least=scores.weights[group] * share,
        )
        for group, points in scores.groups.items()
        if group[0] != "H"
    ]
    whole = [
        Test(predicate=predicate, measure=measure, got=points, least=least(name))
        for measure, (points, name) in got.items()
    ]
    return [*whole, *areas]


@dataclass(frozen=True, kw_only=True)
class Gain:
    """What an item could still bring."""

    item: Item
    points: Fraction
    is_answered: bool


def gains(sheet: Worksheet, answers: Answers, *, scores: Scores) -> list[Gain]:
    """Return the items that are not at their best, the most points first."""
    found = []
    for part in sheet.parts:
        inside = sheet.items_of(part.no)
        for item in inside:
            left = part.weight / len(inside) - scores.items[item.no]
            if left:
                found.append(Gain(item=item, points=left, is_answered=item.no in answers))
    return sorted(found, key=lambda gain: -gain.points)


def hundredths(points: Fraction) -> int:
    """Return points in hundredths, half of one rounded up, as worksheets show them."""
    return floor(points * 100 + Fraction(1, 2))


def hundredths_up(points: Fraction) -> int:
    """Return what is missing in hundredths, never less than it is."""
    return ceil(points * 100)
