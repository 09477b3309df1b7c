"""What a fact is, its one spelling in bytes, and the registry of all kinds.

The facts themselves stand in events.py, which registers them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Final, TypeVar, cast, dataclass_transform

from jernih.pure import canonical, lines, spelling

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


@dataclass(frozen=True, kw_only=True)
class HallEvent(Event):
    """A fact of one office's day in the hall; step: its place in that day, without gaps."""

    day: date
    step: int


E = TypeVar("E", bound=Event)
KINDS: dict[str, type[Event]] = {}
_KIND: Final = '"kind":"'


@dataclass_transform(kw_only_default=True, frozen_default=True)
def fact(kind: str) -> Callable[[type[E]], type[E]]:
    """Return a class decorator that freezes a fact and registers it under `kind`."""

    def register(cls: type[E]) -> type[E]:
        frozen = dataclass(frozen=True, kw_only=True)(cls)
        frozen.kind = kind
        KINDS[kind] = frozen
        return frozen

    return register


def event_bytes(event: Event) -> bytes:
    """Return the one spelling of a fact. Raises BadEvent for a value out of shape."""
    try:
        body = spelling.writer_of(cast("type", type(event)))(event)
    except spelling.BadSpelling as refused:
        raise BadEvent(str(refused)) from None
    return canonical.encode({"v": VERSION, "kind": event.kind, **body})


def parse_event(data: bytes) -> Event:
    """Return the fact these bytes spell. Raises BadEvent for anything but its one spelling."""
    # Never fails; what is beyond ASCII matches no pattern.
    line = data.decode("latin-1")
    start = line.find(_KIND) + len(_KIND)
    # A guess: the pattern of that kind looks at the whole line.
    read = _READERS[line[start : line.find('"', start)]]
    event = read(line) if read else None
    return parse_plainly(data) if event is None else event


def parse_plainly(data: bytes) -> Event:
    """Return the same as parse_event, by reading, writing again and comparing: slow, and short."""
    try:
        body = canonical.decode(data)
        cls = _pop_kind(body)
        return cast("Event", spelling.reader_of(cast("type", cls))(body))
    except (canonical.BadCanonical, spelling.BadSpelling) as refused:
        raise BadEvent(str(refused)) from None


class _Readers(dict[str, lines.LineReader[Event] | None]):
    """The readers of lines by kind, made when a kind is first seen."""

    def __missing__(self, kind: str) -> lines.LineReader[Event] | None:
        """Make the reader of a kind; of what is none, nothing is kept."""
        if kind not in KINDS:
            return None
        self[kind] = lines.line_reader(KINDS[kind], kind=kind, version=VERSION)
        return self[kind]


_READERS: Final = _Readers()


def _pop_kind(body: Any) -> type[Event]:
    if not isinstance(body, dict):
        raise BadEvent("not an object")
    version, kind = body.pop("v", None), body.pop("kind", None)
    # `is`: to Python, True equals 1, and would be a second spelling of the version.
    if type(version) is not int or version != VERSION:
        raise BadEvent(f"not a fact of version {VERSION}: {version!r}")
    if not isinstance(kind, str) or kind not in KINDS:
        raise BadEvent(f"unknown kind {kind!r}")
    return KINDS[kind]
