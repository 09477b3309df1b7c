"""Write appointments as a calendar file that every phone can open.

Source: RFC 5545 (lines of 75 octets, CRLF, escaped text); times in UTC. Vectors:
tests/pure/test_ics.py.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

MAKER = "-//Jernih//Antrean//ID"
LINE_OCTETS = 75


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """One window to come in; `uid` stays the same for ever, so a second import replaces the first.

    alarm_hours: a reminder so long before, 0 for none.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    made_at: datetime
    summary: str
    location: str
    description: str
    alarm_hours: int = 0


def calendar_bytes(*appointments: Appointment) -> bytes:
    """Return the file, UTF-8, with these in their order."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{MAKER}",
        "METHOD:PUBLISH",
        *(line for one in appointments for line in _event(one)),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _event(a: Appointment) -> tuple[str, ...]:
    return (
        "BEGIN:VEVENT",
        f"UID:{_text(a.uid)}",
        f"DTSTAMP:{_utc(a.made_at)}",
        f"DTSTART:{_utc(a.starts_at)}",
        f"DTEND:{_utc(a.ends_at)}",
        f"SUMMARY:{_text(a.summary)}",
        f"LOCATION:{_text(a.location)}",
        f"DESCRIPTION:{_text(a.description)}",
        *(_alarm(a) if a.alarm_hours else ()),
        "END:VEVENT",
    )


def _alarm(a: Appointment) -> tuple[str, ...]:
    return (
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"TRIGGER:-PT{a.alarm_hours}H",
        f"DESCRIPTION:{_text(a.summary)}",
        "END:VALARM",
    )


def _utc(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    for plain, written in (
        ("\\", "\\\\"),
        (";", "\\;"),
        (",", "\\,"),
        ("\r\n", "\n"),
        ("\n", "\\n"),
    ):
        text = text.replace(plain, written)
    # What is left of control characters would end the line or break the reader.
    return "".join(c if c.isprintable() else " " for c in text)


def _folded(line: str) -> bytes:
    rows, row = [], b""
    for letter in line:
        octets = letter.encode()
        # A row that goes on begins with one space, which counts.
        if len(row) + len(octets) > LINE_OCTETS:
            rows.append(row)
            row = b" "
        row += octets
    return b"\r\n".join([*rows, row]) + b"\r\n"
