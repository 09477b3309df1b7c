"""Ring when a witness refuses, and when a record has brought nothing new for a day.

Every office writes something each night, so that a record which does not grow for a day and an hour
has stopped, or is kept from its witnesses. Nobody need look at the page to hear of it.
"""

import json
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from threading import Event, Thread
from typing import Final

from jernih.witness.judge import Why
from jernih.witness.store import Book, Store

HOURS: Final = 25
HOUR: Final = 3_600
# Seconds: between two looks, and at most for the command.
EVERY: Final = 60
PATIENCE: Final = 30


class Kind(StrEnum):
    """What rings."""

    TWO_TREES = "TWO_TREES"
    REFUSED = "REFUSED"
    SILENT = "SILENT"


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One thing that is wrong with a log now. since: seconds of Unix time.

    size: of the tree that was refused, or of the last one that was signed.
    """

    origin: str
    kind: Kind
    size: int
    since: int

    def as_json(self) -> dict[str, object]:
        """Return it for machines; the moment in UTC."""
        since = datetime.fromtimestamp(self.since, tz=UTC)
        return {
            "log": self.origin,
            "kind": self.kind.value,
            "size": self.size,
            "since": f"{since:%Y-%m-%dT%H:%M:%SZ}",
        }


def alarms(book: Book, origin: str, *, now: int, hours: int = HOURS) -> Iterator[Alarm]:
    """Yield what rings about this log, the worst first. now: seconds of Unix time."""
    latest = book.latest(origin)
    for one in book.refusals(origin):
        if one.why == Why.TWO_TREES:
            yield Alarm(origin=origin, kind=Kind.TWO_TREES, size=one.size, since=one.first_at)
        elif one.settled_at is None and one.last_at >= (latest.signed_at if latest else 0):
            yield Alarm(origin=origin, kind=Kind.REFUSED, size=one.size, since=one.first_at)
    if latest is not None and now - latest.signed_at > hours * HOUR:
        yield Alarm(origin=origin, kind=Kind.SILENT, size=latest.size, since=latest.signed_at)


class Bell:
    """Run a command once for each new alarm, with the alarm as JSON on its input."""

    def __init__(self, store: Store, *, logs: list[str], command: str, hours: int = HOURS) -> None:
        self._store = store
        self._logs = logs
        self._command = shlex.split(command)
        self._hours = hours

    def ring(self, *, now: int) -> int:
        """Tell of what nobody was told of, and say of how much; a failure is tried again."""
        with self._store.reading() as book:
            ringing = [
                alarm
                for origin in self._logs
                for alarm in alarms(book, origin, now=now, hours=self._hours)
                if not book.is_told(*_name(alarm))
            ]
        told = [alarm for alarm in ringing if self._tell(alarm)]
        with self._store.transaction() as book:
            for alarm in told:
                book.mark_told(*_name(alarm))
        return len(told)

    def start(self, *, clock: Event) -> None:
        """Look every minute in a thread of its own, until the clock is set."""
        Thread(target=self._keep_looking, args=[clock], daemon=True).start()

    def _keep_looking(self, clock: Event) -> None:
        while True:
            self.ring(now=int(datetime.now(UTC).timestamp()))
            if clock.wait(EVERY):
                return

    def _tell(self, alarm: Alarm) -> bool:
        try:
            subprocess.run(  # noqa: S603 - the witness's own command
                self._command,
                input=json.dumps(alarm.as_json()).encode(),
                check=True,
                timeout=PATIENCE,
                stdout=subprocess.DEVNULL,
            )
        except (OSError, subprocess.SubprocessError):
            return False
        return True


def _name(alarm: Alarm) -> tuple[str, str, int, int]:
    return alarm.origin, alarm.kind.value, alarm.size, alarm.since
