"""Outsiders freeze the list: a draw is seeded by a round before which they had signed it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from jernih.pure import events_draw
from jernih.pure.draw_file import check_file, lines_of
from jernih.pure.draw_source import moved_round
from jernih.pure.events import event_bytes
from tests import draw_records
from tests.draw_records import (
    ANNOUNCED_AT,
    BATCH,
    CLOSES_AT,
    DRAWN_AT,
    LATER,
    OWN,
    QUOTAS,
    Story,
    told,
)
from tests.vectors import load
from tests.witness_records import Tree, declared, last_stamp, policy_text

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
DAY_OF_ROUNDS = 28800
# A round that has others a day before it, and the days that a draw by it is for.
ROUND = 657413
KNOWN_AT = datetime(2023, 9, 15, 11, 0, 3, tzinfo=UTC)
YESTERDAY = KNOWN_AT - 24 * HOUR
LATE = {
    "ROUND": ROUND,
    "SIGNATURE": next(r["signature"] for r in load("beacon")["rounds"] if r["round"] == ROUND),
    "DRAWN_AT": KNOWN_AT,
    "MONDAY": date(2023, 9, 25),
    "TUESDAY": date(2023, 9, 26),
    "SUNDAY": date(2023, 10, 1),
}
RULE = "draw.frozen"


@dataclass(kw_only=True)
class Frozen:
    """A true story with witnesses; each change of a field makes another.

    between: facts before the seed. signed: when witnesses did, of the closing.
    """

    facts: list[Any] = field(default_factory=lambda: Story().facts())
    policy: bytes | None = b""
    swapped: bytes = b""
    signed: tuple[datetime, ...] = (CLOSES_AT + MINUTE, CLOSES_AT + 2 * MINUTE)
    who: tuple[int, ...] = (0, 1)
    between: list[Any] = field(default_factory=list)

    def tree(self) -> Tree:
        tree, is_closed = Tree(), False
        for fact in self.facts:
            if isinstance(fact, events_draw.BatchAnnounced) and self.policy is not None:
                tree.add(declared(ANNOUNCED_AT, self.policy or policy_text()))
            if isinstance(fact, events_draw.BatchOpened) and self.swapped:
                tree.add(declared(ANNOUNCED_AT + HOUR, self.swapped))
            is_seed = isinstance(fact, events_draw.SeedFixed)
            if is_closed and self.signed and (is_seed or fact.at > max(self.signed)):
                policy = self.swapped or self.policy or policy_text()
                tree.stamp(*self.signed, who=self.who, policy=policy)
                self.signed = ()
            tree.add(*self.between if is_seed else (), fact)
            is_closed = is_closed or isinstance(fact, events_draw.BatchClosed)
        return tree


def moved(at: datetime, round_: int = ROUND) -> events_draw.RoundMoved:
    return told(events_draw.RoundMoved, at, round=round_)


@cache
def late_facts() -> tuple[Any, ...]:
    """The same story, announced for a round a day before the one that it is drawn by."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in LATE.items():
            patch.setattr(draw_records, name, value)
        story = Story(plan={"draws_at": YESTERDAY}, rules={"round": ROUND - DAY_OF_ROUNDS})
        facts = [*story.until_seeded(), *story.result()]
    return tuple(
        replace(fact, round=ROUND - DAY_OF_ROUNDS)
        if isinstance(fact, events_draw.BatchClosed)
        else fact
        for fact in facts
    )


def waited(**changes: Any) -> Frozen:
    """Announced for a day before; witnesses signed too late for that."""
    fields = {
        "facts": list(late_facts()),
        "signed": (YESTERDAY - 40 * MINUTE, YESTERDAY - 35 * MINUTE),
        "between": [moved(YESTERDAY - 30 * MINUTE)],
    }
    return Frozen(**fields | changes)


def test_a_list_that_witnesses_signed_in_time_is_clean_and_the_report_says_when():
    report = Frozen().tree().report()

    assert list(report.violations) == []
    assert any("frozen under the word of witnesses at 2023-08-22 12:02" in n for n in report.notes)


def test_an_office_without_a_policy_promises_nothing():
    assert Frozen(policy=None, signed=()).tree().found(RULE) == []
    assert Frozen(policy=b"quorum none\n", signed=()).tree().found(RULE) == []


def test_a_list_that_nobody_signed_is_named():
    """Threat 30: the list can still be changed when the round is known."""
    (words,) = Frozen(signed=()).tree().found(RULE)

    assert "had not signed its frozen list" in words


def test_a_list_that_was_signed_too_late_is_named():
    """Threat 30, and 34: one of two signed less than an hour before the round."""
    late = (CLOSES_AT + MINUTE, DRAWN_AT - 59 * MINUTE)

    (words,) = Frozen(signed=late).tree().found(RULE)

    assert "signed its frozen list only at 2023-08-23 15:00" in words
    assert "by the rule by 2023-08-23 14:59" in words
    assert Frozen(signed=(late[0], DRAWN_AT - HOUR)).tree().found(RULE) == []


def test_a_signature_that_is_not_theirs_freezes_nothing():
    tree = Frozen().tree()
    stamp = last_stamp(tree)
    bent = replace(stamp.signatures[0], time=stamp.signatures[0].time - MINUTE)
    tree.facts[tree.facts.index(stamp)] = replace(stamp, signatures=(bent, stamp.signatures[1]))

    assert {one.rule for one in tree.report().violations} == {RULE, "record.witnessed"}


def test_a_tree_without_the_closing_freezes_nothing():
    tree = Frozen(signed=()).tree()
    at = next(n for n, f in enumerate(tree.facts) if isinstance(f, events_draw.BatchClosed))
    rest, tree.facts = tree.facts[at:], tree.facts[:at]
    tree.stamp(CLOSES_AT, CLOSES_AT).add(*rest)

    assert len(tree.found(RULE)) == 1


def test_witnesses_exchanged_after_the_announcement_do_not_count():
    """The office replaces them by one it holds the key of."""
    (words,) = (
        Frozen(swapped=policy_text(2, needed=1), who=(2,), signed=(CLOSES_AT + MINUTE,))
        .tree()
        .found(RULE)
    )

    assert "the witnesses promised when it was announced" in words


def test_a_policy_declared_after_the_announcement_is_not_asked_for():
    assert Frozen(policy=None, swapped=policy_text(), signed=()).tree().found(RULE) == []


def test_a_list_that_was_not_signed_in_time_waits_for_the_next_day():
    report = waited().tree().report()

    assert [one.words for one in report.violations] == []


def test_a_round_is_not_given_up_while_witnesses_can_still_sign():
    early = YESTERDAY - 61 * MINUTE
    words = waited(signed=(), between=[moved(early)]).tree().found(RULE)

    assert "was moved while witnesses could still sign" in words[0]


def test_a_round_is_not_given_up_once_they_have():
    """Else the office could wait for a round that it likes better."""
    (words,) = waited(signed=(YESTERDAY - HOUR,) * 2).tree().found(RULE)

    assert "but they had signed at 2023-09-14 10:00 (UTC), in time" in words


def test_only_the_next_round_that_follows_by_the_rule_counts():
    words = waited(between=[moved(YESTERDAY - 30 * MINUTE, ROUND + 1)]).tree().found(RULE)

    assert f"by the rule it is {ROUND}" in words[0]


def test_a_round_given_up_after_it_was_known_is_told():
    report = waited(between=[moved(YESTERDAY + HOUR)]).tree().report()

    assert [one.words for one in report.violations] == []
    assert any("after that round was known" in note for note in report.notes)


def test_a_seed_of_the_round_that_was_given_up_is_named():
    tree = Frozen(
        signed=(DRAWN_AT - 30 * MINUTE,) * 2,
        between=[moved(DRAWN_AT - 20 * MINUTE, draw_records.ROUND + DAY_OF_ROUNDS)],
    ).tree()

    assert tree.found("draw.seed")


def test_nobody_moves_a_round_where_no_witness_was_promised():
    (words,) = waited(policy=None, signed=()).tree().found(RULE)

    assert "none were promised for it" in words


def test_a_round_is_moved_only_of_a_list_that_waits_for_it():
    tree = Frozen().tree().add(moved(LATER))

    assert "that no frozen list waited for" in tree.found(RULE)[0]
    assert Tree().add(moved(LATER)).found(RULE)


def test_the_file_of_the_draw_follows_the_move():
    facts = map(event_bytes, waited().tree().facts)

    lines = [line + b"\n" for line in lines_of(facts, batch=BATCH)]
    checked = check_file(lines, quotas=QUOTAS, own=OWN, now=KNOWN_AT + HOUR)

    assert any(b"draw.round-moved" in line for line in lines)
    assert checked.violations == ()
    assert len(checked.rows) == 19


def test_rounds_move_by_whole_days_and_not_for_ever():
    def next_(at: datetime, current: int = ROUND) -> int:
        return moved_round(current, closed=ROUND, at=at, freeze=HOUR, patience=timedelta(hours=72))

    assert next_(KNOWN_AT - 30 * MINUTE) == ROUND + DAY_OF_ROUNDS
    assert next_(KNOWN_AT + 23 * HOUR + MINUTE) == ROUND + 2 * DAY_OF_ROUNDS
    assert next_(KNOWN_AT, ROUND + DAY_OF_ROUNDS) == ROUND + 2 * DAY_OF_ROUNDS
    assert next_(KNOWN_AT + 71 * HOUR) == ROUND + 3 * DAY_OF_ROUNDS
    assert next_(KNOWN_AT + 72 * HOUR) == 0
    assert next_(KNOWN_AT, ROUND + 3 * DAY_OF_ROUNDS) == 0
