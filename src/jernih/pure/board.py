"""What a board in the hall shows, and its one spelling for screens that listen.

The page that works without JavaScript and the stream both build these rows, so they agree.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jernih.pure import voice

# More calls than a board shows: a screen that was away announces what it missed.
CALLS_KEPT = 8
CALLS_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class BoardCall:
    """One number called to one counter.

    step: the day's step of the newest call; voices play calls in this order.
    times: how often it was called there, recalls included.
    """

    step: int
    number: str
    counter: int
    direction: str
    at: datetime
    times: int


@dataclass(frozen=True, kw_only=True)
class BoardLine:
    """How many wait for one service."""

    code: str
    name: str
    name_en: str
    waiting: int
    priority: int


@dataclass(frozen=True, kw_only=True)
class BoardCounter:
    """One counter of the day; `number` is the ticket that stands there, or empty."""

    counter: int
    direction: str
    state: str
    number: str


@dataclass(frozen=True, kw_only=True)
class Board:
    """Everything a board shows. calls: newest first, each number once, at most CALLS_KEPT."""

    office: str
    name: str
    is_demo: bool
    day: date | None
    step: int
    is_open: bool
    calls: tuple[BoardCall, ...] = ()
    lines: tuple[BoardLine, ...] = ()
    counters: tuple[BoardCounter, ...] = ()

    @property
    def waiting(self) -> int:
        """Return how many wait in the whole hall."""
        return sum(line.waiting for line in self.lines)

    @property
    def event_id(self) -> str:
        """Return a name of this state that a screen can hand back after it was cut off."""
        return f"{self.day.isoformat() if self.day else 'closed'}.{self.step}"


def ticket_number(series: str, n: int) -> str:
    """Return a number as people see it, A-017."""
    return f"{series}-{n:03d}"


def newest_first(calls: Iterable[BoardCall]) -> tuple[BoardCall, ...]:
    """Return the calls a board keeps: newest first, each number once."""
    kept: dict[str, BoardCall] = {}
    for call in sorted(calls, key=lambda call: call.step, reverse=True):
        kept.setdefault(call.number, call)
    return tuple(kept.values())[:CALLS_KEPT]


def board_json(board: Board) -> dict[str, Any]:
    """Return what goes over the line; moments in UTC with milliseconds."""
    return {
        "office": board.office,
        "name": board.name,
        "is_demo": board.is_demo,
        "day": board.day.isoformat() if board.day else "",
        "step": board.step,
        "is_open": board.is_open,
        "waiting": board.waiting,
        "calls": [
            {
                "step": call.step,
                "number": call.number,
                "counter": call.counter,
                "direction": call.direction,
                "at": call.at.isoformat(timespec="milliseconds"),
                "times": call.times,
                "clips": _clips(call),
            }
            for call in board.calls
        ],
        "lines": [
            {
                "code": line.code,
                "name": {"id": line.name, "en": line.name_en},
                "waiting": line.waiting,
                "priority": line.priority,
            }
            for line in board.lines
        ],
        "counters": [
            {
                "counter": sign.counter,
                "direction": sign.direction,
                "state": sign.state,
                "number": sign.number,
            }
            for sign in board.counters
        ],
    }


def _clips(call: BoardCall) -> list[str]:
    """Return what is spoken; for a number or counter without clips the chime alone."""
    try:
        return list(voice.clips(call.number, counter=call.counter))
    except voice.BadCall:
        return [voice.CHIME]
