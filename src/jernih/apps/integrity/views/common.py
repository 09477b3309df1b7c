"""What the zone's pages share: whose office, which year, refusals in words."""

from typing import Final

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from jernih.apps.integrity import actions, queries
from jernih.apps.integrity.models import Sheet
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.roles import Permission
from jernih.pure.states import SheetState
from jernih.pure.zone import Column
from jernih.ui.access import StaffRequest

SAYS: Final[dict[type[actions.ZoneRefusal], Promise]] = {
    actions.YearTaken: gettext_lazy("There is a worksheet of this year already."),
    actions.NotThisYear: gettext_lazy("Only last year, this year or the next one."),
    actions.NotYourColumn: gettext_lazy(
        "This cannot be changed now: the worksheet is with the other side, or has ended."
    ),
    actions.OwnColumn: gettext_lazy(
        "You answered for the office yourself. Another assessor does this."
    ),
    actions.TooMuchEvidence: gettext_lazy(
        "This item has as much evidence as it may have. Take something back first."
    ),
    actions.BadEvidence: gettext_lazy(
        "We take PDF, JPEG, PNG, WebP, XLSX and DOCX without macros, up to 15 MB, or a web address."
    ),
    actions.StrangeOwner: gettext_lazy("Choose somebody who works here."),
    actions.NothingAnswered: gettext_lazy("Nothing has been answered yet."),
}


def office_of(request: StaffRequest) -> Office:
    """Return the office of who asks."""
    return get_object_or_404(offices.of_staff(request.actor))


def sheet_or_404(request: StaffRequest, year: int) -> Sheet:
    """Return the worksheet of a year at the office of who asks."""
    found = queries.sheet_of(office_of(request), year)
    if found is None:
        raise Http404
    return found


def column_open(request: StaffRequest, sheet: Sheet) -> Column | None:
    """Return the column that the reader may fill now."""
    if sheet.state == SheetState.FILLING and request.actor.may(Permission.SHEET_FILL):
        return Column.UNIT
    if sheet.state == SheetState.PROPOSED and request.actor.may(Permission.SHEET_ASSESS):
        return Column.TPI
    return None


def language() -> str:
    """Return the reader's language."""
    return get_language() or "id"
