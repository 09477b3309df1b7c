from dataclasses import replace
from datetime import timedelta

import pytest

from jernih.pure import events, events_draw, reasons
from tests.pure.booking_facts import (
    DAY,
    LONG_AFTER,
    NEXT_DAY,
    NINE,
    added,
    at_the_end,
    confirmed,
    found,
    freed,
    moved,
    ref,
    released,
    rules,
    stayed_away,
    taken,
    window,
    withdrawn,
)


def checked_in(n: int, number: str) -> events.CheckedIn:
    return events.CheckedIn(
        office="tarakan",
        at=NINE,
        day=DAY,
        step=1,
        ref=ref(n),
        number=number,
        service="passport",
        starts_at=NINE,
        ends_at=NINE,
        place_at=NINE,
        helper="",
        channel=reasons.Channel.KIOSK,
    )


HOUR = timedelta(hours=1)
HOUR_TWO = NINE + HOUR
TRUE_DAY = (
    released(),
    released(day=NEXT_DAY),
    taken(1, "A-001", "A-002"),
    taken(2, "A-003"),
    taken(3, "A-004"),
    taken(4, "A-005"),
    confirmed(1),
    confirmed(4),
    withdrawn(2, "A-003"),
    added("A-007", "A-003"),
    taken(5, "A-007"),
    moved(3, "A-004", "A-001"),
    added("A-008", "A-004", starts_at=HOUR_TWO, ends_at=HOUR_TWO + HOUR),
    freed("A-006"),
    checked_in(1, "A-001"),
    checked_in(1, "A-002"),
    checked_in(4, "A-005"),
    stayed_away(5, "A-007"),
    replace(stayed_away(3, "A-001"), day=NEXT_DAY),
)


def test_a_true_day_is_clean():
    assert found(*TRUE_DAY) == []


@pytest.mark.parametrize("index", range(len(TRUE_DAY)))
def test_a_true_day_told_twice_at_any_point_is_not(index):
    assert found(*TRUE_DAY[: index + 1], *TRUE_DAY[index:])


def test_numbers_are_released_without_gaps():
    assert rules(released(window(2, 3))) == ["booking.supply"]
    assert rules(released(window(1, 3), window(5, 6))) == ["booking.supply"]
    assert rules(released(window(1, 3), window(3, 6))) == ["booking.supply"]
    assert rules(released(window(1, 3)), released(window(4, 6))) == []


def test_another_series_and_another_day_start_at_one():
    assert rules(released(), released(series="B"), released(day=NEXT_DAY)) == []


def test_windows_come_in_the_order_of_the_day():
    assert rules(released(window(1, 3, hour=1), window(4, 6))) == ["booking.supply"]


def test_what_was_planned_is_what_stands_in_the_windows():
    assert rules(released(planned=7)) == ["booking.supply"]


def test_numbers_are_held_back_only_for_a_reason():
    assert rules(released(held_reason=reasons.HoldReason.NONE)) == ["booking.supply"]
    assert rules(released(window(1, 2), held_reason=reasons.HoldReason.EQUIPMENT)) == [
        "booking.supply"
    ]


def test_a_window_cannot_hold_back_more_than_it_has_or_end_before_it_starts():
    backwards = replace(window(1, 2), ends_at=NINE)

    assert rules(released(window(1, 2, held=3))) == ["booking.supply"]
    assert rules(released(backwards)) == ["booking.supply"]


def test_a_number_is_taken_once():
    (violation,) = found(released(), taken(1, "A-001"), taken(2, "A-001"))

    assert violation.rule == "booking.number"
    assert violation.indexes == (1, 2)
    assert "A-001" in violation.words


@pytest.mark.parametrize("number", ["A-006", "A-007", "A-0001", "B-001"])
def test_a_number_that_is_not_offered_cannot_be_taken(number):
    assert rules(released(), taken(1, number)) == ["booking.number"]


def test_a_number_is_taken_for_its_own_service_and_day():
    assert rules(released(), taken(1, "A-001", service="collection")) == ["booking.number"]
    assert rules(released(), taken(1, "A-001", day=NEXT_DAY)) == ["booking.number"]


def test_every_number_has_a_class_and_a_commitment():
    fact = replace(taken(1, "A-001"), commitments=())

    assert rules(released(), fact) == ["booking.number"]


def test_a_number_given_back_is_never_used_again():
    given_back = (released(), taken(1, "A-001"), withdrawn(1, "A-001"))

    assert rules(*given_back, taken(2, "A-001")) == ["booking.number"]
    assert "booking.number" in rules(*given_back, checked_in(1, "A-001"))


def test_only_who_has_a_number_can_give_it_back_or_come_with_it():
    story = (released(), taken(1, "A-001"), taken(2, "A-002"))

    assert rules(*story, withdrawn(2, "A-001")) == ["booking.number"]
    assert rules(*story, checked_in(2, "A-001")) == ["booking.number"]
    assert rules(*story, checked_in(2, "A-003")) == ["booking.number"]


def test_who_came_cannot_be_said_to_have_stayed_away():
    story = (released(), taken(1, "A-001"), checked_in(1, "A-001"))

    assert rules(*story, stayed_away(1, "A-001")) == ["booking.number"]


def test_a_number_that_comes_anew_takes_the_next_number_and_the_same_time():
    given_back = (released(), taken(1, "A-001"), withdrawn(1, "A-001"))

    assert rules(*given_back, added("A-007", "A-001")) == []
    assert rules(*given_back, added("A-008", "A-001")) == ["booking.supply"]
    assert rules(*given_back, added("A-007", "A-002")) == ["booking.supply"]
    assert rules(*given_back, added("A-007", "A-009")) == ["booking.supply"]
    assert rules(*given_back, added("A-007", "A-001", starts_at=LONG_AFTER)) == ["booking.supply"]
    assert rules(*given_back, added("A-007", "A-001"), added("A-008", "A-001")) == [
        "booking.supply"
    ]


def test_only_what_was_held_back_is_freed_and_then_offered():
    assert rules(released(), freed("A-006"), taken(1, "A-006")) == []
    assert rules(released(), freed("A-001")) == ["booking.supply"]
    assert rules(released(), freed("A-009")) == ["booking.supply"]


def test_a_move_gives_one_number_back_and_takes_another():
    story = (released(), released(day=NEXT_DAY), taken(1, "A-001"), moved(1, "A-001", "A-002"))

    assert rules(*story) == []
    assert rules(*story, taken(2, "A-001")) == ["booking.number"]
    assert rules(*story, taken(2, "A-002", day=NEXT_DAY)) == ["booking.number"]


def test_when_a_day_is_over_every_number_has_a_fate():
    story = (released(), taken(1, "A-001"))

    assert rules(*story) == []
    assert rules(*story, at_the_end(released(day=NEXT_DAY))) == ["booking.fate"]
    assert rules(*story, stayed_away(1, "A-001")) == []


def test_an_application_is_made_once():
    assert rules(released(), taken(1, "A-001"), taken(1, "A-002")) == ["booking.application"]


def test_an_application_that_was_never_made_cannot_be_confirmed():
    assert rules(confirmed(1)) == ["booking.application"]


def test_what_ended_does_not_begin_again():
    story = (released(), taken(1, "A-001"), withdrawn(1, "A-001"))

    assert rules(*story, confirmed(1)) == ["booking.application"]


def test_an_application_to_a_draw_waits_for_it():
    applied = events_draw.Applied(
        office="tarakan",
        at=NINE,
        batch=ref(9),
        ref=ref(1),
        service="passport",
        classes=(reasons.PriorityClass.GENERAL,),
        wishes=(),
        any_after="2026-12-01",
        standby=False,
        lost=(),
        channel=reasons.Channel.WEB,
        helper="",
        commitments=("ab" * 32,),
        nullifiers=("cd" * 32,),
    )

    assert rules(applied) == []
    assert rules(applied, confirmed(1)) == ["booking.application"]


def test_of_a_family_some_may_come_and_some_stay_away():
    story = (released(), taken(1, "A-001", "A-002"), checked_in(1, "A-001"))

    assert rules(*story, stayed_away(1, "A-002")) == []


def test_a_confirmed_application_may_still_move():
    story = (released(), released(day=NEXT_DAY), taken(1, "A-001"), confirmed(1))

    assert rules(*story, moved(1, "A-001", "A-002"), confirmed(1)) == []


def corrected(n: int, number: str = "A-001", *, times: int = 1) -> events.Corrected:
    return events.Corrected(
        office="tarakan",
        at=NINE,
        ref=ref(n),
        number=number,
        times=times,
        officer="s-aaaaa1",
        commitment="ab" * 32,
    )


def test_a_name_is_corrected_only_in_an_application_that_lives():
    story = released(), taken(1, "A-001"), corrected(1)

    assert rules(*story) == []
    assert rules(released(), corrected(1)) == ["booking.application"]
    (wrong,) = found(*story[:2], withdrawn(1, "A-001"), corrected(1))
    assert (wrong.rule, wrong.indexes) == ("booking.application", (2, 3))
    assert "WITHDRAWN" in wrong.words


@pytest.mark.parametrize("times", [(2,), (1, 2, 2), (1, 2, 3), (0,), (1, 3)], ids=str)
def test_names_are_corrected_one_time_after_the_other_and_no_more_than_allowed(times):
    told = [corrected(1, times=n) for n in times]

    assert "booking.limits" in rules(released(), taken(1, "A-001"), *told)


def test_each_of_a_family_may_be_corrected_as_often_as_allowed():
    told = [corrected(1, n, times=t) for t in (1, 2) for n in ("A-001", "A-002")]

    assert rules(released(), taken(1, "A-001", "A-002"), *told) == []
