"""A true story of one day in a hall, told by a narrator who can also lie."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from jernih.pure import events, reasons
from jernih.pure.audit import Violation, check
from jernih.pure.audit_hall import hall_checks
from jernih.pure.events import Event, event_bytes

OFFICE = "tarakan"
DAY = date(2026, 11, 25)
EIGHT = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
HALF = timedelta(minutes=30)
LONG_AFTER = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
HASH = "ab" * 32
ONE, TWO, HELPER = "s-aaaaa1", "s-aaaaa2", "s-aaaaa9"
RULE = {
    "rule_version": 1,
    "priority_every": 2,
    "early_minutes": 30,
    "late_minutes": 30,
    "recall_max": 3,
    "recall_gap_seconds": 60,
    "priority_cap": 2,
    "standby_cap": 2,
}


def at(minutes: float) -> datetime:
    return EIGHT + timedelta(minutes=minutes)


def ref(n: int) -> str:
    return f"{n:032x}"


class Story:
    """Facts of one day in order; each `tell` is the next step, unless it says otherwise."""

    def __init__(self) -> None:
        self.facts: list[Event] = []
        self.steps = 0
        self.minute: float = 0

    def tell(self, kind: type[events.HallEvent], *, after: float = 0, **what: Any) -> "Story":
        """Add a fact `after` minutes after the last."""
        self.minute += after
        self.steps += 1
        fields = {"office": OFFICE, "at": at(self.minute), "day": DAY, "step": self.steps, **what}
        self.facts.append(kind(**fields))
        self.steps = fields["step"]
        return self

    def said(self, fact: Event) -> "Story":
        """Add a fact from outside the hall."""
        self.facts.append(fact)
        return self

    def opened(self, **what: Any) -> "Story":
        return self.tell(events.DayOpened, **{**RULE, **what})

    def sat(self, counter: int = 1, officer: str = ONE, *services: str, **what: Any) -> "Story":
        services = services or ("new",)
        return self.tell(
            events.CounterOpened, counter=counter, officer=officer, services=services, **what
        )

    def came(self, n: int, *, window: float = 0, **what: Any) -> "Story":
        """Let the holder of A-n come in, in time for the window that starts at this minute."""
        fields = {
            "ref": ref(n),
            "number": f"A-{n:03}",
            "service": "new",
            "starts_at": at(window),
            "ends_at": at(window) + HALF,
            "place_at": at(window),
            "helper": "",
            "channel": reasons.Channel.KIOSK,
            **what,
        }
        return self.tell(events.CheckedIn, **fields)

    def saw(self, n: int, officer: str = ONE) -> "Story":
        """Let an officer see the document of the holder of A-n, who has lost her code."""
        return self.tell(events.events_office.IdentitySeen, number=f"A-{n:03}", officer=officer)

    def walked(self, n: int, *, priority: bool = True, **what: Any) -> "Story":
        lane = reasons.PriorityClass.PRIORITY if priority else reasons.PriorityClass.GENERAL
        fields = {
            "number": f"{'P' if priority else 'S'}-{n:03}",
            "service": "new",
            "lane": lane,
            "channel": reasons.Channel.KIOSK,
            "granted_by": "",
            "evidence_seen": False,
            "commitment": HASH,
            **what,
        }
        return self.tell(events.WalkedIn, **fields)

    def called(self, number: str, rule: str = "BOOKED", **what: Any) -> "Story":
        fields = {"number": number, "counter": 1, "officer": ONE, "rule": rule, **what}
        return self.tell(events.Called, **fields)

    def excepted(self, number: str, instead_of: str, **what: Any) -> "Story":
        fields = {
            "number": number,
            "counter": 1,
            "officer": ONE,
            "reason": reasons.ExceptionReason.HEALTH,
            "second_officer": "",
            "instead_of": instead_of,
            **what,
        }
        return self.tell(events.CalledByException, **fields)

    def did(self, kind: type[events.HallEvent], number: str, **what: Any) -> "Story":
        """Let something happen to a number at counter 1."""
        return self.tell(kind, number=number, **{"counter": 1, **what})

    def served(self, number: str, **what: Any) -> "Story":
        self.did(events.ServiceStarted, number, **what)
        return self.did(events.Served, number, after=5, **what)

    def stood(self, counter: int = 1, officer: str = ONE, **what: Any) -> "Story":
        return self.tell(events.CounterClosed, counter=counter, officer=officer, **what)

    def closed(self, **what: Any) -> "Story":
        none = {"served": 0, "missed": 0, "left": 0, "expired": 0, "exceptions": 0}
        return self.tell(events.DayClosed, **{**none, **what})


def true_day() -> Story:
    """Return a day in which everything happens that may happen."""
    story = Story().opened().sat(1, ONE, "new", "photo").sat(2, TWO, "interview", "new")
    for n in (1, 2, 3):
        story.came(n)
    story.came(4, window=30).saw(5).came(5, helper=HELPER, channel=reasons.Channel.DESK)
    story.walked(1, granted_by=HELPER, evidence_seen=True).walked(1, priority=False)
    # The day starts with the count full.
    story.called("P-001", "PRIORITY", after=1).served("P-001")
    story.called("A-001").did(events.Recalled, "A-001", after=1, times=1)
    story.did(events.Missed, "A-001", after=1)
    story.tell(events.ReEntered, number="A-001", place_at=at(story.minute + 1), after=1)
    story.called("A-002").did(events.ServiceStarted, "A-002")
    story.did(events.Parked, "A-002", reason=reasons.ParkReason.PHOTOCOPY, after=2)
    story.called("A-003").did(
        events.CallReturned, "A-003", reason=reasons.ReturnReason.MISTAKEN_CALL
    )
    story.tell(events.Unparked, number="A-002", after=1)
    # Elsewhere A-002 keeps its old place, and A-003 has its own again; here A-002 goes first.
    story.called("A-002", "HOME").did(events.ServiceStarted, "A-002")
    story.did(events.Transferred, "A-002", from_service="new", service="interview")
    story.called("A-002", counter=2, officer=TWO).served("A-002", counter=2)
    story.excepted("A-005", "A-003").served("A-005")
    story.tell(events.BreakStarted, counter=2, reason=reasons.BreakReason.SHORT)
    story.tell(events.BreakEnded, counter=2, after=5)
    story.called("A-003").served("A-003")
    story.called("A-001").did(events.Missed, "A-001", after=1)
    story.tell(events.LeftLine, number="S-001")
    story.stood().stood(2, TWO)
    story.tell(events.TicketExpired, number="A-001").tell(events.TicketExpired, number="A-004")
    return story.closed(served=4, missed=1, left=1, expired=1, exceptions=1)


def found(facts: "Story | list[Event]") -> list[Violation]:
    """Return what the checks of the hall find."""
    told = facts.facts if isinstance(facts, Story) else facts
    return list(check(map(event_bytes, told), checks=hall_checks()).violations)


def rules(facts: "Story | list[Event]") -> list[str]:
    """Return the names of the rules that are broken, each once, in order of the record."""
    return list(dict.fromkeys(violation.rule for violation in found(facts)))


def bent(kind: type[Event], nth: int = 0, **lie: Any) -> list[Event]:
    """Return the true day with the nth fact of a kind told otherwise."""
    facts = true_day().facts
    at_index = [n for n, fact in enumerate(facts) if type(fact) is kind][nth]
    facts[at_index] = replace(facts[at_index], **lie)
    return facts


def words(facts: "Story | list[Event]") -> str:
    """Return all that is said of what was found."""
    return " ".join(violation.words for violation in found(facts))


def seated() -> Story:
    """Return a hall with counter 1 open, and A-001 and A-002 waiting for it."""
    return Story().opened().sat().came(1).came(2)
