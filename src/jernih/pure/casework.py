"""The closed sets of casework: what may be done to a report, how it may end, and why it waits."""

from enum import StrEnum


class Made(StrEnum):
    """Where a report was sealed; it stays so for ever."""

    BROWSER = "BROWSER"
    SERVER = "SERVER"
    HELPER = "HELPER"


class Deed(StrEnum):
    """A line of a case's log, as its reporter reads it too."""

    FILED = "FILED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    MESSAGE = "MESSAGE"
    TRIAGED = "TRIAGED"
    PLANNED = "PLANNED"
    VISITED = "VISITED"
    REPLY_ASKED = "REPLY_ASKED"
    FOUND = "FOUND"
    SANCTIONED = "SANCTIONED"
    REFERRED = "REFERRED"
    CLOSED = "CLOSED"
    OBJECTED = "OBJECTED"
    REOPENED = "REOPENED"
    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"
    PAUSED = "PAUSED"
    RESUMED = "RESUMED"
    OVERDUE = "OVERDUE"
    ESCALATED = "ESCALATED"
    RECUSED = "RECUSED"
    HANDED_OVER = "HANDED_OVER"
    KEYS_RENEWED = "KEYS_RENEWED"


class CaseClass(StrEnum):
    """What triage makes of a report; each class has its own days (rulebook/complaints.toml)."""

    INFORMATION = "INFORMATION"
    PLAIN = "PLAIN"
    SUPERVISORY = "SUPERVISORY"


class Finding(StrEnum):
    """What a direct check found."""

    PROVEN = "PROVEN"
    NOT_PROVEN = "NOT_PROVEN"
    OUTSIDE = "OUTSIDE"


class Outcome(StrEnum):
    """What the public may read of how a report ended, and nothing else."""

    LIGHT = "LIGHT"
    MEDIUM = "MEDIUM"
    HEAVY = "HEAVY"
    NOT_PROVEN = "NOT_PROVEN"
    REFERRED = "REFERRED"
    NO_CHECK = "NO_CHECK"


class SanctionLevel(StrEnum):
    """How heavy a sanction is (PP 94/2021, or the contract's own ladder)."""

    LIGHT = "LIGHT"
    MEDIUM = "MEDIUM"
    HEAVY = "HEAVY"


class StaffKind(StrEnum):
    """Under which rules someone works."""

    PNS = "PNS"
    PPPK = "PPPK"
    PPNPN = "PPNPN"


class Authority(StrEnum):
    """Whom a report may be handed to outside the office."""

    PATNAL = "PATNAL"
    ITJEN = "ITJEN"
    POLICE = "POLICE"
    KPK = "KPK"
    OMBUDSMAN = "OMBUDSMAN"


class PauseReason(StrEnum):
    """Why a clock stands still; the reporter reads it."""

    WAITS_FOR_REPORTER = "WAITS_FOR_REPORTER"
    WAITS_FOR_AUTHORITY = "WAITS_FOR_AUTHORITY"
    FORCE_MAJEURE = "FORCE_MAJEURE"


class HoldEnd(StrEnum):
    """Why someone no longer holds a case."""

    RECUSED = "RECUSED"
    HANDED_OVER = "HANDED_OVER"
    LEFT = "LEFT"


class ClockKind(StrEnum):
    """The clocks of a report."""

    ACKNOWLEDGE = "ACKNOWLEDGE"
    PLAN = "PLAN"
    RESOLVE = "RESOLVE"
    OBJECT = "OBJECT"
