"""Make a hall and what stands in it: plain functions, through the real actions where it counts.

The day is Wednesday 25 November 2026 at Tarakan (UTC+8), windows of half an hour from 08:00.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from jernih.apps.booking import queries as booking
from jernih.apps.booking.models import Applicant, Application, Seat, Slot, Supply
from jernih.apps.hall import actions
from jernih.apps.hall.models import CounterDay, HallDay, Ticket
from jernih.apps.ledger.models import Entry
from jernih.apps.offices.models import Counter, Office, Service
from jernih.pure import reasons
from jernih.pure.calling import Lane
from jernih.pure.events import HallEvent, parse_event
from jernih.pure.roles import CLOCK, Actor, Role, kiosk
from jernih.pure.states import ApplicationState, SeatState, TicketState

DAY = date(2026, 11, 25)
OPENING = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # 07:30 at Tarakan
EIGHT = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)  # 08:00 at Tarakan
WINDOW = timedelta(minutes=30)
MINUTE = timedelta(minutes=1)
_numbers = count(1)


@dataclass
class HallMade:
    """An office with its people, and a clock that tests set forward."""

    office: Office
    services: dict[str, Service]
    now: datetime = EIGHT
    actors: dict[str, Actor] = field(default_factory=dict)

    @property
    def day(self) -> HallDay:
        return HallDay.objects.get(office=self.office, day=DAY)

    @property
    def kiosk(self) -> Actor:
        return kiosk(self.office.slug)

    def later(self, *, minutes: float = 0, seconds: float = 0) -> datetime:
        self.now += timedelta(minutes=minutes, seconds=seconds)
        return self.now

    def staff(self, name: str, *roles: Role) -> Actor:
        """The same member of staff for the same name; six letters or digits."""
        if name not in self.actors:
            self.actors[name] = Actor(
                roles=frozenset(roles or {Role.COUNTER}), ref=f"s-{name}", office=self.office.slug
            )
        return self.actors[name]


def make_hall(*, is_open: bool = True, counters: int = 3) -> HallMade:
    office = Office.objects.create(slug=f"tarakan-{next(_numbers)}", name="Tarakan", opened_on=DAY)
    services = {
        code: Service.objects.create(
            office=office,
            code=code,
            series=series,
            name=code,
            name_en=code,
            minutes=minutes,
            **more,
        )
        for code, series, minutes, more in (
            ("new", "A", 12, {}),
            ("replacement", "B", 10, {}),
            ("interview", "I", 8, {"is_step": True}),
        )
    }
    for number in range(1, counters + 1):
        table = Counter.objects.create(office=office, number=number, direction="Lantai 1")
        table.services.set(services.values())
    hall = HallMade(office=office, services=services)
    if is_open:
        actions.open_hall_day(office_id=office.pk, actor=CLOCK, now=OPENING)
    return hall


def make_desk(
    hall: HallMade, counter: int = 1, *, officer: str = "", services: Collection[str] = ()
) -> CounterDay:
    return actions.open_counter(
        office_id=hall.office.pk,
        counter=counter,
        services=services,
        actor=hall.staff(officer or f"coun{counter:02}"),
        now=hall.now,
    )


def make_application(
    hall: HallMade,
    *,
    people: int = 1,
    starts_at: datetime = EIGHT,
    service: str = "new",
    state: ApplicationState = ApplicationState.GRANTED,
    helper: str = "",
    contact: str = "",
) -> Application:
    day = starts_at.astimezone(hall.office.zone).date()
    supply, _ = Supply.objects.get_or_create(
        office=hall.office,
        service=hall.services[service],
        day=day,
        defaults={"planned": 40, "released_at": OPENING},
    )
    slot, _ = Slot.objects.get_or_create(
        supply=supply, starts_at=starts_at, defaults={"ends_at": starts_at + WINDOW, "planned": 40}
    )
    ref = secrets.token_hex(16)
    application = Application.objects.create(
        ref=ref,
        code_index=booking.code_index(booking.code_of(ref)),
        office=hall.office,
        service=hall.services[service],
        state=state,
        day=day,
        channel=reasons.Channel.ASSISTED if helper else reasons.Channel.WEB,
        helper=helper,
        once_key=ref,
        contact=contact,
        contact_kind="EMAIL" if contact else "",
        applied_at=OPENING,
        granted_at=OPENING,
    )
    for position in range(people):
        _seat_person(application, supply, slot, position=position)
    return application


def _seat_person(application: Application, supply: Supply, slot: Slot, *, position: int) -> None:
    supply.last_n += 1
    supply.save(update_fields=["last_n"])
    seat = Seat.objects.create(
        office=supply.office,
        day=supply.day,
        series=supply.service.series,
        n=supply.last_n,
        slot=slot,
        state=SeatState.TAKEN,
    )
    Applicant.objects.create(
        application=application,
        service=application.service,
        position=position,
        name=f"Orang {seat.number}",
        birth_date=date(1990, 1, 1),
        nik_index=secrets.token_hex(32),
        nik_last4="0001",
        salt=secrets.token_bytes(32),
        commitment=secrets.token_hex(32),
        seat=seat,
    )


def code_of(application: Application) -> str:
    return booking.code_of(application.ref)


def check_in(hall: HallMade, application: Application, **more: Any) -> list[Ticket]:
    return actions.check_in(
        office_id=hall.office.pk,
        **{"code": code_of(application), "actor": hall.kiosk, "now": hall.now, **more},
    )


def make_ticket(
    hall: HallMade,
    *,
    at: TicketState = TicketState.WAITING,
    desk: CounterDay | None = None,
    **booked: Any,
) -> Ticket:
    """A booked ticket that walked to this state through real actions, alone in the line."""
    [ticket] = check_in(hall, make_application(hall, **booked))
    if at == TicketState.WAITING:
        return ticket
    desk = desk or make_desk(hall)
    assert press_next(hall, desk) == ticket.number
    walk_to(hall, desk, ticket.number, at)
    ticket.refresh_from_db()
    return ticket


def walk_to(hall: HallMade, desk: CounterDay, number: str, at: TicketState) -> None:
    if at != TicketState.CALLED:
        hall.later(minutes=2)
    if at == TicketState.MISSED:
        actions.miss_ticket(**by(hall, desk, number=number))
    if at in (TicketState.SERVING, TicketState.SERVED, TicketState.PARKED):
        actions.start_ticket(**by(hall, desk, number=number))
        hall.later(minutes=5)
    if at == TicketState.SERVED:
        actions.finish_ticket(**by(hall, desk, number=number))
    if at == TicketState.PARKED:
        reason = reasons.ParkReason.PHOTOCOPY
        actions.park_ticket(**by(hall, desk, number=number, reason=reason))


def make_walk_in(hall: HallMade, lane: Lane = Lane.PRIORITY, **more: Any) -> Ticket:
    wish = {"service": "new", "press_key": secrets.token_hex(8), **more}
    actor = wish.pop("actor", hall.kiosk)
    return actions.walk_in(
        office_id=hall.office.pk,
        wish=actions.WalkIn(lane=lane, **wish),
        actor=actor,
        now=hall.now,
    )


def press_next(hall: HallMade, desk: CounterDay, **more: Any) -> str:
    """Press *next* as the officer who sits there; return whom it called, or nothing."""
    answer = actions.call_next(
        **{**by(hall, desk), "press_key": secrets.token_hex(8), **more},
    )
    return answer.ticket.number if answer.ticket else ""


def by(hall: HallMade, desk: CounterDay, **more: Any) -> dict[str, Any]:
    """What every deed at a counter needs, as the officer who sits there, now."""
    actor = hall.staff(desk.officer.removeprefix("s-"))
    return {"counter_day_id": desk.pk, "actor": actor, "now": hall.now, **more}


def facts(hall: HallMade) -> list[HallEvent]:
    """What the record says of this hall, in the order in which it was said."""
    bodies = Entry.objects.filter(office=hall.office.slug).order_by("pk")
    told = [parse_event(bytes(entry.body)) for entry in bodies]
    return [fact for fact in told if isinstance(fact, HallEvent)]


def said(hall: HallMade) -> list[str]:
    """The kinds of these facts, without `hall.`."""
    return [fact.kind.removeprefix("hall.") for fact in facts(hall)]
