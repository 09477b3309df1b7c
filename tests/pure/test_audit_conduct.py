"""A declared gift cannot vanish: the nights' counts add up, or a stranger says so."""

from datetime import timedelta

import pytest

from jernih.pure.audit import check
from jernih.pure.audit_conduct import GiftsCheck
from jernih.pure.events import event_bytes, parse_event
from jernih.pure.events_conduct import GiftsCounted
from tests.pure.hall_facts import DAY, OFFICE, at

NAMES = ("declared", "refused", "forwarded", "decided", "closed", "open", "overdue")


def counted(night: int = 0, **what: int) -> GiftsCounted:
    day = DAY + timedelta(days=night)
    return GiftsCounted(office=OFFICE, at=at(900), day=day, **dict.fromkeys(NAMES, 0) | what)


def said(*facts) -> list[str]:
    return [
        found.words for found in check(map(event_bytes, facts), checks=[GiftsCheck()]).violations
    ]


def test_the_fact_has_one_spelling():
    assert parse_event(event_bytes(counted(declared=1, open=1))) == counted(declared=1, open=1)


def test_counts_that_add_up_are_clean():
    assert said(
        counted(0, declared=3, refused=1, open=3),
        counted(1, forwarded=2, closed=1, open=2),
        counted(3, decided=1, closed=1, open=1, overdue=1),
    ) == []  # fmt: skip


@pytest.mark.parametrize(
    ("then", "words"),
    [
        ({"open": 0}, "0 gifts are said to be open; 2 should be"),
        ({"open": 2, "overdue": 3}, "more than all of them"),
        ({"declared": 1, "refused": 2, "open": 3}, "more than all of them"),
        ({"open": 2, "forwarded": 2}, "forwarded than accepted"),
        ({"open": 2, "decided": 1}, "decided than forwarded"),
        ({"night": 0, "open": 2}, "counted twice"),
        ({"night": 4, "open": 2}, "no gifts were counted since"),
    ],
)
def test_counts_that_cannot_be_true_are_named(then, words):
    first = counted(0, declared=2, refused=1, open=2)

    found = said(first, counted(**{"night": 1} | then))

    assert any(words in one for one in found), found
