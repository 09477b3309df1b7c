"""Days in a hall that keeps the rule, made up by chance: a second, simple-minded hall."""

from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from jernih.pure import calling, events, reasons
from jernih.pure.calling import CallingPolicy, CounterNow, Lane, Waiting
from tests.pure.hall_facts import EIGHT, HALF, ONE, RULE, TWO, Story, at

POLICY = CallingPolicy(
    version=1,
    priority_every=RULE["priority_every"],
    early_minutes=RULE["early_minutes"],
    late_minutes=RULE["late_minutes"],
    recall_max=RULE["recall_max"],
    recall_gap_seconds=RULE["recall_gap_seconds"],
)
DESKS = {
    1: CounterNow(number=1, officer=ONE, services=frozenset({"new", "photo"})),
    2: CounterNow(number=2, officer=TWO, services=frozenset({"new", "interview"})),
}


@dataclass
class Person:
    """Someone in the hall; state: WAITING, CALLED, SERVING, PARKED, MISSED or an end."""

    row: Waiting
    state: str = "WAITING"
    counter: int = 0
    recalls: int = 0
    last_call_at: datetime = EIGHT
    back: int = 0


class Chance:
    """A hall in which one legal thing after another happens by chance."""

    def __init__(self, seed: int) -> None:
        self.rnd = Random(seed)
        self.story = Story().opened().sat(1, ONE, "new", "photo").sat(2, TWO, "interview", "new")
        self.people: dict[str, Person] = {}
        self.since = calling.count_at_opening(POLICY)
        self.exceptions = 0
        self.booked = 0

    @property
    def now(self) -> datetime:
        return at(self.story.minute)

    def happen(self) -> None:
        self.story.minute += self.rnd.choice([0, 0, 0.5, 1, 4])
        deeds = [self.arrive, self.arrive, self.walk_in, self.call, self.call, self.desk, self.desk]
        deeds += [self.come_back, self.leave]
        self.rnd.choice(deeds)()

    def at_desk(self, counter: int) -> Person | None:
        here = (p for p in self.people.values() if p.state in ("CALLED", "SERVING"))
        return next((p for p in here if p.counter == counter), None)

    def arrive(self) -> None:
        window = self.rnd.choice([-60, -30, 0, 30])
        if not calling.may_check_in(at(window), arrived_at=self.now, policy=POLICY):
            return
        self.booked += 1
        place = calling.place_of(at(window), at(window) + HALF, arrived_at=self.now, policy=POLICY)
        helper = self.rnd.choice(["", "", ONE, TWO])
        self.story.came(self.booked, window=window, place_at=place, helper=helper)
        self.enter(f"A-{self.booked:03}", Lane.BOOKED, place, helper)

    def walk_in(self) -> None:
        priority = self.rnd.random() < 0.5
        n = 1 + sum(number[0] == ("P" if priority else "S") for number in self.people)
        if n > RULE["priority_cap"]:
            return
        self.story.walked(n, priority=priority)
        lane = Lane.PRIORITY if priority else Lane.STANDBY
        self.enter(f"{'P' if priority else 'S'}-{n:03}", lane, self.now, "")

    def enter(self, number: str, lane: Lane, place: datetime, helper: str) -> None:
        row = Waiting(
            number=number,
            service="new",
            lane=lane,
            place_at=place,
            arrived_at=self.now,
            helper=helper,
        )
        self.people[number] = Person(row)

    def call(self) -> None:
        counter = self.rnd.choice([1, 2])
        if self.at_desk(counter):
            return
        desk = DESKS[counter]
        rows = [p.row for p in self.people.values() if p.state == "WAITING"]
        choice = calling.next_ticket(
            rows, counter=desk, policy=POLICY, since_priority=self.since, now=self.now
        )
        if choice is None:
            return
        others = [
            r for r in rows if calling.may_call(r, counter=desk) and r.number != choice.number
        ]
        number, where = choice.number, {"counter": counter, "officer": desk.officer}
        if others and self.rnd.random() < 0.2:
            number = self.rnd.choice(others).number
            self.exceptions += 1
            self.story.excepted(number, choice.number, **where)
        else:
            self.story.called(number, choice.rule.value, **where)
        person = self.people[number]
        self.since = calling.after_call(self.since, person.row.lane)
        person.state, person.counter, person.recalls = "CALLED", counter, 0
        person.last_call_at = self.now

    def desk(self) -> None:
        counter = self.rnd.choice([1, 2])
        person = self.at_desk(counter)
        if person is None:
            self.rest(counter)
        elif person.state == "CALLED":
            self.answer(person, counter)
        else:
            self.finish(person, counter)

    def rest(self, counter: int) -> None:
        self.story.tell(events.BreakStarted, counter=counter, reason=reasons.BreakReason.SHORT)
        self.story.tell(events.BreakEnded, counter=counter, after=1)

    def answer(self, person: Person, counter: int) -> None:
        number, deed = person.row.number, self.rnd.choice(["start", "start", "wait", "return"])
        moments = {"last_call_at": person.last_call_at, "policy": POLICY, "now": self.now}
        if deed == "start":
            person.state = "SERVING"
            self.story.did(events.ServiceStarted, number, counter=counter)
        elif deed == "return":
            person.state = "WAITING"
            self.since = calling.after_return(self.since, person.row.lane, policy=POLICY)
            reason = reasons.ReturnReason.MISTAKEN_CALL
            self.story.did(events.CallReturned, number, counter=counter, reason=reason)
        elif self.rnd.random() < 0.5 and calling.may_recall(person.recalls, **moments):
            person.recalls, person.last_call_at = person.recalls + 1, self.now
            self.story.did(events.Recalled, number, counter=counter, times=person.recalls)
        elif calling.may_miss(**moments):
            person.state = "MISSED"
            self.story.did(events.Missed, number, counter=counter)

    def finish(self, person: Person, counter: int) -> None:
        number, deed = person.row.number, self.rnd.choice(["serve", "serve", "park", "send"])
        if deed == "send" and person.row.service == "new":
            person.row = replace(person.row, service="interview", home_counter=0, returned_at=None)
            person.state = "WAITING"
            sent = {"from_service": "new", "service": "interview"}
            self.story.did(events.Transferred, number, counter=counter, **sent)
        elif deed == "park":
            person.state = "PARKED"
            person.row = replace(person.row, home_counter=counter, returned_at=None)
            reason = reasons.ParkReason.PHOTOCOPY
            self.story.did(events.Parked, number, counter=counter, reason=reason)
        else:
            person.state = "SERVED"
            self.story.did(events.Served, number, counter=counter)

    def come_back(self) -> None:
        for number, person in self.people.items():
            if person.state == "PARKED":
                person.state, person.row = "WAITING", replace(person.row, returned_at=self.now)
                self.story.tell(events.Unparked, number=number)
                return
            if person.state == "MISSED" and calling.may_re_enter(person.back):
                place = calling.place_again(person.row.place_at, now=self.now)
                person.row = replace(person.row, place_at=place, home_counter=0, returned_at=None)
                person.state, person.back = "WAITING", person.back + 1
                self.story.tell(events.ReEntered, number=number, place_at=place)
                return

    def leave(self) -> None:
        away = [n for n, p in self.people.items() if p.state in ("WAITING", "PARKED")]
        if away and self.rnd.random() < 0.3:
            number = self.rnd.choice(away)
            self.people[number].state = "LEFT"
            self.story.tell(events.LeftLine, number=number)

    def close(self) -> Story:
        for counter, desk in DESKS.items():
            if person := self.at_desk(counter):
                self.send_home(person, counter)
            self.story.stood(counter, desk.officer)
        states = [p.state for p in self.people.values()]
        for number, person in self.people.items():
            if person.state in ("WAITING", "PARKED", "MISSED"):
                self.story.tell(events.TicketExpired, number=number)
        return self.story.closed(
            served=states.count("SERVED"),
            missed=states.count("MISSED"),
            left=states.count("LEFT"),
            expired=states.count("WAITING") + states.count("PARKED"),
            exceptions=self.exceptions,
        )

    def send_home(self, person: Person, counter: int) -> None:
        if person.state == "SERVING":
            person.state = "SERVED"
            self.story.did(events.Served, person.row.number, counter=counter)
        else:
            person.state = "WAITING"
            reason = reasons.ReturnReason.COUNTER_CLOSED
            self.story.did(events.CallReturned, person.row.number, counter=counter, reason=reason)


def random_day(seed: int, *, deeds: int = 60) -> Story:
    """Return a day of about so many deeds, every one of them allowed."""
    hall = Chance(seed)
    for _ in range(deeds):
        hall.happen()
    return hall.close()
