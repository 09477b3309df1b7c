"""The form of the lines that tell who applied for a batch and who left, as one pattern.

A fact has one spelling, so what is right can be written down; events_draw.py says the fields.
Source: docs/decisions/0024. Vectors: tests/pure/test_draw_quick.py.
"""

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from jernih.pure.reasons import Channel

# Between two texts of a list.
BETWEEN: Final = b'","'
_MOMENT: Final = rb'[^"]{10}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z'
# Hashes are taken by their length, which is quick; if they are hex, draw_scan.py asks of all.
_HASHES: Final = rb'"(.{64}(?:",".{64})*)"'
_APPLIED: Final = (
    rb'\{"any_after":"((?:[^"]{10})?)","at":"(%(moment)s)","batch":"%(batch)s",'
    rb'"channel":"(?:%(channels)s)","classes":\[([^\]]*)\],"commitments":\[%(hashes)s\],'
    rb'"helper":"(?:s-[0-9a-z]{6})?","kind":"draw\.applied",'
    rb'"lost":\[(?:"([0-9a-f]{32}(?:","[0-9a-f]{32}){0,200})")?\],'
    rb'"nullifiers":\[%(hashes)s\],"office":"%(office)s","ref":"(.{32})",'
    rb'"service":"%(service)s","standby":(true|false),"v":1,'
    rb'"wishes":\[((?:%(wish)s(?:,%(wish)s){0,200})?)\]\}'
)
_LEFT: Final = (
    rb'\{"at":"(%(moment)s)","batch":"%(batch)s","kind":"draw\.application-withdrawn",'
    rb'"office":"%(office)s","ref":"([0-9a-f]{32})","v":1\}'
)
_WISH: Final = rb'\{"day":"[^"]{10}","starts_at":"(?:[^"]{20})?"\}'


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What all applications of one batch have in common, as texts of the record.

    days: those that may be wished. most: people in a family. seed: told in the file, "" if none.
    """

    batch: str
    office: str
    service: str
    closes_at: str
    days: frozenset[str]
    most: int
    long_after: int
    seed: str = ""


Found = tuple[bytes, ...]


class Columns(NamedTuple):
    """What the pattern takes out of the lines; of applications the last two are empty."""

    any_after: tuple[bytes, ...]
    at: tuple[bytes, ...]
    classes: tuple[bytes, ...]
    commitments: tuple[bytes, ...]
    lost: tuple[bytes, ...]
    nullifiers: tuple[bytes, ...]
    ref: tuple[bytes, ...]
    standby: tuple[bytes, ...]
    wishes: tuple[bytes, ...]
    left_at: tuple[bytes, ...]
    left: tuple[bytes, ...]


def pattern_of(frame: Frame) -> re.Pattern[bytes]:
    """Return what takes `Columns` out of each line that is of this form."""
    words = {
        b"moment": _MOMENT,
        b"hashes": _HASHES,
        b"wish": _WISH,
        b"channels": "|".join(Channel).encode(),
        b"batch": re.escape(frame.batch.encode()),
        b"office": re.escape(frame.office.encode()),
        b"service": re.escape(frame.service.encode()),
    }
    line = rb"^(?:%b|%b)\n" % (_APPLIED % words, _LEFT % words)
    return re.compile(line, re.MULTILINE | re.DOTALL)
