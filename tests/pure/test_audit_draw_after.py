from dataclasses import replace
from datetime import timedelta

import pytest

from jernih.pure import events
from jernih.pure.audit import check
from jernih.pure.audit_draw import draw_checks
from jernih.pure.audit_draw_book import DrawBook
from jernih.pure.events import event_bytes
from tests.draw_records import (
    DRAWN_AT,
    MONDAY,
    OWN,
    QUOTAS,
    TUESDAY,
    Story,
    found,
    given_back,
    hashed,
    life_goes_on,
    ref,
    rules,
    told,
)
from tests.pure.after_draws import (
    AT,
    DAY,
    DRAWN,
    FAMILIES,
    MINUTE,
    OFFERED,
    PEOPLE,
    ROWS,
    SEATED,
    SINGLES,
    STANDBY,
    STORY,
    anew,
    crowd,
    ended,
    given_up,
    moved,
    seated,
    taken,
)

# ---- leftovers


def leftover():
    """A draw that two people wanted: what nobody drew is offered."""
    return Story(people=PEOPLE[:2], leave=()).facts()


def test_what_nobody_drew_can_be_taken_after_its_rest():
    later = DRAWN_AT + MINUTE + DAY

    assert rules([*leftover(), taken("A-003", at=later), moved("A-004", at=later)]) == []


def test_nobody_takes_a_leftover_before_it_is_on_offer():
    early = DRAWN_AT + DAY

    assert rules([*leftover(), taken("A-003", at=early)]) == ["draw.leftover"]
    assert rules([*leftover(), moved("A-003", at=early)]) == ["draw.leftover"]


def test_what_is_left_to_a_draw_cannot_be_had_another_way():
    freed = told(events.SeatsFreed, AT, day=MONDAY, numbers=("A-008",))

    assert rules([*DRAWN, taken("A-003", at=AT)]) == ["draw.leftover"]
    assert rules([*DRAWN, freed]) == ["draw.leftover"]


def test_other_days_are_not_left_to_a_draw():
    other = MONDAY + 30 * DAY
    freed = told(events.SeatsFreed, AT, day=other, numbers=("A-008",))

    assert rules([taken("A-003", at=AT), moved("A-003", at=AT), freed]) == []
    assert rules([*DRAWN, taken("A-003", at=AT, day=other)]) == []
    assert rules([*DRAWN, moved("A-003", at=AT, to_day=other), freed]) == []


def bent(kind, **changes):
    """The leftover story with the first fact of a kind told in other words."""
    facts = leftover()
    at = next(n for n, fact in enumerate(facts) if isinstance(fact, kind))
    facts[at] = replace(facts[at], **changes)
    return facts


@pytest.mark.parametrize(
    "wrong",
    [
        {"numbers": ("A-005",)},
        {"numbers": ("A-001", "A-003", "A-004", "A-005", "A-006", "A-007")},
        {"opens_at": DRAWN_AT + timedelta(hours=24)},
        {"day": MONDAY + DAY},
    ],
)
def test_leftovers_are_exactly_what_nobody_drew_after_their_rest(wrong):
    assert "draw.leftover" in rules(bent(OFFERED, **wrong))


def test_leftovers_come_after_the_draw():
    (offer, *_) = [fact for fact in leftover() if isinstance(fact, OFFERED)]

    assert rules([offer]) == ["draw.leftover"]
    assert rules([*STORY.until_seeded(), offer]) == ["draw.leftover"]
    assert rules([STORY.until_open()[0], given_up()[-1], offer]) == ["draw.leftover"]


def test_nothing_is_offered_twice_or_of_a_day_that_was_drawn_out():
    (offer, *_) = [fact for fact in leftover() if isinstance(fact, OFFERED)]

    assert rules([*leftover(), offer]) == ["draw.leftover"]
    assert "nobody drew none" in _words([*leftover(), offer])


def _words(facts):
    report = check(map(event_bytes, facts), checks=draw_checks(QUOTAS, own=OWN))
    return report.violations[0].words


# ---- standby


def returned(row, *, at=AT):
    return given_back(row, at)


def test_the_next_in_draw_order_gets_what_is_given_back():
    first, second = SINGLES[:2]
    one, two = SEATED[:2]
    story = [
        *DRAWN,
        returned(one),
        anew(9, one.numbers[0]),
        seated(first, 9),
        returned(two, at=AT + DAY),
        anew(10, two.numbers[0], at=AT + 2 * DAY),
        seated(second, 10, at=AT + 2 * DAY),
    ]

    families_before = [row for row in FAMILIES if ROWS.index(row) < ROWS.index(first)]
    assert rules(story) == []
    assert families_before or FAMILIES


def test_nobody_is_passed_over_who_fits():
    second = SINGLES[1]
    one = SEATED[0]

    assert rules([*DRAWN, returned(one), anew(9, one.numbers[0]), seated(second, 9)]) == [
        "draw.standby"
    ]


def test_a_family_is_passed_over_only_where_it_does_not_fit():
    """Single people follow whom one or two numbers suit, and three would suit a family."""
    family = FAMILIES[0]
    behind = next(row for row in SINGLES if ROWS.index(row) > ROWS.index(family))
    before = [row for row in STANDBY if ROWS.index(row) < ROWS.index(family)]
    quiet = [*DRAWN, *map(ended, before)]
    back = SEATED[:3]
    rows = [returned(row) for row in back]

    two = [*rows[:2], anew(9, back[0].numbers[0]), seated(behind, 9)]
    three = [*rows, anew(9, back[0].numbers[0]), seated(behind, 9)]
    assert rules([*quiet, *two]) == []
    assert rules([*quiet, *three]) == ["draw.standby"]
    # The third came so late that who seats them may not have seen it, or begins too soon.
    just = [*rows[:2], returned(back[2], at=AT + 4 * MINUTE), *three[3:]]
    assert rules([*quiet, *just]) == []


def test_a_number_that_begins_too_soon_is_not_there_to_give():
    family = FAMILIES[0]
    behind = next(row for row in SINGLES if ROWS.index(row) > ROWS.index(family))
    before = [row for row in STANDBY if ROWS.index(row) < ROWS.index(family)]
    on_monday = STORY.supplies[0].windows[0].starts_at + timedelta(minutes=30)
    back = [row for row in SEATED if row.numbers[0] < "A-005"][:2] + SEATED[-1:]
    story = [
        *DRAWN,
        *map(ended, before),
        *(returned(row) for row in back),
        anew(9, back[2].numbers[0], at=on_monday, hour=1),
        seated(behind, 9, at=on_monday),
    ]

    assert rules(story) == []


def test_without_the_rulebook_only_like_families_are_compared():
    family = FAMILIES[0]
    behind = next(row for row in SINGLES if ROWS.index(row) > ROWS.index(family))
    before = [row for row in STANDBY if ROWS.index(row) < ROWS.index(family)]
    back = SEATED[:3]
    story = [
        *DRAWN,
        *map(ended, before),
        *map(returned, back),
        anew(9, back[0].numbers[0]),
        seated(behind, 9),
    ]
    checks = draw_checks(QUOTAS)

    assert check(map(event_bytes, story), checks=checks).violations == ()


def test_who_does_not_wait_gets_nothing():
    one = SEATED[0]
    back = [*DRAWN, returned(one), anew(9, one.numbers[0])]
    no_standby = next(row for row in ROWS if row.ref == ref(7))

    for row in (SEATED[1], no_standby, replace(one, ref=hashed("stranger")[:32])):
        (only,) = found([*back, seated(row, 9)])
        assert "was not on standby for it" in only.words
    assert rules([*back, ended(SINGLES[0]), seated(SINGLES[0], 9)]) == ["draw.standby"]
    assert rules([seated(SINGLES[0], 9)]) == ["draw.standby"]


def test_who_waits_gets_what_she_wished_for_all_her_people():
    one, first = SEATED[0], SINGLES[0]

    other_day = [anew(9, "A-001", day=TUESDAY), seated(first, 9, day=TUESDAY)]
    assert set(rules([*DRAWN, returned(one), *other_day])) == {"draw.standby"}
    two = [anew(9, one.numbers[0]), anew(10, SEATED[1].numbers[0]), seated(first, 9, 10)]
    assert "draw.standby" in rules([*DRAWN, returned(one), returned(SEATED[1]), *two])


def test_a_number_for_standby_has_come_anew():
    one, first = SEATED[0], SINGLES[0]

    assert rules([*DRAWN, returned(one), seated(first, 9)]) == ["draw.standby"]


def test_a_number_of_a_drawn_day_comes_anew_for_standby_alone():
    one = SEATED[0]
    back = [*DRAWN, returned(one), anew(9, one.numbers[0])]

    assert rules([*back, life_goes_on()]) == ["draw.standby"]
    assert rules(back) == []
    assert rules([*back, taken("A-009", at=AT + 6 * MINUTE)]) == ["draw.leftover"]


def test_when_leftovers_are_offered_a_day_is_as_any_other():
    facts = [*leftover(), returned(Story(people=PEOPLE[:2], leave=()).rows()[0])]

    assert rules([*facts, anew(9, "A-001"), life_goes_on()]) == []


def test_only_who_got_nothing_ends_her_wait():
    no_standby = next(row for row in ROWS if row.ref == ref(7))

    assert rules([*DRAWN, ended(SINGLES[0]), ended(FAMILIES[0]), ended(no_standby)]) == []
    assert rules([*DRAWN, ended(SEATED[0])]) == ["draw.standby"]
    assert rules([ended(SINGLES[0])]) == ["draw.standby"]


def test_who_was_seated_on_standby_has_lost_no_more():
    one, first = SEATED[0], SINGLES[0]
    seats = [returned(one), anew(9, one.numbers[0]), seated(first, 9)]

    assert rules([*DRAWN, *seats, ended(first)]) == ["draw.standby"]


def test_later_days_are_wished_by_who_takes_any():
    people = [
        replace(one, wishes=(), any_after="2023-09-01") if one.ref != ref(7) else one
        for one in PEOPLE
    ]
    story = crowd()
    story.people = people
    rows = story.rows()
    one = next(row for row in rows if row.day)
    first = next(row for row in rows if not row.day and row.ref in {r.ref for r in SINGLES})
    before = [
        row
        for row in rows
        if not row.day and row.ref != ref(7) and rows.index(row) < rows.index(first)
    ]
    back = [returned(one), anew(9, one.numbers[0]), seated(first, 9)]

    assert rules([*story.facts()[:-1], *map(ended, before), *back]) == []


def test_a_number_whose_window_is_not_on_record_is_not_counted():
    strange = replace(returned(SEATED[1]), numbers=("A-099",))
    one, first = SEATED[0], SINGLES[0]

    assert rules([*DRAWN, strange, returned(one), anew(9, one.numbers[0]), seated(first, 9)]) == []


def test_the_file_of_a_draw_shows_the_order_of_standby_alone():
    first, second = SINGLES[:2]

    def said(*facts):
        checks = draw_checks(QUOTAS, own=OWN, book=DrawBook(is_whole=False))
        found = check(map(event_bytes, [*DRAWN, *facts]), checks=checks).violations
        return [one.rule for one in found]

    assert said(seated(first, 9)) == []
    assert said(seated(second, 9)) == ["draw.standby"]
