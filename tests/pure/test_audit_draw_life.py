from dataclasses import replace
from datetime import timedelta

import pytest

from jernih.pure import events_draw
from jernih.pure.draw_rule import DrawRule
from jernih.pure.events_draw import CancelReason, Source
from jernih.pure.reasons import ReleaseMode
from tests import draw_records as facts
from tests.draw_records import (
    CLOSES_AT,
    DRAWN_AT,
    MONDAY,
    OPENS_AT,
    SUNDAY,
    TUESDAY,
    Story,
    announced,
    found,
    key_published,
    notes,
    planned,
    released,
    rules,
    told,
)

OTHER = "ffffffff" + "0" * 24
DAY, WEEK = timedelta(days=1), timedelta(days=7)
OPENED = told(events_draw.BatchOpened, OPENS_AT)
CANCELLED = told(events_draw.BatchCancelled, OPENS_AT, reason=CancelReason.MISTAKE)
DRAWN = told(events_draw.BatchDrawn, DRAWN_AT, applications=0, seated=0, numbers=0)


def without(kind, story):
    return [fact for fact in story if not isinstance(fact, kind)]


def opened(*, supplies=None, **rule):
    """The beginning of a story whose announcement says something else."""
    story = Story(rules=rule)
    if supplies is not None:
        story.supplies = supplies
    return story.until_open()


def test_a_true_draw_breaks_no_rule():
    assert found(Story().facts()) == []
    assert notes(Story().facts()) == ()


def test_a_batch_is_planned_once():
    assert rules([planned(), planned()]) == ["draw.calendar"]
    assert rules([*Story(people=[], leave=()).until_closed(), planned()])[0] == "draw.second-draw"


def test_two_batches_do_not_share_days():
    again = planned(batch=OTHER, first_day=SUNDAY, last_day=SUNDAY + WEEK)

    assert rules([planned(), again]) == ["draw.calendar"]
    assert rules([planned(), replace(again, service="renewal")]) == []
    assert rules([planned(), replace(again, first_day=SUNDAY + DAY)]) == []
    assert (
        rules(
            [
                replace(planned(), first_day=SUNDAY + DAY, last_day=SUNDAY + WEEK),
                planned(batch=OTHER),
            ]
        )
        == []
    )


def test_after_a_batch_was_given_up_its_days_may_be_planned_again():
    assert rules([planned(), CANCELLED, planned(batch=OTHER)]) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"opens_at": CLOSES_AT},
        {"closes_at": DRAWN_AT},
        {"draws_at": DRAWN_AT + 30 * DAY},
        {"last_day": MONDAY - DAY},
        {"at": OPENS_AT},
    ],
)
def test_a_batch_whose_times_cannot_be_kept_is_named(wrong):
    assert rules([planned(**wrong)]) == ["draw.calendar"]


def test_a_batch_opens_at_its_published_time():
    early = replace(OPENED, at=OPENS_AT - timedelta(seconds=1))

    assert rules([*opened()[:-1], early]) == ["draw.calendar"]


def test_what_was_never_planned_cannot_go_on():
    assert set(rules([OPENED])) == {"draw.calendar"}
    assert set(rules([CANCELLED])) == {"draw.calendar"}
    assert "draw.calendar" in rules([announced([])])


def test_a_step_left_out_is_said_once_and_the_rest_is_followed():
    story = without(events_draw.BatchOpened, Story(people=[], leave=()).facts())

    assert rules(story) == ["draw.calendar"]


def test_nothing_follows_a_batch_that_was_not_announced():
    story = without(events_draw.BatchAnnounced, Story(people=[], leave=()).until_open())

    assert rules([*story, Story(people=[], leave=()).closed()]) == ["draw.calendar"] * 2


def test_nothing_is_seeded_before_its_list_is_frozen():
    story = Story(people=[], leave=())

    assert rules([*story.until_open(), story.seeded(), DRAWN]) == ["draw.calendar"] * 2


def test_a_result_without_a_seed_is_named():
    story = Story(people=[], leave=())

    assert rules([*story.until_closed(), DRAWN]) == ["draw.calendar"]


def test_after_its_list_was_frozen_a_batch_is_neither_given_up_nor_tried_again():
    story = Story(people=[], leave=(), reveals={})
    closed = story.until_closed()
    again = planned(batch=OTHER)

    assert rules([*closed, CANCELLED]) == ["draw.second-draw"]
    assert rules([*closed, again]) == ["draw.second-draw"]
    assert rules([*closed, story.seeded(), story.seeded()]) == ["draw.second-draw"]
    assert rules([*closed, story.closed()]) == ["draw.second-draw"]
    assert rules([*closed, OPENED]) == ["draw.second-draw"]


def test_a_batch_that_was_given_up_does_not_open():
    assert rules([*opened()[:-1], CANCELLED, OPENED]) == ["draw.calendar"]


def test_a_batch_is_opened_once():
    assert rules([*opened(), OPENED]) == ["draw.calendar"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"sources": (Source.DICE,)},
        {"sources": ()},
        {"sources": (Source.QUICKNET, Source.DICE, Source.DICE)},
        {"freeze_minutes": 0},
        {"reveal_minutes": 0},
        {"fallback_hours": 10**6},
        {"round": 0},
        {"round": 2**50},
        {"round": 2**33},
        {"windows": (events_draw.BatchWindow(day=MONDAY, starts_at=OPENS_AT, first=0, last=1),)},
        {"windows": (events_draw.BatchWindow(day=MONDAY, starts_at=OPENS_AT, first=2, last=1),)},
        {
            "windows": (
                events_draw.BatchWindow(day=MONDAY, starts_at=OPENS_AT, first=1, last=10**9),
            )
        },
    ],
)
def test_what_nobody_can_reckon_with_is_refused(wrong):
    assert rules(opened(**wrong)[:-1]) == ["draw.announced"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"service": "renewal"},
        {"series": "B"},
        {"round": 1001},
        {"freeze_minutes": 59},
        {"long_after": 2},
        {"kept": (events_draw.Kept(day=MONDAY, priority=1, long_waiting=0),) * 2},
        {"kept": (events_draw.Kept(day=MONDAY, priority=2, long_waiting=0),)},
    ],
)
def test_an_announcement_that_differs_from_what_was_published_is_named(wrong):
    assert set(rules(opened(**wrong))) == {"draw.announced"}


def test_no_more_seats_are_kept_than_there_are():
    for kept in ({"priority": 9}, {"long_waiting": 7, "priority": 1}, {"long_waiting": 8}):
        row = events_draw.Kept(**{"day": MONDAY, "priority": 1, "long_waiting": 0} | kept)

        assert "keeps more seats of 2023-09-04" in found(opened(kept=(row,)))[0].words


def test_more_seats_than_published_or_other_times_are_named():
    story = Story()
    for supplies in ([released(MONDAY, 4, 5, held=1)], [released(MONDAY, 4, 1, 3, held=1)]):
        bent = announced([*supplies, story.supplies[1]])

        assert rules([*story.until_open()[:-2], bent]) == ["draw.announced"]


def test_fewer_seats_than_published_are_capacity_withheld():
    story = Story()

    bent = announced([released(MONDAY, 4), story.supplies[1]])

    assert rules([*story.until_open()[:-2], bent]) == ["draw.capacity"]


def test_held_windows_and_open_days_are_not_in_the_draw():
    supplies = [released(MONDAY, 4, 2, held=2), released(TUESDAY, 3)]
    open_day = released(TUESDAY + DAY, 5, mode=ReleaseMode.OPEN)

    assert rules([open_day, *opened(supplies=supplies)]) == []


def test_a_second_announcement_with_as_many_seats_is_no_loss_of_capacity():
    story = Story()
    fewer = announced([released(MONDAY, 4), story.supplies[1]])

    assert rules([*story.until_open(), story.announcement]) == ["draw.calendar"]
    assert rules([*story.until_open(), fewer]) == ["draw.calendar", "draw.capacity"]


def test_an_impossible_announcement_counts_for_none():
    story = Story(rules={"round": 0})

    assert rules([*story.until_open(), Story().announcement]) == [
        "draw.announced",
        "draw.calendar",
    ]


def test_contributors_are_named_once_each():
    one = Story().announcement.contributors[0]
    other = replace(Story().announcement.contributors[1], name=one.name)

    assert rules(opened(contributors=(one, other))) == ["draw.announced"]
    assert rules(opened(contributors=(one, replace(one, name="another")))) == ["draw.announced"]


def test_another_version_of_the_rule_is_a_note():
    story = opened(rule="0" * 64, freeze_minutes=90)

    assert rules(story) == []
    assert "another version of the rule" in notes(story)[0]


def test_a_program_that_cannot_tell_its_own_rule_says_so():
    assert rules(opened(freeze_minutes=90), own=DrawRule()) == []
    assert "cannot tell its own version" in notes(opened(), own=DrawRule())[0]
    assert notes([], own=DrawRule()) == ()


def test_a_rulebook_without_numbers_judges_none():
    own = DrawRule(hash=facts.OWN.hash)
    kept = tuple(replace(row, priority=0) for row in Story().announcement.kept)

    assert rules(opened(freeze_minutes=90, kept=kept), own=own) == []


def test_a_key_is_on_the_record_before_its_batch():
    assert rules(without(events_draw.KeyPublished, opened())) == ["draw.key"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "0" * 64},
        {"modulus": "0" * 512},
        {"roots": facts.ROOTS[1:]},
        {"roots": ("a" * 513, *facts.ROOTS[1:])},
        {"roots": (facts.ROOTS[1], *facts.ROOTS[1:])},
    ],
)
def test_a_key_that_may_give_two_values_a_person_is_named(wrong):
    assert rules([key_published(**wrong)]) == ["draw.key"]


def test_a_batch_that_stands_still_is_withheld():
    later = facts.life_goes_on(at=CLOSES_AT + 10 * DAY)

    assert rules([*opened(), later]) == ["draw.withheld"]
    assert rules([*opened()[:-1], later]) == ["draw.withheld"]
    assert rules([planned(), later]) == []
    assert rules([*opened(), replace(later, at=CLOSES_AT + 3 * DAY)]) == []
    assert rules([planned(), CANCELLED, later]) == []
