"""Who holds a report, and who may come to hold it: what the server can know of it.

Whom a report concerns is sealed. But who stood in the roster it was sealed by, was a handler, and
was not made a holder, was left out by its reporter: such a one, and whoever is of a section all of
whose handlers were left out, never comes to hold it later.
"""

from collections import Counter
from datetime import date

from django.db.models import QuerySet

from jernih.apps.complaints.models import Approval, Hold, Report, StaffKey
from jernih.apps.complaints.queries import rosters
from jernih.pure.casework import Deed, HoldEnd
from jernih.pure.roles import Role
from jernih.pure.seal.holders import LEAST
from jernih.pure.seal.roster import Person
from jernih.pure.states import ReportState


class CannotHold(ValueError):
    """Not on the roster with a key in use, concerned, inside where only outside holds."""


def holds_now(report: Report) -> QuerySet[Hold]:
    """Return who holds a report now, deciders too, by pseudonym."""
    return report.holds.filter(until=None).order_by("staff")


def deciders_of(report: Report) -> set[str]:
    """Return to whom a report was handed for a decision only."""
    handed = Approval.objects.filter(
        report=report, deed=Deed.HANDED_OVER, used_on__isnull=False, fields__role=Role.DECIDER
    )
    return {row.fields["to"] for row in handed}


def would_be_enough(report: Report, *, leaving: str) -> bool:
    """Tell whether two at least would still hold a report, one of them from outside."""
    held = set(holds_now(report).values_list("staff", flat=True)) - {leaving}
    held -= deciders_of(report)
    roster = rosters.newest(report.office)
    outside = {one.ref for one in roster.of_role(Role.OVERSEER)} if roster else set()
    return len(held) >= LEAST and bool(held & outside)


def role_of_newcomer(report: Report, ref: str, *, on: date) -> Role:
    """Return as what somebody would come to hold a report. Raises CannotHold.

    She stands in today's roster with the key she uses, does not hold it, did not step back from it,
    was not left out by the reporter, is from outside where the reporter chose so; a decider only
    where something is found.
    """
    roster = rosters.in_force(report.office, on=on)
    person = roster.person(ref) if roster else None
    if person is None or not _uses(person):
        raise CannotHold("not on the roster")
    if holds_now(report).filter(staff=ref).exists():
        raise CannotHold("holds it")
    if report.holds.filter(staff=ref, ended=HoldEnd.RECUSED).exists():
        raise CannotHold("stepped back")
    if report.is_outside_only and person.role != Role.OVERSEER:
        raise CannotHold("outside only")
    if person.role == Role.DECIDER and report.state != ReportState.FOUND:
        raise CannotHold("nothing is found")
    if _is_left_out(report, person):
        raise CannotHold("left out")
    return person.role


def may_join(report: Report, *, on: date) -> tuple[Person, ...]:
    """Return everybody on today's roster who may come to hold a report, in its order."""
    roster = rosters.in_force(report.office, on=on)
    return tuple(
        person for person in (roster.people if roster else ()) if _may_join(report, person, on=on)
    )


def _may_join(report: Report, person: Person, *, on: date) -> bool:
    try:
        role_of_newcomer(report, person.ref, on=on)
    except CannotHold:
        return False
    return True


def _uses(person: Person) -> bool:
    keys = StaffKey.objects.filter(
        staff=person.ref, recipient=person.recipient, signs=person.signs, ended_at=None
    )
    return keys.exists()


def _is_left_out(report: Report, person: Person) -> bool:
    """Tell whether the reporter left somebody out, or all of her section."""
    roster = rosters.of_serial(report.office, report.roster)
    if roster is None:
        return True
    if person.role == Role.OVERSEER and roster.person(person.ref) is None:
        return False
    # A hold that began with a hand-over is no choice of the reporter's; one before it was.
    done = report.approvals.filter(deed=Deed.HANDED_OVER, used_on__isnull=False)
    handed = Counter(row.fields["to"] for row in done)
    held = Counter(report.holds.values_list("staff", flat=True))
    chosen = {staff for staff, times in held.items() if times > handed[staff]}
    could = roster.of_role(Role.HANDLER, Role.OVERSEER)
    if any(one.ref == person.ref for one in could):
        return person.ref not in chosen
    of_section = {one.ref for one in could if one.section == person.section}
    return bool(of_section) and not of_section & chosen
