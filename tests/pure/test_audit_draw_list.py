from dataclasses import replace
from datetime import timedelta

import pytest

from jernih.pure import events_draw
from jernih.pure.audit import check
from jernih.pure.audit_draw import draw_checks
from jernih.pure.audit_draw_book import DrawBook
from jernih.pure.events import event_bytes
from jernih.pure.events_draw import CancelReason, WishedDay
from tests.draw_records import (
    BATCH,
    CLOSES_AT,
    DRAWN_AT,
    MONDAY,
    OPENS_AT,
    OWN,
    QUOTAS,
    SUNDAY,
    TUESDAY,
    G,
    P,
    Story,
    announced,
    applied,
    found,
    hashed,
    notes,
    planned,
    ref,
    released,
    rules,
    told,
)

OPEN = Story(people=[], leave=()).until_open()
OTHER = "ffffffff" + "0" * 24


def withdrawn(n, **other):
    return told(events_draw.ApplicationWithdrawn, OPENS_AT + timedelta(days=1), ref=ref(n), **other)


def held_against(n, person=0, *, is_true=True):
    return told(
        events_draw.NullifierOpened,
        DRAWN_AT + timedelta(days=3),
        ref=ref(n),
        person=person,
        officer="s-abc123",
        is_true=is_true,
    )


def test_people_come_and_go_while_a_batch_is_open():
    assert rules([*OPEN, applied(1), withdrawn(1), applied(2), applied(1)]) == []


def test_nobody_applies_for_what_was_not_announced():
    assert rules([applied(1)]) == ["draw.list"]
    assert rules([planned(), applied(1)]) == ["draw.list"]


def test_nobody_joins_before_it_opens():
    assert rules([*OPEN[:-1], applied(1)]) == ["draw.list"]


def test_an_application_is_in_a_batch_once():
    assert rules([*OPEN, applied(1), replace(applied(2), ref=ref(1))]) == ["draw.list"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"classes": (G,) * 9, "commitments": ("0" * 64,) * 9, "nullifiers": ()},
        {"classes": (), "commitments": (), "nullifiers": ()},
        {"commitments": ()},
        {"nullifiers": ()},
        {"service": "renewal"},
        {"at": CLOSES_AT},
        {"wishes": (WishedDay(day=SUNDAY, starts_at=""),)},
        {"wishes": ()},
        {"wishes": (), "any_after": "2023-09-06"},
        {"any_after": "2023-02-31"},
        {"wishes": (WishedDay(day=MONDAY, starts_at="2023-09-31T01:00:00Z"),)},
    ],
)
def test_an_application_that_cannot_be_is_named(wrong):
    assert set(rules([*OPEN, applied(1, **wrong)])) == {"draw.list"}


def test_a_family_of_nine_is_named_in_words():
    nine = applied(1, classes=(G,) * 9)

    assert "of 9 people; a family has 1 to 8" in found([*OPEN, nine])[0].words


def test_without_a_limit_nobody_may_apply():
    checks = draw_checks({}, own=OWN)

    assert [
        one.rule for one in check(map(event_bytes, [*OPEN, applied(1)]), checks=checks).violations
    ] == ["draw.list"]


@pytest.mark.parametrize(
    "right",
    [
        {"wishes": (), "any_after": "2023-09-05"},
        {"wishes": (WishedDay(day=TUESDAY, starts_at="2023-09-05T01:00:00Z"),)},
        {"wishes": (WishedDay(day=MONDAY, starts_at=""), WishedDay(day=MONDAY, starts_at=""))},
    ],
)
def test_wishes_of_every_kind_are_understood(right):
    assert rules([*OPEN, applied(1, **right)]) == []


def test_nobody_leaves_what_she_is_not_in():
    assert rules([withdrawn(1)]) == ["draw.list"]
    assert rules([*OPEN, withdrawn(1)]) == ["draw.list"]


def test_nobody_leaves_a_frozen_list():
    story = Story()

    assert rules([*story.until_closed(), withdrawn(5)]) == ["draw.list"]


def test_the_counts_of_a_frozen_list_are_true():
    story = Story()
    for wrong in ({"applications": 18}, {"people": 99}):
        bent = [*story.until_closed()[:-1], story.closed(**wrong)]

        assert rules(bent) == ["draw.list"]


def test_the_root_of_a_frozen_list_is_that_of_the_applications():
    story = Story()
    other = story.closed(list_root=hashed("other"))

    assert rules([*story.until_closed()[:-1], other]) == ["draw.list"]


def test_a_batch_nobody_wanted_is_drawn_all_the_same():
    assert rules(Story(people=[], leave=()).facts()) == []


def test_a_batch_with_no_seats_gives_nothing():
    supplies = [released(MONDAY, 3, held=3)]
    story = Story(supplies=supplies)
    assert story.day_rooms() == []

    # Everyone wished a day of the draw, and there is none.
    assert set(rules(story.facts())) == {"draw.list"}


def test_a_batch_of_priority_alone_is_drawn():
    story = Story(people=[applied(n, classes=(P,)) for n in range(20)])

    assert rules(story.facts()) == []


def test_one_person_is_in_a_batch_once():
    twice = applied(2, nullifiers=applied(1).nullifiers)
    within = applied(3, classes=(G, G), nullifiers=(hashed("x"),) * 2)

    (one,) = found([*OPEN, applied(1), twice])
    assert (one.rule, one.indexes) == ("draw.nullifier", (len(OPEN), len(OPEN) + 1))
    (one,) = found([*OPEN, within])
    assert (one.rule, one.indexes) == ("draw.nullifier", (len(OPEN),))


def test_who_left_may_apply_again():
    again = applied(2, nullifiers=applied(1).nullifiers)

    assert rules([*OPEN, applied(1), withdrawn(1), again]) == []
    assert rules([*OPEN, applied(1), again, withdrawn(2), replace(again, ref=ref(3))]) == [
        "draw.nullifier",
        "draw.nullifier",
    ]


def test_in_another_batch_she_may_be_again():
    assert rules([*OPEN, applied(1), applied(1, batch=OTHER)]) == ["draw.list"]


def test_a_batch_given_up_forgets_who_was_in_it():
    cancelled = told(events_draw.BatchCancelled, OPENS_AT, reason=CancelReason.MISTAKE)
    book = DrawBook()

    report = check(
        map(event_bytes, [*OPEN, applied(1), cancelled]),
        checks=draw_checks(QUOTAS, own=OWN, book=book),
    )

    assert report.violations == ()
    assert book.batches["tarakan", BATCH].entries == {}


def test_people_drawn_are_held_against_a_document():
    story = Story().facts()

    assert rules([*story, held_against(1), held_against(4, 2)]) == []
    assert notes([*story, held_against(1), held_against(4, 2, is_true=False)])[0].startswith(
        "2 people drawn were held against a document; 1 of them did not belong"
    )


def test_a_digit_read_wrongly_may_be_read_again():
    story = [*Story().facts(), held_against(1, is_true=False), held_against(1)]

    assert rules(story) == []
    assert "; 0 of them" in notes(story)[0]


def test_who_is_not_in_the_draw_is_not_held_against_anything():
    story = Story().facts()

    assert rules([held_against(1)]) == ["draw.nullifier"]
    assert rules([*story, held_against(3)]) == ["draw.nullifier"]
    assert rules([*story, held_against(1, 1)]) == ["draw.nullifier"]


# ---- long waiting

WEEK = timedelta(days=7)
LONG = {"rule": "0" * 64, "long_after": 1}


def second(**rule):
    """The next week's batch, after a first one in which some got nothing, and who lost there."""
    first = Story()
    supply = replace(released(MONDAY, 4), day=MONDAY + WEEK)
    facts = [
        *first.facts(),
        planned(
            batch=OTHER,
            first_day=MONDAY + WEEK,
            last_day=SUNDAY + WEEK,
            at=DRAWN_AT,
            **{name: at + WEEK for name, at in _TIMES.items()},
        ),
        supply,
        announced([supply], batch=OTHER, round=1000 + 604800 // 3, **LONG | rule),
        told(events_draw.BatchOpened, OPENS_AT + WEEK, batch=OTHER),
    ]
    losers = [row.ref for row in first.rows() if not row.day]
    winners = [row.ref for row in first.rows() if row.day]
    return facts, losers, winners


_TIMES = {"opens_at": OPENS_AT, "closes_at": CLOSES_AT, "draws_at": DRAWN_AT}


def waits(n, *lost, **other):
    wishes = (WishedDay(day=MONDAY + WEEK, starts_at=""),)
    fields = {"batch": OTHER, "lost": lost, "wishes": wishes, "standby": False}
    return applied(n, **fields | other)


def test_who_lost_counts_it_in_the_next_draw():
    facts, losers, _ = second()

    assert rules([*facts, waits(50, losers[0]), waits(51, losers[1]), waits(52)]) == []


def test_nobody_counts_what_she_did_not_lose():
    facts, losers, winners = second()
    never = hashed("never")[:32]

    for lost in ((winners[0],), (losers[0], losers[0]), (never,)):
        assert rules([*facts, waits(50, *lost)]) == ["draw.long-waiting"]
    assert rules([*facts, waits(50, losers[0], service="renewal")]) == [
        "draw.list",
        "draw.long-waiting",
    ]


def test_a_loss_is_counted_by_one():
    facts, losers, _ = second()
    gone = withdrawn(50, batch=OTHER)

    assert rules([*facts, waits(50, losers[0]), waits(51, losers[0])]) == ["draw.long-waiting"]
    assert rules([*facts, waits(50, losers[0]), gone, waits(51, losers[0])]) == []
    assert rules([*facts, waits(50, losers[0]), waits(51), withdrawn(51, batch=OTHER)]) == []


def test_the_file_of_one_draw_cannot_show_earlier_ones():
    facts, losers, winners = second()
    mine = [fact for fact in facts if getattr(fact, "batch", OTHER) == OTHER]
    checks = draw_checks(QUOTAS, own=OWN, book=DrawBook(is_whole=False))

    report = check(map(event_bytes, [*mine, waits(50, winners[0])]), checks=checks)

    assert report.violations == ()
    assert any("only the whole record" in note for note in report.notes)
    assert losers
