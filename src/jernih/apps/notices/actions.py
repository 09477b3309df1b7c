"""What can happen to a message: posted, taken by a sender, sent, refused, given up."""

from datetime import datetime, timedelta
from typing import Final, NotRequired, TypedDict, Unpack
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from procrastinate.contrib.django import app as jobs_app

from jernih.apps.ledger import actions as ledger
from jernih.apps.notices import queries
from jernih.apps.notices.models import Notice
from jernih.pure.quiet import next_waking
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import NOTICE, NoticeState

SEND_JOB: Final = "jernih.apps.notices.jobs.send_due_notices"
# Long enough for the slowest channel to answer or time out, with room to spare.
LEASE: Final = timedelta(minutes=5)
WAITS: Final = tuple(timedelta(minutes=m) for m in (1, 2, 4, 8, 15, 30, 60))
MAX_TRIES: Final = 30

# By hand, for thousands may come in one minute; tests/apps/notices holds it to the model.
WRITTEN: Final = tuple(
    field.attname for field in Notice._meta.concrete_fields if not field.primary_key
)
POST: Final = (
    f"INSERT INTO notices_notice ({', '.join(WRITTEN)}) "  # noqa: S608 - names of columns
    f"VALUES ({', '.join(f'%({name})s' for name in WRITTEN)}) ON CONFLICT DO NOTHING"
)


class NotInTransaction(Exception):
    """A message was posted outside the change that it tells of."""


class Words(TypedDict):
    """A message as the one who posts it knows it.

    office: slug. channel: EMAIL, SMS or WHATSAPP. language: id or en.
    once_key: the same key makes no second message, whatever else is different.
    not_before: earliest moment; quiet hours come on top unless `is_urgent` (a one-time code).
    expires_at: after this it is of no use. time_zone: of the office; default: of the site.
    """

    office: str
    channel: str
    address: str
    purpose: str
    once_key: str
    language: str
    subject: str
    body: str
    not_before: datetime
    is_urgent: NotRequired[bool]
    expires_at: NotRequired[datetime | None]
    time_zone: NotRequired[str]


def post(*, now: datetime, **words: Unpack[Words]) -> None:
    """Leave a message to go out, in the same transaction as the change it tells of.

    A message with this `once_key` is there already: nothing happens.
    Raises NotInTransaction outside a transaction.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(words["purpose"])
    notice = Notice(created_at=now, **{"time_zone": settings.TIME_ZONE, **words})
    if not notice.is_urgent:
        zone = ZoneInfo(notice.time_zone)
        quiet = queries.quiet_hours(on=notice.not_before.astimezone(zone).date())
        notice.not_before = next_waking(notice.not_before, zone=zone, quiet=quiet)
    ledger.prepared(POST, {name: getattr(notice, name) for name in WRITTEN})
    if notice.not_before <= now:
        # The minute's tick would send it too; someone who waits for a code should not wait.
        jobs_app.configure_task(SEND_JOB).defer(timestamp=int(now.timestamp()))


@transaction.atomic(durable=True)
def lease_notices(*, actor: Actor, now: datetime, at_most: int = 20) -> list[Notice]:
    """Take due messages in hand, the longest waiting first; no other sender gets them.

    The lease is committed before anything is sent: a sender that dies in between leaves a
    message that is tried again only when its lease is over.
    """
    require(actor, Permission.NOTICE_SEND)
    due = list(
        Notice.objects.select_for_update(skip_locked=True)
        .filter(
            Q(leased_until__isnull=True) | Q(leased_until__lt=now),
            Q(expires_at__isnull=True) | Q(expires_at__gt=now),
            state__in=[NoticeState.WAITING, NoticeState.FAILED],
            not_before__lte=now,
        )
        .order_by("not_before", "pk")[:at_most]
    )
    for notice in due:
        if notice.state == NoticeState.FAILED:
            NOTICE.check(NoticeState.FAILED, NoticeState.WAITING)
        notice.state, notice.leased_until = NoticeState.WAITING, now + LEASE
        notice.tries += 1
        notice.save(update_fields=["state", "leased_until", "tries"])
    return due


@transaction.atomic(durable=True)
def mark_sent(*, notice_id: int, actor: Actor, now: datetime) -> None:
    """Note that a message is out. It was noted before: nothing happens."""
    require(actor, Permission.NOTICE_SEND)
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    if notice.state == NoticeState.SENT:
        return
    NOTICE.check(NoticeState(notice.state), NoticeState.SENT)
    notice.state, notice.sent_at, notice.leased_until = NoticeState.SENT, now, None
    notice.last_refusal = ""
    notice.save(update_fields=["state", "sent_at", "leased_until", "last_refusal"])


@transaction.atomic(durable=True)
def mark_failed(
    *, notice_id: int, refusal: str, is_final: bool, actor: Actor, now: datetime
) -> None:
    """Note that a message did not go out: try again later and later, or give it up.

    refusal: what the channel said, for the technician; never shown to citizens.
    is_final: the channel will never take it (no such address).
    """
    require(actor, Permission.NOTICE_SEND)
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    gives_up = is_final or notice.tries >= MAX_TRIES
    then = NoticeState.DROPPED if gives_up else NoticeState.FAILED
    NOTICE.check(NoticeState(notice.state), then)
    notice.state, notice.last_refusal, notice.leased_until = then, refusal[:200], None
    notice.not_before = now + WAITS[min(notice.tries, len(WAITS)) - 1]
    notice.save(update_fields=["state", "last_refusal", "leased_until", "not_before"])


@transaction.atomic(durable=True)
def forget_old(*, actor: Actor, now: datetime) -> int:
    """Wipe address and words of messages that are done with, and say of how many.

    Done with: sent or given up, and past their use or older than the rulebook keeps them. The
    row stays for the counts, and so that the same message is not sent again.
    """
    require(actor, Permission.NOTICE_SEND)
    kept_from = now - timedelta(days=queries.keep_days(on=now.date()))
    return (
        Notice.objects.filter(
            Q(expires_at__lte=now) | Q(created_at__lt=kept_from),
            state__in=[NoticeState.SENT, NoticeState.DROPPED],
        )
        .exclude(address="")
        .update(address="", subject="", body="")
    )


def forget_about(*, office: str, address: str, key: str, now: datetime) -> None:
    """Wipe messages to someone who is erased, in the caller's transaction.

    address: hers, "" if there is none. key: a part of the once_key of every message about her,
    wherever it went. One that a sender has in hand just now is wiped by the clock.
    """
    about = Q(once_key__contains=key) | (Q(address=address) if address else Q())
    hers = Notice.objects.filter(about, office=office).exclude(address="")
    hers.filter(once_key__contains=key).update(expires_at=now)
    hers.filter(state__in=[NoticeState.SENT, NoticeState.DROPPED]).update(
        address="", subject="", body=""
    )


@transaction.atomic(durable=True)
def drop_expired(*, actor: Actor, now: datetime) -> int:
    """Give up messages that came too late to be of use, and say how many."""
    require(actor, Permission.NOTICE_SEND)
    return Notice.objects.filter(
        Q(leased_until__isnull=True) | Q(leased_until__lt=now),
        state__in=[NoticeState.WAITING, NoticeState.FAILED],
        expires_at__lte=now,
    ).update(state=NoticeState.DROPPED, leased_until=None)
