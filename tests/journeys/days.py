"""A day of the office, ready for people: numbers published, hall open, a kiosk, counters."""

from dataclasses import dataclass

from jernih.apps.booking.queries import ApplicationRow
from jernih.apps.offices.models import Office
from jernih.pure.people import Person
from jernih.pure.roles import Role
from tests import makers
from tests.clock import Clock
from tests.visits import Citizen, Desk, Kiosk


@dataclass
class Day:
    """Wednesday 25 November at Tarakan."""

    office: Office
    clock: Clock

    def booked(self, *people: Person, service: str = makers.NEW) -> ApplicationRow:
        """An application that somebody made by the pages, on Monday."""
        return Citizen(self.office).take(*people, service=service)

    def open(self) -> Desk:
        """Let it be eight o'clock on Wednesday, and open the hall."""
        self.clock.at(makers.ON_THE_DAY)
        supervisor = Desk(self.office, Role.SUPERVISOR)
        supervisor.do("lantai/buka/")
        return supervisor

    def kiosk(self) -> Kiosk:
        return Kiosk(self.office)

    def counter(self, number: int = 1, *, username: str = "") -> Desk:
        desk = Desk(self.office, Role.COUNTER, username=username)
        desk.open_counter(number)
        return desk


def make_day(clock: Clock) -> Day:
    office = makers.make_office()
    makers.make_supply(office)
    return Day(office=office, clock=clock)
