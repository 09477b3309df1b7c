"""Read one person's answers, and make the published figures of many: the same for all who reckon.

Source: docs/indexes.md. Vectors: tests/pure/test_survey.py, tests/pure/test_audit_surveys.py.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from jernih.pure import index
from jernih.pure.index import BadAnswers, Grade, Instrument, Scale, Tally
from jernih.pure.rulebook import Rules, in_force

# Points of SKM, SPKP, SPAK in their order, then what was said of money: 444…|666…|666…|NO.
_ANSWER: Final = re.compile(r"([0-9]+)\|([0-9]+)\|([0-9]+)\|(NO|YES|UNSAID)")


class Way(StrEnum):
    """How an answer came: by her own browser, by the server for her, at the kiosk, on paper.

    Only of the first can the office itself not tell, at the moment it comes, whose it is.
    """

    BROWSER = "BROWSER"
    SERVER = "SERVER"
    KIOSK = "KIOSK"
    PAPER = "PAPER"


class Asked(StrEnum):
    """What somebody says at the end: whether anybody asked her for money."""

    NO = "NO"
    YES = "YES"
    UNSAID = "UNSAID"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one person said, points by instrument."""

    points: Mapping[Instrument, tuple[int, ...]]
    asked: Asked

    def spelled(self) -> str:
        """Return its one spelling; as long for everybody, but for the last word."""
        digits = ("".join(map(str, self.points[one])) for one in Instrument)
        return "|".join([*digits, self.asked])


@dataclass(frozen=True, kw_only=True)
class Book:
    """Answers of many, added up. asked: how many said NO, YES, nothing, in this order."""

    tallies: Mapping[Instrument, Tally]
    asked: tuple[int, int, int]

    @property
    def n(self) -> int:
        """Return how many answered."""
        return sum(self.asked)


@dataclass(frozen=True, kw_only=True)
class Result:
    """One instrument as it is published: what was counted, and what comes of it.

    counts: statement by statement, for each how many gave 1, 2 … points. sums: how many gave so
    many points in all, from the smallest sum. index, low, high: in hundredths.
    """

    instrument: Instrument
    counts: tuple[int, ...]
    sums: tuple[int, ...]
    index: int
    low: int
    high: int
    grade: Grade


def scales_on(rules: Rules, *, on: date) -> dict[Instrument, Scale]:
    """Return how each instrument counts on a day. Raises NoRule."""
    return {one: index.scale_on(one, rules=rules, on=on) for one in Instrument}


def read_answer(text: str, *, scales: Mapping[Instrument, Scale]) -> Answer:
    """Return the answer that a text spells. Raises BadAnswers."""
    match = _ANSWER.fullmatch(text)
    if not match:
        raise BadAnswers("this is not how answers are spelled")
    *digits, asked = match.groups()
    points = {
        one: tuple(map(int, written)) for one, written in zip(Instrument, digits, strict=True)
    }
    for one, given in points.items():
        index.check_answer(given, scale=scales[one])
    return Answer(points=points, asked=Asked(asked))


def empty_book(scales: Mapping[Instrument, Scale]) -> Book:
    """Return the book in which nobody stands."""
    return Book(tallies={one: index.empty(scales[one]) for one in Instrument}, asked=(0, 0, 0))


def add_up(book: Book, answers: Sequence[Answer], *, scales: Mapping[Instrument, Scale]) -> Book:
    """Return the book with more answers added. Raises BadAnswers."""
    tallies = {
        one: index.add_up(tally, [said.points[one] for said in answers], scale=scales[one])
        for one, tally in book.tallies.items()
    }
    words = list(Asked)
    asked = list(book.asked)
    for said in answers:
        asked[words.index(said.asked)] += 1
    return Book(tallies=tallies, asked=(asked[0], asked[1], asked[2]))


def merge(books: Iterable[Book], *, scales: Mapping[Instrument, Scale]) -> Book:
    """Return several books as one."""
    found = [empty_book(scales), *books]
    tallies = {one: _merged([book.tallies[one] for book in found]) for one in Instrument}
    no, yes, unsaid = (sum(said) for said in zip(*(book.asked for book in found), strict=True))
    return Book(tallies=tallies, asked=(no, yes, unsaid))


def results(book: Book, *, served: int, rules: Rules, on: date) -> tuple[Result, ...]:
    """Return what is published of a book, by the rules of a day; nothing while it is too small.

    Raises BadAnswers for a book that no people can have made.
    """
    if book.n < in_force(rules, "publish_minimum", on=on):
        return ()
    return tuple(
        _result(one, book.tallies[one], served=served, rules=rules, on=on) for one in Instrument
    )


def smallest_sample(served: int, *, rules: Rules, on: date) -> int:
    """Return how many of those served should have answered, by the rules of a day."""
    return index.smallest_sample(
        served,
        chi_square=in_force(rules, "sample_chi_square", on=on),
        margin=in_force(rules, "sample_margin", on=on),
    )


def tally_of(result: Result, *, scale: Scale) -> Tally:
    """Return the tally that was published. Raises BadAnswers if it cannot be one."""
    points = scale.points
    if len(result.counts) != scale.statements * points:
        raise BadAnswers("there are other statements or points than the instrument has")
    rows = (result.counts[at : at + points] for at in range(0, len(result.counts), points))
    tally = Tally(counts=tuple(rows), sums=result.sums)
    index.check_tally(tally, scale=scale)
    return tally


def _result(instrument: Instrument, tally: Tally, *, served: int, rules: Rules, on: date) -> Result:
    scale = index.scale_on(instrument, rules=rules, on=on)
    index.check_tally(tally, scale=scale)
    value = index.hundredths(index.index_of(index.means(tally), scale=scale))
    errors = in_force(rules, "interval_errors", on=on)
    bounds = index.interval_of(tally, scale=scale, population=served, errors=errors)
    low, high = bounds or (value, value)
    return Result(
        instrument=instrument,
        counts=tuple(count for row in tally.counts for count in row),
        sums=tally.sums,
        index=value,
        low=low,
        high=high,
        grade=index.grade_of(value, scale=scale),
    )


def _merged(tallies: Sequence[Tally]) -> Tally:
    rows = zip(*(tally.counts for tally in tallies), strict=True)
    return Tally(
        counts=tuple(tuple(map(sum, zip(*row, strict=True))) for row in rows),
        sums=tuple(map(sum, zip(*(tally.sums for tally in tallies), strict=True))),
    )
