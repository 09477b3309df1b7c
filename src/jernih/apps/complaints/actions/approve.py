"""The word of a second holder: asked for, given or refused, and used once."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction

from jernih.apps.complaints.actions.append import lock_case, today_of
from jernih.apps.complaints.actions.refusals import (
    ApprovalMissing,
    AskedAlready,
    BadFields,
    MayNotHold,
    SameEyes,
)
from jernih.apps.complaints.models import Approval, Report
from jernih.apps.complaints.queries import holders, log
from jernih.pure.casework import Deed
from jernih.pure.roles import Actor, Permission, Role
from jernih.pure.states import IllegalMove, ReportState

# What wants two, and in which states it can be asked for; empty for all.
WANTS_TWO: Final[Mapping[Deed, frozenset[ReportState]]] = {
    Deed.HANDED_OVER: frozenset(),
    Deed.KEYS_RENEWED: frozenset(),
    Deed.CLOSED: frozenset({ReportState.TRIAGED}),
    Deed.PUBLISHED: frozenset({ReportState.CLOSED}),
}


@transaction.atomic(durable=True)
def ask_approval(
    *, locator: str, deed: Deed, actor: Actor, now: datetime, to: str = "", is_leaving: bool = False
) -> Approval:
    """Ask another holder to agree to a hand-over, new keys, closing without check, publication.

    to, is_leaving: of a hand-over: the pseudonym of who joins, and whether who asks then leaves.
    Raises Refused, NoSuchCase, BadFields, IllegalMove, AskedAlready, MayNotHold.
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD)
    if deed not in WANTS_TWO or (deed is Deed.HANDED_OVER) != bool(to):
        raise BadFields("deed")
    state = ReportState(report.state)
    if WANTS_TWO[deed] and state not in WANTS_TWO[deed]:
        raise IllegalMove(f"{deed} is not for {state}", stands=state)
    fields: dict[str, object] = {"step": report.stepped}
    if deed is Deed.HANDED_OVER:
        role = role_of_newcomer(report, to, on=today_of(report, now))
        fields |= {"to": to, "role": role.value, "leaves": is_leaving}
    if standing(report, deed):
        raise AskedAlready
    return Approval.objects.create(
        report=report,
        number=report.approvals.count() + 1,
        deed=deed,
        fields=fields,
        asked_by=actor.ref,
        asked_on=today_of(report, now),
    )


@transaction.atomic(durable=True)
def answer_approval(
    *, locator: str, number: int, is_agreed: bool, actor: Actor, now: datetime
) -> Approval:
    """Agree or refuse as the second holder; nobody answers what she asked herself.

    Raises Refused, NoSuchCase, ApprovalMissing (none such, or answered), SameEyes.
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD)
    asked = report.approvals.filter(number=number, is_agreed=None).first()
    if asked is None:
        raise ApprovalMissing
    if asked.asked_by == actor.ref:
        raise SameEyes
    asked.is_agreed, asked.answered_by, asked.answered_on = (
        is_agreed,
        actor.ref,
        today_of(report, now),
    )
    asked.save(update_fields=["is_agreed", "answered_by", "answered_on"])
    return asked


def use_approval(report: Report, deed: Deed, *, actor: Actor, on: date) -> Approval:
    """Use up what a second holder agreed to; only one of the two may do the deed.

    A step of actions, inside the report's lock. Raises ApprovalMissing.
    """
    agreed = agreed_approval(report, deed, actor=actor)
    agreed.used_on = on
    agreed.save(update_fields=["used_on"])
    return agreed


def agreed_approval(report: Report, deed: Deed, *, actor: Actor) -> Approval:
    """Return what a second holder agreed to and this actor may do. Raises ApprovalMissing."""
    agreed = next((row for row in standing(report, deed) if row.is_agreed), None)
    if agreed is None or actor.ref not in (agreed.asked_by, agreed.answered_by):
        raise ApprovalMissing
    return agreed


def role_of_newcomer(report: Report, ref: str, *, on: date) -> Role:
    """Return as what somebody would come to hold a report. Raises MayNotHold."""
    try:
        return holders.role_of_newcomer(report, ref, on=on)
    except holders.CannotHold as problem:
        raise MayNotHold(str(problem)) from None


def standing(report: Report, deed: Deed) -> list[Approval]:
    """Return what is asked or agreed and neither refused nor done nor overtaken."""
    return [row for row in log.standing_approvals(report) if row.deed == deed]
