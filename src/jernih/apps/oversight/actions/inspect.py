"""Look into an alarm: take it, write down what was found, end it with an outcome."""

from datetime import datetime

from django.db import transaction

from jernih.apps.oversight import queries
from jernih.apps.oversight.actions.alarms import due_on, lock_office, write_note
from jernih.apps.oversight.actions.refusals import OwnAlarm, WordsMissing
from jernih.apps.oversight.models import Alarm, NoteDeed
from jernih.apps.oversight.queries.alarms import is_party
from jernih.pure.reasons import InspectionOutcome
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import INSPECTION, IllegalMove, InspectionState


@transaction.atomic(durable=True)
def take_alarm(*, ref: str, actor: Actor, now: datetime) -> Alarm:
    """Stand for an inspection from now on; who had it before is relieved.

    Raises Refused, OwnAlarm, IllegalMove.
    """
    alarm = _locked(ref, actor, Permission.ALARM_INSPECT)
    if alarm.state == InspectionState.CLOSED:
        raise IllegalMove("an auditor opens it again, and says why", stands=InspectionState.CLOSED)
    if alarm.taken_by == actor.ref:
        return alarm
    if alarm.state == InspectionState.RAISED:
        INSPECTION.check(InspectionState.RAISED, InspectionState.CHECKING)
    alarm.state, alarm.taken_by = InspectionState.CHECKING, actor.ref
    alarm.save(update_fields=["state", "taken_by"])
    write_note(alarm, NoteDeed.TAKEN, by=actor.ref, now=now)
    return alarm


@transaction.atomic(durable=True)
def note_alarm(*, ref: str, words: str, actor: Actor, now: datetime) -> None:
    """Write into the log of an inspection; the words stay inside the office.

    Raises Refused, OwnAlarm, WordsMissing.
    """
    alarm = _locked(ref, actor, Permission.ALARM_INSPECT)
    write_note(alarm, NoteDeed.NOTED, by=actor.ref, now=now, words=_said(words))


@transaction.atomic(durable=True)
def close_alarm(
    *, ref: str, outcome: InspectionOutcome, words: str, actor: Actor, now: datetime
) -> Alarm:
    """End an inspection with a coded outcome, and words of why for the log.

    Closed before with the same outcome: nothing. Raises Refused, OwnAlarm, WordsMissing, or
    IllegalMove while nobody has taken it.
    """
    alarm = _locked(ref, actor, Permission.ALARM_INSPECT)
    if (alarm.state, alarm.outcome) == (InspectionState.CLOSED, outcome):
        return alarm
    INSPECTION.check(InspectionState(alarm.state), InspectionState.CLOSED)
    said = _said(words)
    alarm.state, alarm.outcome = InspectionState.CLOSED, outcome
    alarm.closed_at, alarm.closed_by = now, actor.ref
    alarm.save(update_fields=["state", "outcome", "closed_at", "closed_by"])
    write_note(alarm, NoteDeed.CLOSED, by=actor.ref, now=now, outcome=outcome, words=said)
    return alarm


@transaction.atomic(durable=True)
def reopen_alarm(*, ref: str, words: str, actor: Actor, now: datetime) -> Alarm:
    """Take up an inspection that ended, with a new day by which it ends again.

    Raises Refused, OwnAlarm, WordsMissing, IllegalMove.
    """
    alarm = _locked(ref, actor, Permission.ALARM_REOPEN)
    stands = InspectionState(alarm.state)
    if stands is not InspectionState.CLOSED:
        raise IllegalMove(f"{stands} is not closed", stands=stands)
    said = _said(words)
    numbers = queries.numbers_on(alarm.day)
    alarm.state, alarm.taken_by = InspectionState.CHECKING, actor.ref
    alarm.outcome, alarm.closed_at, alarm.closed_by = "", None, ""
    alarm.due_on = due_on(alarm.office, now=now, working_days=numbers.inspection_days)
    alarm.save()
    write_note(alarm, NoteDeed.REOPENED, by=actor.ref, now=now, words=said)
    return alarm


def _locked(ref: str, actor: Actor, permission: Permission) -> Alarm:
    require(actor, permission)
    found = Alarm.objects.select_related("office").get(ref=ref)
    require(actor, permission, office=found.office.slug)
    lock_office(found.office_id)
    alarm = Alarm.objects.select_related("office").get(pk=found.pk)
    if is_party(alarm, actor):
        raise OwnAlarm
    return alarm


def _said(words: str) -> str:
    said = words.strip()
    if not said:
        raise WordsMissing
    return said[:1000]
