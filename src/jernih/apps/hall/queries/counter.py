"""What an officer sees at her counter: whom she serves, how many wait; no choice of persons."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min

from jernih.apps.hall.models import CallException, CounterDay, HallDay, Ticket
from jernih.apps.hall.queries import line
from jernih.apps.offices.models import Office, Service
from jernih.pure import calling
from jernih.pure.calling import CallRule, Lane
from jernih.pure.reasons import BreakReason, ExceptionReason
from jernih.pure.states import AT_COUNTER_TICKET, CounterState, TicketState


@dataclass(frozen=True, kw_only=True)
class ServiceChoice:
    """A service by its code and names."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, kw_only=True)
class CounterChoice:
    """A counter an officer may sit down at; officer: who sits there now, "" for nobody."""

    number: int
    direction: str
    services: tuple[ServiceChoice, ...]
    officer: str
    state: CounterState


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who stands at the counter, as far as the officer needs to know.

    last4: of the NIK. ref: of the application, "" for a walk-in.
    """

    name: str
    birth_date: date | None
    last4: str
    ref: str
    applicant_id: int | None


@dataclass(frozen=True, kw_only=True)
class CurrentTicket:
    """The ticket at a counter, and what may be done with it now."""

    number: str
    state: TicketState
    lane: Lane
    service: str
    service_en: str
    service_code: str
    called_at: datetime
    serving_at: datetime | None
    recalls: int
    recalls_left: int
    may_recall: bool
    may_miss: bool
    again_at: datetime
    identity: Identity
    transfer_to: tuple[ServiceChoice, ...]


@dataclass(frozen=True, kw_only=True)
class TicketLine:
    """A number in a list; no person."""

    number: str
    state: TicketState
    lane: Lane
    service: str
    service_en: str
    arrived_at: datetime
    place_at: datetime
    ended_at: datetime | None
    home_counter: int
    counter: int


@dataclass(frozen=True, kw_only=True)
class ExceptionLine:
    """One call out of turn."""

    id: int
    number: str
    counter: int
    officer: str
    second_officer: str
    reason: ExceptionReason
    instead_of: str
    called_at: datetime
    explained_at: datetime | None
    explained_by: str


@dataclass(frozen=True, kw_only=True)
class CounterScreen:
    """Everything on an officer's screen.

    waiting: how many this counter may call, by lane. next_rule: why the next one will be next,
    None when nobody waits; which person it is, nobody sees before the call.
    """

    counter_day_id: int
    hall_day_id: int
    counter: int
    state: CounterState
    break_reason: BreakReason | None
    services: tuple[ServiceChoice, ...]
    is_day_over: bool
    current: CurrentTicket | None
    waiting: tuple[tuple[Lane, int], ...]
    waiting_total: int
    longest_minutes: int
    next_rule: CallRule | None
    parked: tuple[TicketLine, ...]
    missed: tuple[TicketLine, ...]
    exceptions: tuple[ExceptionLine, ...]
    served: int


def counter_of(officer: str, office: Office, day: date) -> CounterDay | None:
    """Return the counter at which this officer sits on that day."""
    if not officer:
        return None
    found = CounterDay.objects.filter(
        hall_day__office=office, hall_day__day=day, officer=officer
    ).exclude(state=CounterState.CLOSED)
    return found.select_related("counter", "hall_day__office").first()


def counter_choices(office: Office, day: date) -> list[CounterChoice]:
    """Return the office's counters in order, and who sits where."""
    sits = {
        row.counter_id: row
        for row in CounterDay.objects.filter(hall_day__office=office, hall_day__day=day)
    }
    return [
        CounterChoice(
            number=table.number,
            direction=table.direction,
            services=tuple(_choice(service) for service in table.services.all()),
            officer=row.officer if row and row.state != CounterState.CLOSED else "",
            state=CounterState(row.state) if row else CounterState.CLOSED,
        )
        for table in office.counters.prefetch_related("services").order_by("number")
        for row in [sits.get(table.pk)]
    ]


def counter_screen(counter_day: CounterDay, *, now: datetime) -> CounterScreen:
    """Return the screen of one counter."""
    day = counter_day.hall_day
    services = list(counter_day.services.order_by("position", "pk"))
    waiting = _waiting(counter_day, services)
    oldest = min((first for _, _, first in waiting), default=now)
    return CounterScreen(
        counter_day_id=counter_day.pk,
        hall_day_id=day.pk,
        counter=counter_day.counter.number,
        state=CounterState(counter_day.state),
        break_reason=BreakReason(counter_day.break_reason) if counter_day.break_reason else None,
        services=tuple(_choice(service) for service in services),
        is_day_over=day.closed_at is not None or now.astimezone(day.office.zone).date() != day.day,
        current=_current(counter_day, now=now),
        waiting=tuple((lane, count) for lane, count, _ in waiting),
        waiting_total=sum(count for _, count, _ in waiting),
        longest_minutes=max(now - oldest, timedelta()) // timedelta(minutes=1),
        next_rule=_next_rule(counter_day, services, now=now),
        parked=ticket_lines(day, TicketState.PARKED, home_counter=counter_day.counter.number),
        missed=ticket_lines(day, TicketState.MISSED),
        exceptions=exception_lines(day, officer=counter_day.officer),
        served=_served(counter_day),
    )


def ticket_lines(day: HallDay, *states: TicketState, **only: object) -> tuple[TicketLine, ...]:
    """Return the numbers of a day in these states, in line order."""
    found = Ticket.objects.filter(hall_day=day, state__in=states, **only)
    rows = found.select_related("service", "counter")
    return tuple(_line(row) for row in rows.order_by("place_at", "arrived_at", "series", "n"))


def exception_lines(day: HallDay, **only: object) -> tuple[ExceptionLine, ...]:
    """Return the calls out of turn of a day, latest first."""
    found = CallException.objects.filter(ticket__hall_day=day, **only)
    return tuple(
        ExceptionLine(
            id=row.pk,
            number=row.ticket.number,
            counter=row.counter.number,
            officer=row.officer,
            second_officer=row.second_officer,
            reason=ExceptionReason(row.reason),
            instead_of=row.instead_of,
            called_at=row.called_at,
            explained_at=row.explained_at,
            explained_by=row.explained_by,
        )
        for row in found.select_related("ticket", "counter").order_by("-pk")
    )


def _choice(service: Service) -> ServiceChoice:
    return ServiceChoice(code=service.code, name=service.name, name_en=service.name_en)


def _line(row: Ticket) -> TicketLine:
    return TicketLine(
        number=row.number,
        state=TicketState(row.state),
        lane=Lane(row.lane),
        service=row.service.name,
        service_en=row.service.name_en,
        arrived_at=row.arrived_at,
        place_at=row.place_at,
        ended_at=row.ended_at,
        home_counter=row.home_counter,
        counter=row.counter.number if row.counter else 0,
    )


def _waiting(counter_day: CounterDay, services: list[Service]) -> list[tuple[Lane, int, datetime]]:
    rows = (
        Ticket.objects.filter(
            hall_day=counter_day.hall_day, state=TicketState.WAITING, service__in=services
        )
        .exclude(helper=counter_day.officer)
        .values("lane")
        .annotate(count=Count("pk"), first=Min("arrived_at"))
    )
    return [(Lane(row["lane"]), row["count"], row["first"]) for row in rows.order_by("lane")]


def _next_rule(
    counter_day: CounterDay, services: list[Service], *, now: datetime
) -> CallRule | None:
    codes = {service.pk: service.code for service in services}
    choice = calling.next_ticket(
        line.waiting_rows(line.heads_for(counter_day, services=codes), services=codes),
        counter=line.counter_now(counter_day, services=codes),
        policy=line.policy_of(counter_day.hall_day),
        since_priority=counter_day.hall_day.since_priority,
        now=now,
    )
    return choice.rule if choice else None


def _served(counter_day: CounterDay) -> int:
    return Ticket.objects.filter(
        hall_day=counter_day.hall_day, counter=counter_day.counter, state=TicketState.SERVED
    ).count()


def _current(counter_day: CounterDay, *, now: datetime) -> CurrentTicket | None:
    ticket = (
        Ticket.objects.filter(
            hall_day=counter_day.hall_day,
            counter=counter_day.counter,
            state__in=AT_COUNTER_TICKET,
        )
        .select_related("service", "applicant__application")
        .first()
    )
    if ticket is None or ticket.last_called_at is None:
        return None
    policy = line.policy_of(counter_day.hall_day)
    recalls, last = ticket.calls - 1, ticket.last_called_at
    is_called = ticket.state == TicketState.CALLED
    leg = ticket.legs.get(ended_at=None)
    return CurrentTicket(
        number=ticket.number,
        state=TicketState(ticket.state),
        lane=Lane(ticket.lane),
        service=ticket.service.name,
        service_en=ticket.service.name_en,
        service_code=ticket.service.code,
        called_at=leg.called_at or last,
        serving_at=leg.serving_at,
        recalls=recalls,
        recalls_left=max(policy.recall_max - recalls, 0),
        may_recall=is_called
        and calling.may_recall(recalls, last_call_at=last, policy=policy, now=now),
        may_miss=is_called and calling.may_miss(last_call_at=last, policy=policy, now=now),
        again_at=line.again_at(ticket, policy),
        identity=_identity(ticket),
        transfer_to=_transfer_to(ticket),
    )


def _identity(ticket: Ticket) -> Identity:
    """Return who it is. Only for the counter at which the ticket stands."""
    person = ticket.applicant
    if person is None:
        return Identity(
            name=ticket.walk_in_name, birth_date=None, last4="", ref="", applicant_id=None
        )
    return Identity(
        name=person.name,
        birth_date=person.birth_date,
        last4=person.nik_last4,
        ref=person.application.ref,
        applicant_id=person.pk,
    )


def _transfer_to(ticket: Ticket) -> tuple[ServiceChoice, ...]:
    others = Service.objects.filter(office=ticket.service.office_id, is_active=True)
    steps = others.filter(is_step=True).exclude(pk=ticket.service_id)
    return tuple(_choice(service) for service in steps.order_by("position", "pk"))
