"""What holders do with a report until there is a finding: each deed one line of its log."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from jernih.apps.complaints.actions.append import (
    Sealed,
    count_files,
    keep_file,
    keep_message,
    lock_case,
    move,
    today_of,
    write_step,
)
from jernih.apps.complaints.actions.refusals import BadFields, NotWaiting, NumberTaken
from jernih.apps.complaints.actions.sealed import check_note
from jernih.apps.complaints.models import CaseFile, Pause, Report, Step
from jernih.apps.complaints.queries.log import waiting_since
from jernih.pure.casework import CaseClass, Deed, PauseReason
from jernih.pure.roles import Actor, Permission
from jernih.pure.states import IllegalMove, ReportState

_ENDED = (ReportState.CLOSED, ReportState.PUBLISHED)
CHECKERS_MAX = 9


@transaction.atomic(durable=True)
def acknowledge(*, locator: str, sealed: Sealed, actor: Actor, now: datetime) -> Step:
    """Tell the reporter that somebody has read her report.

    Raises Refused, NoSuchCase, IllegalMove, NumberTaken, BadFile.
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD)
    on = today_of(report, now)
    move(report, ReportState.ACKNOWLEDGED, on=on)
    return _said(report, Deed.ACKNOWLEDGED, sealed, actor=actor, on=on)


@transaction.atomic(durable=True)
def triage(
    *, locator: str, case_class: CaseClass, sealed: Sealed, actor: Actor, now: datetime
) -> Step:
    """Say what kind of report it is, and so how many days it may take.

    A report that was taken up again keeps or shortens its days: a class with more of them is
    refused. Raises Refused, NoSuchCase, IllegalMove, BadFields, NumberTaken, BadFile.
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD)
    on = today_of(report, now)
    move(report, ReportState.TRIAGED, on=on)
    if report.case_class and _weight(case_class) > _weight(CaseClass(report.case_class)):
        raise BadFields("a class with more days")
    report.case_class = case_class
    fields = {"class": case_class.value}
    return _said(report, Deed.TRIAGED, sealed, actor=actor, on=on, fields=fields)


@transaction.atomic(durable=True)
def send_message(*, locator: str, sealed: Sealed, actor: Actor, now: datetime) -> Step:
    """Write to the reporter, whatever stage the report is at.

    Raises Refused, NoSuchCase, NumberTaken, BadFile.
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD, Permission.CASE_DECIDE)
    return _said(report, Deed.MESSAGE, sealed, actor=actor, on=today_of(report, now))


@transaction.atomic(durable=True)
def plan_check(
    *, locator: str, day: date, checkers: int, sealed: Sealed, actor: Actor, now: datetime
) -> Step:
    """Plan a direct check, or plan it anew; where and by whom stands in the sealed message.

    day: of the visit, today or later. checkers: how many go, 1 to 9.
    Raises Refused, NoSuchCase, IllegalMove, BadFields, NumberTaken, BadFile.
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD)
    on = today_of(report, now)
    if report.state != ReportState.CHECKING:
        move(report, ReportState.CHECKING, on=on)
    if day < on or not 1 <= checkers <= CHECKERS_MAX:
        raise BadFields("day or checkers")
    fields = {"day": day.isoformat(), "checkers": checkers}
    return _said(report, Deed.PLANNED, sealed, actor=actor, on=on, fields=fields)


@transaction.atomic(durable=True)
def record_visit(*, locator: str, day: date, sealed: Sealed, actor: Actor, now: datetime) -> Step:
    """Say that the check took place, with what was seen, and evidence, in the sealed message.

    day: of the visit, since the filing and not after today.
    Raises Refused, NoSuchCase, IllegalMove, BadFields, NumberTaken, BadFile.
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD)
    on = today_of(report, now)
    _must_be(report, ReportState.CHECKING)
    if not report.filed_on <= day <= on:
        raise BadFields("day")
    fields = {"day": day.isoformat()}
    return _said(report, Deed.VISITED, sealed, actor=actor, on=on, fields=fields)


@transaction.atomic(durable=True)
def ask_reply(*, locator: str, sealed: Sealed, actor: Actor, now: datetime) -> Step:
    """Say that the accused was asked for an answer; the masked text stands in the message.

    Raises Refused, NoSuchCase, IllegalMove, NumberTaken, BadFile.
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD)
    _must_be(report, ReportState.CHECKING)
    return _said(report, Deed.REPLY_ASKED, sealed, actor=actor, on=today_of(report, now))


@transaction.atomic(durable=True)
def pause_case(
    *, locator: str, reason: PauseReason, sealed: Sealed, actor: Actor, now: datetime
) -> Step:
    """Let the clock stand still from today on, for a reason that the reporter reads.

    Raises Refused, NoSuchCase, IllegalMove (ended), NotWaiting, NumberTaken, BadFile.
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD)
    on = today_of(report, now)
    if report.state in _ENDED:
        raise IllegalMove(f"{report.state} has no clock", stands=ReportState(report.state))
    if waiting_since(report) is not None:
        raise NotWaiting("stands still already")
    Pause.objects.create(report=report, reason=reason, since=on, by=actor.ref)
    fields = {"reason": reason.value}
    return _said(report, Deed.PAUSED, sealed, actor=actor, on=on, fields=fields)


@transaction.atomic(durable=True)
def resume_case(*, locator: str, sealed: Sealed, actor: Actor, now: datetime) -> Step:
    """Let the clock go on from today.

    Raises Refused, NoSuchCase, NotWaiting, NumberTaken, BadFile.
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD)
    on = today_of(report, now)
    standing = waiting_since(report)
    if standing is None:
        raise NotWaiting("goes on already")
    standing.until = on
    standing.save(update_fields=["until"])
    return _said(report, Deed.RESUMED, sealed, actor=actor, on=on)


@transaction.atomic(durable=True)
def keep_note(*, locator: str, number: int, body: bytes, actor: Actor, now: datetime) -> CaseFile:
    """Keep a private note of the holders, which the reporter cannot open; no line of the log.

    number: N of catatan-N.age. Raises Refused, NoSuchCase, NumberTaken, BadFile.
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD)
    expected = count_files(report, "catatan") + 1
    if number != expected:
        raise NumberTaken(expected)
    name = f"catatan-{number}.age"
    check_note(name, body)
    return keep_file(report, name, body, on=today_of(report, now))


def _must_be(report: Report, state: ReportState) -> None:
    if report.state != state:
        raise IllegalMove(f"{report.state} is not {state}", stands=ReportState(report.state))


def _weight(case_class: CaseClass) -> int:
    return list(CaseClass).index(case_class)


def _said(
    report: Report,
    deed: Deed,
    sealed: Sealed,
    *,
    actor: Actor,
    on: date,
    fields: Mapping[str, object] | None = None,
) -> Step:
    message = keep_message(report, sealed, on=on)
    return write_step(report, deed, actor=actor, on=on, message=message, fields=fields)
