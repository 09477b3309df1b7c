"""Check that the zone's worksheets add up: who answered when, what was evidence, how many points.

Source: docs/log-format.md, "What is checked". Vectors: tests/pure/test_audit_integrity.py.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from jernih.pure import zone
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.events import Event
from jernih.pure.events_integrity import (
    EvidenceAdded,
    EvidenceRemoved,
    ItemAnswered,
    SheetMoved,
    SheetOpened,
)
from jernih.pure.events_pledges import PledgeDeclared, PledgeSigned, PromiseMade
from jernih.pure.pledges import Metric
from jernih.pure.rulebook import NoRule, Rules
from jernih.pure.states import SHEET, IllegalMove, SheetState
from jernih.pure.zone import Answer, BadAnswer, Column
from jernih.pure.zone_sheet import Worksheet


@dataclass(frozen=True, kw_only=True)
class ZoneRules:
    """What this program has with it: rulebook/zone_weights.toml and the editions, oldest first."""

    rules: Rules
    editions: tuple[Worksheet, ...]

    def edition(self, on: date) -> Worksheet | None:
        """Return the edition in force on a day, or the first there is; None without any."""
        begun = [one for one in self.editions if one.since <= on]
        return begun[-1] if begun else next(iter(self.editions), None)


@dataclass(kw_only=True)
class _Sheet:
    """One worksheet as the record tells it. officers: who answered for the unit."""

    index: int
    office: str
    year: int
    rules_on: date
    state: SheetState = SHEET.start
    answers: dict[Column, dict[str, Answer]] = field(
        default_factory=lambda: {column: {} for column in Column}
    )
    evidence: dict[str, str] = field(default_factory=dict)
    officers: set[str] = field(default_factory=set)


OPEN_WHILE: Mapping[Column, SheetState] = {
    Column.UNIT: SheetState.FILLING,
    Column.TPI: SheetState.PROPOSED,
}


class ZoneCheck(Check):
    """Worksheets go their way, each column by its own people, and their points add up."""

    rule: ClassVar[str] = "integrity.sheets"

    def __init__(self, own: ZoneRules | None = None) -> None:
        """own: to add the points up again; without it only the way is looked at."""
        self._own = own
        self._sheets: dict[str, _Sheet] = {}

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at every fact of a worksheet."""
        return {
            SheetOpened: self._opened,
            ItemAnswered: self._answered,
            EvidenceAdded: self._added,
            EvidenceRemoved: self._removed,
            SheetMoved: self._moved,
        }

    def _opened(self, index: int, event: Any) -> Iterator[Violation]:
        years = [one for one in self._sheets.values() if one.office == event.office]
        twice = [one.index for one in years if one.year == event.year]
        if twice or event.sheet in self._sheets:
            words = f"{event.office}: the worksheet of {event.year} was begun twice."
            yield self.wrong(words, *twice, index)
        self._sheets[event.sheet] = _Sheet(
            index=index, office=event.office, year=event.year, rules_on=event.rules_on
        )

    def _answered(self, index: int, event: Any) -> Iterator[Violation]:
        sheet = self._sheets.get(event.sheet)
        if sheet is None or sheet.office != event.office:
            yield self.wrong(f"{event.item} was answered in no worksheet.", index)
            return
        place = f"{event.office}, worksheet of {sheet.year}, {event.item}"
        if sheet.state is not OPEN_WHILE[event.column]:
            yield self.wrong(f"{place}: answered while its column was closed.", index)
        if event.column is Column.UNIT:
            sheet.officers.add(event.officer)
        elif event.officer in sheet.officers:
            yield self.wrong(f"{place}: assessed by somebody who answered for the unit.", index)
        answer = Answer(letter=event.letter, figures=event.figures)
        told = sheet.answers[event.column]
        if answer == Answer():
            told.pop(event.item, None)
            return
        told[event.item] = answer
        yield from self._on_scale(index, sheet, event.item, answer, place)

    def _on_scale(
        self, index: int, sheet: _Sheet, no: str, answer: Answer, place: str
    ) -> Iterator[Violation]:
        edition = self._own.edition(sheet.rules_on) if self._own else None
        if edition is None:
            return
        try:
            zone.check(edition.item(no), answer)
        except (BadAnswer, KeyError):
            yield self.wrong(f"{place}: that is no answer to this item.", index)

    def _added(self, index: int, event: Any) -> Iterator[Violation]:
        sheet = self._sheets.get(event.sheet)
        if sheet is None or sheet.state is not SheetState.FILLING:
            yield self.wrong(f"{event.item}: evidence came while nothing was filled in.", index)
        elif event.evidence in sheet.evidence:
            yield self.wrong(f"{event.item}: the same evidence came twice.", index)
        else:
            sheet.evidence[event.evidence] = event.item

    def _removed(self, index: int, event: Any) -> Iterator[Violation]:
        sheet = self._sheets.get(event.sheet)
        if sheet is None or sheet.evidence.pop(event.evidence, None) != event.item:
            yield self.wrong(f"{event.item}: evidence was taken back that was not there.", index)
        elif sheet.state is not SheetState.FILLING:
            yield self.wrong(f"{event.item}: evidence was taken back too late.", index)

    def _moved(self, index: int, event: Any) -> Iterator[Violation]:
        sheet = self._sheets.get(event.sheet)
        if sheet is None:
            yield self.wrong("a worksheet moved that nobody began.", index)
            return
        place = f"{event.office}, worksheet of {sheet.year}"
        try:
            SHEET.check(sheet.state, event.state)
        except IllegalMove:
            yield self.wrong(f"{place}: {sheet.state} cannot become {event.state}.", index)
        sheet.state = event.state
        yield from self._adds_up(index, event, sheet, place)

    def _adds_up(self, index: int, event: Any, sheet: _Sheet, place: str) -> Iterator[Violation]:
        edition = self._own.edition(sheet.rules_on) if self._own else None
        if self._own is None or edition is None:
            return
        rules, on = self._own.rules, sheet.rules_on
        try:
            unit, tpi = (
                zone.score(edition, sheet.answers[column], rules=rules, on=on) for column in Column
            )
            judged = tpi if event.state is SheetState.ASSESSED else unit
            predicate = zone.judge(judged, rules=rules, on=on).predicate
        except (BadAnswer, NoRule):
            # The wrong answer itself was named above.
            return
        told = (event.unit_points, event.tpi_points)
        sums = tuple(zone.hundredths(scores.total) for scores in (unit, tpi))
        if told != sums:
            words = f"{place}: {told[0]} and {told[1]} hundredths are said; {sums[0]} and {sums[1]}"
            yield self.wrong(f"{words} come out.", index)
        if event.predicate is not predicate:
            words = f"{place}: {event.predicate} is said; by its points it is {predicate}."
            yield self.wrong(words, index)


@dataclass(kw_only=True)
class _Pledge:
    """One pledge as the record tells it."""

    office: str
    signed: int = 0
    metrics: set[Metric] = field(default_factory=set)
    commitments: set[str] = field(default_factory=set)


class PledgesCheck(Check):
    """Signatures are counted one by one, and no promise is changed."""

    rule: ClassVar[str] = "conduct.pledges"

    def __init__(self) -> None:
        """Start with no pledge."""
        self._pledges: dict[str, _Pledge] = {}

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at every fact of a pledge."""
        return {
            PledgeDeclared: self._declared,
            PledgeSigned: self._signed,
            PromiseMade: self._promised,
        }

    def _declared(self, index: int, event: Any) -> Iterable[Violation]:
        if event.pledge in self._pledges:
            yield self.wrong(f"{event.office}: a pledge was declared twice.", index)
        self._pledges[event.pledge] = _Pledge(office=event.office)

    def _signed(self, index: int, event: Any) -> Iterable[Violation]:
        pledge = self._pledges.get(event.pledge)
        if pledge is None or pledge.office != event.office:
            yield self.wrong("a pledge was signed that nobody declared.", index)
            return
        if event.n != pledge.signed + 1:
            words = f"{event.office}: signature {event.n} of a pledge came after {pledge.signed}."
            yield self.wrong(words, index)
        if event.commitment in pledge.commitments:
            yield self.wrong(f"{event.office}: one signature of a pledge counts twice.", index)
        pledge.signed = event.n
        pledge.commitments.add(event.commitment)

    def _promised(self, index: int, event: Any) -> Iterable[Violation]:
        pledge = self._pledges.get(event.pledge)
        if pledge is None or pledge.office != event.office:
            yield self.wrong("a figure was promised in no pledge.", index)
        elif event.metric in pledge.metrics:
            yield self.wrong(f"{event.office}: {event.metric} was promised twice.", index)
        else:
            pledge.metrics.add(event.metric)
