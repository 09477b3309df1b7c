"""Fix everything about a batch in public before it opens: seats, rule, round, who else, what if."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from jernih.apps.booking import queries
from jernih.apps.booking.actions.draw import key as keys
from jernih.apps.booking.actions.draw.refusals import NoSeats, NotYet
from jernih.apps.booking.actions.draw.steps import locked_batch
from jernih.apps.booking.actions.plan_supply import plan_day
from jernih.apps.booking.actions.release_supply import publish_supply
from jernih.apps.booking.models import Batch, Supply
from jernih.apps.ledger import actions as ledger
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure import beacon, events, events_draw
from jernih.pure.events_draw import Source
from jernih.pure.reasons import ReleaseMode
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import BATCH, BatchState
from jernih.pure.workdays import is_working_day

SOURCES = (Source.QUICKNET, Source.DEFAULT_CHAIN, Source.LOTTERIES, Source.DICE)


@transaction.atomic(durable=True)
def announce_batch(*, batch_id: int, actor: Actor, now: datetime) -> Batch:
    """Publish the seats of a planned batch and every rule of its draw; nothing changes after.

    Raises Refused, IllegalMove, NotYet, NoSeats.
    """
    require(actor, Permission.BATCH_PLAN)
    batch = locked_batch(batch_id)
    office = Office.objects.select_for_update(no_key=True).get(pk=batch.office_id)
    require(actor, Permission.BATCH_PLAN, office=office.slug)
    BATCH.check(BatchState(batch.state), BatchState.ANNOUNCED)
    times = queries.draw.batch_times(office, first_day=batch.first_day)
    # A batch with an opening of its own is announced the day before at the latest.
    announces_at = min(times.announces_at, batch.opens_at - timedelta(days=1))
    if now < announces_at:
        raise NotYet(announces_at)

    windows, kept = [], []
    for supply in _supplies(office, batch, now):
        shown = _drawn_windows(supply, publish_supply(supply, now=now))
        windows += shown
        kept.append(_keep(supply, shown))
    if not windows:
        raise NoSeats
    key = keys.published_key(office, now=now)
    _fix(batch, key=key, now=now)
    ledger.append(_fact(batch, windows=windows, kept=kept, now=now))
    return batch


def _supplies(office: Office, batch: Batch, now: datetime) -> list[Supply]:
    calendar = offices.calendar_of(office)
    days = (batch.first_day + timedelta(days=ahead) for ahead in range(7))
    for day in days:
        is_planned = Supply.objects.filter(office=office, day=day).exists()
        if not is_planned and is_working_day(day, calendar=calendar):
            plan_day(office, day=day, now=now)
    rows = (
        Supply.objects.select_for_update(of=("self",), no_key=True)
        .select_related("office", "service")
        .filter(
            service_id=batch.service_id,
            day__range=(batch.first_day, batch.last_day),
            planned__gt=0,
            released_at=None,
        )
        .order_by("day")
    )
    supplies = list(rows)
    for supply in supplies:
        supply.mode, supply.batch = ReleaseMode.DRAW, batch
    return supplies


def _drawn_windows(
    supply: Supply, windows: Sequence[events.Window]
) -> list[events_draw.BatchWindow]:
    return [
        events_draw.BatchWindow(
            day=supply.day,
            starts_at=window.starts_at,
            first=window.first,
            last=window.last - window.held,
        )
        for window in windows
        if window.last - window.held >= window.first
    ]


def _keep(supply: Supply, windows: Sequence[events_draw.BatchWindow]) -> events_draw.Kept:
    seats = sum(window.last - window.first + 1 for window in windows)
    supply.kept_priority = seats * queries.draw.number("priority_percent", on=supply.day) // 100
    if queries.draw.number("long_after", on=supply.day):
        supply.kept_long = seats * queries.draw.number("long_percent", on=supply.day) // 100
    supply.save(update_fields=["mode", "batch", "kept_priority", "kept_long"])
    return events_draw.Kept(
        day=supply.day, priority=supply.kept_priority, long_waiting=supply.kept_long
    )


def _fix(batch: Batch, *, key: str, now: datetime) -> None:
    on = batch.first_day
    batch.state, batch.announced_at = BatchState.ANNOUNCED, now
    batch.rule, batch.key = queries.draw.rule_hash(), key
    batch.long_after = queries.draw.number("long_after", on=on)
    batch.freeze_minutes = queries.draw.number("freeze_minutes", on=on)
    batch.reveal_minutes = queries.draw.number("reveal_minutes", on=on)
    batch.fallback_hours = queries.draw.number("fallback_hours", on=on)
    batch.sources = [source.value for source in SOURCES]
    batch.source = SOURCES[0].value
    batch.round = beacon.round_at_or_after(beacon.QUICKNET, batch.draws_at)
    batch.save()


def _fact(
    batch: Batch,
    *,
    windows: Sequence[events_draw.BatchWindow],
    kept: Sequence[events_draw.Kept],
    now: datetime,
) -> events_draw.BatchAnnounced:
    return events_draw.BatchAnnounced(
        office=batch.office.slug,
        at=now,
        batch=batch.ref,
        service=batch.service.code,
        series=batch.service.series,
        rule=batch.rule,
        key=batch.key,
        windows=tuple(windows),
        kept=tuple(kept),
        long_after=batch.long_after,
        sources=SOURCES,
        round=batch.round,
        freeze_minutes=batch.freeze_minutes,
        reveal_minutes=batch.reveal_minutes,
        fallback_hours=batch.fallback_hours,
        contributors=tuple(
            events_draw.Contributor(name=row.name, commitment=row.commitment)
            for row in batch.contributors.order_by("name")
        ),
    )
