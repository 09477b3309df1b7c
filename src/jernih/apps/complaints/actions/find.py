"""How a report ends: finding, sanction by another, referral, closing, publication; and anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from jernih.apps.complaints.actions.append import (
    Sealed,
    keep_message,
    lock_case,
    move,
    today_of,
    write_step,
)
from jernih.apps.complaints.actions.approve import use_approval
from jernih.apps.complaints.actions.refusals import (
    BadFields,
    CheckFirst,
    SameEyes,
    SanctionFirst,
    TooEarly,
)
from jernih.apps.complaints.models import Report, Step
from jernih.apps.complaints.queries import log
from jernih.apps.complaints.queries.sanctions import catalogue
from jernih.pure.casework import Authority, Deed, Finding, HoldEnd
from jernih.pure.roles import Actor, Permission
from jernih.pure.sanctions import NoSuchSanction, Sanction, sanction_named
from jernih.pure.states import ReportState


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A sanction as it was decided. code: of the catalogue; letter_on: day of the letter.

    The letter's number names somebody in the office's own books: it stands in the sealed message.
    """

    code: str
    letter_on: date


@transaction.atomic(durable=True)
def record_finding(
    *, locator: str, finding: Finding, sealed: Sealed, actor: Actor, now: datetime
) -> Step:
    """Say what the check found: proven, not proven, or a matter for somebody outside.

    Proven or not wants a visit, proven besides that the accused was asked for an answer.
    Raises Refused, NoSuchCase, IllegalMove, CheckFirst, NumberTaken, BadFile.
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD)
    on = today_of(report, now)
    move(report, ReportState.FOUND, on=on)
    if finding is not Finding.OUTSIDE and log.last(report, Deed.VISITED) is None:
        raise CheckFirst("no visit")
    if finding is Finding.PROVEN and log.last(report, Deed.REPLY_ASKED) is None:
        raise CheckFirst("the accused was not asked")
    fields = {"finding": finding.value}
    return _said(report, Deed.FOUND, sealed, actor=actor, on=on, fields=fields)


@transaction.atomic(durable=True)
def give_sanction(
    *, locator: str, decision: Decision, sealed: Sealed, actor: Actor, now: datetime
) -> Step:
    """Decide on the sanction of what was proven; never by who found it or made the visit.

    A decider to whom the report was handed for this no longer holds it afterwards.
    Raises Refused, NoSuchCase, IllegalMove, SameEyes, SanctionFirst (not proven), BadFields,
    NumberTaken, BadFile.
    """
    report = lock_case(locator, actor, Permission.CASE_DECIDE)
    on = today_of(report, now)
    move(report, ReportState.SANCTIONED, on=on)
    if log.finding_of(report) is not Finding.PROVEN:
        raise SanctionFirst("not proven")
    if actor.ref in log.those_who_found(report):
        raise SameEyes
    sanction = _in_catalogue(decision, report, on=on)
    fields = {
        "sanction": sanction.code,
        "level": sanction.level.value,
        "kind": sanction.kind.value,
        "letter_on": decision.letter_on.isoformat(),
    }
    step = _said(report, Deed.SANCTIONED, sealed, actor=actor, on=on, fields=fields)
    if not actor.may(Permission.CASE_HOLD):
        held = report.holds.filter(staff=actor.ref, until=None)
        held.update(until=on, ended=HoldEnd.HANDED_OVER)
    return step


@transaction.atomic(durable=True)
def refer_case(
    *, locator: str, authority: Authority, sealed: Sealed, actor: Actor, now: datetime
) -> Step:
    """Hand a report to somebody outside the office; the reporter reads to whom.

    Raises Refused, NoSuchCase, IllegalMove, NumberTaken, BadFile.
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD)
    on = today_of(report, now)
    move(report, ReportState.REFERRED, on=on)
    fields = {"authority": authority.value}
    return _said(report, Deed.REFERRED, sealed, actor=actor, on=on, fields=fields)


@transaction.atomic(durable=True)
def close_case(*, locator: str, sealed: Sealed, actor: Actor, now: datetime) -> Step:
    """End a report, with the reason in the sealed message; without a check only by two.

    Raises Refused, NoSuchCase, IllegalMove, ApprovalMissing, SanctionFirst, NumberTaken, BadFile.
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD)
    on, stood = today_of(report, now), report.state
    move(report, ReportState.CLOSED, on=on)
    if stood == ReportState.FOUND and log.finding_of(report) is not Finding.NOT_PROVEN:
        raise SanctionFirst
    if stood == ReportState.TRIAGED:
        use_approval(report, Deed.CLOSED, actor=actor, on=on)
    return _said(report, Deed.CLOSED, sealed, actor=actor, on=on)


@transaction.atomic(durable=True)
def reopen_case(*, locator: str, sealed: Sealed, actor: Actor, now: datetime) -> Step:
    """Take a report up again that has ended; it is assessed anew.

    Raises Refused, NoSuchCase, IllegalMove, NumberTaken, BadFile.
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD)
    on = today_of(report, now)
    move(report, ReportState.REOPENED, on=on)
    return _said(report, Deed.REOPENED, sealed, actor=actor, on=on)


@transaction.atomic(durable=True)
def publish_outcome(*, locator: str, actor: Actor, now: datetime) -> Step:
    """Give out the class of the outcome, and nothing else, once two agree and nobody objects.

    Raises Refused, NoSuchCase, IllegalMove, TooEarly (she may still object, or has),
    ApprovalMissing.
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD)
    on = today_of(report, now)
    move(report, ReportState.PUBLISHED, on=on)
    until = log.object_until(report)
    if log.has_open_objection(report):
        raise TooEarly(None)
    if until is not None and on <= until and not log.has_objected(report):
        raise TooEarly(until)
    use_approval(report, Deed.PUBLISHED, actor=actor, on=on)
    outcome = log.outcome_of(report)
    fields = {"outcome": outcome.value} if outcome else {}
    return write_step(report, Deed.PUBLISHED, actor=actor, on=on, fields=fields)


def _in_catalogue(decision: Decision, report: Report, *, on: date) -> Sanction:
    if not report.filed_on <= decision.letter_on <= on:
        raise BadFields("letter_on")
    try:
        # The rule of the day of the letter: what was in force when it was decided.
        return sanction_named(catalogue(decision.letter_on), decision.code)
    except NoSuchSanction:
        raise BadFields("sanction") from None


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
