"""Decide what rings: the office is late, silent, or shows something else than we hold."""

import subprocess
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from json import dumps, loads
from shlex import split
from smtplib import SMTP, SMTPException
from typing import Final

from jernih.mirror.book import Alarm, Book, Held, HeldStep, Kind, Ring
from jernih.mirror.clock import GRACE, OwnClock
from jernih.mirror.store import Store
from jernih.mirror.words import INDONESIAN

# After so many signs of life in a row without a case: it may come in while one is under way.
ABSENT: Final = 2
SECONDS: Final = 30
# These stand for something that happened, not for how things are: nothing makes them undone.
_FOR_EVER: Final = (Kind.TOLD_TWO_WAYS, Kind.BAD_CASE)


class Bells:
    """What rings, held against the clock whenever it is asked."""

    def __init__(self, *, store: Store, clock: OwnClock) -> None:
        self._store = store
        self._clock = clock

    def judge(self) -> None:
        """Begin what must ring and does not, and end what rings and need not."""
        day = self._clock.today()
        with self._store.transaction() as book:
            if not book.note("started_on"):
                book.set_note("started_on", day.isoformat())
            wanted = set(self._wanted(book, day))
            for alarm in book.alarms(ringing=True):
                if alarm.ring not in wanted and self._may_end(book, alarm):
                    book.settle(alarm.number, day=day)
            for ring in sorted(wanted, key=lambda one: (one.kind, one.locator, one.about)):
                book.ring(ring, day=day)

    def _may_end(self, book: Book, alarm: Alarm) -> bool:
        if alarm.ring.kind == Kind.RECORD_BROKEN:
            # It ends when the whole record was read again, and continues what was seen before.
            return book.note("whole_on") != ""
        return alarm.ring.kind not in _FOR_EVER

    def _wanted(self, book: Book, day: date) -> Iterator[Ring]:
        held = {case.locator: (case, book.steps(case.locator)) for case in book.all_held()}
        for case, steps in held.values():
            yield from self._about_case(book, case, steps, day)
        yield from self._silence(book, day)
        yield from self._about_record(book, held, day)

    def _about_case(
        self, book: Book, case: Held, steps: list[HeldStep], day: date
    ) -> Iterator[Ring]:
        for deadline in self._clock.overdue(case, steps):
            yield Ring(kind=Kind.LATE, locator=case.locator, about=deadline.kind)
        if case.absent >= ABSENT:
            yield Ring(kind=Kind.BURIED, locator=case.locator)
        elif steps and 0 < case.office_step < steps[-1].told.number:
            yield Ring(kind=Kind.STEPS_GONE, locator=case.locator)
        is_due = self._clock.after(case.received_on, GRACE) < day
        if is_due and book.note("record_on") and case.commitment not in book.recorded():
            yield Ring(kind=Kind.NOT_ON_RECORD, locator=case.locator)

    def _silence(self, book: Book, day: date) -> Iterator[Ring]:
        for about, name in (("", "heard_on"), ("record", "record_on")):
            last = date.fromisoformat(book.note(name) or book.note("started_on"))
            # One whole working day lies between.
            if self._clock.after(last, 1) < day:
                yield Ring(kind=Kind.SILENT, about=about)

    def _about_record(
        self, book: Book, held: dict[str, tuple[Held, list[HeldStep]]], day: date
    ) -> Iterator[Ring]:
        known = {case.commitment for case, _ in held.values()}
        for commitment, filed_on in book.recorded().items():
            if commitment not in known and self._clock.after(filed_on, GRACE) < day:
                yield Ring(kind=Kind.NOT_SENT_TO_US, about=commitment[:8])
        if counted := book.note("counted"):
            fact = loads(counted)
            on = date.fromisoformat(fact["day"])
            ours = [(case, steps) for case, steps in held.values() if case.promised_on <= on]
            late = sum(bool(self._clock.overdue(*one, on=on)) for one in ours)
            if fact["total"] < len(ours):
                yield Ring(kind=Kind.COUNT_DIFFERS, about="total")
            if fact["overdue"] < late:
                yield Ring(kind=Kind.COUNT_DIFFERS, about="overdue")
        for period, rows in loads(book.note("boards") or "{}").items():
            if rows < sum(_period(case.promised_on) == period for case, _ in held.values()):
                yield Ring(kind=Kind.COUNT_DIFFERS, about=period)


class Messenger:
    """Tell somebody outside of the page. command: gets the alarm as JSON; mail: `host:port`."""

    def __init__(self, *, command: str = "", mail_to: str = "", mail_server: str = "") -> None:
        self._command = command
        self._mail_to = mail_to
        self._mail_server = mail_server

    def tell_new(self, store: Store) -> None:
        """Tell of every alarm that nobody was told of; what fails is tried again the next time."""
        with store.reading() as book:
            new = [alarm for alarm in book.alarms(ringing=True) if not alarm.is_told]
        for alarm in reversed(new):
            if self._tell(alarm):
                with store.transaction() as book:
                    book.mark_told(alarm.number)

    def _tell(self, alarm: Alarm) -> bool:
        try:
            if self._command:
                subprocess.run(  # noqa: S603 - the overseer's own command
                    split(self._command),
                    input=dumps(as_json(alarm)).encode(),
                    check=True,
                    timeout=SECONDS,
                    stdout=subprocess.DEVNULL,
                )
            if self._mail_to:
                self._send_mail(alarm)
        except (OSError, subprocess.SubprocessError, SMTPException, ValueError):
            return False
        return True

    def _send_mail(self, alarm: Alarm) -> None:
        host, _, port = self._mail_server.partition(":")
        letter = EmailMessage()
        letter["From"] = letter["To"] = self._mail_to
        # Nothing of a case goes by mail: who wants to know which one looks at the page.
        letter["Subject"] = f"Jernih: {alarm.ring.kind}"
        letter.set_content(f"{INDONESIAN[alarm.ring.kind]} ({alarm.since})\n")
        with SMTP(host, int(port or 25), timeout=SECONDS) as line:
            line.send_message(letter)


def as_json(alarm: Alarm, *, is_public: bool = False) -> dict[str, object]:
    """Return an alarm for machines; in public without which report it is about."""
    said: dict[str, object] = {
        "kind": alarm.ring.kind.value,
        "since": alarm.since.isoformat(),
        "until": alarm.until.isoformat() if alarm.until else "",
    }
    if not is_public:
        said |= {"case": alarm.ring.locator, "about": alarm.ring.about}
    return said


def _period(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"
