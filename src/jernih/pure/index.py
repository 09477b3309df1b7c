"""Turn counted answers of a survey into its index, grade, interval and smallest sample, exactly.

Source: docs/indexes.md; the numbers stand in rulebook/index_scales.toml.
Vectors: tests/pure/test_index.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import isqrt
from typing import Final

from jernih.pure.rulebook import Rules, in_force

HUNDREDTHS: Final = 100


class Instrument(StrEnum):
    """One of the surveys: satisfaction, quality of service, freedom from corruption."""

    SKM = "SKM"
    SPKP = "SPKP"
    SPAK = "SPAK"


class Grade(StrEnum):
    """The grade of an index; NONE where the instrument has none, or below the lowest."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    NONE = "NONE"


class BadAnswers(ValueError):
    """Said of answers or counts that do not fit their instrument."""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How one instrument counts. grades: where each begins, in hundredths, the best first."""

    statements: int
    points: int
    top: int
    grades: tuple[tuple[Grade, int], ...] = ()

    @property
    def least(self) -> int:
        """Return the smallest sum of points that one person can give."""
        return self.statements


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Answers of many, added up; nobody's own stand in it.

    counts: for each statement how many gave 1, 2 … points. sums: how many gave so many points in
    all, from the smallest sum to the largest.
    """

    counts: tuple[tuple[int, ...], ...]
    sums: tuple[int, ...]

    @property
    def n(self) -> int:
        """Return how many answered."""
        return sum(self.sums)


def scale_on(instrument: Instrument, *, rules: Rules, on: date) -> Scale:
    """Return how an instrument counts on a day. Raises NoRule."""
    name = instrument.lower()
    grades = tuple(
        (grade, in_force(rules, f"{name}_grade_{grade.lower()}", on=on))
        for grade in Grade
        if f"{name}_grade_{grade.lower()}" in rules
    )
    return Scale(
        statements=in_force(rules, f"{name}_statements", on=on),
        points=in_force(rules, f"{name}_points", on=on),
        top=in_force(rules, f"{name}_top", on=on),
        grades=grades,
    )


def empty(scale: Scale) -> Tally:
    """Return the tally of nobody."""
    sums = scale.statements * scale.points - scale.least + 1
    return Tally(counts=((0,) * scale.points,) * scale.statements, sums=(0,) * sums)


def add_up(tally: Tally, answers: Iterable[Sequence[int]], *, scale: Scale) -> Tally:
    """Return the tally with more answers in it, points from 1 for each statement in order.

    Raises BadAnswers for a point out of scale, or more or fewer than there are statements.
    """
    counts, sums = [list(row) for row in tally.counts], list(tally.sums)
    for answer in answers:
        check_answer(answer, scale=scale)
        for row, points in zip(counts, answer, strict=True):
            row[points - 1] += 1
        sums[sum(answer) - scale.least] += 1
    return Tally(counts=tuple(map(tuple, counts)), sums=tuple(sums))


def check_answer(answer: Sequence[int], *, scale: Scale) -> None:
    """Raise BadAnswers unless one person's points fit the scale."""
    if len(answer) != scale.statements:
        raise BadAnswers(f"{len(answer)} answers to {scale.statements} statements")
    if not all(1 <= points <= scale.points for points in answer):
        raise BadAnswers(f"points go from 1 to {scale.points}")


def check_tally(tally: Tally, *, scale: Scale) -> None:
    """Raise BadAnswers unless counts and sums could be those of the same people."""
    if len(tally.counts) != scale.statements or {len(row) for row in tally.counts} != {
        scale.points
    }:
        raise BadAnswers("there are other statements or points than the instrument has")
    if len(tally.sums) != len(empty(scale).sums):
        raise BadAnswers("there are sums that nobody can give")
    if min(map(min, (*tally.counts, tally.sums))) < 0:
        raise BadAnswers("a count is less than nothing")
    if {sum(row) for row in tally.counts} != {tally.n}:
        raise BadAnswers("not every statement was answered by everybody")
    if _points_by_statement(tally) != _points_by_sum(tally, scale):
        raise BadAnswers("statements and sums do not come to the same points")


def means(tally: Tally) -> list[Fraction]:
    """Return the mean of each statement, in points. Raises BadAnswers if nobody answered."""
    if not tally.n:
        raise BadAnswers("nobody answered")
    return [Fraction(_points_of(row), tally.n) for row in tally.counts]


def index_of(values: Sequence[Fraction], *, scale: Scale) -> Fraction:
    """Return the index of means: every statement weighs the same, exactly 1 / statements."""
    if len(values) != scale.statements:
        raise BadAnswers(f"{len(values)} means of {scale.statements} statements")
    return sum(values, Fraction()) / scale.statements / scale.points * scale.top


def hundredths(value: Fraction) -> int:
    """Return a value in hundredths, half rounded up: 87.5555… is 8756."""
    return rounded(value * HUNDREDTHS)


def rounded(value: Fraction) -> int:
    """Return the whole number nearest to a value that is not negative, half rounded up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def grade_of(index: int, *, scale: Scale) -> Grade:
    """Return the grade of an index in hundredths, rounded first: between bands lies nothing."""
    return next((grade for grade, begins in scale.grades if index >= begins), Grade.NONE)


def interval_of(
    tally: Tally, *, scale: Scale, population: int, errors: int
) -> tuple[int, int] | None:
    """Return between what bounds, in hundredths, the index of everybody served lies.

    errors: how many standard errors, in hundredths (196: 95 of 100 times). The bounds are rounded
    outwards and stay within the scale. None for one answer: one says nothing of spread.
    """
    n, middle = tally.n, index_of(means(tally), scale=scale)
    if n < 2:
        return None
    step = Fraction(scale.top, scale.statements * scale.points)
    spread = sum(
        (count * (step * (scale.least + at) - middle) ** 2 for at, count in enumerate(tally.sums)),
        Fraction(),
    ) / (n - 1)
    # Of a small hall most were asked: the fewer were not, the surer the figure.
    unasked = Fraction(max(population - n, 0), population - 1) if population > 1 else Fraction(1)
    reach = _root_up(Fraction(errors) ** 2 * spread / n * unasked)
    shown, least = hundredths(middle), hundredths(Fraction(scale.top, scale.points))
    return max(shown - reach, least), min(shown + reach, scale.top * HUNDREDTHS)


def smallest_sample(population: int, *, chi_square: int, margin: int) -> int:
    """Return how many must answer, of so many served: Krejcie and Morgan 1970.

    chi_square: in thousandths (3841). margin: of error, in hundredths (5).
    """
    if population <= 0:
        return 0
    spread = Fraction(chi_square, 1000) / 4
    error = Fraction(margin, 100) ** 2
    return rounded(spread * population / (error * (population - 1) + spread))


def share_of(part: int, whole: int) -> int:
    """Return a share in hundredths of a percent, half rounded up; of nothing, 0."""
    return rounded(Fraction(part * 10_000, whole)) if whole else 0


def _points_of(row: Sequence[int]) -> int:
    return sum(points * count for points, count in enumerate(row, start=1))


def _points_by_statement(tally: Tally) -> int:
    return sum(map(_points_of, tally.counts))


def _points_by_sum(tally: Tally, scale: Scale) -> int:
    return sum((scale.least + at) * count for at, count in enumerate(tally.sums))


def _root_up(value: Fraction) -> int:
    """Return the smallest whole number whose square is not less."""
    floor = isqrt(value.numerator // value.denominator)
    return floor if floor * floor == value else floor + 1
