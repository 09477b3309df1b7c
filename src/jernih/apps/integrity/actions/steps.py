"""Steps of actions on a worksheet, inside its lock."""

from jernih.apps.integrity import queries
from jernih.apps.integrity.actions.refusals import NotYourColumn, OwnColumn
from jernih.apps.integrity.models import ItemAnswer, Sheet
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import SheetState
from jernih.pure.zone import Column
from jernih.pure.zone_sheet import Item

OPEN_WHILE = {Column.UNIT: SheetState.FILLING, Column.TPI: SheetState.PROPOSED}
PERMISSION = {Column.UNIT: Permission.SHEET_FILL, Column.TPI: Permission.SHEET_ASSESS}


def locked(ref: str, actor: Actor, permission: Permission) -> Sheet:
    """Return a worksheet that nobody else changes until this transaction ends. Raises Refused."""
    require(actor, permission)
    sheet = Sheet.objects.select_for_update(of=("self",)).select_related("office").get(ref=ref)
    require(actor, permission, office=sheet.office.slug)
    return sheet


def locked_column(ref: str, column: Column, actor: Actor) -> Sheet:
    """Return a worksheet whose column is the actor's and open now.

    Raises Refused, NotYourColumn, OwnColumn.
    """
    sheet = locked(ref, actor, PERMISSION[column])
    if sheet.state != OPEN_WHILE[column]:
        raise NotYourColumn(ref)
    if column is Column.TPI:
        four_eyes(sheet, actor)
    return sheet


def four_eyes(sheet: Sheet, actor: Actor) -> None:
    """Do nothing unless the actor answered for the unit. Raises OwnColumn."""
    if ItemAnswer.objects.filter(sheet=sheet, column=Column.UNIT, by=actor.ref).exists():
        raise OwnColumn(sheet.ref)


def item_of(sheet: Sheet, no: str) -> Item:
    """Return an item of the sheet's edition. Raises KeyError."""
    return queries.worksheet(sheet.rules_on).item(no)
