"""What pages show of worksheets: a year's overview, one area, one item, the years side by side."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db.models import QuerySet

from jernih.apps.accounts.models import Staff
from jernih.apps.integrity.models import Evidence, ItemAnswer, PlanStep, Sheet
from jernih.apps.integrity.queries.rules import rules, worksheet
from jernih.apps.integrity.queries.scores import answers_of, scores_of, verdict_of
from jernih.apps.offices.models import Office
from jernih.pure import zone
from jernih.pure.rulebook import in_force
from jernih.pure.states import SheetState
from jernih.pure.zone import Column, EvidenceKind, Gain, Predicate, Scores, Verdict
from jernih.pure.zone_sheet import Item, Part, Said, Worksheet


@dataclass(frozen=True, kw_only=True)
class ColumnRow:
    """One column as a whole."""

    column: Column
    scores: Scores
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class AreaRow:
    """Points of one area: its two halves, by unit and by assessors, and their weight."""

    no: str
    words: Said
    group: str
    weight: Fraction
    unit: Fraction
    tpi: Fraction
    answered: int
    items: int


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """One item with both answers. evidence, steps: how many there are now."""

    item: Item
    unit: ItemAnswer | None
    tpi: ItemAnswer | None
    unit_points: Fraction
    tpi_points: Fraction
    evidence: int
    steps: int


@dataclass(frozen=True, kw_only=True)
class PartRow:
    """A part with its items."""

    part: Part
    unit: Fraction
    tpi: Fraction
    items: tuple[ItemRow, ...]


@dataclass(frozen=True, kw_only=True)
class EvidenceRow:
    """One piece of evidence."""

    ref: str
    item: str
    kind: EvidenceKind
    name: str
    link: str
    size: int
    figures: tuple[tuple[zone.Counted, int], ...]
    at: datetime
    by: str
    is_removed: bool


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """One line of the plan."""

    pk: int
    item: str
    words: str
    owner: str
    due_on: date
    done_on: date | None
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class YearRow:
    """A year beside others; the assessors' figures once assessed, else the unit's."""

    year: int
    state: SheetState
    total: Fraction
    lever: Fraction
    result: Fraction
    predicate: Predicate
    areas: tuple[Fraction, ...]


def sheet_of(office: Office, year: int) -> Sheet | None:
    """Return the worksheet of a year."""
    return _all(office).filter(year=year).first()


def newest(office: Office) -> Sheet | None:
    """Return the worksheet of the latest year."""
    return _all(office).order_by("-year").first()


def edition_of(sheet: Sheet) -> Worksheet:
    """Return the edition that holds for a worksheet."""
    return worksheet(sheet.rules_on)


def number(sheet: Sheet, name: str) -> int:
    """Return a number of rulebook/zone_weights.toml on the sheet's own day."""
    return in_force(rules(), name, on=sheet.rules_on)


def columns(sheet: Sheet) -> tuple[ColumnRow, ColumnRow]:
    """Return both columns: unit, then assessors."""
    unit, tpi = (_column(sheet, column) for column in Column)
    return unit, tpi


def areas(sheet: Sheet, unit: Scores, tpi: Scores) -> list[AreaRow]:
    """Return every half of every area, then the results, in the worksheet's order."""
    edition = edition_of(sheet)
    of = {part.no: part.group for part in edition.parts}
    items = Counter(of[item.part] for item in edition.items)
    told = answers_of(sheet, Column.UNIT)
    answered = Counter(of[edition.item(no).part] for no in told)
    return [
        AreaRow(
            no=group,
            words=edition.areas.get(group[2:], _RESULTS.get(group, _NONE)),
            group=group[0],
            weight=unit.weights[group],
            unit=unit.groups[group],
            tpi=tpi.groups[group],
            answered=answered[group],
            items=items[group],
        )
        for group in unit.groups
    ]


def parts_of(sheet: Sheet, group: str, unit: Scores, tpi: Scores) -> list[PartRow]:
    """Return the parts and items of a half of an area."""
    edition = edition_of(sheet)
    rows = {(row.item, row.column): row for row in ItemAnswer.objects.filter(sheet=sheet)}
    shown = Counter(_evidence(sheet).values_list("item", flat=True))
    planned = Counter(PlanStep.objects.filter(sheet=sheet).values_list("item", flat=True))
    return [
        PartRow(
            part=part,
            unit=unit.parts[part.no],
            tpi=tpi.parts[part.no],
            items=tuple(
                ItemRow(
                    item=item,
                    unit=rows.get((item.no, Column.UNIT)),
                    tpi=rows.get((item.no, Column.TPI)),
                    unit_points=unit.items[item.no],
                    tpi_points=tpi.items[item.no],
                    evidence=shown[item.no],
                    steps=planned[item.no],
                )
                for item in edition.items_of(part.no)
            ),
        )
        for part in edition.parts
        if part.group == group
    ]


def answer_rows(sheet: Sheet, no: str) -> dict[Column, ItemAnswer]:
    """Return what both columns say to an item."""
    return {Column(row.column): row for row in sheet.answers.filter(item=no)}


def evidence_of(sheet: Sheet, no: str = "") -> list[EvidenceRow]:
    """Return the evidence of an item, or of all, oldest first; taken back ones, too."""
    rows = Evidence.objects.filter(sheet=sheet).defer("body").order_by("pk")
    rows = rows.filter(item=no) if no else rows
    names = names_of(sheet.office)
    return [
        EvidenceRow(
            ref=row.ref,
            item=row.item,
            kind=EvidenceKind(row.kind),
            name=row.name,
            link=row.link,
            size=row.size,
            figures=tuple((zone.Counted(name), value) for name, value in row.figures),
            at=row.at,
            by=names.get(row.by, row.by),
            is_removed=row.removed_at is not None,
        )
        for row in rows
    ]


def plan_of(sheet: Sheet, no: str = "", *, today: date) -> list[StepRow]:
    """Return what is to be done, for an item or for all: open ones by their day, then done ones."""
    rows = PlanStep.objects.filter(sheet=sheet)
    rows = rows.filter(item=no) if no else rows
    names = names_of(sheet.office)
    found = [
        StepRow(
            pk=row.pk,
            item=row.item,
            words=row.words,
            owner=names.get(row.owner, row.owner),
            due_on=row.due_on,
            done_on=row.done_on,
            is_late=row.done_on is None and row.due_on < today,
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: (row.done_on is not None, row.due_on, row.pk))


def to_gain(sheet: Sheet, scores: Scores, column: Column, *, most: int) -> Sequence[Gain]:
    """Return the items that could bring the most."""
    return zone.gains(edition_of(sheet), answers_of(sheet, column), scores=scores)[:most]


def years(office: Office) -> list[YearRow]:
    """Return every year there is, newest first."""
    return [_year(sheet) for sheet in _all(office).order_by("-year")]


def public_years(office: Office) -> list[YearRow]:
    """Return what everybody may see: years that were proposed or assessed, newest first."""
    told = _all(office).exclude(state=SheetState.FILLING)
    return [_year(sheet) for sheet in told.order_by("-year")]


def names_of(office: Office) -> dict[str, str]:
    """Return who works here, name by pseudonym."""
    return dict(Staff.objects.filter(office=office.slug).values_list("ref", "full_name"))


def owners(office: Office) -> list[tuple[str, str]]:
    """Return who may be asked to do something: pseudonym and name."""
    found = Staff.objects.filter(office=office.slug, is_active=True).order_by("full_name", "pk")
    return list(found.values_list("ref", "full_name"))


_NONE = Said(id="–", en="–")
_RESULTS = {
    "H.1": Said(id="Birokrasi yang bersih dan akuntabel", en="Clean and accountable"),
    "H.2": Said(id="Pelayanan publik yang prima", en="Good public service"),
}


def _all(office: Office) -> QuerySet[Sheet]:
    return Sheet.objects.filter(office=office).select_related("office")


def _evidence(sheet: Sheet) -> QuerySet[Evidence]:
    return Evidence.objects.filter(sheet=sheet, removed_at=None)


def _column(sheet: Sheet, column: Column) -> ColumnRow:
    scores = scores_of(sheet, column)
    return ColumnRow(column=column, scores=scores, verdict=verdict_of(sheet, scores))


def _year(sheet: Sheet) -> YearRow:
    column = Column.TPI if sheet.state == SheetState.ASSESSED else Column.UNIT
    row = _column(sheet, column)
    return YearRow(
        year=sheet.year,
        state=SheetState(sheet.state),
        total=row.scores.total,
        lever=row.scores.lever,
        result=row.scores.result,
        predicate=row.verdict.predicate,
        areas=tuple(row.scores.area(no) for no in edition_of(sheet).areas),
    )
