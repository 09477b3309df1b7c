"""Turn the values of a fact into what canonical JSON can hold, and back; one spelling each.

Source: docs/log-format.md, "A fact". Vectors: tests/pure/test_events.py.
"""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache, lru_cache
from typing import Annotated, Any, Final, cast, get_args, get_origin, get_type_hints

# Closures made once for each type: the verifier reads a million facts with them.
Turn = Callable[[Any], Any]

MAX_COUNT: Final = 2**53 - 1

# [0-9] and not \d, which would also take the digits of other scripts: a second spelling.
# Years from 2000 to 2999: near the ends of the calendar, sums of days would fail.
_MOMENT: Final = re.compile(
    r"2[0-9]{3}-[01][0-9]-[0-3][0-9]T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
)
_DAY: Final = re.compile(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}")


class BadSpelling(ValueError):
    """Said of a value that is not spelled as its field wants."""


def shape_of(cls: type) -> dict[str, Any]:
    """Return the fields of a dataclass and their types, in order."""
    hints = get_type_hints(cls, include_extras=True)
    return {field.name: hints[field.name] for field in fields(cls)}


@cache
def reader_of(kind: Any) -> Turn:
    """Return what turns parsed JSON into a value of this type; it raises BadSpelling."""
    if get_origin(kind) is tuple:
        return _list_reader(reader_of(get_args(kind)[0]))
    if get_origin(kind) is Annotated:
        return _text_turn(get_args(kind)[1])
    if kind in _READERS:
        return _READERS[kind]
    if is_dataclass(kind):
        return _fields_reader(cast("type", kind))
    return _member_turn(kind)


@cache
def writer_of(kind: Any) -> Turn:
    """Return what turns a value of this type into JSON; it raises BadSpelling."""
    if get_origin(kind) is tuple:
        return _list_writer(writer_of(get_args(kind)[0]))
    if get_origin(kind) is Annotated:
        return _text_turn(get_args(kind)[1])
    if kind in _WRITERS:
        return _WRITERS[kind]
    if is_dataclass(kind):
        return _fields_writer(cast("type", kind))
    return _member_turn(kind)


def time_text(moment: datetime) -> str:
    """Return a moment as the record spells it: UTC, whole seconds, ending in Z."""
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise BadSpelling(f"{moment!r} is not a moment with a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _day_text(day: date) -> str:
    if not isinstance(day, date) or isinstance(day, datetime):
        raise BadSpelling(f"{day!r} is not a day")
    return day.isoformat()


@lru_cache(maxsize=4096)
def read_moment(text: str) -> datetime:
    """Return the moment a text spells. Raises BadSpelling."""
    if not _MOMENT.fullmatch(text):
        raise BadSpelling(f"{text!r} is not a moment")
    try:
        # The library knows more spellings with every version (24:00); the pattern let none of
        # them through, and left to the library only which days there are.
        return datetime.fromisoformat(text)
    except ValueError:
        raise BadSpelling(f"{text!r} is not a moment") from None


@lru_cache(maxsize=1024)
def read_day(text: str) -> date:
    """Return the day a text spells. Raises BadSpelling."""
    if not _DAY.fullmatch(text):
        raise BadSpelling(f"{text!r} is not a day")
    try:
        return date(int(text[:4]), int(text[5:7]), int(text[8:10]))
    except ValueError:
        raise BadSpelling(f"{text!r} is not a day") from None


def _read_text(read: Callable[[str], Any]) -> Turn:
    def turn(value: Any) -> Any:
        if not isinstance(value, str):
            raise BadSpelling(f"{value!r} is not a text")
        return read(value)

    return turn


def _count(value: Any) -> int:
    # `is`: to Python, True is a number too.
    if type(value) is not int or not 0 <= value <= MAX_COUNT:
        raise BadSpelling(f"{value!r} is not a whole number from 0")
    return value


def _flag(value: Any) -> bool:
    if type(value) is not bool:
        raise BadSpelling(f"{value!r} is not true or false")
    return value


def _text_turn(pattern: str) -> Turn:
    match = re.compile(pattern).fullmatch

    def turn(value: Any) -> str:
        if not isinstance(value, str) or not match(value):
            raise BadSpelling(f"{value!r} is not spelled {pattern}")
        return value

    return turn


def _member_turn(kind: type[StrEnum]) -> Turn:
    members = {member.value: member for member in kind}

    def turn(value: Any) -> StrEnum:
        member = members.get(value) if isinstance(value, str) else None
        if member is None:
            raise BadSpelling(f"{value!r} is not one of {kind.__name__}")
        return member

    return turn


def _list_reader(read: Turn) -> Turn:
    def turn(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise BadSpelling(f"{value!r} is not a list")
        return tuple(map(read, value))

    return turn


def _list_writer(write: Turn) -> Turn:
    def turn(value: Any) -> list[Any]:
        if not isinstance(value, tuple | list):
            raise BadSpelling(f"{value!r} is not a list")
        return list(map(write, value))

    return turn


def _fields_reader(cls: type) -> Turn:
    readers = {name: reader_of(kind) for name, kind in shape_of(cls).items()}

    def turn(value: Any) -> Any:
        if not isinstance(value, dict) or value.keys() != readers.keys():
            raise BadSpelling(f"wrong fields for {cls.__name__}")
        return cls(**{name: read(value[name]) for name, read in readers.items()})

    return turn


def _fields_writer(cls: type) -> Turn:
    writers = {name: writer_of(kind) for name, kind in shape_of(cls).items()}

    def turn(value: Any) -> dict[str, Any]:
        if type(value) is not cls:
            raise BadSpelling(f"{value!r} is not a {cls.__name__}")
        return {name: write(getattr(value, name)) for name, write in writers.items()}

    return turn


_READERS: Final[dict[Any, Turn]] = {
    int: _count,
    bool: _flag,
    datetime: _read_text(read_moment),
    date: _read_text(read_day),
}
_WRITERS: Final[dict[Any, Turn]] = {
    int: _count,
    bool: _flag,
    datetime: time_text,
    date: _day_text,
}
