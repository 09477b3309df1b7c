"""Questions about messages: what goes out, what hangs. Never a body for staff."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, cast

from django.db.models import Count, Min, Q, QuerySet

from jernih.apps.notices.models import Notice
from jernih.pure import rulebook
from jernih.pure.quiet import QuietHours
from jernih.pure.states import NoticeState

UNSENT = (NoticeState.WAITING, NoticeState.FAILED)


@dataclass(frozen=True, kw_only=True)
class OutboxRow:
    """What one channel did lately; counts only."""

    channel: str
    waiting: int
    failed: int
    sent: int
    dropped: int
    oldest_at: datetime | None
    refusals: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DemoRow:
    """One message as its receiver would see it. Demonstration only."""

    channel: str
    address: str
    subject: str
    body: str
    state: NoticeState
    created_at: datetime
    sent_at: datetime | None


def quiet_hours(*, on: date) -> QuietHours:
    """Return the hours in which people are left alone."""
    start, end = (
        rulebook.in_force(_quotas(), name, on=on)
        for name in ("quiet_from_hour", "quiet_until_hour")
    )
    return QuietHours(start=time(start), end=time(end))


def keep_days(*, on: date) -> int:
    """Return how many days address and words of a message are kept."""
    return rulebook.in_force(_quotas(), "message_keep_days", on=on)


# Not offices.queries.rulebook: offices stand above messages.
@cache
def _quotas() -> rulebook.Rules:
    text = (files("jernih") / "rulebook" / "quotas.toml").read_text(encoding="utf-8")
    return rulebook.read_rules(text)


def outbox(*, office: str, now: datetime, days: int = 7) -> list[OutboxRow]:
    """Return figures for each channel in use, of one office ("" is all) and the last days."""
    recent = Notice.objects.filter(created_at__gte=now - timedelta(days=days))
    if office:
        recent = recent.filter(office=office)
    counted = (
        recent.values("channel")
        .annotate(
            **{
                state.value.lower(): Count("pk", filter=Q(state=state.value))
                for state in NoticeState
            },
            oldest_at=Min("created_at", filter=Q(state__in=UNSENT, not_before__lte=now)),
        )
        .order_by("channel")
    )
    rows = cast(list[dict[str, Any]], list(counted))
    return [OutboxRow(**row, refusals=_refusals(recent, row["channel"])) for row in rows]


def _refusals(recent: QuerySet[Notice], channel: str) -> tuple[str, ...]:
    said = recent.filter(channel=channel).exclude(last_refusal="").order_by("last_refusal")
    return tuple(said.values_list("last_refusal", flat=True).distinct()[:3])


def demo_messages(*, offices: Collection[str], address: str = "", limit: int = 30) -> list[DemoRow]:
    """Return the newest messages of these demonstration offices, newest first."""
    found = Notice.objects.filter(office__in=offices).exclude(address="")
    found = found.order_by("-created_at", "-pk")
    if address:
        found = found.filter(address=address)
    return [
        DemoRow(
            channel=n.channel,
            address=n.address,
            subject=n.subject,
            body=n.body,
            state=NoticeState(n.state),
            created_at=n.created_at,
            sent_at=n.sent_at,
        )
        for n in found[:limit]
    ]


def waiting_too_long(*, now: datetime, minutes: int = 15) -> int:
    """Return how many messages should have gone out this many minutes ago and have not."""
    due = now - timedelta(minutes=minutes)
    return Notice.objects.filter(state__in=UNSENT, created_at__lte=due, not_before__lte=now).count()
