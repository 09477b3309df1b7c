"""Somebody is told when a record is refused or falls silent, once for each."""

import json
import sys

import pytest

from jernih.witness.__main__ import make
from jernih.witness.alarm import HOUR, HOURS, Bell
from jernih.witness.judge import Witness
from tests.witness.logs import NAME, Log

LOG, LIAR, AT = Log(), Log(word="false"), 1_000_000
LATE = AT + HOURS * HOUR + 1


@pytest.fixture
def witness(tmp_path) -> Witness:
    made = make(tmp_path, name=NAME, logs=[LOG.vkey])
    assert made.add_checkpoint(LOG.request(0, 7), now=AT).status == 200
    return made


@pytest.fixture
def heard(tmp_path):
    """What the command was given, so far."""
    place = tmp_path / "heard"

    def lines() -> list[tuple[str, int]]:
        said = [json.loads(line) for line in place.read_text().splitlines()]
        place.write_text("")
        return [(one["kind"], one["size"]) for one in said]

    place.write_text("")
    return lines


def bell(witness: Witness, *, program: str = "") -> Bell:
    place = witness.folder / "heard"
    program = program or f"import sys; open({str(place)!r}, 'a').write(sys.stdin.read() + '\\n')"
    return Bell(
        witness.store, logs=list(witness.logs), command=f'{sys.executable} -S -c "{program}"'
    )


def test_a_silence_is_told_once_and_the_next_one_again(witness, heard):
    assert bell(witness).ring(now=LATE - 1) == 0
    assert bell(witness).ring(now=LATE) == 1
    # A witness that was started anew does not tell it twice.
    assert bell(witness).ring(now=LATE + HOUR) == 0
    assert heard() == [("SILENT", 7)]

    witness.add_checkpoint(LOG.request(7, 9), now=LATE)
    assert bell(witness).ring(now=LATE + 1) == 0
    assert bell(witness).ring(now=LATE + HOURS * HOUR + 1) == 1
    assert heard() == [("SILENT", 9)]


def test_a_refusal_is_told_and_a_fork_before_all(witness, heard):
    witness.add_checkpoint(LIAR.request(7, 12), now=AT + 5)
    witness.add_checkpoint(LIAR.request(7, 12), now=AT + 9)
    witness.add_checkpoint(LIAR.request(7, 7), now=AT + 9)

    assert bell(witness).ring(now=AT + 10) == 2
    assert sorted(heard()) == [("REFUSED", 12), ("TWO_TREES", 7)]


def test_who_could_not_be_told_is_told_the_next_time(witness, heard):
    assert bell(witness, program="raise SystemExit(1)").ring(now=LATE) == 0
    assert Bell(witness.store, logs=list(witness.logs), command="/nowhere").ring(now=LATE) == 0
    assert heard() == []

    assert bell(witness).ring(now=LATE) == 1
    assert heard() == [("SILENT", 7)]
