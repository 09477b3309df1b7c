"""Begin the worksheet of a year, propose it, give it back, end it."""

import secrets
from datetime import datetime
from typing import Final

from django.db import transaction

from jernih.apps.integrity import queries
from jernih.apps.integrity.actions import steps
from jernih.apps.integrity.actions.refusals import NothingAnswered, NotThisYear, YearTaken
from jernih.apps.integrity.models import Sheet
from jernih.apps.ledger import actions as ledger
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure import zone
from jernih.pure.events_integrity import SheetMoved, SheetOpened
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import SHEET, SheetState
from jernih.pure.zone import Column

PERMISSION: Final = {
    SheetState.PROPOSED: Permission.SHEET_LEAD,
    SheetState.FILLING: Permission.SHEET_ASSESS,
    SheetState.ASSESSED: Permission.SHEET_ASSESS,
}


@transaction.atomic(durable=True)
def open_sheet(*, office_id: int, year: int, actor: Actor, now: datetime) -> Sheet:
    """Begin the worksheet of a year. Raises Refused, NotThisYear, YearTaken."""
    require(actor, Permission.SHEET_LEAD)
    office = Office.objects.select_for_update(no_key=True).get(pk=office_id)
    require(actor, Permission.SHEET_LEAD, office=office.slug)
    today = offices.today(office, now)
    if abs(year - today.year) > 1:
        raise NotThisYear(str(year))
    if Sheet.objects.filter(office=office, year=year).exists():
        raise YearTaken(str(year))
    sheet = Sheet.objects.create(
        office=office,
        ref=secrets.token_hex(16),
        year=year,
        rules_on=today,
        state=SHEET.start,
        opened_at=now,
        opened_by=actor.ref,
    )
    ledger.append(
        SheetOpened(
            office=office.slug,
            at=now.replace(microsecond=0),
            sheet=sheet.ref,
            year=year,
            rules_on=today,
            officer=actor.ref,
        )
    )
    return sheet


@transaction.atomic(durable=True)
def move_sheet(*, ref: str, to: SheetState, actor: Actor, now: datetime) -> Sheet:
    """Propose a worksheet to the assessors, give it back to the unit, or end it.

    Raises Refused, IllegalMove, OwnColumn, NothingAnswered.
    """
    sheet = steps.locked(ref, actor, PERMISSION[to])
    SHEET.check(SheetState(sheet.state), to)
    if to is not SheetState.PROPOSED:
        steps.four_eyes(sheet, actor)
    unit, tpi = (queries.scores_of(sheet, column) for column in Column)
    judged = tpi if to is SheetState.ASSESSED else unit
    if to is not SheetState.FILLING and not judged.answered:
        raise NothingAnswered(ref)
    sheet.state = to
    if to is SheetState.PROPOSED:
        sheet.proposed_at, sheet.proposed_by = now, actor.ref
    if to is SheetState.ASSESSED:
        sheet.assessed_at, sheet.assessed_by = now, actor.ref
    sheet.save()
    ledger.append(
        SheetMoved(
            office=sheet.office.slug,
            at=now.replace(microsecond=0),
            sheet=sheet.ref,
            state=to,
            unit_points=zone.hundredths(unit.total),
            tpi_points=zone.hundredths(tpi.total),
            predicate=queries.verdict_of(sheet, judged).predicate,
            officer=actor.ref,
        )
    )
    return sheet
