from dataclasses import replace
from datetime import timedelta

import pytest

from jernih.pure import events_draw
from jernih.pure.events_draw import CancelReason
from jernih.pure.reasons import ReleaseMode
from tests.draw_records import (
    DRAWN_AT,
    MONDAY,
    OPENS_AT,
    Story,
    found,
    hashed,
    life_goes_on,
    planned,
    released,
    rules,
    told,
)

DAY = timedelta(days=1)

STORY = Story()
SEEDED = STORY.until_seeded()
ROWS = STORY.rows()
RESULT = STORY.result()
DRAWN = next(fact for fact in RESULT if isinstance(fact, events_draw.BatchDrawn))
LEFT = [fact for fact in RESULT if isinstance(fact, events_draw.LeftoverOffered)]


def told_as(rows, *, drawn=None):
    """The story with these rows of the result, and its end told as it was."""
    facts = STORY.result(rows)
    if drawn is not None:
        facts = [drawn if isinstance(fact, events_draw.BatchDrawn) else fact for fact in facts]
    return [*SEEDED, *facts, life_goes_on()]


def test_a_true_result_is_true_in_any_cut():
    one = told(events_draw.SeatsDrawn, DRAWN_AT, first=1, rows=tuple(ROWS))

    assert rules([*SEEDED, one, DRAWN, *LEFT]) == []


def test_a_row_at_another_place_is_out_of_order():
    rows = [ROWS[1], ROWS[0], *ROWS[2:]]

    (only,) = found(told_as(rows))
    assert only.rule == "draw.order"
    assert f"draw number 1 went to application {ROWS[1].ref[:8]}" in only.words
    assert f"it is {ROWS[0].ref[:8]}, and 1 more differ" in only.words


def test_another_seat_is_named_with_the_right_one():
    rows = [replace(ROWS[0], numbers=("A-008",)), *ROWS[1:]]

    (only,) = [one for one in found(told_as(rows)) if one.rule == "draw.seats"]
    assert "got A-008 on 2023-09-04; by the rule it is A-001 on 2023-09-04." in only.words


def test_who_got_something_instead_of_nothing_is_named():
    lost = next(at for at, row in enumerate(ROWS) if not row.day)
    rows = [*ROWS]
    rows[lost] = replace(rows[lost], day="2023-09-05", numbers=("A-006",))

    (only,) = [one for one in found(told_as(rows)) if one.rule == "draw.seats"]
    assert "by the rule it is nothing" in only.words


def test_a_day_that_no_calendar_has_is_no_seat():
    rows = [replace(ROWS[0], day="2023-02-31"), *ROWS[1:]]

    assert "draw.seats" in rules(told_as(rows))


def test_a_result_that_misses_someone_is_out_of_order():
    assert "draw.order" in rules(told_as(ROWS[:-1]))
    assert "draw.order" in rules(told_as(ROWS[1:]))
    stranger = replace(ROWS[-1], ref=hashed("stranger")[:32])
    assert "draw.order" in rules(told_as([*ROWS, stranger]))


def test_rows_that_leave_a_number_out_are_out_of_order():
    parts = [fact for fact in RESULT if isinstance(fact, events_draw.SeatsDrawn)]
    bent = replace(parts[1], first=parts[1].first + 1)

    assert rules([*SEEDED, parts[0], bent, *RESULT[2:]]) == ["draw.order"]


@pytest.mark.parametrize("wrong", [{"applications": 99}, {"seated": 99}, {"numbers": 99}])
def test_the_counts_of_a_result_are_true(wrong):
    assert rules(told_as(ROWS, drawn=replace(DRAWN, **wrong))) == ["draw.seats"]


def test_a_result_comes_after_its_seed():
    assert rules([RESULT[0]]) == ["draw.order"]
    assert rules([*SEEDED[:-1], RESULT[0]]) == ["draw.order"]


def test_a_result_comes_once():
    assert "draw.second-draw" in rules([*SEEDED, *RESULT, RESULT[0]])
    assert "draw.second-draw" in rules([*SEEDED, *RESULT, DRAWN])


def test_the_end_of_a_draw_that_nobody_planned_is_no_end():
    assert rules([DRAWN]) == ["draw.calendar"]


def test_numbers_that_are_neither_drawn_nor_offered_are_named():
    few = Story(people=Story().people[:2], leave=())
    facts = [fact for fact in few.facts() if not isinstance(fact, events_draw.LeftoverOffered)]

    first, second = found(facts)
    assert {first.rule, second.rule} == {"draw.capacity"}
    assert "and 1 more of 2023-09-04 were announced, but neither drawn" in first.words
    # Facts of one moment may come to the public a second apart.
    assert rules([*facts[:-1], life_goes_on(at=DRAWN_AT + timedelta(minutes=30))]) == []
    assert rules(facts[:-1]) == []


def test_no_number_of_a_drawn_week_is_published_past_its_draw():
    wednesday = released(MONDAY + timedelta(days=2), 4)
    at_once = replace(wednesday, mode=ReleaseMode.OPEN)
    cancelled = told(events_draw.BatchCancelled, OPENS_AT, reason=CancelReason.MISTAKE)

    assert rules([*SEEDED, wednesday]) == ["draw.capacity"]
    assert rules([planned(), at_once]) == ["draw.capacity"]
    assert rules([*SEEDED, at_once]) == ["draw.capacity"]
    assert rules([planned(), cancelled, at_once]) == []
    for change in ({"service": "renewal"}, {"office": "nunukan"}, {"day": MONDAY - DAY}):
        assert rules([planned(), replace(at_once, **change)]) == []
    assert rules([at_once, planned()]) == []
