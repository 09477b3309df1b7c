"""A stranger with the files alone: what witnesses signed is this record, at each of its sizes."""

from datetime import UTC, datetime, timedelta

import pytest

from jernih import verify
from jernih.pure import events
from jernih.pure.audit import Violation
from tests.logs import write_facts
from tests.witness_records import Tree, beat, declared

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def started(n: int) -> events.LogStarted:
    return events.LogStarted(office="tarakan", at=AT + n * MINUTE, rules_hash=f"{n:064x}")


def told(*, facts: int = 300) -> Tree:
    """A record that witnesses signed three times, the first time in its first tile."""
    tree = Tree().add(declared(AT), *[started(n) for n in range(20)])
    tree.stamp(AT + 20 * MINUTE, AT + 20 * MINUTE)
    tree.add(*[started(n) for n in range(20, facts)])
    tree.stamp(AT + facts * MINUTE, AT + facts * MINUTE)
    tree.add(beat(AT + facts * MINUTE))
    return tree.stamp(AT + facts * MINUTE, AT + facts * MINUTE)


def found(folder, tree: Tree) -> list[Violation]:
    write_facts(folder, tree.facts)
    return verify.verify(verify.Folder(str(folder))).violations


def test_what_witnesses_signed_is_this_record(tmp_path):
    assert found(tmp_path, told()) == []


@pytest.mark.parametrize("place", [1, 150, -2])
def test_a_history_written_anew_is_not_the_one_they_signed(tmp_path, place):
    """Threat 4: everything is signed again with the office's key, and the old signatures kept."""
    tree = told()
    tree.facts[place] = (
        started(7) if place != -2 else beat(AT + 300 * MINUTE, witnessed_at="2026-11-23T02:00:00Z")
    )

    violations = found(tmp_path, tree)

    assert "record.witnessed" in {one.rule for one in violations}
