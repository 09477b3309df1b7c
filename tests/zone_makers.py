"""Make worksheets of the integrity zone by the real actions; it is 23 November 2026 at Tarakan."""

from pathlib import Path

import jernih
from jernih.apps.integrity import actions
from jernih.apps.integrity.models import Sheet
from jernih.apps.offices.models import Office
from jernih.pure import zone_sheet
from jernih.pure.roles import Actor
from jernih.pure.zone import Answer, Column
from jernih.pure.zone_sheet import Item, Kind
from tests.makers import NOW

TEXT = (Path(jernih.__file__).parent / "rulebook" / "forms" / "zone_items.toml").read_text()
SHEET = zone_sheet.read_worksheet(TEXT)


def best(item: Item) -> Answer:
    if item.kind.letters:
        return Answer(letter=item.kind.letters[0])
    figures = {Kind.INDEX: (4000,), Kind.DECLINE: (0, 0, 0), Kind.SHARE_OR_FULL: (0, 0, 0)}
    return Answer(figures=figures.get(item.kind, (3, 3)))


def make_sheet(office: Office, head: Actor, *, year: int = 2026) -> Sheet:
    return actions.open_sheet(office_id=office.pk, year=year, actor=head, now=NOW)


def answer(sheet: Sheet, who: Actor, no: str, letter: str = "", **more) -> None:
    told = actions.Told(
        answer=Answer(letter=letter, figures=more.pop("figures", ())), note=more.pop("note", "")
    )
    actions.answer_item(
        ref=sheet.ref, no=no, told=told, actor=who, now=NOW, column=more.pop("column", Column.UNIT)
    )


def answer_all(sheet: Sheet, who: Actor, column: Column = Column.UNIT) -> None:
    told = {item.no: actions.Told(answer=best(item)) for item in SHEET.items}
    actions.answer_many(ref=sheet.ref, column=column, told=told, actor=who, now=NOW)
