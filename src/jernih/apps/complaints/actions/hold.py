"""Who holds a report changes: recusal, hand-over, new keys, somebody leaves."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from jernih.apps.complaints.actions.append import (
    keep_file,
    lock_case,
    today_of,
    write_step,
)
from jernih.apps.complaints.actions.approve import (
    agreed_approval,
    role_of_newcomer,
    use_approval,
)
from jernih.apps.complaints.actions.refusals import MayNotHold, NoKey, TooFewHolders
from jernih.apps.complaints.actions.sealed import check_epoch
from jernih.apps.complaints.models import Hold, Report, StaffKey, Step
from jernih.apps.complaints.queries import holders
from jernih.pure.casework import Deed, HoldEnd
from jernih.pure.roles import Actor, Permission, Refused


@transaction.atomic(durable=True)
def recuse(*, locator: str, actor: Actor, now: datetime) -> Step:
    """Let go of a report oneself, for whatever reason; it is not seen again.

    Raises Refused, NoSuchCase, TooFewHolders.
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD, Permission.CASE_DECIDE)
    on = today_of(report, now)
    _end_hold(report, actor.ref, HoldEnd.RECUSED, on=on)
    return write_step(report, Deed.RECUSED, actor=actor, on=on, fields={"end": HoldEnd.RECUSED})


@transaction.atomic(durable=True)
def hand_over(*, locator: str, files: Mapping[str, bytes], actor: Actor, now: datetime) -> Step:
    """Let somebody join a report's holders, as a second holder agreed, with keys sealed anew.

    files: the five files of the next epoch. Who asked to leave with it holds it no longer.
    Raises Refused, NoSuchCase, ApprovalMissing, MayNotHold, TooFewHolders, BadFile.
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD)
    on = today_of(report, now)
    newcomer = agreed_approval(report, Deed.HANDED_OVER, actor=actor).fields["to"]
    role = role_of_newcomer(report, newcomer, on=on)
    agreed = use_approval(report, Deed.HANDED_OVER, actor=actor, on=on)
    if role.value != agreed.fields["role"]:
        raise MayNotHold("another role than was agreed")
    _begin_epoch(report, files, on=on)
    Hold.objects.create(report=report, staff=newcomer, since=on)
    if agreed.fields["leaves"]:
        _end_hold(report, agreed.asked_by, HoldEnd.HANDED_OVER, on=on)
    fields = {"to": role.value, "epoch": report.epoch}
    return write_step(report, Deed.HANDED_OVER, actor=actor, on=on, fields=fields)


@transaction.atomic(durable=True)
def renew_keys(*, locator: str, files: Mapping[str, bytes], actor: Actor, now: datetime) -> Step:
    """Begin a new epoch after somebody left or lost her key, as a second holder agreed.

    files: the five files of the next epoch. Raises Refused, NoSuchCase, ApprovalMissing, BadFile.
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD)
    on = today_of(report, now)
    use_approval(report, Deed.KEYS_RENEWED, actor=actor, on=on)
    _begin_epoch(report, files, on=on)
    fields = {"epoch": report.epoch}
    return write_step(report, Deed.KEYS_RENEWED, actor=actor, on=on, fields=fields)


@transaction.atomic(durable=True)
def end_holder(*, staff: str, actor: Actor, now: datetime) -> int:
    """End the key and all holds of somebody who leaves; return how many reports want new keys.

    By the overseer, or by herself. Where too few would hold a report, it is handed over first.
    Raises Refused, NoKey, TooFewHolders; then nothing is changed.
    """
    if actor.ref != staff and not actor.may(Permission.ROSTER_KEEP):
        raise Refused(Permission.ROSTER_KEEP.value)
    found = StaffKey.objects.filter(staff=staff, ended_at=None).select_for_update()
    if actor.office:
        found = found.filter(office__slug=actor.office)
    key = found.first()
    if key is None:
        raise NoKey
    key.ended_at = now
    key.save(update_fields=["ended_at"])
    held = Report.objects.filter(holds__staff=staff, holds__until=None).order_by("pk")
    # Always in the order of their numbers: two who leave at once wait, and do not lock each other.
    reports = list(held.select_for_update(no_key=True, of=("self",)).select_related("office"))
    for report in reports:
        on = today_of(report, now)
        _end_hold(report, staff, HoldEnd.LEFT, on=on)
        write_step(report, Deed.RECUSED, actor=actor, on=on, fields={"end": HoldEnd.LEFT})
    return len(reports)


def _end_hold(report: Report, staff: str, end: HoldEnd, *, on: date) -> None:
    is_decider = staff in holders.deciders_of(report)
    if not is_decider and not holders.would_be_enough(report, leaving=staff):
        raise TooFewHolders
    report.holds.filter(staff=staff, until=None).update(until=on, ended=end)


def _begin_epoch(report: Report, files: Mapping[str, bytes], *, on: date) -> None:
    epoch = report.epoch + 1
    for name in check_epoch(files, epoch=epoch):
        keep_file(report, name, files[name], on=on)
    report.epoch = epoch
