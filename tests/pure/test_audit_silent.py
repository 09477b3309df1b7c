"""Signs of life all day: gaps are told, and people called deep inside one are a violation."""

from datetime import UTC, date, datetime, timedelta

from jernih.pure import events
from tests.witness_records import Tree, beat

EIGHT = datetime(2026, 11, 23, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
RULE = "record.silent"


def at(minutes: int) -> datetime:
    return EIGHT + timedelta(minutes=minutes)


def opened(minutes: int = 0, day: date = DAY) -> events.DayOpened:
    return events.DayOpened(
        office="tarakan", at=at(minutes), day=day, step=1, rule_version=1, priority_every=3,
        early_minutes=30, late_minutes=30, recall_max=3, recall_gap_seconds=60, priority_cap=5,
        standby_cap=5,
    )  # fmt: skip


def closed(minutes: int) -> events.DayClosed:
    return events.DayClosed(
        office="tarakan", at=at(minutes), day=DAY, step=9, served=0, missed=0, left=0, expired=0,
        exceptions=0,
    )  # fmt: skip


def called(minutes: int) -> events.Called:
    return events.Called(
        office="tarakan", at=at(minutes), day=DAY, step=2, number="A-001", counter=1,
        officer="s-abc123", rule="BOOKED",
    )  # fmt: skip


def lives(*minutes: int) -> list:
    since = f"{at(minutes[0]):%Y-%m-%dT%H:%M:%SZ}"
    return [beat(at(n), offline_since=since) for n in minutes]


def test_a_day_with_a_sign_every_ten_minutes_is_quiet():
    tree = Tree().add(opened(), *lives(*range(1, 180, 10)), called(100), closed(185))

    assert tree.found(RULE) == []
    assert [note for note in tree.report().notes if "sign of life" in note] == []


def test_a_power_cut_is_a_note_with_its_minutes():
    day = [*lives(0, 10, 20, 140, 150), closed(155)]

    tree = Tree().add(opened(), *day)

    assert tree.found(RULE) == []
    assert (
        "tarakan: 1 times no sign of life while the hall was open, 120 minutes in all; the longest "
        "120 minutes from 2026-11-23 00:20 (UTC)."
    ) in tree.report().notes


def test_people_called_deep_in_a_silence_are_named():
    """Threat 8: the record's clock is stopped, and the hall goes on by itself."""
    first, *rest = lives(0, 140, 150)
    tree = Tree().add(opened(), first, called(30), called(90), called(95), *rest, closed(155))

    (words,) = tree.found(RULE)

    assert "no sign of life from 2026-11-23 00:00 (UTC) for 140 minutes" in words
    assert "at 01:30" in words


def test_a_hall_that_works_again_a_little_before_its_clock_is_no_lie():
    first, *rest = lives(0, 140, 150)
    tree = Tree().add(opened(), first, called(135), *rest, closed(155))

    assert tree.found(RULE) == []


def test_signs_that_stop_for_good_are_noticed_at_the_end():
    tree = Tree().add(opened(), *lives(0, 10), called(100), called(200))

    assert len(tree.found(RULE)) == 1


def test_an_office_that_never_gave_a_sign_is_not_judged():
    tree = Tree().add(opened(), called(100), called(200), closed(300))

    assert tree.found(RULE) == []
    assert [note for note in tree.report().notes if "sign of life" in note] == []


def test_a_whole_day_without_a_sign_counts_once_the_office_has_begun():
    tree = Tree().add(opened(), *lives(0, 10), closed(15))
    tree.add(opened(1440), called(1540), called(1600), closed(1700))

    assert len(tree.found(RULE)) == 1


def test_nights_are_no_gaps():
    tree = Tree().add(opened(), *lives(0, 10), closed(15), opened(1440))
    tree.add(*lives(1441, 1451), closed(1460))

    assert [note for note in tree.report().notes if "sign of life" in note] == []
