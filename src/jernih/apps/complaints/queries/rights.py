"""Who may see a report: one answer, for every list, page, file and export.

Only who holds it now. A decider besides only while a finding waits for the decision. For everybody
else (head, administrators, other staff, who was recused or left) there is no such report: absent
and forbidden are asked by the same query and answered by the same refusal.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from jernih.apps.complaints.models import Hold, Report
from jernih.pure.roles import Actor, Permission
from jernih.pure.states import ReportState


class NoSuchCase(LookupError):
    """There is no such report, or none for this actor; nobody learns which."""


def cases_of(actor: Actor) -> QuerySet[Report]:
    """Return every report this actor may see at all, oldest filing first."""
    held = Hold.objects.filter(report=OuterRef("pk"), staff=actor.ref, until=None)
    found = Report.objects.filter(_by_role(actor), Exists(held))
    if actor.office:
        found = found.filter(office__slug=actor.office)
    return found.select_related("office").order_by("filed_on", "locator")


def case_of(actor: Actor, locator: str) -> Report:
    """Return one report. Raises NoSuchCase for absent and forbidden alike."""
    found = cases_of(actor).filter(locator=locator).first()
    if found is None:
        raise NoSuchCase
    return found


def _by_role(actor: Actor) -> Q:
    if not actor.ref:
        return Q(pk=None)
    if actor.may(Permission.CASE_HOLD):
        return Q()
    if actor.may(Permission.CASE_DECIDE):
        return Q(state=ReportState.FOUND)
    return Q(pk=None)
