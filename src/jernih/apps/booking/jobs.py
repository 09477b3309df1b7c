"""What the clock does in booking: plan and publish, offer again, remind, give up, settle.

Each job is safe to run twice: it asks for what is due, and one that fails leaves the others alone.
What counts is the moment it runs, not the one it was due: a worker that was off catches up.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from jernih.apps.booking import actions, queries
from jernih.apps.booking.actions import draw
from jernih.apps.ledger.queries.relays import pulses
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.beacon import Pulse
from jernih.pure.draw_source import CHAINS
from jernih.pure.events_draw import Source
from jernih.pure.roles import CLOCK
from jernih.pure.states import BatchState, IllegalMove
from jernih.pure.supply import last_release
from jernih.pure.workdays import is_working_day

log = logging.getLogger("jernih.booking")

STEPS = (
    (BatchState.PLANNED, draw.announce_batch),
    (BatchState.ANNOUNCED, draw.open_batch),
    (BatchState.OPEN, draw.close_batch),
    (BatchState.SEEDED, draw.draw_batch),
)


def fill(now: datetime) -> int:
    """Plan the days ahead and publish what is due; say how many service days were published.

    A new office's first numbers open at once, what is left of its first day among them; later
    ones after the notice of the rulebook.
    """
    return sum(_fill(office, now) for office in Office.objects.order_by("pk"))


def offer_again(now: datetime) -> int:
    """Offer seats again whose rest is over; say how many."""
    offered = 0
    for office in Office.objects.order_by("pk"):
        for supply in queries.supplies_with_returned(office, now=now):
            with _alone("offer_returned"):
                offered += len(
                    actions.add_returned_seats(supply_id=supply.pk, actor=CLOCK, now=now)
                )
    return offered


def remind(now: datetime) -> int:
    """Ask those whose day is tomorrow whether they come; say how many were asked."""
    return sum(
        _each(
            list(queries.to_remind(office, day=day).values_list("ref", flat=True)),
            lambda ref: actions.remind(ref=ref, actor=CLOCK, now=now),
        )
        for office, day in _days_to_confirm(now)
        if queries.confirm_times(office, day=day).opens_at <= now
    )


def give_up(now: datetime) -> int:
    """End applications whose holders were asked and did not answer; say how many."""
    return sum(
        _each(
            list(queries.unconfirmed(office, day=day).values_list("ref", flat=True)),
            lambda ref: actions.give_up_unconfirmed(ref=ref, actor=CLOCK, now=now),
        )
        for office, day in _days_to_confirm(now)
        if queries.confirm_times(office, day=day).until <= now
    )


def settle(now: datetime) -> int:
    """Close the days that no hall closed; say how many."""
    closed = 0
    for office in Office.objects.order_by("pk"):
        for day in queries.unsettled_days(office, before=offices.today(office, now)):
            with _alone("settle_past_days"):
                actions.close_past_day(office_id=office.pk, day=day, actor=CLOCK, now=now)
                closed += 1
    return closed


def forget(now: datetime) -> int:
    """Forget contacts that were proven and are not needed any more; say how many."""
    return actions.forget_proofs(actor=CLOCK, now=now)


def run_batches(now: datetime) -> int:
    """Take every batch as far as its time has come: plan, announce, open, close, draw."""
    moved = sum(_plan_batches(office, now) for office in Office.objects.order_by("pk"))
    for state, step in STEPS:
        for batch in list(queries.draw.batches_in(state)):
            with _alone(batch.ref):
                moved += step(batch_id=batch.pk, actor=CLOCK, now=now).state != state
    return moved + _move_rounds(now)


def _move_rounds(now: datetime) -> int:
    """Let later rounds count for lists that were not witnessed in time; say for how many."""
    moved = 0
    for batch in list(queries.draw.batches_in(BatchState.CLOSED)):
        due = queries.draw_frozen.moves_at(batch) <= now
        if due and queries.draw_frozen.must_wait(batch, now=now):
            with _alone(batch.ref):
                draw.move_round(batch_id=batch.pk, actor=CLOCK, now=now)
                moved += 1
    return moved


def bring_beacon(now: datetime) -> int:
    """Ask the relays of the beacon for the rounds that batches wait for; say how many came true.

    The network is asked outside of any transaction. No relay is trusted: a word proves itself.
    """
    brought = 0
    for batch in list(queries.draw.batches_in(BatchState.CLOSED)):
        chain = CHAINS.get(Source(batch.source))
        if chain is None or now < queries.draw.known_at(batch):
            continue
        brought += any(_is_used(batch.pk, pulse, now=now) for pulse in pulses(chain, batch.round))
    return brought


def _is_used(batch_id: int, pulse: Pulse, *, now: datetime) -> bool:
    with _alone(f"beacon round {pulse.round}"):
        draw.fix_seed(
            batch_id=batch_id,
            evidence=pulse.signature,
            previous=pulse.previous_signature,
            actor=CLOCK,
            now=now,
        )
        log.info("beacon: round %s of %s is here and true", pulse.round, pulse.chain.name)
        return True
    return False


@app.task(queue="beacon", pass_context=False)
def fetch_beacon(timestamp: int) -> int:
    """Run `bring_beacon` as the clock says; does nothing where no relay is set."""
    return _told("fetch_beacon", bring_beacon(timezone.now()), timestamp)


def serve_standby(now: datetime) -> int:
    """Give what was given back on drawn days to who waits for it; end waiting that is over."""
    seated = sum(
        len(draw.seat_standby(supply_id=supply.pk, actor=CLOCK, now=now))
        for supply in list(queries.draw.drawn_days(now=now))
    )
    ended = _each(
        queries.draw.waiting_too_long(now=now),
        lambda ref: draw.end_standby(ref=ref, actor=CLOCK, now=now),
    )
    return seated + ended


@app.task(queue="booking", pass_context=False)
def run_standby(timestamp: int) -> int:
    """Run `serve_standby` as the clock says."""
    return _told("run_standby", serve_standby(timezone.now()), timestamp)


@app.task(queue="booking", pass_context=False)
def run_draws(timestamp: int) -> int:
    """Run `run_batches` as the clock says."""
    return _told("run_draws", run_batches(timezone.now()), timestamp)


def erase(now: datetime) -> int:
    """Erase people of applications that ended long enough ago, and old marks; say how many."""
    erased = _each(
        queries.to_erase(now=now),
        lambda ref: actions.erase_application(ref=ref, actor=CLOCK, now=now),
    )
    return erased + actions.forget_absences(actor=CLOCK, now=now)


@app.task(queue="booking", pass_context=False)
def fill_supply(timestamp: int) -> int:
    """Run `fill` as the clock says."""
    return _told("fill_supply", fill(timezone.now()), timestamp)


@app.task(queue="booking", pass_context=False)
def offer_returned(timestamp: int) -> int:
    """Run `offer_again` as the clock says."""
    return _told("offer_returned", offer_again(timezone.now()), timestamp)


@app.task(queue="booking", pass_context=False)
def remind_applicants(timestamp: int) -> int:
    """Run `remind` as the clock says."""
    return _told("remind_applicants", remind(timezone.now()), timestamp)


@app.task(queue="booking", pass_context=False)
def give_up_unconfirmed(timestamp: int) -> int:
    """Run `give_up` as the clock says."""
    return _told("give_up_unconfirmed", give_up(timezone.now()), timestamp)


@app.task(queue="booking", pass_context=False)
def settle_past_days(timestamp: int) -> int:
    """Run `settle` as the clock says."""
    return _told("settle_past_days", settle(timezone.now()), timestamp)


@app.task(queue="booking", pass_context=False)
def forget_proofs(timestamp: int) -> int:
    """Run `forget` as the clock says."""
    return _told("forget_proofs", forget(timezone.now()), timestamp)


def _plan_batches(office: Office, now: datetime) -> int:
    planned = 0
    for service in queries.draw.drawn_services(office):
        for first_day in queries.draw.weeks_to_plan(service, now=now):
            with _alone(str(first_day)):
                draw.plan_batch(service_id=service.pk, first_day=first_day, actor=CLOCK, now=now)
                planned += 1
    return planned


@app.task(queue="booking", pass_context=False)
def erase_people(timestamp: int) -> int:
    """Run `erase` as the clock says."""
    return _told("erase_people", erase(timezone.now()), timestamp)


def _told(task: str, count: int, timestamp: int) -> int:
    log.info("%s of %s: %s", task, datetime.fromtimestamp(timestamp, UTC), count)
    return count


def _fill(office: Office, now: datetime) -> int:
    today = offices.today(office, now)
    clock = queries.release_clock(on=today)
    due = last_release(now, clock=clock, zone=office.zone)
    is_first = not queries.has_released(office)
    notice = timedelta(minutes=queries.number("release_notice_minutes", on=today))
    weeks = timedelta(weeks=queries.number("release_weeks", on=today))
    horizon = offices.today(office, now if is_first else due) + weeks
    first = today if is_first else today + timedelta(days=1)
    _plan_days(office, first, horizon, now)
    published = 0
    for row in queries.supplies(office.slug, first, horizon):
        if row.is_released or queries.draw.is_left_to_a_draw(row.service_id, row.day):
            continue
        with _alone("fill_supply"):
            opens_at = now if is_first else now + notice
            actions.release_supply(supply_id=row.id, opens_at=opens_at, actor=CLOCK, now=now)
            published += 1
    return published


def _plan_days(office: Office, first: date, horizon: date, now: datetime) -> None:
    calendar = offices.calendar_of(office)
    planned = {row.day for row in queries.supplies(office.slug, first, horizon)}
    for ahead in range((horizon - first).days + 1):
        day = first + timedelta(days=ahead)
        if day not in planned and is_working_day(day, calendar=calendar):
            with _alone("fill_supply"):
                actions.plan_supply(office_id=office.pk, day=day, actor=CLOCK, now=now)


def _days_to_confirm(now: datetime) -> Iterator[tuple[Office, date]]:
    """Yield each office with the day that is confirmed about now."""
    for office in Office.objects.order_by("pk"):
        today = offices.today(office, now)
        yield office, today + timedelta(days=queries.number("confirm_days_before", on=today))


def _each(refs: Iterable[str], act: Callable[[str], object]) -> int:
    done = 0
    for ref in refs:
        with _alone(ref):
            done += act(ref) is not False
    return done


@contextmanager
def _alone(what: str) -> Iterator[None]:
    """Let one thing be refused without stopping the others; the refusal is logged."""
    try:
        yield
    except draw.NotYet as early:
        # Asked every minute for days on end: nothing is wrong.
        log.debug("%s: not before %s", what, early)
    except (actions.BookingRefusal, IllegalMove) as refusal:
        log.warning("%s: %s %s", what, type(refusal).__name__, refusal)
