"""Who comes through the door: with a number, without one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush

from jernih.apps.booking import queries as booked
from jernih.apps.booking.models import Application
from jernih.apps.hall import actions
from jernih.apps.hall.management.demo import book, plan
from jernih.apps.hall.management.demo.plan import WalkInPlan
from jernih.apps.hall.management.demo.stage import Stage
from jernih.apps.offices import queries as offices
from jernih.pure.calling import Lane
from jernih.pure.roles import kiosk
from jernih.pure.states import SEATED_APPLICATION


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """Somebody at the door. key makes two at one moment comparable."""

    at: datetime
    key: str
    ref: str = ""
    walk_in: WalkInPlan | None = None

    def __lt__(self, other: "Arrival") -> bool:
        """Order by moment, then by key, for the heap."""
        return (self.at, self.key) < (other.at, other.key)


class Door:
    """The door of the hall on one day. What an earlier playing let in is not let in twice."""

    def __init__(self, stage: Stage) -> None:
        """Find out who is still to come."""
        self._stage = stage
        self._coming = [*self._booked(), *self._walk_ins()]
        heapify(self._coming)

    def open(self, *, now: datetime) -> None:
        """Let everybody in who is due."""
        while self._coming and self._coming[0].at <= now:
            arrival = heappop(self._coming)
            try:
                self._come_in(arrival, now=now)
            except actions.TooEarly as refusal:
                # She waits at the door until check-in opens.
                heappush(
                    self._coming, Arrival(at=refusal.opens_at, key=arrival.key, ref=arrival.ref)
                )
            except (actions.NotBooked, actions.ReserveUsed):
                continue

    @property
    def is_done(self) -> bool:
        """Tell whether nobody is expected any more."""
        return not self._coming

    def _come_in(self, arrival: Arrival, *, now: datetime) -> None:
        office = self._stage.office
        if arrival.walk_in is None:
            actions.check_in(
                office_id=office.pk,
                code=booked.code_of(arrival.ref),
                actor=kiosk(office.slug),
                now=now,
            )
            return
        wish = actions.WalkIn(
            service=arrival.walk_in.service,
            lane=arrival.walk_in.lane,
            press_key=arrival.key,
            evidence_seen=arrival.walk_in.lane == Lane.PRIORITY,
        )
        actions.walk_in(office_id=office.pk, wish=wish, actor=self._stage.helper, now=now)

    def _booked(self) -> list[Arrival]:
        coming = []
        for _, party in book.parties_of(self._stage):
            if not party.comes:
                continue
            application = Application.objects.filter(
                once_key=book.once_key(party), state__in=SEATED_APPLICATION, day=self._stage.day
            ).first()
            starts_at = application and _first_window(application)
            if application and starts_at:
                at = starts_at + timedelta(seconds=party.arrives)
                coming.append(Arrival(at=at, key=party.key, ref=application.ref))
        return coming

    def _walk_ins(self) -> list[Arrival]:
        stage = self._stage
        reserve = {
            Lane.PRIORITY: booked.number("priority_reserve", on=stage.day),
            Lane.STANDBY: booked.number("standby_reserve", on=stage.day),
        }
        services = [s.code for s in offices.services_of(stage.office, language="id", on=stage.day)]
        plans = plan.walk_ins(stage.seed, stage.windows, services=services, reserve=reserve)
        # The key of the press is the plan's: whoever came in at an earlier playing gets the
        # number she has.
        return [Arrival(at=walk_in.at, key=book_key(walk_in), walk_in=walk_in) for walk_in in plans]


def book_key(walk_in: WalkInPlan) -> str:
    """Return the press key of someone without a number."""
    return f"demo {walk_in.key}"[-64:]


def _first_window(application: Application) -> datetime | None:
    starts = application.applicants.filter(seat__isnull=False).values_list(
        "seat__slot__starts_at", flat=True
    )
    return min(starts, default=None)
