"""What the clock does with messages: send what is due, each once.

How "once" is kept: a sender first commits a lease, then sends, then commits SENT. Two senders
never have one message. The one gap left: a sender that dies after sending and before SENT. Its
message goes out again when the lease is over; each such death can cost one repetition. E-mail
then carries the same Message-ID, gateways get the same key, so most show it once all the same.
"""

import logging
from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from jernih.apps.notices import actions
from jernih.apps.notices.jobs.channels import NotNow, Refusal, channels
from jernih.apps.notices.models import Notice
from jernih.pure.roles import CLOCK

log = logging.getLogger("jernih.notices")


@app.task(name=actions.SEND_JOB, queue="notices")
def send_due_notices(timestamp: int) -> int:
    """Send what is due until nothing is, and say how many went out.

    timestamp: seconds, UTC, when this was due; what counts is the moment it runs.
    """
    log.debug("due %s", datetime.fromtimestamp(timestamp, UTC))
    actions.drop_expired(actor=CLOCK, now=timezone.now())
    sent = 0
    while due := actions.lease_notices(actor=CLOCK, now=timezone.now()):
        sent += sum(_send(notice) for notice in due)
    return sent


@app.task(queue="notices")
def forget_old_notices(timestamp: int) -> int:
    """Wipe what is no longer needed of messages, and say of how many.

    timestamp: seconds, UTC, when this was due.
    """
    log.debug("due %s", datetime.fromtimestamp(timestamp, UTC))
    return actions.forget_old(actor=CLOCK, now=timezone.now())


def _send(notice: Notice) -> bool:
    try:
        channels()[notice.channel].send(notice)
    except (NotNow, Refusal) as problem:
        log.warning("%s %s: %s", notice.channel, notice.pk, problem)
        actions.mark_failed(
            notice_id=notice.pk,
            refusal=str(problem),
            is_final=isinstance(problem, Refusal),
            actor=CLOCK,
            now=timezone.now(),
        )
        return False
    actions.mark_sent(notice_id=notice.pk, actor=CLOCK, now=timezone.now())
    return True
