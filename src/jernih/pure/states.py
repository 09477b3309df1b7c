"""The lives of things: every state, and which may follow which.

docs/states/ is made from these tables. The first key of a table is where a life starts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

S = TypeVar("S", bound=StrEnum)


class IllegalMove(Exception):
    """A thing cannot go from where it stands to where it was sent.

    stands: its state now, where the raiser knows it, so that a page can show it.
    """

    def __init__(self, words: str, *, stands: StrEnum | None = None) -> None:
        """Say in words what was tried."""
        super().__init__(words)
        self.stands = stands


@dataclass(frozen=True)
class Lifecycle(Generic[S]):
    """The states of one kind of thing. The first key is where it starts."""

    moves: Mapping[S, frozenset[S]]

    @property
    def start(self) -> S:
        """Return the state in which a life begins."""
        return next(iter(self.moves))

    @property
    def ends(self) -> frozenset[S]:
        """Return the states that nothing follows."""
        return frozenset(state for state, then in self.moves.items() if not then)

    def check(self, now: S, then: S) -> None:
        """Raise IllegalMove unless `then` may directly follow `now`."""
        if then not in self.moves[now]:
            raise IllegalMove(f"{now} -> {then}", stands=now)


class BatchState(StrEnum):
    """A batch of seats that are drawn together."""

    PLANNED = "PLANNED"
    ANNOUNCED = "ANNOUNCED"
    OPEN = "OPEN"
    CLOSED = "CLOSED"
    SEEDED = "SEEDED"
    DRAWN = "DRAWN"
    CANCELLED = "CANCELLED"


_B = BatchState

BATCH = Lifecycle[BatchState](
    {
        _B.PLANNED: frozenset({_B.ANNOUNCED, _B.CANCELLED}),
        _B.ANNOUNCED: frozenset({_B.OPEN, _B.CANCELLED}),
        _B.OPEN: frozenset({_B.CLOSED, _B.CANCELLED}),
        # From here on nobody can give it up: a second try would be a second draw.
        _B.CLOSED: frozenset({_B.SEEDED}),
        _B.SEEDED: frozenset({_B.DRAWN}),
        _B.DRAWN: frozenset(),
        _B.CANCELLED: frozenset(),
    }
)


class ApplicationState(StrEnum):
    """An application for one to eight numbers."""

    APPLIED = "APPLIED"
    GRANTED = "GRANTED"
    CONFIRMED = "CONFIRMED"
    PRESENT = "PRESENT"
    UNSEATED = "UNSEATED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"


_A = ApplicationState

APPLICATION = Lifecycle[ApplicationState](
    {
        _A.APPLIED: frozenset({_A.GRANTED, _A.UNSEATED, _A.WITHDRAWN}),
        _A.GRANTED: frozenset({_A.CONFIRMED, _A.PRESENT, _A.WITHDRAWN, _A.EXPIRED}),
        # Moved to another day: she said yes to the old one only.
        _A.CONFIRMED: frozenset({_A.PRESENT, _A.WITHDRAWN, _A.EXPIRED, _A.GRANTED}),
        _A.UNSEATED: frozenset({_A.GRANTED, _A.WITHDRAWN, _A.EXPIRED}),
        _A.PRESENT: frozenset(),
        _A.WITHDRAWN: frozenset(),
        _A.EXPIRED: frozenset(),
    }
)
LIVE_APPLICATION = frozenset({_A.APPLIED, _A.GRANTED, _A.CONFIRMED, _A.UNSEATED, _A.PRESENT})
SEATED_APPLICATION = frozenset({_A.GRANTED, _A.CONFIRMED})


class SeatState(StrEnum):
    """One place in a time window; its number is the number on the ticket."""

    HELD = "HELD"
    FREE = "FREE"
    TAKEN = "TAKEN"
    RETURNED = "RETURNED"
    USED = "USED"
    UNUSED = "UNUSED"


_SE = SeatState

SEAT = Lifecycle[SeatState](
    {
        _SE.HELD: frozenset({_SE.FREE, _SE.UNUSED}),
        _SE.FREE: frozenset({_SE.TAKEN, _SE.UNUSED, _SE.HELD}),
        _SE.TAKEN: frozenset({_SE.RETURNED, _SE.USED, _SE.UNUSED}),
        _SE.RETURNED: frozenset(),
        _SE.USED: frozenset(),
        _SE.UNUSED: frozenset(),
    }
)


class TicketState(StrEnum):
    """A number in the hall, from arrival to the end."""

    WAITING = "WAITING"
    CALLED = "CALLED"
    SERVING = "SERVING"
    PARKED = "PARKED"
    MISSED = "MISSED"
    SERVED = "SERVED"
    LEFT = "LEFT"
    EXPIRED = "EXPIRED"


_T = TicketState

TICKET = Lifecycle[TicketState](
    {
        _T.WAITING: frozenset({_T.CALLED, _T.LEFT, _T.EXPIRED}),
        # A counter that closes in the middle of a call gives the ticket its place back.
        _T.CALLED: frozenset({_T.SERVING, _T.MISSED, _T.WAITING}),
        _T.SERVING: frozenset({_T.SERVED, _T.PARKED, _T.WAITING}),
        _T.PARKED: frozenset({_T.WAITING, _T.LEFT, _T.EXPIRED}),
        _T.MISSED: frozenset({_T.WAITING, _T.EXPIRED}),
        _T.SERVED: frozenset(),
        _T.LEFT: frozenset(),
        _T.EXPIRED: frozenset(),
    }
)
IN_HALL_TICKET = frozenset({_T.WAITING, _T.CALLED, _T.SERVING, _T.PARKED, _T.MISSED})
AT_COUNTER_TICKET = frozenset({_T.CALLED, _T.SERVING})


class CounterState(StrEnum):
    """A counter during one day."""

    CLOSED = "CLOSED"
    OPEN = "OPEN"
    BREAK = "BREAK"


COUNTER = Lifecycle[CounterState](
    {
        CounterState.CLOSED: frozenset({CounterState.OPEN}),
        CounterState.OPEN: frozenset({CounterState.BREAK, CounterState.CLOSED}),
        CounterState.BREAK: frozenset({CounterState.OPEN, CounterState.CLOSED}),
    }
)


class NoticeState(StrEnum):
    """A message waiting to go out."""

    WAITING = "WAITING"
    SENT = "SENT"
    FAILED = "FAILED"
    DROPPED = "DROPPED"


NOTICE = Lifecycle[NoticeState](
    {
        NoticeState.WAITING: frozenset({NoticeState.SENT, NoticeState.FAILED, NoticeState.DROPPED}),
        NoticeState.FAILED: frozenset({NoticeState.WAITING, NoticeState.DROPPED}),
        NoticeState.SENT: frozenset(),
        NoticeState.DROPPED: frozenset(),
    }
)


class InspectionState(StrEnum):
    """What became of an alarm of the monitor."""

    RAISED = "RAISED"
    CHECKING = "CHECKING"
    CLOSED = "CLOSED"


_I = InspectionState

INSPECTION = Lifecycle[InspectionState](
    {
        _I.RAISED: frozenset({_I.CHECKING}),
        # Somebody stands for it before it can end.
        _I.CHECKING: frozenset({_I.CLOSED}),
        # An auditor who is not content opens it again.
        _I.CLOSED: frozenset({_I.CHECKING}),
    }
)


class ReportState(StrEnum):
    """A sealed report, from its filing to what the public may read of it."""

    FILED = "FILED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    TRIAGED = "TRIAGED"
    CHECKING = "CHECKING"
    FOUND = "FOUND"
    SANCTIONED = "SANCTIONED"
    REFERRED = "REFERRED"
    CLOSED = "CLOSED"
    PUBLISHED = "PUBLISHED"
    REOPENED = "REOPENED"


_R = ReportState

REPORT = Lifecycle[ReportState](
    {
        _R.FILED: frozenset({_R.ACKNOWLEDGED}),
        _R.ACKNOWLEDGED: frozenset({_R.TRIAGED}),
        # What is no matter of conduct may end here, with its reason.
        _R.TRIAGED: frozenset({_R.CHECKING, _R.REFERRED, _R.CLOSED}),
        _R.CHECKING: frozenset({_R.FOUND, _R.REFERRED}),
        # Not proven is closed; proven wants another person's sanction first.
        _R.FOUND: frozenset({_R.SANCTIONED, _R.REFERRED, _R.CLOSED}),
        _R.SANCTIONED: frozenset({_R.CLOSED}),
        _R.REFERRED: frozenset({_R.CLOSED}),
        _R.CLOSED: frozenset({_R.PUBLISHED, _R.REOPENED}),
        _R.PUBLISHED: frozenset({_R.REOPENED}),
        _R.REOPENED: frozenset({_R.TRIAGED}),
    }
)


class GrievanceState(StrEnum):
    """A complaint about service, which is no secret of the office's own people."""

    FILED = "FILED"
    ASSIGNED = "ASSIGNED"
    ANSWERED = "ANSWERED"
    REOPENED = "REOPENED"
    CLOSED = "CLOSED"
    SEALED = "SEALED"


_G = GrievanceState

GRIEVANCE = Lifecycle[GrievanceState](
    {
        # In truth about conduct: its words go behind the sealed door, and are wiped here.
        _G.FILED: frozenset({_G.ASSIGNED, _G.SEALED}),
        _G.ASSIGNED: frozenset({_G.ANSWERED, _G.SEALED}),
        _G.ANSWERED: frozenset({_G.REOPENED, _G.CLOSED}),
        _G.REOPENED: frozenset({_G.ANSWERED, _G.SEALED}),
        _G.CLOSED: frozenset(),
        _G.SEALED: frozenset(),
    }
)


class GiftState(StrEnum):
    """A declared gift, from the form to what the commission decided."""

    DECLARED = "DECLARED"
    INCOMPLETE = "INCOMPLETE"
    COMPLETE = "COMPLETE"
    FORWARDED = "FORWARDED"
    DECIDED = "DECIDED"
    CLOSED = "CLOSED"


_F = GiftState

GIFT = Lifecycle[GiftState](
    {
        _F.DECLARED: frozenset({_F.INCOMPLETE, _F.COMPLETE}),
        _F.INCOMPLETE: frozenset({_F.COMPLETE, _F.CLOSED}),
        # Refused on the spot, or of an exempt kind: nothing to forward.
        _F.COMPLETE: frozenset({_F.FORWARDED, _F.CLOSED}),
        _F.FORWARDED: frozenset({_F.DECIDED}),
        _F.DECIDED: frozenset({_F.CLOSED}),
        _F.CLOSED: frozenset(),
    }
)


class SheetState(StrEnum):
    """The integrity-zone worksheet of one year."""

    FILLING = "FILLING"
    PROPOSED = "PROPOSED"
    ASSESSED = "ASSESSED"


_Z = SheetState

SHEET = Lifecycle[SheetState](
    {
        _Z.FILLING: frozenset({_Z.PROPOSED}),
        # The assessors give it back, or end it.
        _Z.PROPOSED: frozenset({_Z.FILLING, _Z.ASSESSED}),
        _Z.ASSESSED: frozenset(),
    }
)

LIFECYCLES: Mapping[str, Lifecycle] = {  # type: ignore[type-arg]
    "batch": BATCH,
    "application": APPLICATION,
    "seat": SEAT,
    "ticket": TICKET,
    "counter": COUNTER,
    "notice": NOTICE,
    "inspection": INSPECTION,
    "report": REPORT,
    "grievance": GRIEVANCE,
    "gift": GIFT,
    "sheet": SHEET,
}
