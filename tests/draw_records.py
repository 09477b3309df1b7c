"""A true record of a draw, told by pure code; what an office with its own key could make of it.

Round 1000 of quicknet is real, so its moments are of 2023.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import jernih
from jernih.pure import contribution, draw, events, events_draw, vrf
from jernih.pure.allocation import DayRoom, Window, allocate
from jernih.pure.audit import Violation, check
from jernih.pure.audit_draw import draw_checks
from jernih.pure.audit_draw_book import entry_of
from jernih.pure.draw_list import list_root
from jernih.pure.draw_rule import DrawRule, rule_of
from jernih.pure.events import Event, event_bytes
from jernih.pure.events_draw import Source
from jernih.pure.reasons import Channel, EndReason, HoldReason, PriorityClass, ReleaseMode
from jernih.pure.rulebook import read_rules
from jernih.pure.vrf_key import PrivateKey
from tests.vectors import load

HOME = Path(jernih.__file__).parent
QUOTAS = read_rules((HOME / "rulebook" / "quotas.toml").read_text())
OWN: DrawRule = rule_of(lambda name: (HOME / name).read_text())

OFFICE, SERVICE, SERIES = "tarakan", "passport", "A"
BATCH = "1a2b3c4d" + "0" * 24
MONDAY, TUESDAY, SUNDAY = date(2023, 9, 4), date(2023, 9, 5), date(2023, 9, 10)
PLANNED_AT = datetime(2023, 8, 1, 2, tzinfo=UTC)
ANNOUNCED_AT = datetime(2023, 8, 15, 2, tzinfo=UTC)
OPENS_AT = datetime(2023, 8, 18, 6, tzinfo=UTC)
CLOSES_AT = datetime(2023, 8, 22, 12, tzinfo=UTC)
DRAWN_AT = datetime(2023, 8, 23, 15, 59, 24, tzinfo=UTC)
LATER = DRAWN_AT + timedelta(days=6)
ROUND = 1000
SIGNATURE = (
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
    "e342b73a8dd2bacbe47e4b6b63ed5e39"
)
_KEYS = load("vrf")
_PAIR = _KEYS["keys"]["2048"]
KEY = PrivateKey(int(_PAIR["p"], 16), int(_PAIR["q"], 16)).public
ROOTS = tuple(_KEYS["permutations"][0]["roots"])
SECRETS = {"ombudsman": bytes([1]) * 32, "press": bytes([2]) * 32, "university": bytes([3]) * 32}
G, P = PriorityClass.GENERAL, PriorityClass.PRIORITY
ROWS_IN_A_FACT = 8


def hashed(*words: object) -> str:
    return sha256("/".join(map(str, words)).encode()).hexdigest()


def ref(n: int) -> str:
    return hashed("application", n)[:32]


def told(kind: type[Event], at: datetime, /, **fields: Any) -> Any:
    """Make a fact of the office; of the batch, unless it says otherwise."""
    if "batch" in kind.__dataclass_fields__:
        fields = {"batch": BATCH} | fields
    return kind(**{"office": OFFICE, "at": at} | fields)


def released(day: date, *sizes: int, held: int = 0, **other: Any) -> events.SupplyReleased:
    """A day whose windows have so many numbers, an hour apart; the last ones held back."""
    windows, first = [], 1
    for hour, size in enumerate(sizes):
        starts_at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        windows.append(
            events.Window(
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=1),
                first=first,
                last=first + size - 1,
                held=held if hour == len(sizes) - 1 else 0,
            )
        )
        first += size
    fields: dict[str, Any] = {
        "day": day,
        "service": SERVICE,
        "series": SERIES,
        "mode": ReleaseMode.DRAW,
        "planned": first - 1,
        "windows": tuple(windows),
        "held_reason": HoldReason.STAFF_SHORT if held else HoldReason.NONE,
    }
    return told(events.SupplyReleased, ANNOUNCED_AT, **fields | other)


def planned(**other: Any) -> events_draw.BatchPlanned:
    fields: dict[str, Any] = {
        "service": SERVICE,
        "first_day": MONDAY,
        "last_day": SUNDAY,
        "opens_at": OPENS_AT,
        "closes_at": CLOSES_AT,
        "draws_at": DRAWN_AT,
    }
    return told(events_draw.BatchPlanned, PLANNED_AT, **fields | other)


def key_published(**other: Any) -> events_draw.KeyPublished:
    fields: dict[str, Any] = {
        "key": vrf.key_ref(KEY),
        "modulus": KEY.modulus.hex(),
        "roots": ROOTS,
    }
    return told(events_draw.KeyPublished, ANNOUNCED_AT, **fields | other)


def announced(supplies: Iterable[events.SupplyReleased], **other: Any) -> Any:
    windows = tuple(
        events_draw.BatchWindow(
            day=supply.day, starts_at=w.starts_at, first=w.first, last=w.last - w.held
        )
        for supply in supplies
        for w in supply.windows
        if w.last - w.held >= w.first
    )
    seats = {w.day: 0 for w in windows}
    for w in windows:
        seats[w.day] += w.last - w.first + 1
    fields: dict[str, Any] = {
        "service": SERVICE,
        "series": SERIES,
        "rule": OWN.hash,
        "key": vrf.key_ref(KEY),
        "windows": windows,
        "kept": tuple(
            events_draw.Kept(day=day, priority=count * 15 // 100, long_waiting=0)
            for day, count in seats.items()
        ),
        "long_after": 0,
        "sources": tuple(Source),
        "round": ROUND,
        "freeze_minutes": 60,
        "reveal_minutes": 30,
        "fallback_hours": 72,
        "contributors": tuple(
            events_draw.Contributor(name=name, commitment=contribution.commit(BATCH, secret=secret))
            for name, secret in SECRETS.items()
        ),
    }
    return told(events_draw.BatchAnnounced, ANNOUNCED_AT, **fields | other)


def applied(n: int, *, classes: Sequence[PriorityClass] = (G,), **other: Any) -> Any:
    day = MONDAY if n % 3 else TUESDAY
    fields: dict[str, Any] = {
        "ref": ref(n),
        "service": SERVICE,
        "classes": tuple(classes),
        "wishes": (events_draw.WishedDay(day=day, starts_at=""),),
        "any_after": "",
        "standby": n % 2 == 0,
        "lost": (),
        "channel": Channel.WEB,
        "helper": "",
        "commitments": tuple(hashed("commitment", n, at) for at in range(len(classes))),
        "nullifiers": tuple(hashed("nullifier", n, at) for at in range(len(classes))),
    }
    return told(events_draw.Applied, OPENS_AT + timedelta(minutes=n + 1), **fields | other)


def family(n: int) -> Any:
    """Application n as the story has it: every fifth a family of three, every seventh priority."""
    size = 3 if n % 5 == 4 else 1
    wishes = [
        events_draw.WishedDay(day=day, starts_at="")
        for day in ((MONDAY, TUESDAY) if n % 3 else (TUESDAY, MONDAY))[: 1 + n % 2]
    ]
    return applied(n, classes=(P if n % 7 == 6 else G,) * size, wishes=tuple(wishes))


@dataclass(kw_only=True)
class Story:
    """What happens in a batch; `facts` tells it, each change of a field makes another story."""

    supplies: list[Any] = field(
        default_factory=lambda: [released(MONDAY, 4, 4, held=1), released(TUESDAY, 3, 3)]
    )
    plan: dict[str, Any] = field(default_factory=dict)
    rules: dict[str, Any] = field(default_factory=dict)
    people: list[Any] = field(default_factory=lambda: [family(n) for n in range(20)])
    leave: tuple[int, ...] = (3,)
    late: list[Any] = field(default_factory=list)
    reveals: dict[str, datetime] = field(
        default_factory=lambda: dict.fromkeys(
            ("ombudsman", "press"), CLOSES_AT + timedelta(hours=1)
        )
    )
    root: str = ""
    seed: str = ""
    closed_at: datetime = CLOSES_AT
    order: list[str] = field(default_factory=list)
    rooms: list[DayRoom] | None = None

    @property
    def announcement(self) -> Any:
        return announced(self.supplies, **self.rules)

    def listed(self) -> dict[str, Any]:
        """The applications that the office draws, by ref."""
        gone = {ref(n) for n in self.leave}
        return {one.ref: one for one in (*self.people, *self.late) if one.ref not in gone}

    def entries(self) -> dict[str, Any]:
        long_after = self.announcement.long_after
        return {r: entry_of(one, long_after=long_after) for r, one in self.listed().items()}

    def closed(self, **other: Any) -> Any:
        entries = self.entries().values()
        fields: dict[str, Any] = {
            "applications": len(entries),
            "people": sum(entry.people for entry in entries),
            "list_root": self.root or list_root(entries).hex(),
            "round": ROUND,
        }
        return told(events_draw.BatchClosed, self.closed_at, **fields | other)

    def revealed(self) -> list[Any]:
        return [
            told(events_draw.Revealed, at, name=name, secret=SECRETS[name].hex())
            for name, at in self.reveals.items()
        ]

    def seeded(self, **other: Any) -> Any:
        reveals = sorted(SECRETS[name] for name in self.reveals)
        randomness = sha256(bytes.fromhex(SIGNATURE)).digest()
        root = bytes.fromhex(self.closed().list_root)
        seed = draw.draw_key(batch=BATCH, list_root=root, randomness=randomness, reveals=reveals)
        fields: dict[str, Any] = {
            "source": Source.QUICKNET,
            "round": ROUND,
            "evidence": SIGNATURE,
            "previous_signature": "",
            "randomness": randomness.hex(),
            "reveals": tuple(secret.hex() for secret in reveals),
            "seed": self.seed or seed.hex(),
        }
        return told(events_draw.SeedFixed, DRAWN_AT, **fields | other)

    def drawn_order(self) -> list[str]:
        seed = bytes.fromhex(self.seeded().seed)
        return self.order or draw.draw_order(self.entries(), key=seed)

    def day_rooms(self) -> list[DayRoom]:
        if self.rooms is not None:
            return self.rooms
        said = self.announcement
        kept = {row.day: row for row in said.kept}
        days: dict[date, list[Window]] = {}
        for w in said.windows:
            window = Window(starts_at=w.starts_at, first=w.first, last=w.last)
            days.setdefault(w.day, []).append(window)
        return [
            DayRoom(
                day=day,
                windows=tuple(windows),
                priority=kept[day].priority,
                long_waiting=kept[day].long_waiting,
            )
            for day, windows in days.items()
        ]

    def rows(self) -> list[events_draw.DrawnRow]:
        entries = self.entries()
        return [
            events_draw.DrawnRow(
                ref=one.ref,
                day=one.day.isoformat() if one.day else "",
                numbers=tuple(f"{SERIES}-{n:03}" for n in one.numbers),
            )
            for one in allocate([entries[r] for r in self.drawn_order()], self.day_rooms())
        ]

    def result(self, rows: Sequence[events_draw.DrawnRow] | None = None) -> list[Any]:
        at = DRAWN_AT + timedelta(minutes=1)
        rows = self.rows() if rows is None else rows
        parts = [
            told(
                events_draw.SeatsDrawn,
                at,
                first=first + 1,
                rows=tuple(rows[first : first + ROWS_IN_A_FACT]),
            )
            for first in range(0, len(rows), ROWS_IN_A_FACT)
        ]
        end = told(
            events_draw.BatchDrawn,
            at,
            applications=len(rows),
            seated=sum(bool(row.day) for row in rows),
            numbers=sum(len(row.numbers) for row in rows),
        )
        return [*parts, end, *self.leftover(rows, at)]

    def leftover(self, rows: Sequence[events_draw.DrawnRow], at: datetime) -> list[Any]:
        given = {(row.day, number) for row in rows for number in row.numbers}
        offers = []
        for room in self.day_rooms():
            names = [f"{SERIES}-{n:03}" for w in room.windows for n in range(w.first, w.last + 1)]
            left = tuple(n for n in names if (room.day.isoformat(), n) not in given)
            if left:
                offers.append(
                    told(
                        events_draw.LeftoverOffered,
                        at,
                        day=room.day,
                        numbers=left,
                        opens_at=at + timedelta(hours=24),
                    )
                )
        return offers

    def until_open(self) -> list[Any]:
        return [
            planned(**self.plan),
            *self.supplies,
            key_published(),
            self.announcement,
            told(events_draw.BatchOpened, OPENS_AT),
        ]

    def until_closed(self) -> list[Any]:
        left = [
            told(events_draw.ApplicationWithdrawn, OPENS_AT + timedelta(days=1), ref=ref(n))
            for n in self.leave
        ]
        return [*self.until_open(), *self.people, *left, self.closed(), *self.late]

    def until_seeded(self) -> list[Any]:
        return [*self.until_closed(), *self.revealed(), self.seeded()]

    def facts(self, rows: Sequence[events_draw.DrawnRow] | None = None) -> list[Any]:
        """The whole story, and a day of the office's life after it."""
        return [*self.until_seeded(), *self.result(rows), life_goes_on()]


def life_goes_on(at: datetime = LATER) -> events.SupplyReleased:
    """Another service's day, some days after: the record's latest moment."""
    day = date(2023, 9, 20)
    return replace(released(day, 2, service="renewal", series="B", mode=ReleaseMode.OPEN), at=at)


def given_back(row: events_draw.DrawnRow, at: datetime = LATER) -> Any:
    return told(
        events.Withdrawn,
        at,
        ref=row.ref,
        day=date.fromisoformat(row.day),
        numbers=row.numbers,
        reason=EndReason.CITIZEN,
    )


def found(facts: Iterable[Event], *, own: DrawRule = OWN) -> list[Violation]:
    """What the checks of the draw say of these facts."""
    report = check(map(event_bytes, facts), checks=draw_checks(QUOTAS, own=own))
    return list(report.violations)


def rules(facts: Iterable[Event], *, own: DrawRule = OWN) -> list[str]:
    return [one.rule for one in found(facts, own=own)]


def notes(facts: Iterable[Event], *, own: DrawRule = OWN) -> tuple[str, ...]:
    return check(map(event_bytes, facts), checks=draw_checks(QUOTAS, own=own)).notes
