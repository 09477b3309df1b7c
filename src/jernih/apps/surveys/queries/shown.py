"""What pages show of surveys: quarters, results with their bars, and the counts as rows."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.utils import timezone

from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.apps.surveys.models import PublishedIndex
from jernih.apps.surveys.queries.counted import answers_in, rules, served_in
from jernih.pure import index, survey
from jernih.pure.index import Grade, Instrument
from jernih.pure.quarters import bounds_of, quarter_before, quarter_of
from jernih.pure.rulebook import Confidence, rule_on
from jernih.pure.survey import Result, Way
from jernih.ui import survey_words as words
from jernih.ui.label import Words

# How many quarters back the page for publishing goes.
_BACK = 4
_CHART_WIDTH = 400


@dataclass(frozen=True, kw_only=True)
class StatementRow:
    """One statement: its mean in points, how long its bar is, how many gave 1, 2 … points."""

    name: Words
    mean: str
    bar: int
    counts: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """One instrument as published. is_unsure: its scale is not confirmed."""

    code: str
    name: Words
    index: str
    low: str
    high: str
    top: int
    grade: Words | None
    points: range
    is_unsure: bool
    statements: tuple[StatementRow, ...]

    @property
    def height(self) -> int:
        """Return how high the chart is."""
        return 34 * len(self.statements) + 8


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A published quarter. rate, asked_rate: percent with two digits."""

    period: str
    day: date
    served: int
    answers: int
    minimum: int
    rate: str
    ways: tuple[tuple[Words, int], ...]
    asked_no: int
    asked_yes: int
    asked_unsaid: int
    asked_rate: str
    results: tuple[ResultRow, ...]

    @property
    def is_enough(self) -> bool:
        """Tell whether the smallest sample was reached."""
        return self.answers >= self.minimum


@dataclass(frozen=True, kw_only=True)
class QuarterRow:
    """A quarter as the head sees it."""

    period: str
    served: int
    answers: int
    minimum: int
    is_over: bool
    published_on: date | None


def today() -> date:
    """Return the day at the office, or here."""
    office = offices.the_office()
    return offices.today(office, timezone.now()) if office else timezone.localdate()


def standing(office: Office, *, now: datetime) -> QuarterRow:
    """Return how this quarter stands so far."""
    return _quarter(office, quarter_of(offices.today(office, now)), now=now)


def quarters(office: Office, *, now: datetime) -> list[QuarterRow]:
    """Return this quarter and those before it, as far as the office was open."""
    period, found = quarter_of(offices.today(office, now)), []
    for _nth in range(_BACK + 1):
        found.append(_quarter(office, period, now=now))
        period = quarter_before(period)
        if bounds_of(period)[1] < office.opened_on:
            break
    return found


def published_periods(office: Office) -> list[str]:
    """Return the quarters that were published, the newest first."""
    rows = PublishedIndex.objects.filter(office=office).order_by("-period")
    return list(rows.values_list("period", flat=True))


def published(office: Office, *, period: str = "") -> Shown | None:
    """Return a published quarter, the newest unless one is named; None if there is none."""
    rows = PublishedIndex.objects.filter(office=office).order_by("-period")
    row = rows.filter(period=period).first() if period else rows.first()
    return _shown(row) if row else None


def csv_rows(office: Office, *, period: str) -> list[list[str | int]]:
    """Return the counts of a published quarter, with a head; nothing if it was not published."""
    row = PublishedIndex.objects.filter(office=office, period=period).first()
    if row is None:
        return []
    told = row.figures
    named = ("served", *(way.lower() for way in Way), "minimum")
    rows: list[list[str | int]] = [["what", "statement", "points", "people"]]
    rows += [[name, "", "", told[name]] for name in named]
    rows += [[f"asked_{one}", "", "", told[f"asked_{one}"]] for one in ("no", "yes", "unsaid")]
    for result in told["results"]:
        rows += _result_rows(result, on=row.day)
    return rows


def _result_rows(result: dict[str, Any], *, on: date) -> list[list[str | int]]:
    code = result["instrument"]
    scale = index.scale_on(Instrument(code), rules=rules(), on=on)
    rows: list[list[str | int]] = [
        [code, at // scale.points + 1, at % scale.points + 1, count]
        for at, count in enumerate(result["counts"])
    ]
    rows += [[f"{code}_sum", "", scale.least + at, n] for at, n in enumerate(result["sums"])]
    return rows


def _quarter(office: Office, period: str, *, now: datetime) -> QuarterRow:
    day = offices.today(office, now)
    served = served_in(office, period=period)
    row = PublishedIndex.objects.filter(office=office, period=period).first()
    return QuarterRow(
        period=period,
        served=served,
        answers=answers_in(office, period=period),
        minimum=survey.smallest_sample(served, rules=rules(), on=day),
        is_over=day > bounds_of(period)[1],
        published_on=row.day if row else None,
    )


def _shown(row: PublishedIndex) -> Shown:
    told = row.figures
    answers = sum(told[way.lower()] for way in Way)
    yes, no = told["asked_yes"], told["asked_no"]
    return Shown(
        period=row.period,
        day=row.day,
        served=told["served"],
        answers=answers,
        minimum=told["minimum"],
        rate=_two(index.share_of(answers, told["served"])),
        ways=tuple((words.WAYS[way], told[way.lower()]) for way in Way),
        asked_no=no,
        asked_yes=yes,
        asked_unsaid=told["asked_unsaid"],
        asked_rate=_two(index.share_of(yes, yes + no)),
        results=tuple(_result_row(one, on=row.day) for one in told["results"]),
    )


def _result_row(told: dict[str, Any], *, on: date) -> ResultRow:
    one = Instrument(told["instrument"])
    scale = index.scale_on(one, rules=rules(), on=on)
    result = Result(**told | {"counts": tuple(told["counts"]), "sums": tuple(told["sums"])})
    tally = survey.tally_of(result, scale=scale)
    rule = rule_on(rules(), f"{one.lower()}_top", on=on)
    grade = Grade(told["grade"])
    return ResultRow(
        code=one,
        name=words.NAMES[one],
        index=_two(told["index"]),
        low=_two(told["low"]),
        high=_two(told["high"]),
        top=scale.top,
        grade=None if grade is Grade.NONE else words.GRADES[grade],
        points=range(1, scale.points + 1),
        is_unsure=rule.confidence in (Confidence.LOW, Confidence.ASSUMED),
        statements=tuple(
            StatementRow(
                name=statement.name,
                mean=_two(index.hundredths(mean)),
                bar=index.rounded(mean * Fraction(_CHART_WIDTH, scale.points)),
                counts=counts,
            )
            for statement, mean, counts in zip(
                words.STATEMENTS[one], index.means(tally), tally.counts, strict=True
            )
        ),
    )


def _two(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"
