"""The coded reasons that may stand on the record; nothing else may be given as one."""

from enum import StrEnum


class Channel(StrEnum):
    """How someone reached the office."""

    WEB = "WEB"
    KIOSK = "KIOSK"
    DESK = "DESK"
    ASSISTED = "ASSISTED"


class PriorityClass(StrEnum):
    """The only thing the public may know: general or priority, never why."""

    GENERAL = "G"
    PRIORITY = "P"


class ReleaseMode(StrEnum):
    """How seats are given out: taken at once, or drawn."""

    OPEN = "OPEN"
    DRAW = "DRAW"


class HoldReason(StrEnum):
    """Why seats are planned but not offered."""

    NONE = "NONE"
    PRIORITY_RESERVE = "PRIORITY_RESERVE"
    STAFF_SHORT = "STAFF_SHORT"
    EQUIPMENT = "EQUIPMENT"
    OUTREACH = "OUTREACH"


class MoveReason(StrEnum):
    """Why an application got another day."""

    CITIZEN = "CITIZEN"
    OFFICE_FAULT = "OFFICE_FAULT"


class EndReason(StrEnum):
    """Why an application ended without a visit."""

    CITIZEN = "CITIZEN"
    UNCONFIRMED = "UNCONFIRMED"
    NO_SHOW = "NO_SHOW"
    BATCH_CANCELLED = "BATCH_CANCELLED"
    DAYS_OVER = "DAYS_OVER"


class ExceptionReason(StrEnum):
    """Why someone was called who was not next under the rule."""

    HEALTH = "HEALTH"
    SMALL_CHILD = "SMALL_CHILD"
    SYSTEM_DOWN = "SYSTEM_DOWN"
    DOCUMENT_READY = "DOCUMENT_READY"
    OFFICE_FAULT = "OFFICE_FAULT"
    OTHER = "OTHER"


class ParkReason(StrEnum):
    """Why service is paused."""

    PAPER_MISSING = "PAPER_MISSING"
    PHOTOCOPY = "PHOTOCOPY"
    PAYMENT = "PAYMENT"
    SYSTEM_DOWN = "SYSTEM_DOWN"
    DAY_ENDED = "DAY_ENDED"


class BreakReason(StrEnum):
    """Why a counter rests."""

    LUNCH = "LUNCH"
    PRAYER = "PRAYER"
    SHORT = "SHORT"
    EQUIPMENT = "EQUIPMENT"


class ReturnReason(StrEnum):
    """Why a called ticket got its place in the line back."""

    COUNTER_CLOSED = "COUNTER_CLOSED"
    MISTAKEN_CALL = "MISTAKEN_CALL"


class AlarmKind(StrEnum):
    """What the monitor found strange; an alarm opens an inspection and accuses nobody."""

    SKIPS = "SKIPS"
    SKIP_REASON = "SKIP_REASON"
    IDLE = "IDLE"
    SLOW = "SLOW"
    ABSENT = "ABSENT"
    ABSENT_QUICK = "ABSENT_QUICK"
    ABSENT_TOO_SOON = "ABSENT_TOO_SOON"
    ABSENT_SAME = "ABSENT_SAME"
    HELPER_MANY = "HELPER_MANY"
    HELPER_FAST = "HELPER_FAST"
    HELPER_HOURS = "HELPER_HOURS"
    HELPER_PRIORITY = "HELPER_PRIORITY"
    HELPER_ABSENT = "HELPER_ABSENT"
    FAVOUR = "FAVOUR"
    ESTIMATES = "ESTIMATES"
    GHOSTS = "GHOSTS"
    UNEVEN_DRAW = "UNEVEN_DRAW"


class InspectionOutcome(StrEnum):
    """How an inspection ended."""

    CHANCE = "CHANCE"
    HARD_CASES = "HARD_CASES"
    MACHINES = "MACHINES"
    NEWCOMER = "NEWCOMER"
    OFFICE_FAULT = "OFFICE_FAULT"
    RECORD_FAULT = "RECORD_FAULT"
    INSTRUCTED = "INSTRUCTED"
    HANDED_ON = "HANDED_ON"
