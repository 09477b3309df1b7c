"""The mirror's store inside one transaction: rows in, rows out, no rule."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jernih.pure.seal.mirror_call import ToldStep


@dataclass(frozen=True, kw_only=True)
class Held:
    """One case. received_on: by our own calendar; promised_on: the office's word.

    absent: how many signs of life in a row did not name it. office_step: the last step it says
    to have. signature: our countersignature, in hex.
    """

    locator: str
    commitment: str
    manifest: str
    salt: str
    auth_hash: str
    promise: str
    promised_on: date
    received_on: date
    signature: str
    absent: int = 0
    office_step: int = 0


@dataclass(frozen=True, kw_only=True)
class HeldFile:
    """One sealed file that we keep."""

    name: str
    size: int
    hash: str
    received_on: date


@dataclass(frozen=True, kw_only=True)
class HeldStep:
    """One step, and the day on which we heard of it."""

    told: ToldStep
    received_on: date


class Kind(StrEnum):
    """Why the mirror rings."""

    LATE = "LATE"
    SILENT = "SILENT"
    BURIED = "BURIED"
    STEPS_GONE = "STEPS_GONE"
    NOT_ON_RECORD = "NOT_ON_RECORD"
    NOT_SENT_TO_US = "NOT_SENT_TO_US"
    COUNT_DIFFERS = "COUNT_DIFFERS"
    TOLD_TWO_WAYS = "TOLD_TWO_WAYS"
    BAD_CASE = "BAD_CASE"
    RECORD_BROKEN = "RECORD_BROKEN"


@dataclass(frozen=True, kw_only=True)
class Ring:
    """What an alarm is about. locator: empty for the office as a whole. about: a closed word."""

    kind: Kind
    locator: str = ""
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """An alarm, from a day until a day; `until` is None while it rings."""

    number: int
    ring: Ring
    since: date
    until: date | None
    is_told: bool


class Book:
    """The store inside one transaction."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def held(self, locator: str) -> Held | None:
        """Return one case."""
        row = self._base.execute("SELECT * FROM held WHERE locator = ?", [locator]).fetchone()
        return _held(row) if row else None

    def all_held(self) -> list[Held]:
        """Return every case, the oldest first; of one day in no order of arrival."""
        rows = self._base.execute("SELECT * FROM held ORDER BY received_on, locator")
        return [_held(row) for row in rows]

    def hold(self, case: Held) -> None:
        """Keep a case."""
        self._base.execute(
            "INSERT INTO held (locator, commitment, manifest, salt, auth_hash, promise,"
            " promised_on, received_on, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(case.locator, case.commitment, case.manifest, case.salt, case.auth_hash),
                *(case.promise, case.promised_on.isoformat(), case.received_on.isoformat()),
                case.signature,
            ],
        )

    def note_presence(self, cases: Mapping[str, int]) -> None:
        """Keep which cases the office says it has, and how far each is."""
        for case in self.all_held():
            is_there = case.locator in cases
            self._base.execute(
                "UPDATE held SET absent = ?, office_step = ? WHERE locator = ?",
                [
                    0 if is_there else case.absent + 1,
                    cases.get(case.locator, case.office_step),
                    case.locator,
                ],
            )

    def files(self, locator: str) -> list[HeldFile]:
        """Return the files of a case, by name."""
        rows = self._base.execute("SELECT * FROM file WHERE locator = ? ORDER BY name", [locator])
        return [_file(row) for row in rows]

    def add_file(self, locator: str, file: HeldFile) -> None:
        """Keep that a file is there."""
        self._base.execute(
            "INSERT INTO file (locator, name, size, hash, received_on) VALUES (?, ?, ?, ?, ?)",
            [locator, file.name, file.size, file.hash, file.received_on.isoformat()],
        )

    def steps(self, locator: str) -> list[HeldStep]:
        """Return the steps of a case, in order."""
        rows = self._base.execute("SELECT * FROM step WHERE locator = ? ORDER BY number", [locator])
        return [_step(row) for row in rows]

    def add_step(self, step: HeldStep) -> None:
        """Keep a step."""
        told = step.told
        self._base.execute(
            "INSERT INTO step (locator, number, deed, day, role, fields, hash, received_on)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(told.case, told.number, told.deed, told.day.isoformat(), told.role),
                *(json.dumps(dict(told.fields)), told.hash, step.received_on.isoformat()),
            ],
        )

    def alarms(self, *, ringing: bool = False) -> list[Alarm]:
        """Return alarms, the newest first; only those that ring now, if so asked."""
        rest = " WHERE until IS NULL" if ringing else ""
        rows = self._base.execute(f"SELECT * FROM alarm{rest} ORDER BY id DESC")  # noqa: S608
        return [_alarm(row) for row in rows]

    def ring(self, ring: Ring, *, day: date) -> None:
        """Begin an alarm, unless it rings already."""
        self._base.execute(
            "INSERT OR IGNORE INTO alarm (kind, locator, about, since) VALUES (?, ?, ?, ?)",
            [ring.kind, ring.locator, ring.about, day.isoformat()],
        )

    def settle(self, number: int, *, day: date) -> None:
        """End an alarm; it stays in the list."""
        self._base.execute("UPDATE alarm SET until = ? WHERE id = ?", [day.isoformat(), number])

    def mark_told(self, number: int) -> None:
        """Keep that somebody was told of an alarm."""
        self._base.execute("UPDATE alarm SET is_told = 1 WHERE id = ?", [number])

    def recorded(self) -> dict[str, date]:
        """Return the commitments that stand on the office's public record, each with its day."""
        rows = self._base.execute("SELECT commitment, day FROM recorded")
        return {row["commitment"]: date.fromisoformat(row["day"]) for row in rows}

    def add_recorded(self, found: Iterable[tuple[str, date]]) -> None:
        """Keep commitments that were read on the record; what was once there stays."""
        self._base.executemany(
            "INSERT OR IGNORE INTO recorded (commitment, day) VALUES (?, ?)",
            [(commitment, day.isoformat()) for commitment, day in found],
        )

    def note(self, name: str) -> str:
        """Return a remembered word, empty if there is none."""
        row = self._base.execute("SELECT value FROM note WHERE name = ?", [name]).fetchone()
        return str(row["value"]) if row else ""

    def set_note(self, name: str, value: str) -> None:
        """Remember a word in place of the one before."""
        self._base.execute("INSERT OR REPLACE INTO note (name, value) VALUES (?, ?)", [name, value])


def _held(row: sqlite3.Row) -> Held:
    days = {name: date.fromisoformat(row[name]) for name in ("promised_on", "received_on")}
    return Held(**({key: row[key] for key in row.keys()} | days))  # noqa: SIM118 - no mapping


def _file(row: sqlite3.Row) -> HeldFile:
    return HeldFile(
        name=row["name"],
        size=row["size"],
        hash=row["hash"],
        received_on=date.fromisoformat(row["received_on"]),
    )


def _step(row: sqlite3.Row) -> HeldStep:
    told = ToldStep(
        case=row["locator"],
        number=row["number"],
        deed=row["deed"],
        day=date.fromisoformat(row["day"]),
        role=row["role"],
        hash=row["hash"],
        fields=json.loads(row["fields"]),
    )
    return HeldStep(told=told, received_on=date.fromisoformat(row["received_on"]))


def _alarm(row: sqlite3.Row) -> Alarm:
    return Alarm(
        number=row["id"],
        ring=Ring(kind=Kind(row["kind"]), locator=row["locator"], about=row["about"]),
        since=date.fromisoformat(row["since"]),
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        is_told=bool(row["is_told"]),
    )
