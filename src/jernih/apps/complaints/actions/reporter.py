"""What a reporter does with her code beside writing: withdraw, object."""

import hashlib
import hmac
from datetime import datetime

from django.db import transaction

from jernih.apps.complaints.actions.append import Sealed, keep_message, today_of, write_step
from jernih.apps.complaints.actions.refusals import WindowClosed
from jernih.apps.complaints.models import Report, Step
from jernih.apps.complaints.queries import log
from jernih.apps.complaints.queries.rights import NoSuchCase
from jernih.pure.casework import Deed
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import IllegalMove, ReportState


@transaction.atomic(durable=True)
def withdraw_report(
    *, locator: str, auth: bytes, sealed: Sealed | None, actor: Actor, now: datetime
) -> Step | None:
    """Note that the reporter withdraws; the duty to examine stays, so the state does too.

    auth: 32 bytes from her code. Withdrawn before: nothing. Raises Refused, NoSuchCase,
    NumberTaken, BadFile.
    """
    report = lock_by_code(locator, auth, actor)
    if report.is_withdrawn:
        return None
    on = today_of(report, now)
    report.is_withdrawn = True
    message = keep_message(report, sealed, on=on) if sealed else None
    return write_step(report, Deed.WITHDRAWN, actor=actor, on=on, message=message)


@transaction.atomic(durable=True)
def object_to_outcome(
    *, locator: str, auth: bytes, sealed: Sealed, actor: Actor, now: datetime
) -> Step:
    """Object to how a report ended, once, while its window is open; it is then taken up again.

    Raises Refused, NoSuchCase, IllegalMove (not ended), WindowClosed, NumberTaken, BadFile.
    """
    report = lock_by_code(locator, auth, actor)
    on = today_of(report, now)
    state = ReportState(report.state)
    until = log.object_until(report)
    if state not in (ReportState.CLOSED, ReportState.PUBLISHED) or until is None:
        raise IllegalMove(f"{state} has not ended", stands=state)
    if on > until or log.has_objected(report):
        raise WindowClosed
    message = keep_message(report, sealed, on=on)
    return write_step(report, Deed.OBJECTED, actor=actor, on=on, message=message)


def lock_by_code(locator: str, auth: bytes, actor: Actor) -> Report:
    """Return the report of who shows its code, locked. A step of actions.

    Raises Refused, NoSuchCase (unknown and wrong alike).
    """
    require(actor, Permission.REPORT_FOLLOW)
    shown = hashlib.sha256(auth).hexdigest()
    found = Report.objects.filter(locator=locator).select_for_update(no_key=True).first()
    kept = found.auth_hash if found else "0" * 64
    if not hmac.compare_digest(shown, kept) or found is None:
        raise NoSuchCase
    return found
