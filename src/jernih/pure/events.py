"""Every public fact, one frozen class each, and their one spelling in bytes.

Rule of the record: refs, counts, days, times, coded reasons, salted commitments;
never a person, never free text. docs/log-format.md lists the classes and is made from here.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from re import fullmatch
from types import GenericAlias
from typing import (
    Annotated,
    Any,
    ClassVar,
    TypeVar,
    cast,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from jernih.pure import canonical, reasons

VERSION = 1

Slug = Annotated[str, r"[a-z][a-z0-9-]{0,39}"]
Ref = Annotated[str, r"[0-9a-f]{32}"]
Hash = Annotated[str, r"[0-9a-f]{64}"]
Number = Annotated[str, r"[A-Z]-[0-9]{3,5}"]
Series = Annotated[str, r"[A-Z]"]
Code = Annotated[str, r"[a-z][a-z0-9-]{0,39}"]
StaffRef = Annotated[str, r"s-[0-9a-z]{6}"]
MaybeStaffRef = Annotated[str, r"(s-[0-9a-z]{6})?"]
MaybeRef = Annotated[str, r"([0-9a-f]{32})?"]
MaybeNumber = Annotated[str, r"([A-Z]-[0-9]{3,5})?"]


class BadEvent(ValueError):
    """Said of bytes or values that are not one of our facts."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One fact. `kind` is its name on the record, app.thing-happened."""

    kind: ClassVar[str] = ""

    office: Slug
    at: datetime


E = TypeVar("E", bound=Event)
KINDS: dict[str, type[Event]] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True)
def fact(kind: str) -> Callable[[type[E]], type[E]]:
    """Return a class decorator that freezes a fact and registers it under `kind`."""

    def register(cls: type[E]) -> type[E]:
        frozen = dataclass(frozen=True, kw_only=True)(cls)
        frozen.kind = kind
        KINDS[kind] = frozen
        return frozen

    return register


@cache
def _shape(cls: type) -> dict[str, Any]:
    hints = get_type_hints(cls, include_extras=True)
    return {field.name: hints[field.name] for field in fields(cls)}


def _pack(value: object, kind: Any) -> object:
    """Turn a field's value into what canonical JSON can hold, or raise BadEvent."""
    if isinstance(kind, GenericAlias) or get_origin(kind) is tuple:
        return [_pack(item, get_args(kind)[0]) for item in cast("tuple[object, ...]", value)]
    if get_origin(kind) is Annotated:
        return _matched(value, get_args(kind)[1])
    if kind is datetime:
        return time_text(cast("datetime", value))
    if kind is date:
        return cast("date", value).isoformat()
    if is_dataclass(kind):
        return {
            name: _pack(getattr(value, name), k) for name, k in _shape(cast("type", kind)).items()
        }
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(cast("str", value)).value
    return _scalar(value, kind)


def _unpack(value: object, kind: Any) -> object:
    """Turn parsed JSON back into a field's value, or raise BadEvent."""
    if isinstance(kind, GenericAlias) or get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise BadEvent(f"{value!r} is not a list")
        return tuple(_unpack(item, get_args(kind)[0]) for item in value)
    if get_origin(kind) is Annotated:
        return _matched(value, get_args(kind)[1])
    if kind is datetime:
        return _time(value)
    if kind is date:
        return _day(value)
    if is_dataclass(kind):
        return _fill(kind, value)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _member(kind, value)
    return _scalar(value, kind)


def _matched(value: object, pattern: str) -> str:
    if not isinstance(value, str) or not fullmatch(pattern, value):
        raise BadEvent(f"{value!r} is not spelled {pattern}")
    return value


def _scalar(value: object, kind: type) -> object:
    if type(value) is not kind or kind not in (int, bool):
        raise BadEvent(f"{value!r} is not {kind}")
    if kind is int and not 0 <= cast("int", value) < 2**53:
        raise BadEvent(f"{value!r} is out of range")
    return value


def _member(kind: type[StrEnum], value: object) -> StrEnum:
    try:
        return kind(cast("str", value))
    except ValueError:
        raise BadEvent(f"{value!r} is not one of {kind.__name__}") from None


def _time(value: object) -> datetime:
    text = _matched(value, r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise BadEvent(f"{value!r} is not a moment") from None


def _day(value: object) -> date:
    text = _matched(value, r"\d{4}-\d\d-\d\d")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadEvent(f"{value!r} is not a day") from None


def time_text(moment: datetime) -> str:
    """Return a moment as the record spells it: UTC, whole seconds, ending in Z."""
    if moment.tzinfo is None:
        raise BadEvent("a moment without a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _fill(cls: Any, value: object) -> Any:
    if not isinstance(value, dict) or set(value) != set(_shape(cls)):
        raise BadEvent(f"wrong fields for {cls.__name__}")
    return cls(**{name: _unpack(value[name], kind) for name, kind in _shape(cls).items()})


def event_bytes(event: Event) -> bytes:
    """Return the one spelling of a fact. Raises BadEvent for a value out of shape."""
    body = {
        name: _pack(getattr(event, name), k)
        for name, k in _shape(cast("type", type(event))).items()
    }
    return canonical.encode({"v": VERSION, "kind": event.kind, **body})


def parse_event(data: bytes) -> Event:
    """Return the fact these bytes spell. Raises BadEvent for anything but its one spelling."""
    try:
        body = canonical.decode(data)
    except canonical.BadCanonical as refused:
        raise BadEvent(str(refused)) from None
    if not isinstance(body, dict) or body.pop("v", None) != VERSION:
        raise BadEvent("not a fact of a version known here")
    kind = body.pop("kind", None)
    if kind not in KINDS:
        raise BadEvent(f"unknown kind {kind!r}")
    return cast("Event", _fill(KINDS[kind], body))


# ---- the record itself


@fact("ledger.started")
class LogStarted(Event):
    """The record of an office began, with this program's rules."""

    rules_hash: Hash


# ---- booking: supply


@dataclass(frozen=True, kw_only=True)
class Window:
    """Seats first..last of one series, all for the same time; the last `held` are not offered."""

    starts_at: datetime
    ends_at: datetime
    first: int
    last: int
    held: int


@fact("booking.supply-released")
class SupplyReleased(Event):
    """A day's seats were published before it opened to applicants."""

    day: date
    service: Code
    series: Series
    mode: reasons.ReleaseMode
    planned: int
    windows: tuple[Window, ...]
    held_reason: reasons.HoldReason


@fact("booking.seats-freed")
class SeatsFreed(Event):
    """Held seats are now offered."""

    day: date
    numbers: tuple[Number, ...]


@fact("booking.seat-added")
class SeatAdded(Event):
    """A seat that was given back is offered again, later, under a new number."""

    day: date
    service: Code
    number: Number
    replaces: Number
    starts_at: datetime
    ends_at: datetime


# ---- booking: applications


@fact("booking.applied")
class Applied(Event):
    """Someone joined a batch that will be drawn."""

    ref: Ref
    service: Code
    people: int
    classes: tuple[reasons.PriorityClass, ...]
    channel: reasons.Channel
    helper: MaybeStaffRef
    commitments: tuple[Hash, ...]


@fact("booking.taken")
class Taken(Event):
    """Someone took numbers from open supply; one commitment and class for each number."""

    ref: Ref
    service: Code
    day: date
    numbers: tuple[Number, ...]
    classes: tuple[reasons.PriorityClass, ...]
    channel: reasons.Channel
    helper: MaybeStaffRef
    commitments: tuple[Hash, ...]


@fact("booking.moved")
class Moved(Event):
    """An application got other numbers; the old ones are closed for ever."""

    ref: Ref
    day: date
    numbers: tuple[Number, ...]
    to_day: date
    to_numbers: tuple[Number, ...]
    reason: reasons.MoveReason


@fact("booking.confirmed")
class Confirmed(Event):
    """Someone said the day before that she will come."""

    ref: Ref


@fact("booking.withdrawn")
class Withdrawn(Event):
    """Numbers were given back, by the citizen or by the clock for want of a confirmation."""

    ref: Ref
    day: date
    numbers: tuple[Number, ...]
    reason: reasons.EndReason


@fact("booking.missed-day")
class MissedDay(Event):
    """The day ended and these numbers had not come."""

    ref: Ref
    day: date
    numbers: tuple[Number, ...]


@fact("booking.corrected")
class Corrected(Event):
    """Letters of a name were corrected at a counter, the document seen; the person stays."""

    ref: Ref
    number: Number
    times: int
    officer: StaffRef
    commitment: Hash


# ---- the hall: each fact carries the step of its office's day, 1 2 3 … without gaps


@dataclass(frozen=True, kw_only=True)
class HallEvent(Event):
    """A fact of one office's day in the hall."""

    day: date
    step: int


@fact("hall.day-opened")
class DayOpened(HallEvent):
    """The hall opened, under this calling rule."""

    rule_version: int
    priority_every: int
    early_minutes: int
    late_minutes: int
    recall_max: int
    recall_gap_seconds: int
    priority_cap: int
    standby_cap: int


@fact("hall.day-closed")
class DayClosed(HallEvent):
    """The hall closed; the counts of the day."""

    served: int
    missed: int
    left: int
    expired: int
    exceptions: int


@fact("hall.counter-opened")
class CounterOpened(HallEvent):
    """An officer sat down at a counter that does these services."""

    counter: int
    officer: StaffRef
    services: tuple[Code, ...]


@fact("hall.counter-closed")
class CounterClosed(HallEvent):
    """A counter stopped for the day."""

    counter: int
    officer: StaffRef


@fact("hall.break-started")
class BreakStarted(HallEvent):
    """A counter rests."""

    counter: int
    reason: reasons.BreakReason


@fact("hall.break-ended")
class BreakEnded(HallEvent):
    """A counter works again."""

    counter: int


@fact("hall.checked-in")
class CheckedIn(HallEvent):
    """The holder of a number arrived; place_at is her place in the line."""

    ref: Ref
    number: Number
    service: Code
    starts_at: datetime
    ends_at: datetime
    place_at: datetime
    helper: MaybeStaffRef
    channel: reasons.Channel


@fact("hall.walked-in")
class WalkedIn(HallEvent):
    """Someone without a booked number got one from the day's reserve (series P or S)."""

    number: Number
    service: Code
    lane: reasons.PriorityClass
    channel: reasons.Channel
    granted_by: MaybeStaffRef
    evidence_seen: bool
    commitment: Hash


@fact("hall.called")
class Called(HallEvent):
    """The rule chose a ticket for a counter that asked for the next."""

    number: Number
    counter: int
    officer: StaffRef
    rule: Annotated[str, r"HOME|PRIORITY|BOOKED|STANDBY|EARLY"]


@fact("hall.called-by-exception")
class CalledByException(HallEvent):
    """Someone else than the rule's choice was called, with a coded reason."""

    number: Number
    counter: int
    officer: StaffRef
    reason: reasons.ExceptionReason
    second_officer: MaybeStaffRef
    instead_of: MaybeNumber


@fact("hall.recalled")
class Recalled(HallEvent):
    """A called ticket was called again."""

    number: Number
    counter: int
    times: int


@fact("hall.missed")
class Missed(HallEvent):
    """A called ticket did not come."""

    number: Number
    counter: int


@fact("hall.re-entered")
class ReEntered(HallEvent):
    """A missed ticket came after all and joined the end, once."""

    number: Number
    place_at: datetime


@fact("hall.call-returned")
class CallReturned(HallEvent):
    """A called ticket got its old place in the line back."""

    number: Number
    counter: int
    reason: reasons.ReturnReason


@fact("hall.service-started")
class ServiceStarted(HallEvent):
    """The called person stands at the counter."""

    number: Number
    counter: int


@fact("hall.served")
class Served(HallEvent):
    """A counter finished with a ticket."""

    number: Number
    counter: int


@fact("hall.parked")
class Parked(HallEvent):
    """Service paused; the ticket will return to this counter first."""

    number: Number
    counter: int
    reason: reasons.ParkReason


@fact("hall.unparked")
class Unparked(HallEvent):
    """A parked ticket is back in the line."""

    number: Number


@fact("hall.transferred")
class Transferred(HallEvent):
    """One leg ended and the next began: the ticket waits for another service."""

    number: Number
    counter: int
    from_service: Code
    service: Code


@fact("hall.left")
class LeftLine(HallEvent):
    """Someone left the line of her own will."""

    number: Number


@fact("hall.ticket-expired")
class TicketExpired(HallEvent):
    """The day ended and this number had not been served."""

    number: Number
