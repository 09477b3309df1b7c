"""A published index is the one of its counts, and its answers came by real tokens."""

from dataclasses import replace
from datetime import date

import pytest

from jernih.pure import events, survey
from jernih.pure.audit import check
from jernih.pure.audit_surveys import survey_checks
from jernih.pure.events import event_bytes, parse_event
from jernih.pure.events_surveys import BoxOpened, IndexPublished, SurveyKeyPublished
from jernih.pure.index import BadAnswers, Instrument
from jernih.pure.kinds import parse_plainly
from jernih.pure.survey import Way
from tests.pure.hall_facts import DAY, OFFICE, at
from tests.pure.test_index import RULES

SCALES = survey.scales_on(RULES, on=DAY)
AFTER = date(2027, 1, 2)
SPELLED = "444433334|66666655|66665|NO"


def served(count: int = 12):
    return [
        events.Served(
            office=OFFICE, at=at(600), day=DAY, step=nth + 1, number=f"A-{nth + 1:03}", counter=1
        )
        for nth in range(count)
    ]


def opened(first=0, count=12, *, day=DAY, period="2026-Q4", way=Way.BROWSER):
    tokens = tuple(sorted(f"{nth:064x}" for nth in range(first, first + count)))
    return BoxOpened(office=OFFICE, at=at(900), day=day, period=period, way=way, tokens=tokens)


def published(count=12, tickets=12, **changes) -> IndexPublished:
    book = survey.add_up(
        survey.empty_book(SCALES), [answer(SPELLED) for _ in range(count)], scales=SCALES
    )
    is_shown = count >= 10
    fair = {
        "office": OFFICE,
        "at": at(900),
        "day": AFTER,
        "period": "2026-Q4",
        "served": tickets,
        "browser": count,
        **dict.fromkeys(("server", "kiosk", "paper", "asked_yes", "asked_unsaid"), 0),
        "minimum": survey.smallest_sample(tickets, rules=RULES, on=AFTER),
        "asked_no": count * is_shown,
        "results": survey.results(book, served=tickets, rules=RULES, on=AFTER),
    }
    return IndexPublished(**fair | changes)


def answer(text):
    return survey.read_answer(text, scales=SCALES)


def said(*facts) -> list[str]:
    return [
        found.words
        for found in check(map(event_bytes, facts), checks=survey_checks(RULES)).violations
    ]


def test_a_fair_quarter_is_clean():
    assert said(*served(), opened(), published()) == []


def test_of_too_few_only_their_number_is_told():
    few = published(count=9)

    assert few.results == ()
    assert said(*served(), opened(count=9), few) == []


@pytest.mark.parametrize("fact", [opened(), published(), published(count=3)])
def test_the_facts_have_one_spelling(fact):
    line = event_bytes(fact)

    assert parse_event(line) == parse_plainly(line) == fact


def test_a_key_has_one_spelling_and_a_quarter_has_one_key():
    key = SurveyKeyPublished(
        office=OFFICE, at=at(0), period="2026-Q4", key="a" * 64, modulus="b" * 512
    )

    assert parse_event(event_bytes(key)) == key
    assert any("two keys" in one for one in said(key, replace(key, key="c" * 64)))
    assert said(key, replace(key, key="c" * 64, period="2027-Q1")) == []


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ([*served(), opened(count=6), opened(count=6)], "counted twice"),
        ([*served(3), opened(count=4)], "4 answers came from 3 tickets"),
        ([*served(), replace(opened(), tokens=("b" * 64, "a" * 64))], "tells when they came"),
        ([*served(), replace(opened(), tokens=("a" * 64,) * 2)], "counted twice"),
        ([*served(), opened(period="2026-Q3")], "went into the counts of 2026-Q3"),
    ],
)
def test_tokens_that_cannot_be_real_are_named(facts, words):
    assert any(words in one for one in said(*facts)), said(*facts)


def bent(name, of="SKM", **changes):
    fact = published()
    results = tuple(
        replace(one, **changes) if one.instrument == of else one for one in fact.results
    )
    return pytest.param(replace(fact, results=results), "", id=name)


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        bent("index", index=9999),
        bent("low", low=1),
        bent("high", high=1),
        bent("grade", grade="D"),
        bent("sums", sums=(12, *(0,) * 27)),
        bent("counts", counts=(12, *published().results[0].counts[1:])),
        bent("shape", counts=(1, 2)),
        (published(served=13), "tickets are said to be served; 12 were"),
        (published(browser=11, paper=1), "the boxes had"),
        (published(minimum=5), "smallest sample"),
        (published(asked_no=11), "not everybody"),
        (published(asked_no=11, asked_yes=2), "not everybody"),
        (published(results=()), "left out"),
        (published(results=published().results[:2]), "left out"),
        (published(day=DAY), "before the quarter was over"),
        (published(count=9, browser=12), "cannot be true"),
    ],
)
def test_figures_that_do_not_come_from_the_counts_are_named(fact, words):
    found = said(*served(), opened(), fact)

    assert any(words in one for one in found), found


def test_too_few_may_not_be_shown_by_their_words():
    found = said(*served(), opened(count=9), published(count=9, asked_yes=1))

    assert any("too few answered" in one for one in found), found


def test_a_quarter_is_published_once_and_nothing_is_added_after():
    twice = said(*served(), opened(), published(), published())
    late = said(*served(24), opened(), published(served=24), opened(20, 3))

    assert any("published twice" in one for one in twice)
    assert any("after it was published" in one for one in late)


def test_without_rules_nothing_is_taken_for_true():
    facts = map(event_bytes, [*served(), opened(), published()])

    assert check(facts, checks=survey_checks({})).violations


def test_an_answer_has_one_spelling():
    assert answer(SPELLED).spelled() == SPELLED
    assert answer(SPELLED).points[Instrument.SPAK] == (6, 6, 6, 6, 5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "444433334|66666655|66665",
        "444433335|66666655|66665|NO",
        "44443333|66666655|66665|NO",
        "444433334|66666655|66667|NO",
        "444433334|66666655|06665|NO",
        "444433334|66666655|66665|no",
        "٤44433334|66666655|66665|NO",
        SPELLED + "\n",
    ],
)
def test_an_answer_out_of_scale_is_none(text):
    with pytest.raises(BadAnswers):
        answer(text)


def test_books_of_several_ways_are_one():
    two = survey.add_up(survey.empty_book(SCALES), [answer(SPELLED)] * 2, scales=SCALES)
    yes = answer(SPELLED.replace("NO", "YES"))
    one = survey.add_up(survey.empty_book(SCALES), [yes], scales=SCALES)

    merged = survey.merge([two, one], scales=SCALES)

    assert merged == survey.add_up(two, [yes], scales=SCALES)
    assert (merged.n, merged.asked) == (3, (2, 1, 0))
