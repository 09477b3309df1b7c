"""Years of an office, made up by chance and all allowed: the record a stranger checks in W6.

Vectors: tests/pure/test_audit.py, whose checks find nothing in it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from random import Random
from typing import Any

from jernih.pure import calling, events, events_office, reasons
from jernih.pure.calling import CallingPolicy, CounterNow, Lane, Waiting
from jernih.pure.events import Event, event_bytes

RULE = {
    "rule_version": 1,
    "priority_every": 2,
    "early_minutes": 30,
    "late_minutes": 30,
    "recall_max": 3,
    "recall_gap_seconds": 60,
}
POLICY = CallingPolicy(version=1, **{k: v for k, v in RULE.items() if k != "rule_version"})
CAPS = {"priority_cap": 30, "standby_cap": 30}
SERVICES = {"A": "paspor-baru", "B": "paspor-ganti"}
HALF, A_DAY = timedelta(minutes=30), timedelta(days=1)
WINDOWS, COUNTERS, FIRST = 13, 10, date(2026, 2, 2)


def write_days(*, offices: int, days: int, seats: int = 10, seed: int = 1) -> list[bytes]:
    """Return the record of these offices, in the order of time. seats: of a window and service."""
    told: list[tuple[datetime, bytes]] = []
    for n in range(offices):
        office = Office(f"kantor-{n:02}", seats=seats, seed=seed * 1000 + n)
        for i in range(days):
            told += [(fact.at, event_bytes(fact)) for fact in office.day(FIRST + i * A_DAY)]
    told.sort(key=lambda one: one[0])
    return [entry for _, entry in told]


class Office:
    """One office; each day is booked, held and closed."""

    def __init__(self, slug: str, *, seats: int, seed: int) -> None:
        self.slug, self.seats, self.rnd = slug, seats, Random(seed)
        self.officers = [f"s-{slug[-2:]}{n:04}" for n in range(COUNTERS)]
        self.given_back: list[tuple[str, datetime]] = []
        self.helpers = ["", "", "", "", *(f"s-h{slug[-2:]}{n:03}" for n in range(3))]

    def hexes(self, length: int) -> str:
        return f"{self.rnd.getrandbits(4 * length):0{length}x}"

    def day(self, day: date) -> Iterator[Event]:
        holders: list[dict[str, Any]] = []
        for series, service in SERVICES.items():
            yield from self.book(day, series, service, holders)
        yield from Hall(self, day, [one for one in holders if one["comes"]]).run()
        night = self.at(day, 13)
        for one in holders:
            fields = {"office": self.slug, "ref": one["ref"]}
            if not one["comes"] and one["first"]:
                numbers = tuple(h["number"] for h in holders if h["ref"] == one["ref"])
                yield events.MissedDay(at=night, day=day, numbers=numbers, **fields)
            if one["first"]:
                yield events_office.Erased(at=night + 9 * A_DAY, **fields)
        yield events_office.WalkInsErased(office=self.slug, at=night + 9 * A_DAY, day=day)

    def at(self, day: date, hour: float) -> datetime:
        return datetime.combine(day, time(), UTC) + timedelta(seconds=int(hour * 3600))

    def book(
        self, day: date, series: str, service: str, holders: list[dict[str, Any]]
    ) -> Iterator[Event]:
        starts = [self.at(day, 0) + i * HALF for i in range(WINDOWS)]
        last = WINDOWS * self.seats
        yield events.SupplyReleased(
            office=self.slug,
            at=self.at(day, 1) - 9 * A_DAY,
            day=day,
            service=service,
            series=series,
            mode=reasons.ReleaseMode.OPEN,
            planned=last,
            windows=tuple(
                events.Window(
                    starts_at=start,
                    ends_at=start + HALF,
                    first=i * self.seats + 1,
                    last=(i + 1) * self.seats,
                    held=0,
                )
                for i, start in enumerate(starts)
            ),
            held_reason=reasons.HoldReason.NONE,
        )
        n = 1
        while n <= last:
            people = min(self.rnd.choice((1, 1, 1, 2, 3)), last + 1 - n)
            numbers = tuple(f"{series}-{k:03}" for k in range(n, n + people))
            starting = [starts[(k - 1) // self.seats] for k in range(n, n + people)]
            n += people
            yield from self.apply(day, service, numbers, starting, holders)
        yield from self.anew(day, series, service, last)

    def anew(self, day: date, series: str, service: str, last: int) -> Iterator[Event]:
        """Offer what was given back again, in the evening before: the same times, new numbers."""
        for nth, (number, start) in enumerate(self.given_back, last + 1):
            yield events.SeatAdded(
                office=self.slug,
                at=self.at(day, 12.5) - A_DAY,
                day=day,
                service=service,
                number=f"{series}-{nth:03}",
                replaces=number,
                starts_at=start,
                ends_at=start + HALF,
            )
        self.given_back.clear()

    def apply(
        self,
        day: date,
        service: str,
        numbers: tuple[str, ...],
        starting: list[datetime],
        holders: list[dict[str, Any]],
    ) -> Iterator[Event]:
        ref, helper = self.hexes(32), self.rnd.choice(self.helpers)
        taken_at = self.at(day, self.rnd.uniform(1.2, 12)) - self.rnd.randint(3, 8) * A_DAY
        fields = {"office": self.slug, "ref": ref}
        yield events.Taken(
            at=taken_at,
            service=service,
            day=day,
            numbers=numbers,
            classes=(reasons.PriorityClass.GENERAL,) * len(numbers),
            channel=reasons.Channel.ASSISTED if helper else reasons.Channel.WEB,
            helper=helper,
            commitments=tuple(self.hexes(64) for _ in numbers),
            **fields,
        )
        fate = self.rnd.random()
        if fate < 0.05:
            gone = self.at(day, self.rnd.uniform(0, 10)) - 2 * A_DAY
            reason = reasons.EndReason.CITIZEN
            yield events.Withdrawn(at=gone, day=day, numbers=numbers, reason=reason, **fields)
            yield events_office.Erased(at=gone + 9 * A_DAY, **fields)
            self.given_back += zip(numbers, starting, strict=True)
            return
        if fate < 0.85:
            yield events.Confirmed(at=self.at(day, self.rnd.uniform(0, 10)) - A_DAY, **fields)
        for i, (number, start) in enumerate(zip(numbers, starting, strict=True)):
            one = {"ref": ref, "number": number, "service": service, "starts_at": start}
            holders.append({**one, "helper": helper, "first": not i, "comes": fate < 0.93})


class Hall:
    """A day in the hall, one thing after another."""

    def __init__(self, office: Office, day: date, holders: list[dict[str, Any]]) -> None:
        self.office, self.day, self.rnd, self.step = office, day, office.rnd, 0
        self.todo: list[tuple[datetime, int, str, Any]] = []
        self.rows: dict[str, Waiting] = {}
        self.since = calling.count_at_opening(POLICY)
        self.free = [
            CounterNow(
                number=n + 1, officer=who, services=frozenset([*SERVICES.values()][n % 3 == 1 :])
            )
            for n, who in enumerate(office.officers)
        ]
        self.desks = list(self.free)
        self.was = {"served": 0, "missed": 0, "left": 0, "expired": 0, "exceptions": 0}
        for one in holders:
            early = timedelta(seconds=self.rnd.randint(-1700, 2400))
            self.plan(one["starts_at"] + early, "arrive", one)
        for _ in range(30):
            self.plan(office.at(day, self.rnd.uniform(0, 6)), "walk_in", None)
        self.given = {"P": 0, "S": 0}
        self.back: set[str] = set()
        self.lost: list[str] = []

    def plan(self, at: datetime, deed: str, what: Any) -> None:
        heappush(self.todo, (at, self.rnd.getrandbits(40), deed, what))

    def tell(self, kind: type[events.HallEvent], at: datetime, **what: Any) -> Event:
        self.step += 1
        return kind(office=self.office.slug, at=at, day=self.day, step=self.step, **what)

    def run(self) -> Iterator[Event]:
        at = self.office.at(self.day, 0) - HALF
        yield self.tell(events.DayOpened, at, **RULE, **CAPS)
        for desk in self.desks:
            where = {"counter": desk.number, "officer": desk.officer}
            services = tuple(sorted(desk.services))
            yield self.tell(events.CounterOpened, at, services=services, **where)
        while self.todo:
            at, _, deed, what = heappop(self.todo)
            yield from getattr(self, deed)(at, what)
            yield from self.call(at)
        self.was["expired"], self.was["missed"] = len(self.rows), len(self.lost)
        for number in sorted([*self.rows, *self.lost]):
            yield self.tell(events.TicketExpired, at, number=number)
        for desk in self.desks:
            where = {"counter": desk.number, "officer": desk.officer}
            yield self.tell(events.CounterClosed, at, **where)
        yield self.tell(events.DayClosed, at, **self.was)

    def arrive(self, at: datetime, one: dict[str, Any]) -> Iterator[Event]:
        fields = {k: one[k] for k in ("number", "service", "starts_at", "helper")}
        fields["ends_at"] = one["starts_at"] + HALF
        place = calling.place_of(one["starts_at"], fields["ends_at"], arrived_at=at, policy=POLICY)
        channel = reasons.Channel.KIOSK
        yield self.tell(
            events.CheckedIn, at, ref=one["ref"], place_at=place, channel=channel, **fields
        )
        self.wait(one["number"], one["service"], Lane.BOOKED, place, at, one["helper"])

    def walk_in(self, at: datetime, _: Any) -> Iterator[Event]:
        is_priority = self.rnd.random() < 0.5
        lane, series = (
            (reasons.PriorityClass.PRIORITY, "P")
            if is_priority
            else (reasons.PriorityClass.GENERAL, "S")
        )
        self.given[series] += 1
        number, service = f"{series}-{self.given[series]:03}", "paspor-ganti"
        yield self.tell(
            events.WalkedIn,
            at,
            number=number,
            service=service,
            lane=lane,
            channel=reasons.Channel.KIOSK,
            granted_by="",
            evidence_seen=False,
            commitment=self.office.hexes(64),
        )
        self.wait(number, service, Lane.PRIORITY if is_priority else Lane.STANDBY, at, at, "")

    def wait(
        self, number: str, service: str, lane: Lane, place: datetime, at: datetime, helper: str
    ) -> None:
        self.rows[number] = Waiting(
            number=number, service=service, lane=lane, place_at=place, arrived_at=at, helper=helper
        )

    def call(self, at: datetime) -> Iterator[Event]:
        for desk in list(self.free):
            choice = calling.next_ticket(
                self.rows.values(), counter=desk, policy=POLICY, since_priority=self.since, now=at
            )
            if choice is None:
                continue
            self.free.remove(desk)
            row = self.rows.pop(choice.number)
            self.since = calling.after_call(self.since, row.lane)
            where = {"number": choice.number, "counter": desk.number}
            yield self.tell(
                events.Called, at, rule=choice.rule.value, officer=desk.officer, **where
            )
            self.plan(at + timedelta(seconds=self.rnd.randint(20, 90)), "answer", (desk, row, 0))

    def answer(self, at: datetime, what: tuple[CounterNow, Waiting, int]) -> Iterator[Event]:
        desk, row, recalls = what
        where = {"number": row.number, "counter": desk.number}
        luck = self.rnd.random()
        if luck < 0.9:
            yield self.tell(events.ServiceStarted, at, **where)
            self.plan(at + timedelta(seconds=self.rnd.randint(120, 900)), "finish", (desk, row))
        elif recalls < 2:
            later = at + timedelta(seconds=61)
            self.plan(later, "recall", (desk, row, recalls + 1))
        else:
            later = at + timedelta(seconds=61)
            self.plan(later, "miss", (desk, row))

    def recall(self, at: datetime, what: tuple[CounterNow, Waiting, int]) -> Iterator[Event]:
        desk, row, times = what
        yield self.tell(events.Recalled, at, number=row.number, counter=desk.number, times=times)
        self.plan(at + timedelta(seconds=30), "answer", what)

    def miss(self, at: datetime, what: tuple[CounterNow, Waiting]) -> Iterator[Event]:
        desk, row = what
        yield self.tell(events.Missed, at, number=row.number, counter=desk.number)
        self.free.append(desk)
        if row.number in self.back:
            self.lost.append(row.number)
            return
        self.back.add(row.number)
        self.plan(at + HALF, "come_back", row)

    def come_back(self, at: datetime, row: Waiting) -> Iterator[Event]:
        place = calling.place_again(row.place_at, now=at)
        yield self.tell(events.ReEntered, at, number=row.number, place_at=place)
        self.rows[row.number] = replace(row, place_at=place, home_counter=0, returned_at=None)

    def finish(self, at: datetime, what: tuple[CounterNow, Waiting]) -> Iterator[Event]:
        desk, row = what
        where = {"number": row.number, "counter": desk.number}
        self.free.append(desk)
        if row.home_counter == 0 and self.rnd.random() < 0.03:
            reason = reasons.ParkReason.PHOTOCOPY
            yield self.tell(events.Parked, at, reason=reason, **where)
            self.plan(at + HALF / 2, "unpark", replace(row, home_counter=desk.number))
            return
        yield self.tell(events.Served, at, **where)
        self.was["served"] += 1

    def unpark(self, at: datetime, row: Waiting) -> Iterator[Event]:
        yield self.tell(events.Unparked, at, number=row.number)
        self.rows[row.number] = replace(row, returned_at=at)
