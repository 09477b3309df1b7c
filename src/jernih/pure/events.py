"""Every public fact, one frozen class each, and their one spelling in bytes.

Rule of the record: refs, counts, days, times, coded reasons, salted commitments;
never a person, never free text. docs/log-format.md lists the classes and is made from here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from jernih.pure import (
    events_complaints,
    events_conduct,
    events_draw,
    events_integrity,
    events_office,
    events_oversight,
    events_pledges,
    events_record,
    events_surveys,
    reasons,
)
from jernih.pure.kinds import (
    KINDS,
    BadEvent,
    Code,
    Event,
    HallEvent,
    Hash,
    MaybeNumber,
    MaybeStaffRef,
    Number,
    Ref,
    Series,
    StaffRef,
    event_bytes,
    fact,
    parse_event,
)

# What other modules take from here besides the facts; those of the draw, of the office's own
# house-keeping, and of the record itself, stand in their own files.
__all__ = [
    "KINDS",
    "BadEvent",
    "Event",
    "HallEvent",
    "event_bytes",
    "events_complaints",
    "events_conduct",
    "events_draw",
    "events_integrity",
    "events_office",
    "events_oversight",
    "events_pledges",
    "events_record",
    "events_surveys",
    "parse_event",
]

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
