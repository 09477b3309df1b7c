from collections.abc import Iterator, Mapping
from datetime import datetime

import pytest

from jernih.pure import events
from jernih.pure.audit import Check, Handler, Violation, check
from jernih.pure.events import Event, event_bytes
from tests.pure import booking_facts as facts


class NoLogStarted(Check):
    rule = "test.none"

    def handlers(self) -> Mapping[type[Event], Handler]:
        return {events.LogStarted: self.see}

    def see(self, index: int, event: Event) -> Iterator[Violation]:
        yield self.wrong(f"{event.office} started.", index)

    def finish(self, last_at: datetime | None) -> Iterator[Violation]:
        yield self.wrong(f"The last moment is {last_at}.")


def started() -> bytes:
    return event_bytes(events.LogStarted(office="tarakan", at=facts.NINE, rules_hash=facts.HASH))


def test_a_check_sees_only_the_facts_it_asks_for_and_the_end():
    released = event_bytes(facts.released())

    report = check([released, started()], checks=[NoLogStarted()])

    assert [one.indexes for one in report.violations] == [(), (1,)]
    assert report.violations[0].words == "The last moment is 2026-11-25 01:00:00+00:00."
    assert report.entries == 2
    assert not report.is_clean


def test_an_empty_record_is_clean():
    report = check([], checks=[])

    assert report.is_clean
    assert report.entries == 0
    assert report.counts == {}


@pytest.mark.parametrize("entry", [b"", b"{}", b'{"kind":"x","v":1}', started() + b" "])
def test_an_entry_that_is_no_fact_is_said_so_and_the_rest_is_read(entry):
    report = check([entry, started()], checks=[])

    assert [(one.rule, one.indexes) for one in report.violations] == [("readable", (0,))]
    assert report.entries == 2


def test_the_figures_of_a_day_are_counted_in_numbers_not_in_facts():
    story = [
        facts.released(),
        facts.freed("A-006"),
        facts.taken(1, "A-001", "A-002"),
        facts.taken(2, "A-003"),
        facts.withdrawn(2, "A-003"),
        facts.added("A-007", "A-003"),
        facts.stayed_away(1, "A-001", "A-002"),
        facts.confirmed(1),
        events.BreakEnded(office="tarakan", at=facts.NINE, day=facts.DAY, step=1, counter=1),
    ]

    report = check([event_bytes(one) for one in story], checks=[])

    assert report.counts == {
        ("tarakan", facts.DAY): {
            "planned": 7,
            "held back": 0,
            "taken": 3,
            "given back": 1,
            "did not come": 2,
        }
    }


def test_a_check_says_what_it_looks_at():
    with pytest.raises(NotImplementedError):
        Check().handlers()
