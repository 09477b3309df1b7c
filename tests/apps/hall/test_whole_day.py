"""A day of chance through the real actions, played again from its record as a stranger would."""

import json
import random
import secrets
from datetime import timedelta

import pytest
from django.db import connection

from jernih.apps.hall import actions, queries
from jernih.apps.hall.models import CounterDay, Leg, ServiceRecord, Ticket
from jernih.apps.hall.queries import codes
from jernih.apps.ledger.models import Entry
from jernih.pure.audit import Audit
from jernih.pure.audit_hall import hall_checks
from jernih.pure.audit_state import differences
from jernih.pure.calling import Lane
from jernih.pure.reasons import BreakReason, ExceptionReason, ParkReason
from jernih.pure.roles import CITIZEN, CLOCK, Role
from jernih.pure.states import CounterState, IllegalMove, TicketState
from tests.hall_makers import (
    DAY,
    EIGHT,
    WINDOW,
    by,
    check_in,
    make_application,
    make_desk,
    make_hall,
    make_walk_in,
)

pytestmark = pytest.mark.django_db


class Chance:
    """People and officers who do what comes into their heads; most of it is refused."""

    def __init__(self, seed):
        self.pick = random.Random(seed)
        self.hall = make_hall(counters=4)
        self.done = {}
        self.families = [
            make_application(
                self.hall,
                people=self.pick.choice([1, 1, 1, 2, 4]),
                starts_at=EIGHT + self.pick.randrange(6) * WINDOW,
                service=self.pick.choice(["new", "replacement"]),
                helper=self.pick.choice(["", "", "s-coun01"]),
            )
            for _ in range(14)
        ]

    def deeds(self):
        return [
            *[self.arrive] * 3,
            self.walk_in,
            self.sit_down,
            *[self.next] * 4,
            self.exception,
            *[self.at_the_counter] * 8,
            self.rest,
            *[self.come_back] * 2,
            self.leave,
        ]

    def live(self, steps):
        for _ in range(steps):
            self.hall.later(seconds=self.pick.randrange(100))
            deed = self.pick.choice(self.deeds())
            try:
                deed()
            except (actions.HallRefusal, IllegalMove):
                continue
            self.done[deed.__name__] = self.done.get(deed.__name__, 0) + 1

    def desk(self):
        rows = list(CounterDay.objects.filter(state=CounterState.OPEN).select_related("counter"))
        if not rows:
            raise actions.CounterNotOpen
        return self.pick.choice(rows)

    def number(self, *states):
        numbers = [ticket.number for ticket in Ticket.objects.filter(state__in=states)]
        if not numbers:
            raise actions.UnknownNumber
        return self.pick.choice(numbers)

    def arrive(self):
        check_in(self.hall, self.pick.choice(self.families))

    def walk_in(self):
        make_walk_in(self.hall, self.pick.choice([Lane.PRIORITY, Lane.STANDBY]))

    def sit_down(self):
        services = self.pick.choice([(), ("new",), ("replacement", "interview")])
        make_desk(self.hall, self.pick.randrange(1, 5), services=services)

    def next(self):
        key = self.pick.choice(["again", secrets.token_hex(8)])
        finish = self.pick.random() < 0.5
        actions.call_next(**by(self.hall, self.desk(), press_key=key, finish_current=finish))

    def exception(self):
        actions.call_by_exception(
            **by(
                self.hall,
                self.desk(),
                number=self.number(TicketState.WAITING),
                reason=self.pick.choice(list(ExceptionReason)),
                second=self.hall.staff("boss01", Role.SUPERVISOR),
            )
        )

    def at_the_counter(self):
        desk = self.desk()
        ticket = Ticket.objects.filter(
            counter=desk.counter, state__in=[TicketState.CALLED, TicketState.SERVING]
        ).first()
        if ticket is None:
            raise actions.UnknownNumber
        here = by(self.hall, desk, number=ticket.number)
        self.pick.choice(
            [
                lambda: actions.start_ticket(**here),
                lambda: actions.start_ticket(**here),
                lambda: actions.finish_ticket(**here),
                lambda: actions.recall_ticket(**here),
                lambda: actions.miss_ticket(**here),
                lambda: actions.return_ticket(**here),
                lambda: actions.park_ticket(**here, reason=ParkReason.PAYMENT),
                lambda: actions.transfer_ticket(**here, service="interview"),
            ]
        )()

    def rest(self):
        desk = self.pick.choice(list(CounterDay.objects.all()) or [None])
        if desk is None:
            raise actions.UnknownCounter
        self.pick.choice(
            [
                lambda: actions.start_break(**by(self.hall, desk, reason=BreakReason.LUNCH)),
                lambda: actions.end_break(**by(self.hall, desk)),
                lambda: actions.end_break(**by(self.hall, desk)),
                lambda: actions.close_counter(**by(self.hall, desk)),
            ]
        )()

    def come_back(self):
        number = self.number(TicketState.PARKED, TicketState.MISSED)
        here = {"hall_day_id": self.hall.day.pk, "number": number, "actor": self.hall.kiosk}
        deed = self.pick.choice([actions.unpark_ticket, actions.re_enter_ticket])
        deed(**here, now=self.hall.now)

    def leave(self):
        number = self.number(TicketState.WAITING, TicketState.PARKED)
        if self.pick.random() < 0.3:
            code = codes.ticket_code(
                Ticket.objects.get(series=number[0], n=int(number.partition("-")[2]))
            )
            actions.leave_line(code=code, actor=CITIZEN, now=self.hall.now)


def replay(hall):
    """Run the hall's checks over the record; return what they found and the floor they kept."""
    checks = hall_checks()
    audit = Audit(checks)
    for index, entry in enumerate(Entry.objects.order_by("pk")):
        audit.see(index, bytes(entry.body))
    return audit.finish().violations, checks[0]._floor


def tables(hall):
    # Through JSON, as a stranger gets it.
    return json.loads(json.dumps(queries.day_state(hall.office, DAY)))


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_the_record_is_clean_and_says_what_the_tables_say(seed):
    chance = Chance(seed)
    hall = chance.hall

    chance.live(300)

    violations, floor = replay(hall)
    assert violations == ()
    assert differences(floor, tables(hall)) == ()
    assert set(chance.done) == {deed.__name__ for deed in chance.deeds()}

    actions.close_hall_day(hall_day_id=hall.day.pk, actor=CLOCK, now=hall.now + timedelta(days=1))

    violations, floor = replay(hall)
    assert violations == ()
    assert differences(floor, tables(hall)) == ()
    sums = queries.reconciliation(hall.office, DAY)
    assert sums.came == sums.served + sums.missed + sums.left + sums.expired
    assert sums.in_hall == 0
    assert sums.records == sums.served == ServiceRecord.objects.count()
    assert not Leg.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE hall_ticket SET place_at = place_at - interval '1 hour' WHERE n = 1",
        "UPDATE hall_ticket SET lane = 'PRIORITY' WHERE series = 'A' AND n = 1",
        "UPDATE hall_ticket SET state = 'SERVED' WHERE n = 2",
        "UPDATE hall_ticket SET service_id = (SELECT max(service_id) + 1 FROM hall_ticket)",
        "UPDATE hall_ticket SET helper = '' WHERE helper <> ''",
        "UPDATE hall_ticket SET n = 99 WHERE n = 1",
        "UPDATE hall_hallday SET since_priority = 0",
        "UPDATE hall_hallday SET priority_n = 0",
        "UPDATE hall_hallday SET step = step - 1",
        "UPDATE hall_counterday SET officer = 's-friend'",
        "DELETE FROM hall_leg; DELETE FROM hall_ticket WHERE n = 2",
    ],
)
def test_a_superuser_who_edits_a_row_is_found(change):
    hall = make_hall()
    make_desk(hall)
    check_in(hall, make_application(hall, people=2, helper="s-helper"))
    make_walk_in(hall)
    assert differences(replay(hall)[1], tables(hall)) == ()

    with connection.cursor() as cursor:
        cursor.execute(change)

    assert differences(replay(hall)[1], tables(hall)) != ()
