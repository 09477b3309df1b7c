"""Read the line of a fact by one pattern: since a fact has one spelling, it can be written down.

What matches is the one spelling, and nothing has to be written again to see it. What does not
match is not refused here: kinds.py reads it the plain way, which finds the words for what is wrong.
Source: docs/decisions/0024. Vectors: tests/pure/test_lines.py.
"""

import re
from collections.abc import Callable
from dataclasses import is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, Final, NamedTuple, TypeVar, get_args, get_origin

from jernih.pure.canonical import MAX_BYTES
from jernih.pure.spelling import BadSpelling, read_day, read_moment, shape_of

T = TypeVar("T")
Turn = Callable[[str], Any]
# Returns None for a line that only the plain reader can judge.
LineReader = Callable[[str], T | None]


class _Value(NamedTuple):
    """What a value looks like on the line, without groups, and what makes it out of its text.

    quotes: whether it stands in them; the text is then what is between.
    """

    pattern: str
    turn: Turn | None
    quotes: bool


# Fifteen digits are below 2^53; the few numbers beyond take the plain way.
_COUNT: Final = _Value("(?:0|[1-9][0-9]{0,14})", int, quotes=False)
_FLAG: Final = _Value("(?:true|false)", "true".__eq__, quotes=False)
# Patterns of texts that are taken over: letters, digits, classes, alternatives, counts.
_PLAIN: Final = re.compile(r"(?:\[[^\]\\]+\]|[A-Za-z0-9|(){},:?-])*")
_CLASS: Final = re.compile(r"\[[^\]]+\]")
# What JSON writes otherwise than it is, and what is no ASCII.
_ESCAPED: Final = [char for char in map(chr, range(256)) if not " " <= char <= "~" or char in '"\\']


def line_reader(cls: type[T], *, kind: str, version: int) -> LineReader[T]:
    """Return what reads the one line of this class: it knows its fields, `kind` and `v`.

    For a class with a field of a type that no pattern is known for it knows no line.
    """
    values = _values_of(cls)
    if values is None:
        return lambda _line: None
    return _reader(cls, values, kind=f'"{re.escape(kind)}"', v=str(version))


def _reader(cls: type[T], values: dict[str, _Value], **fixed: str) -> LineReader[T]:
    """Return what reads the fields of a class, and those whose text is fixed, between braces."""
    parts = {name: _group(name, value) for name, value in values.items()} | fixed
    # Canonical form sorts keys.
    inner = ",".join(f'"{name}":{parts[name]}' for name in sorted(parts))
    match = re.compile(rf"\{{{inner}\}}").fullmatch
    turns = tuple((name, value.turn) for name, value in values.items() if value.turn)
    new, put = object.__new__, object.__setattr__

    def read(line: str) -> T | None:
        found = match(line)
        if found is None or len(line) > MAX_BYTES:
            return None
        body = found.groupdict()
        try:
            for name, turn in turns:
                body[name] = turn(body[name])
        except (BadSpelling, KeyError):
            return None
        # Not by the class's own __init__, which freezes field by field: a third of the time.
        fact = new(cls)
        put(fact, "__dict__", body)
        return fact

    return read


def _values_of(cls: type) -> dict[str, _Value] | None:
    """Return what the fields of a class look like; None if that is not known of each."""
    values = {name: _value_of(hint) for name, hint in shape_of(cls).items()}
    known = {name: value for name, value in values.items() if value is not None}
    return known if len(known) == len(values) and not hasattr(cls, "__post_init__") else None


def _group(name: str, value: _Value) -> str:
    group = f"(?P<{name}>{value.pattern})"
    return f'"{group}"' if value.quotes else group


def _value_of(hint: Any) -> _Value | None:
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        return _groups(item) if is_dataclass(item) else _list(_value_of(item))
    if get_origin(hint) is Annotated:
        return _text(get_args(hint)[1])
    if hint in _VALUES:
        return _VALUES[hint]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        members = {member.value: member for member in hint}
        return _Value('[^"]*', members.__getitem__, quotes=True)
    return None


def _text(pattern: str) -> _Value | None:
    """Return a text whose characters all stand on the line as they are, else None."""
    if not _PLAIN.fullmatch(pattern) or "(?" in pattern:
        return None
    if any(re.fullmatch(one, char) for one in _CLASS.findall(pattern) for char in _ESCAPED):
        return None
    return _Value(f"(?:{pattern.replace('(', '(?:')})", None, quotes=True)


def _list(item: _Value | None) -> _Value | None:
    if item is None or not (item.quotes or item is _COUNT):
        return None
    mark = '"' if item.quotes else ""
    one, turn, edge = f"{mark}{item.pattern}{mark}", item.turn, 1 + len(mark)

    def read(text: str) -> tuple[Any, ...]:
        texts = text[edge:-edge].split(f"{mark},{mark}") if len(text) > 2 else ()
        return tuple(map(turn, texts)) if turn else tuple(texts)

    # What is turned is a member or a day, one of few.
    turned = lru_cache(maxsize=1024)(read) if turn else read
    return _Value(rf"\[(?:{one}(?:,{one})*)?\]", turned, quotes=False)


def _groups(cls: Any) -> _Value | None:
    """Return a list of groups of fields. The line's pattern only parts them, each has its own."""
    values = _values_of(cls)
    if values is None:
        return None
    read_group = _reader(cls, values)

    # The days that are wished are few, and come a million times.
    @lru_cache(maxsize=4096)
    def read_one(text: str) -> Any:
        group = read_group(text)
        if group is None:
            raise BadSpelling(f"{text!r} is not a {cls.__name__}")
        return group

    def read(text: str) -> tuple[Any, ...]:
        texts = text[1:-1].replace("},{", "}\n{").split("\n") if len(text) > 2 else ()
        return tuple(map(read_one, texts))

    return _Value(r"\[(?:\{[^{}]*\}(?:,\{[^{}]*\})*)?\]", read, quotes=False)


_VALUES: Final = {
    int: _COUNT,
    bool: _FLAG,
    # Their readers look at every sign themselves, and remember what they saw.
    datetime: _Value('[^"]{20}', read_moment, quotes=True),
    date: _Value('[^"]{10}', read_day, quotes=True),
}
