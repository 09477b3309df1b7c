"""How long people in the hall will wait: the tables as `pure.waiting` asks for them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from django.db.models import Q

from jernih.apps.booking.models import Applicant, NoShow, Seat
from jernih.apps.hall.models import CounterDay, HallDay, Leg, LegOutcome, Ticket
from jernih.apps.hall.queries import line
from jernih.apps.offices.models import OpeningHours, Service
from jernih.pure import waiting
from jernih.pure.calling import Lane, Waiting
from jernih.pure.states import AT_COUNTER_TICKET, CounterState, SeatState, TicketState
from jernih.pure.waiting import Desk, Hall, WaitRange

# A counter that rests, and nobody said until when.
SHORT_REST = timedelta(minutes=15)
# Someone at a counter longer than usual is expected to be done soon, not at once.
SOON = timedelta(minutes=1)
FEW = 30
# Beyond this a play takes longer than a page may; then people hear how many are before them.
MANY = 500


def estimates(day: HallDay, *, now: datetime) -> Mapping[str, WaitRange]:
    """Return the range of every number that waits and that some counter may call.

    The same minute and the same step give the same answer, from this process's memory.
    """
    # A day never goes back; a demonstration may play one that is still to come.
    now = max(now, day.moved_at)
    return _estimates(day.pk, day.step, now.replace(second=0, microsecond=0))


@lru_cache(maxsize=64)
def _estimates(hall_day_id: int, step: int, now: datetime) -> Mapping[str, WaitRange]:
    day = HallDay.objects.select_related("office").get(pk=hall_day_id)
    if Ticket.objects.filter(hall_day=day, state=TicketState.WAITING).count() > MANY:
        return {}
    return waiting.predict(hall_as_it_stands(day, now=now), now=now, seed=f"{hall_day_id}/{step}")


def hall_as_it_stands(day: HallDay, *, now: datetime) -> Hall:
    """Return all that the future of the line depends on."""
    services = {service.pk: service for service in Service.objects.filter(office=day.office)}
    codes = {pk: service.code for pk, service in services.items()}
    tickets = Ticket.objects.filter(hall_day=day, state=TicketState.WAITING)
    seconds = {service.code: _seconds(service) for service in services.values()}
    return Hall(
        waiting=tuple(line.waiting_rows(tickets, services=codes)),
        desks=tuple(_desks(day, seconds, now=now)),
        policy=line.policy_of(day),
        since_priority=day.since_priority,
        seconds=seconds,
        coming=tuple(_coming(day, codes, now=now)),
        show_permille=_show_permille(day),
    )


def _seconds(service: Service) -> tuple[int, ...]:
    done = Leg.objects.filter(
        service=service,
        outcome__in=[LegOutcome.SERVED, LegOutcome.TRANSFERRED],
        called_at__isnull=False,
    )
    legs = done.filter(ended_at__isnull=False).order_by("-ended_at")[: waiting.KEPT_HISTORY]
    latest = [
        (leg.ended_at - leg.called_at).seconds for leg in legs if leg.ended_at and leg.called_at
    ]
    return waiting.service_seconds(latest[::-1], minutes=service.minutes)


def _desks(day: HallDay, seconds: Mapping[str, tuple[int, ...]], *, now: datetime) -> list[Desk]:
    rows = day.counters.exclude(state=CounterState.CLOSED).select_related("counter")
    busy = {
        ticket.counter_id: ticket
        for ticket in Ticket.objects.filter(
            hall_day=day, state__in=AT_COUNTER_TICKET
        ).select_related("service")
    }
    rest = _break_ahead(day, now=now)
    return [
        Desk(
            counter=line.counter_now(row, services=line.services_of(row)),
            free_at=_free_at(row, busy.get(row.counter_id), seconds, rest=rest, now=now),
            # Whoever works in the break works through it: counters take turns.
            rests=(rest,) if rest and now < rest[0] else (),
        )
        for row in rows.order_by("counter__number")
    ]


def _free_at(
    row: CounterDay,
    ticket: Ticket | None,
    seconds: Mapping[str, tuple[int, ...]],
    *,
    rest: tuple[datetime, datetime] | None,
    now: datetime,
) -> datetime:
    if row.state == CounterState.BREAK:
        ends = rest[1] if rest and rest[0] <= now else row.changed_at + SHORT_REST
        return max(ends, now + SOON)
    if ticket is None or ticket.last_called_at is None:
        return now
    usual = sorted(seconds[ticket.service.code])
    done_at = ticket.last_called_at + timedelta(seconds=usual[len(usual) // 2])
    return max(done_at, now + SOON)


def _break_ahead(day: HallDay, *, now: datetime) -> tuple[datetime, datetime] | None:
    """Return the office's break of that day unless it is over."""
    hours = OpeningHours.objects.filter(office=day.office, weekday=day.day.weekday()).first()
    if hours is None or hours.break_from is None or hours.break_until is None:
        return None
    zone = day.office.zone
    begins = datetime.combine(day.day, hours.break_from, tzinfo=zone)
    ends = datetime.combine(day.day, hours.break_until, tzinfo=zone)
    return (begins, ends) if now < ends else None


def _coming(day: HallDay, codes: Mapping[int, str], *, now: datetime) -> list[Waiting]:
    """Return the booked numbers that may still come, each expected when its window starts."""
    policy = line.policy_of(day)
    people = Applicant.objects.filter(
        seat__office=day.office,
        seat__day=day.day,
        seat__state=SeatState.TAKEN,
        seat__slot__ends_at__gt=now - timedelta(minutes=policy.late_minutes),
    ).select_related("seat__slot", "application")
    return [
        Waiting(
            number=person.seat.number,
            service=codes[person.service_id],
            lane=Lane.BOOKED,
            place_at=person.seat.slot.starts_at,
            arrived_at=max(person.seat.slot.starts_at, now),
            helper=person.application.helper,
        )
        for person in people
        if person.seat
    ]


def _show_permille(day: HallDay) -> int:
    """Return how many of 1,000 booked numbers came on the days before; all, while few are known."""
    before = Q(office=day.office, day__lt=day.day)
    came = Seat.objects.filter(before, state=SeatState.USED).count()
    absent = NoShow.objects.filter(before).count()
    return 1000 * came // (came + absent) if came + absent >= FEW else 1000
