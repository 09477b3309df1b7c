"""Answer items of a worksheet, one or many; every change goes on the record."""

from collections.abc import Mapping
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
    _keep(sheet, no, column, told, actor=actor, now=now)


@transaction.atomic(durable=True)
def answer_many(
    *, ref: str, column: Column, told: Mapping[str, Told], actor: Actor, now: datetime
) -> int:
    """Answer all these items or none, and say how many changed.

    Raises Refused, NotYourColumn, OwnColumn, BadAnswer, KeyError.
    """
    sheet = steps.locked_column(ref, column, actor)
    return sum(_keep(sheet, no, column, one, actor=actor, now=now) for no, one in told.items())


def _keep(
    sheet: Sheet, no: str, column: Column, told: Told, *, actor: Actor, now: datetime
) -> bool:
    item = steps.item_of(sheet, no)
    if told.answer is not None:
        zone.check(item, told.answer)
    answer, note = told.answer or Answer(), told.note.strip()[:NOTE_SIGNS]
    row = ItemAnswer.objects.filter(sheet=sheet, item=no, column=column).first()
    before = (row.letter, tuple(row.figures)) if row else ("", ())
    is_other = before != (answer.letter, answer.figures)
    if not is_other and note == (row.note if row else ""):
        return False
    ItemAnswer.objects.update_or_create(
        sheet=sheet,
        item=no,
        column=column,
        defaults={
            "letter": answer.letter,
            "figures": list(answer.figures),
            "note": note,
            "at": now,
            "by": actor.ref,
        },
    )
    if is_other:
        ledger.append(
            ItemAnswered(
                office=sheet.office.slug,
                at=now.replace(microsecond=0),
                sheet=sheet.ref,
                item=no,
                column=column,
                letter=answer.letter,
                figures=answer.figures,
                officer=actor.ref,
            )
        )
    return True
