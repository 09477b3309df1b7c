import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from jernih.pure import events_draw
from jernih.pure.audit_draw_book import DrawBook
from jernih.pure.draw_file import BadDrawFile, check_file, lines_of, read_facts
from jernih.pure.draw_report import as_json, as_text
from jernih.pure.draw_rule import RULEBOOK, DrawRule, rule_of
from jernih.pure.events import event_bytes
from jernih.pure.events_draw import CancelReason, Source
from tests.draw_records import (
    BATCH,
    CLOSES_AT,
    DRAWN_AT,
    HOME,
    LATER,
    MONDAY,
    OPENS_AT,
    OWN,
    QUOTAS,
    SIGNATURE,
    Story,
    announced,
    applied,
    given_back,
    key_published,
    planned,
    released,
    told,
)

OTHER = "ffffffff" + "0" * 24
STORY = Story()
FACTS = STORY.facts()


def file_of(facts):
    return b"".join(event_bytes(fact) + b"\n" for fact in facts)


def checked(facts, *, now=LATER):
    return check_file(io.BytesIO(file_of(facts)), quotas=QUOTAS, own=OWN, now=now)


def rules(facts, *, now=LATER):
    return [one.rule for one in checked(facts, now=now).violations]


def upto(kind):
    """The facts of the story up to the last one of a kind."""
    at = max(n for n, fact in enumerate(FACTS) if isinstance(fact, kind))
    return FACTS[: at + 1]


# ---- taken out of a record


def test_a_file_holds_the_facts_of_its_batch_in_order_and_no_others():
    elsewhere = replace(planned(batch=OTHER), office="nunukan")
    record = [
        replace(key_published(), key="0" * 64),
        replace(STORY.supplies[0], service="renewal"),
        replace(STORY.supplies[0], day=MONDAY - timedelta(days=1)),
        elsewhere,
        *FACTS,
        planned(batch=OTHER),
        given_back(STORY.rows()[0]),
    ]

    lines = lines_of([*map(event_bytes, record), b'{"kind":"draw.nothing"}'], batch=BATCH)

    assert lines == [event_bytes(fact) for fact in FACTS[:-1]]


def test_of_a_batch_that_is_not_there_nothing_is_taken():
    assert lines_of(map(event_bytes, FACTS), batch=OTHER) == []


def test_a_batch_in_the_calendar_has_a_file_of_one_line():
    assert lines_of([event_bytes(planned()), event_bytes(key_published())], batch=BATCH) == [
        event_bytes(planned())
    ]


# ---- read


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no draw is in it"),
        (b"{}\n", "line 1 is not a fact in its one spelling"),
        (b"\n", "line 1 is not a fact in its one spelling"),
        (file_of(FACTS)[:-1], "line 37 is cut off"),
        (file_of(FACTS)[:-200], "is cut off"),
        (file_of(FACTS).replace(b"\n", b"\r\n"), "line 1 is not a fact in its one spelling"),
        (file_of(FACTS) + b"\n", "line 38 is not a fact in its one spelling"),
        (file_of([*FACTS, planned(batch=OTHER)]), "two draws are in one file: 1a2b3c4d and, in"),
        (file_of([*FACTS[:-1], given_back(STORY.rows()[0])]), "line 37 (booking.withdrawn) is not"),
        (file_of([key_published()]), "no draw is in it"),
        (file_of([planned(), planned(office="nunukan")]), "two offices are in one file"),
    ],
)
def test_what_is_not_the_whole_file_of_one_draw_is_said_in_words(data, words):
    with pytest.raises(BadDrawFile) as refused:
        list(read_facts(io.BytesIO(data)))

    assert words in str(refused.value)


def test_a_file_without_its_beginning_is_not_whole():
    with pytest.raises(BadDrawFile, match="its beginning is missing"):
        checked(FACTS[1:])


def test_a_file_that_ends_inside_the_result_is_not_whole():
    with pytest.raises(BadDrawFile, match="ends inside the result"):
        checked(upto(events_draw.SeatsDrawn))


# ---- drawn again


def test_a_true_file_is_drawn_again_and_told_as_a_table():
    one = checked(FACTS)
    said = as_text(one)

    assert (one.violations, one.notes, one.is_ours) == ((), (), False)
    assert [row.ref for row in one.rows] == [row.ref for row in STORY.rows()]
    assert one.rows[-2:] == list(one.rows)[-2:]
    assert "19 applications of 27 people; 13 numbers in the draw." in said
    assert f"     1  {one.rows[0].ref[:8]}  G           1  2023-09-04  A-001\n" in said
    assert said.endswith("Clean: no rule was broken.")


def test_one_application_is_found_by_the_beginning_of_its_ref():
    one = checked(FACTS)
    first, ninth = one.rows[0], one.rows[8]

    assert f"{first.ref[:8]}: no. 1 of 19, seats A-001, 2023-09-04\n" in as_text(
        one, ref=first.ref[:8].upper()
    )
    assert f"{ninth.ref[:8]}: no. 9 of 19, nothing\n" in as_text(one, ref=ninth.ref)
    assert "0123 is not in this draw." in as_text(one, ref="0123")
    assert [row["number"] for row in json.loads(as_json(one, ref=ninth.ref))["rows"]] == [9]


def test_while_the_list_is_open_one_is_on_it():
    one = checked([*STORY.until_open(), applied(1)], now=OPENS_AT)

    assert f"{applied(1).ref[:8]} is on the list." in as_text(one, ref=applied(1).ref[:8])
    assert "It is open; the list can still change." in as_text(one)


def test_a_result_that_is_held_back_is_drawn_here():
    one = checked(upto(events_draw.SeedFixed), now=DRAWN_AT)

    assert one.is_ours
    assert [(row.ref, row.day, row.numbers) for row in one.rows] == [
        (row.ref, row.day, row.numbers) for row in STORY.rows()
    ]
    assert "The result below was drawn on this computer." in as_text(one)
    assert not json.loads(as_json(one))["published"]


def test_what_came_later_on_standby_stands_with_its_row():
    lost = next(row for row in STORY.rows() if not row.day and row.ref in STANDBY)
    seated = told(events_draw.StandbySeated, LATER, ref=lost.ref, day=MONDAY, numbers=("A-009",))

    one = checked([*FACTS, seated])

    assert "(on standby: A-009 on 2023-09-04)" in as_text(one)
    assert "nothing; later, on standby: A-009 on 2023-09-04" in as_text(one, ref=lost.ref)
    assert "A-009 on 2023-09-04" in as_json(one)


STANDBY = {one.ref for one in STORY.people if one.standby}


def test_each_state_has_its_words():
    cancelled = told(events_draw.BatchCancelled, OPENS_AT, reason=CancelReason.MISTAKE)
    opened, closed = STORY.until_open(), upto(events_draw.Revealed)

    for facts, words in (
        ([planned()], "It stands in the calendar"),
        (opened[:-1], "It is announced"),
        (closed, "waits for the beacon"),
        ([*opened, cancelled], "It was given up"),
        (FACTS, "It is drawn."),
    ):
        assert words in as_text(checked(facts, now=CLOSES_AT))


def test_a_row_of_nobody_on_the_list_is_shown_with_a_question_mark():
    rows = [replace(STORY.rows()[0], ref=OTHER), *STORY.rows()[1:]]
    one = checked([*STORY.until_seeded(), *STORY.result(rows)])

    assert "ffffffff  ?" in as_text(one)
    assert "times a rule was broken." in as_text(one)
    assert "[draw.order] (lines 32)" in as_text(one)
    assert json.loads(as_json(one))["violations"][0] == {
        "rule": "draw.order",
        "lines": [32],
        "words": one.violations[0].words,
    }


def test_the_first_of_two_results_is_shown():
    again = [*STORY.result()[:1]]
    one = checked([*FACTS, *again])

    assert len(one.rows) == 19
    assert "draw.second-draw" in rules([*FACTS, *again])
    assert rules([told(events_draw.SeatsDrawn, DRAWN_AT, first=1, rows=()), *FACTS]) == [
        "draw.order"
    ]


def test_a_seed_without_a_round_names_its_source():
    story = Story(people=[], leave=(), reveals={})
    seed = story.seeded(source=Source.DICE, round=0, evidence="12345.")

    said = as_text(checked([*story.until_closed(), seed], now=DRAWN_AT))

    assert "the word of DICE, and 0 secrets of contributors." in said


def test_a_violation_of_no_line_has_no_line():
    one = checked(FACTS)
    found = replace(
        one.violations[0] if one.violations else checked(bent()).violations[0], indexes=()
    )

    assert f"{found.words} [{found.rule}]\n" in as_text(replace(one, violations=(found,)))


def bent():
    return [*STORY.until_seeded()[:-1], STORY.seeded(seed="0" * 64)]


# ---- what people bring that is wrong


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"evidence": SIGNATURE[2:] + "b4"}, "no signature of this beacon"),
        ({"round": 1001}, "it waits for round 1000 of QUICKNET"),
    ],
)
def test_a_wrong_signature_and_a_wrong_round_have_words(wrong, words):
    one = checked([*STORY.until_closed(), *STORY.revealed(), STORY.seeded(**wrong)], now=DRAWN_AT)

    assert one.violations[0].rule == "draw.seed"
    assert words in one.violations[0].words


def test_the_same_ref_twice_a_family_of_nine_and_no_seats_have_words():
    twice = [*STORY.until_open(), applied(1), applied(1)]
    nine = [*STORY.until_open(), applied(1, classes=("G",) * 9)]
    no_seats = [planned(), released(MONDAY, 2, held=2), key_published(), announced([])]

    assert any("is in it twice" in one.words for one in checked(twice, now=OPENS_AT).violations)
    assert "of 9 people; a family has 1 to 8" in checked(nine, now=OPENS_AT).violations[0].words
    assert "; 0 numbers in the draw." in as_text(checked(no_seats, now=OPENS_AT))


def test_an_empty_batch_has_an_empty_result():
    one = checked(Story(people=[], leave=()).facts())

    assert (one.violations, list(one.rows)) == ((), [])
    assert "0 applications of 0 people" in as_text(one)


# ---- the rule


def test_a_program_packed_without_its_source_cannot_name_its_rule():
    def read(name):
        if name != RULEBOOK:
            raise FileNotFoundError(name)
        return (HOME / name).read_text()

    assert rule_of(read) == DrawRule(rules=OWN.rules)
    assert len(OWN.hash) == 64
    one = check_file(io.BytesIO(file_of(FACTS)), quotas=QUOTAS, own=rule_of(read), now=LATER)
    assert "Note: This program cannot tell its own version" in as_text(one)


def test_a_book_without_batches_knows_none():
    assert DrawBook().of(planned()) is None
    assert DrawBook().moved(planned()) is None
