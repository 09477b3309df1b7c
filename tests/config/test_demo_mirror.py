"""The mirror of a demonstration: stays the same, says what it is, gives way to a real one."""

from datetime import date

import pytest

from jernih.config import demo_mirror, where
from jernih.mirror.__main__ import _parser, make
from jernih.pure.tlog.note import parse_log_key
from tests.logs import KEY

DAYS = {date(2026, 12, 25)}


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(where, "VAR", tmp_path)
    monkeypatch.setattr(where, "DEVELOPMENT", True)
    monkeypatch.delenv("MIRROR_URL", raising=False)
    return tmp_path


def test_key_token_and_address_stay_the_same_and_it_starts_with_the_offices_days_off(home):
    said = demo_mirror.prepare(KEY, zone="Asia/Makassar", holidays=DAYS)
    again = demo_mirror.prepare(KEY, zone="Asia/Makassar", holidays=DAYS)

    told = demo_mirror.settings()
    mirror = make(_parser().parse_args(demo_mirror.command(site=str(home))[1:]))

    assert said == again
    assert mirror.token in said
    assert told["MIRROR_URL"] in said
    assert mirror.office.key == parse_log_key(told["MIRROR_VKEY"])
    assert mirror.office.is_demo
    assert mirror.office.clock.calendar.holidays == DAYS


def test_a_real_mirror_takes_its_place(home, monkeypatch):
    demo_mirror.prepare(KEY, zone="Asia/Makassar", holidays=())
    monkeypatch.setenv("MIRROR_URL", "https://pengawas.example")

    assert demo_mirror.prepare(KEY, zone="Asia/Makassar", holidays=()) == ""
    assert (demo_mirror.settings(), demo_mirror.command(site="x")) == ({}, [])


def test_a_real_office_never_starts_it(home, monkeypatch):
    demo_mirror.prepare(KEY, zone="Asia/Makassar", holidays=())
    monkeypatch.setattr(where, "DEVELOPMENT", False)

    assert demo_mirror.command(site="x") == []
