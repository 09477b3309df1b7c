"""Questions of the front door, asked of the apps below. Reads only."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from django.conf import settings

from jernih.apps.booking import queries as booking
from jernih.apps.ledger import queries as ledger
from jernih.apps.notices import queries as notices
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.rulebook import Confidence, Rule
from jernih.pure.spelling import read_moment
from jernih.ui import rule_words
from jernih.verify.rule_words import rule_words as say_rule

# The record is signed every second when there is something new; older than this with
# entries waiting means that the sequencer stands still.
LATE = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class TodayRow:
    """The office at this moment, for the home page. free: numbers to be had, soonest day first."""

    day: date
    is_open: bool
    next_day: date | None
    free: tuple[tuple[date, int], ...]


@dataclass(frozen=True, kw_only=True)
class HealthRow:
    """Whether this house works, for people and for machines."""

    at: datetime
    record_size: int
    record_waiting: int
    signed_at: datetime | None
    late_messages: int
    is_record_late: bool

    @property
    def is_well(self) -> bool:
        """Tell whether everything is as it should be."""
        return not self.is_record_late and not self.late_messages


@dataclass(frozen=True, kw_only=True)
class RuleRow:
    """One number of the rulebook in words; `name` is the one in its file."""

    subject: str
    subject_title: str
    name: str
    title: str
    value: int
    since: date
    source: str
    source_title: str
    sure: str
    confidence: Confidence
    then: Rule | None

    @property
    def is_assumed(self) -> bool:
        """Tell whether nobody but us says so yet."""
        return self.confidence is Confidence.ASSUMED


def rules(*, on: date) -> list[RuleRow]:
    """Return every number in force on a day, in the reader's language; what all know first."""
    order = list(rule_words.SUBJECTS)
    found = [
        RuleRow(
            subject=row.subject,
            subject_title=rule_words.subject_words(row.subject),
            name=row.name,
            title=rule_words.rule_words(row.subject, row.name),
            value=row.rule.value,
            since=row.rule.since,
            source=row.rule.source,
            source_title=rule_words.source_words(row.rule.source),
            sure=str(rule_words.SURE[row.rule.confidence]),
            confidence=row.rule.confidence,
            then=row.then,
        )
        for row in offices.rules_on(on)
    ]
    return sorted(
        found, key=lambda row: order.index(row.subject) if row.subject in order else len(order)
    )


def rules_csv(rows: Iterable[RuleRow]) -> Iterator[list[str]]:
    """Return the numbers as lines of text, header first."""
    names = ("subject", "name", "value", "since", "source", "confidence")
    yield list(names)
    for row in rows:
        yield [str(getattr(row, name)) for name in names]


@dataclass(frozen=True, kw_only=True)
class WallRow:
    """What hangs on the office's wall: the calling rule's numbers, the record and its key.

    fingerprint: SHA-256 of the public key's text, in groups of four hex digits.
    """

    version: int
    priority_every: int
    early_minutes: int
    late_minutes: int
    recall_max: int
    recall_gap_seconds: int
    rules_hash: str
    address: str
    vkey: str
    fingerprint: str


def wall(*, on: date) -> WallRow:
    """Return the calling rule in force on a day, and what the record is checked with."""
    record = ledger.record_row()
    digest = sha256(record.vkey.encode()).hexdigest() if record.vkey else ""
    names = {
        "version": "calling_rule_version",
        "priority_every": "priority_every",
        "early_minutes": "early_minutes",
        "late_minutes": "late_minutes",
        "recall_max": "recall_max",
        "recall_gap_seconds": "recall_gap_seconds",
    }
    return WallRow(
        **{field: offices.rule("lanes", name, on=on) for field, name in names.items()},
        rules_hash=offices.rulebook_hash(),
        address=record.address,
        vkey=record.vkey,
        fingerprint=" ".join(digest[at : at + 4] for at in range(0, len(digest), 4)),
    )


# A check takes no more than this part of the machine's time.
CHECK_SHARE = 100


@dataclass(frozen=True, kw_only=True)
class OwnCheckRow:
    """What the verifier found when we ran it over our own record. seconds: how long it took."""

    checked_at: datetime
    seconds: float
    size: int
    is_clean: bool
    could_check: bool
    count: int
    violations: tuple[tuple[str, str, str], ...]

    @property
    def more(self) -> int:
        """Return how many were found beyond those that are shown."""
        return self.count - len(self.violations)


@dataclass(frozen=True, kw_only=True)
class ExportRow:
    """The record as one file. size: bytes."""

    made_at: datetime
    size: int


def own_check(*, language: str = "en", most: int = 5) -> OwnCheckRow | None:
    """Return the last check of ourselves; None before the first.

    violations: the first `most`, each as rule, what it says in this language, and what was found.
    """
    try:
        said = json.loads(settings.OWN_CHECK_FILE.read_text("utf-8"))
        found = said["found"]
        broken = found.get("violations", ())
        return OwnCheckRow(
            checked_at=read_moment(said["checked_at"]),
            seconds=float(said["seconds"]),
            size=int(found.get("size", 0)),
            is_clean=found["result"] == "clean",
            could_check=found["result"] != "cannot check",
            count=len(broken),
            violations=tuple(
                (one["rule"], say_rule(one["rule"], language=language), one["words"])
                for one in broken[:most]
            ),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_check_due(*, now: datetime) -> bool:
    """Tell whether the record has grown since our last check, and whether that is long ago."""
    shown, last = ledger.published_checkpoint(), own_check()
    if shown is None or last is None:
        return shown is not None
    rest = timedelta(seconds=last.seconds * CHECK_SHARE)
    return shown.size != last.size and now - last.checked_at >= rest


def export_row() -> ExportRow | None:
    """Return what is known of the file for auditors; None before it was made."""
    try:
        found = settings.EXPORT_FILE.stat()
    except OSError:
        return None
    made_at = datetime.fromtimestamp(found.st_mtime, UTC)
    return ExportRow(made_at=made_at, size=found.st_size)


def is_export_due() -> bool:
    """Tell whether the record was published again since the file was made."""
    try:
        shown = (settings.LOG_DIR / "checkpoint").stat().st_mtime
    except OSError:
        return False
    made = export_row()
    return made is None or made.made_at.timestamp() < shown


def today(office: Office, *, now: datetime) -> TodayRow:
    """Return whether the office is open today and where numbers are free."""
    day = offices.today(office, now)
    # One look at the calendar answers both: whether today, and when next.
    coming = offices.working_days_from(office, day, count=1)
    is_open = coming[:1] == [day]
    return TodayRow(
        day=day,
        is_open=is_open,
        next_day=None if is_open or not coming else coming[0],
        free=_free(office, now=now),
    )


def health(*, now: datetime) -> HealthRow:
    """Return what works and what is late."""
    record = ledger.record_row()
    return HealthRow(
        at=now,
        record_size=record.size,
        record_waiting=record.waiting,
        signed_at=record.signed_at,
        late_messages=notices.waiting_too_long(now=now),
        is_record_late=ledger.has_waited(LATE),
    )


def _free(office: Office, *, now: datetime) -> tuple[tuple[date, int], ...]:
    days: dict[date, int] = {}
    for service in booking.bookable_services(office.slug):
        for row in booking.open_days(service.id, now=now):
            days[row.day] = days.get(row.day, 0) + row.free
    return tuple((day, free) for day, free in sorted(days.items()) if free)[:3]
