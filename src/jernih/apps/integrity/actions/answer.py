"""Answer items of a worksheet, one or many; every change goes on the record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jernih.apps.integrity.actions import steps
from jernih.apps.integrity.models import NOTE_SIGNS, ItemAnswer, Sheet
from jernih.apps.ledger import actions as ledger
from jernih.pure import zone
from jernih.pure.events_integrity import ItemAnswered
from jernih.pure.roles import Actor
from jernih.pure.zone import Answer, Column


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is answered to an item: None takes the answer away. note: stays inside."""

    answer: Answer | None
    note: str = ""


@transaction.atomic(durable=True)
def answer_item(
    *, ref: str, no: str, column: Column, told: Told, actor: Actor, now: datetime
) -> None:
    """Answer one item; the same answer again changes nothing.

    Raises Refused, NotYourColumn, OwnColumn, BadAnswer, KeyError.
    """
    sheet = steps.locked_column(ref, column, actor)
    row = _blank(sheet, no, column, ItemAnswer.objects.filter(sheet=sheet, column=column, item=no))
    _keep(row, told, actor=actor, now=now)


@transaction.atomic(durable=True)
def answer_many(
    *, ref: str, column: Column, told: Mapping[str, Told], actor: Actor, now: datetime
) -> int:
    """Answer all these items or none, and say how many changed.

    Raises Refused, NotYourColumn, OwnColumn, BadAnswer, KeyError.
    """
    sheet = steps.locked_column(ref, column, actor)
    rows = list(ItemAnswer.objects.filter(sheet=sheet, column=column))
    return sum(
        _keep(_blank(sheet, no, column, rows), one, actor=actor, now=now)
        for no, one in told.items()
    )


def _blank(sheet: Sheet, no: str, column: Column, rows: Iterable[ItemAnswer]) -> ItemAnswer:
    steps.item_of(sheet, no)
    known = (row for row in rows if row.item == no)
    return next(known, None) or ItemAnswer(sheet=sheet, item=no, column=column)


def _keep(row: ItemAnswer, told: Told, *, actor: Actor, now: datetime) -> bool:
    if told.answer is not None:
        zone.check(steps.item_of(row.sheet, row.item), told.answer)
    answer, note = told.answer or Answer(), told.note.strip()[:NOTE_SIGNS]
    is_other = (row.letter, tuple(row.figures)) != (answer.letter, answer.figures)
    if not is_other and note == row.note:
        return False
    row.letter, row.figures, row.note = answer.letter, list(answer.figures), note
    row.at, row.by = now, actor.ref
    row.save()
    if is_other:
        ledger.append(
            ItemAnswered(
                office=row.sheet.office.slug,
                at=now.replace(microsecond=0),
                sheet=row.sheet.ref,
                item=row.item,
                column=Column(row.column),
                letter=answer.letter,
                figures=answer.figures,
                officer=actor.ref,
            )
        )
    return True
