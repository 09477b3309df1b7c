"""What the holder of a number sees: her place, an honest range, where to go when called."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b

from django.db import connection

from jernih.apps.booking.models import Applicant
from jernih.apps.hall.models import HallDay, Ticket
from jernih.apps.hall.queries import codes, line, waits
from jernih.apps.offices.models import Office
from jernih.pure import calling
from jernih.pure.calling import Lane
from jernih.pure.place import MAY_LEAVE, STEP_MINUTES, WORTH_LEAVING_MINUTES, sentences
from jernih.pure.states import AT_COUNTER_TICKET, SEATED_APPLICATION, ApplicationState, TicketState

WHOSE = """
SELECT hall_day_id FROM hall_ticket WHERE code_index = %(key)s
UNION ALL
SELECT t.hall_day_id FROM booking_application a
JOIN booking_applicant p ON p.application_id = a.id JOIN hall_ticket t ON t.applicant_id = p.id
WHERE a.code_index = %(key)s
LIMIT 1
"""


@dataclass(frozen=True, kw_only=True)
class Place:
    """One number on the page of its holder. A range only while it waits and a counter can call it.

    counter: where it is called to, 0 for nowhere. come_back_at: safe to be away until then.
    key: what the live process knows the ticket by.
    """

    number: str
    state: TicketState
    lane: Lane
    service: str
    service_en: str
    ahead: int
    p50_minutes: int | None
    p90_minutes: int | None
    come_back_at: datetime | None
    counter: int
    direction: str
    called_at: datetime | None
    arrived_at: datetime
    place_at: datetime
    office_slug: str
    office_name: str
    is_demo: bool
    day: date
    is_open: bool
    may_leave: bool
    may_come_back: bool
    code: str
    key: str

    @property
    def sentences(self) -> list[str]:
        """Return the names of the sentences that hold, as the stream gives them."""
        return sentences(
            self.state,
            ahead=self.ahead,
            p90_minutes=self.p90_minutes,
            goes_out=self.come_back_at is not None,
            direction=self.direction,
            is_open=self.is_open,
        )


@dataclass(frozen=True, kw_only=True)
class Person:
    """One of a family, as much as a kiosk may show to whoever holds the code."""

    position: int
    number: str
    first_name: str
    is_here: bool


@dataclass(frozen=True, kw_only=True)
class Preview:
    """An application at the door, before anyone checks in. opens_at: when check-in opens."""

    ref: str
    state: ApplicationState
    office_slug: str
    service: str
    service_en: str
    day: date
    starts_at: datetime
    ends_at: datetime
    opens_at: datetime
    can_check_in: bool
    people: tuple[Person, ...]


@dataclass(frozen=True, kw_only=True)
class TicketPrint:
    """What stands on a printed ticket."""

    number: str
    code: str
    service: str
    service_en: str
    lane: Lane
    office_name: str
    is_demo: bool
    day: date
    arrived_at: datetime
    place_at: datetime
    ahead: int


def places_by_code(text: str, *, now: datetime) -> list[Place]:
    """Return what a ticket's or an application's code leads to in the hall, in number order."""
    return [place(ticket, now=now) for ticket in codes.tickets_by_code(text)]


def line_tag(text: str, *, reader: tuple[str, ...], now: datetime) -> str | None:
    """Return the entity tag of a place's page, None for a code that leads nowhere.

    The same step and minute say the same to the same reader. People look far more often than
    their line moves: a step is asked for once a second.
    """
    try:
        day = _day_of(codes.key_of(text))
    except Ticket.DoesNotExist:
        return None
    said = repr((text, day, _step_of(day, int(now.timestamp())), f"{now:%d%H%M}", reader))
    # Weak: every copy of the form on the page has a token of its own, and says the same.
    return f'W/"{blake2b(said.encode(), digest_size=12).hexdigest()}"'


@lru_cache(maxsize=50_000)
def _day_of(key: str) -> int:
    """Return the hall's day that a key belongs to, for ever the same once somebody is there."""
    with connection.cursor() as cursor:
        cursor.execute(WHOSE, {"key": key})
        found = cursor.fetchone()
    if found is None:
        raise Ticket.DoesNotExist
    return int(found[0])


@lru_cache(maxsize=1024)
def _step_of(hall_day_id: int, second: int) -> int:  # noqa: ARG001 - how long it is remembered
    return HallDay.objects.values_list("step", flat=True).get(pk=hall_day_id)


def place(ticket: Ticket, *, now: datetime) -> Place:
    """Return the page of one ticket."""
    day = ticket.hall_day
    state = TicketState(ticket.state)
    is_waiting = state == TicketState.WAITING
    told = waits.estimates(day, now=now).get(ticket.number) if is_waiting else None
    is_at_counter = state in AT_COUNTER_TICKET and ticket.counter is not None
    return Place(
        number=ticket.number,
        state=state,
        lane=Lane(ticket.lane),
        service=ticket.service.name,
        service_en=ticket.service.name_en,
        ahead=told.ahead if told else ahead_of(ticket),
        p50_minutes=told.p50_minutes if told else None,
        p90_minutes=told.p90_minutes if told else None,
        come_back_at=_come_back_at(told.p50_minutes, now=now) if told else None,
        counter=ticket.counter.number if ticket.counter and is_at_counter else 0,
        direction=ticket.counter.direction if ticket.counter and is_at_counter else "",
        called_at=ticket.last_called_at if is_at_counter else None,
        arrived_at=ticket.arrived_at,
        place_at=ticket.place_at,
        office_slug=day.office.slug,
        office_name=day.office.name,
        is_demo=day.office.is_demo,
        day=day.day,
        is_open=day.closed_at is None,
        may_leave=state in MAY_LEAVE and day.closed_at is None,
        may_come_back=_may_come_back(ticket),
        code=codes.ticket_code(ticket),
        key=ticket.code_index,
    )


def ahead_of(ticket: Ticket) -> int:
    """Return how many of the same lane and service stand before a waiting ticket."""
    if ticket.state != TicketState.WAITING:
        return 0
    before = Ticket.objects.filter(
        hall_day=ticket.hall_day_id,
        state=TicketState.WAITING,
        service=ticket.service_id,
        lane=ticket.lane,
        place_at__lte=ticket.place_at,
    ).exclude(pk=ticket.pk)
    mine = (ticket.place_at, ticket.arrived_at, ticket.series, ticket.n)
    rows = before.values_list("place_at", "arrived_at", "series", "n")
    return sum(row < mine for row in rows)


def ticket_print(ticket: Ticket) -> TicketPrint:
    """Return what stands on the paper of a ticket."""
    day = ticket.hall_day
    return TicketPrint(
        number=ticket.number,
        code=codes.ticket_code(ticket),
        service=ticket.service.name,
        service_en=ticket.service.name_en,
        lane=Lane(ticket.lane),
        office_name=day.office.name,
        is_demo=day.office.is_demo,
        day=day.day,
        arrived_at=ticket.arrived_at,
        place_at=ticket.place_at,
        ahead=ahead_of(ticket),
    )


def check_in_preview(text: str, *, now: datetime) -> Preview | None:
    """Return who may check in with an application's code, None for no such code or no number."""
    application = codes.application_by_code(text)
    if application is None:
        return None
    people = list(
        application.applicants.filter(seat__isnull=False)
        .select_related("seat__slot", "ticket")
        .order_by("position")
    )
    seat = people[0].seat if people else None
    if seat is None:
        return None
    slot, day = seat.slot, seat.day
    opens_at = calling.opens_at(slot.starts_at, policy=_policy(application.office, day))
    state = ApplicationState(application.state)
    is_live = state in SEATED_APPLICATION or state == ApplicationState.PRESENT
    is_today = now.astimezone(application.office.zone).date() == day
    return Preview(
        ref=application.ref,
        state=state,
        office_slug=application.office.slug,
        service=application.service.name,
        service_en=application.service.name_en,
        day=day,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        opens_at=opens_at,
        can_check_in=is_live and is_today and now >= opens_at,
        people=tuple(_person(person) for person in people),
    )


def _policy(office: Office, day: date) -> calling.CallingPolicy:
    row = HallDay.objects.filter(office=office, day=day).first()
    return line.policy_of(row) if row else line.policy_on(day)


def _person(person: Applicant) -> Person:
    return Person(
        position=person.position,
        number=person.seat.number if person.seat else "",
        first_name=person.name.split()[0][:20] if person.name.split() else "",
        is_here=hasattr(person, "ticket"),
    )


def _may_come_back(ticket: Ticket) -> bool:
    if ticket.hall_day.closed_at is not None:
        return False
    if ticket.state == TicketState.MISSED:
        return calling.may_re_enter(ticket.re_entries)
    return ticket.state == TicketState.PARKED


def _come_back_at(p50_minutes: int, *, now: datetime) -> datetime | None:
    if p50_minutes < WORTH_LEAVING_MINUTES:
        return None
    back = now + timedelta(minutes=p50_minutes // 2)
    return back.replace(minute=back.minute - back.minute % STEP_MINUTES, second=0, microsecond=0)
