"""The calendar file, read back by a program that is not ours."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from jernih.pure import ics
from jernih.pure.ics import Appointment

NINE = datetime(2026, 1, 5, 9, 0, tzinfo=ZoneInfo("Asia/Makassar"))


def appointment(**more):
    return Appointment(
        **{
            "uid": "0f" * 16 + "@jernih",
            "starts_at": NINE,
            "ends_at": NINE + timedelta(minutes=30),
            "made_at": datetime(2026, 1, 1, 3, 4, 5, 678, tzinfo=UTC),
            "summary": "Nomor A-017",
            "location": "Kantor Imigrasi Tarakan, Jl. Jend. Sudirman; lantai 1",
            "description": "Bawa KTP asli.\nDatang 30 menit lebih awal.",
            **more,
        }
    )


def read(data):
    calendar = Calendar.from_ical(data)
    (event,) = calendar.walk("VEVENT")
    return event


def test_a_file_is_these_very_lines():
    assert ics.calendar_bytes(appointment(alarm_hours=12)).decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Jernih//Antrean//ID",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "UID:0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f@jernih",
        "DTSTAMP:20260101T030405Z",
        "DTSTART:20260105T010000Z",
        "DTEND:20260105T013000Z",
        "SUMMARY:Nomor A-017",
        r"LOCATION:Kantor Imigrasi Tarakan\, Jl. Jend. Sudirman\; lantai 1",
        r"DESCRIPTION:Bawa KTP asli.\nDatang 30 menit lebih awal.",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-PT12H",
        "DESCRIPTION:Nomor A-017",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_another_program_reads_the_same_appointment():
    event = read(ics.calendar_bytes(appointment(alarm_hours=12)))

    assert event["DTSTART"].dt == NINE
    assert event["DTEND"].dt == NINE + timedelta(minutes=30)
    assert event["DESCRIPTION"] == "Bawa KTP asli.\nDatang 30 menit lebih awal."
    assert event["LOCATION"] == appointment().location
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=-12)


def test_without_hours_there_is_no_alarm():
    assert not read(ics.calendar_bytes(appointment())).walk("VALARM")


printable = st.text(st.characters(exclude_categories=("C", "Z")) | st.sampled_from(" \n,;\\:"))


@given(printable)
def test_any_text_comes_back_as_it_went_in(text):
    event = read(ics.calendar_bytes(appointment(description=f"x{text}x")))

    assert event["DESCRIPTION"] == f"x{text}x"


@given(st.text())
def test_no_text_makes_a_line_of_its_own_or_a_line_too_long(text):
    data = ics.calendar_bytes(appointment(summary=text, location=text))

    rows = data.split(b"\r\n")
    assert all(len(row) <= 75 and b"\r" not in row and b"\n" not in row for row in rows)
    assert len([row for row in rows if not row.startswith(b" ")]) == 15
    assert data.decode()


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a time zone"):
        ics.calendar_bytes(appointment(made_at=datetime(2026, 1, 1)))  # noqa: DTZ001
