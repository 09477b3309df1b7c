"""What the clock does at the front door: check ourselves for show, and make the file for auditors.

Each job is safe to run twice. A long record is checked more rarely: it never takes more than a
hundredth of the machine's time.
"""

import logging
from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from jernih.apps.portal import actions, queries
from jernih.pure.roles import CLOCK
from jernih.pure.tlog.reader import BadLog

log = logging.getLogger("jernih.portal")


def check(now: datetime) -> int:
    """Check our own record if it has grown and the last check is long enough ago; say how often."""
    if not queries.is_check_due(now=now):
        return 0
    try:
        actions.check_ourselves(actor=CLOCK, now=now)
    except actions.CheckFailed as reason:
        log.error("Our own check of the record came to no end: %s", reason)
        return 0
    return 1


def export() -> int:
    """Write the record as one file, if there is a newer one; say how often."""
    if not queries.is_export_due():
        return 0
    try:
        actions.write_export(actor=CLOCK)
    except BadLog:
        return 0
    return 1


@app.task(queue="portal", pass_context=False)
def check_our_record(timestamp: int) -> int:  # noqa: ARG001 - every job is told when it was due
    """Run `check` as the clock says."""
    return check(timezone.now())


@app.task(queue="portal", pass_context=False)
def export_our_record(timestamp: int) -> int:  # noqa: ARG001
    """Run `export` as the clock says."""
    return export()
