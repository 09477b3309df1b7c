"""Whatever is done to one file of a published record, the verifier says so, and says which rule."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from jernih.pure.tlog.note import write_vkey
from jernih.verify import Findings, verify
from tests.drills.mutations import DEEDS, Copy, Record, make_record, spoil
from tests.logs import KEY

FEW, MANY = 60, 1_000
OF_THE_LOG = {"signature", "tree", "grows", "witnessed"}


@pytest.fixture(scope="module")
def record(tmp_path_factory) -> Record:
    return make_record(Path(tmp_path_factory.mktemp("record")))


def look(record: Record, copy: Copy) -> Findings:
    return verify(copy, vkey=write_vkey(KEY), policy=record.policy, state=record.seen)


def spoil_many(record: Record, *, seed: int, times: int) -> Counter[str]:
    """Spoil that often; return how often each deed was caught. Fail at the first that was not."""
    chance, caught = Random(seed), Counter()
    for at in range(times):
        deed, path, copy = spoil(record, chance)
        rules = {found.rule for found in look(record, copy).violations}
        assert rules & OF_THE_LOG, f"seed {seed}, no. {at}: {deed}, {path}: {rules or 'clean'}"
        caught[deed] += 1
    return caught


def test_the_record_that_is_spoiled_was_clean(record):
    assert look(record, record.now).violations == []


def test_sixty_single_changes_of_its_files_are_all_caught(record):
    caught = spoil_many(record, seed=20261124, times=FEW)

    assert set(caught) == set(DEEDS)


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(3))
def test_a_thousand_single_changes_of_its_files_are_all_caught(record, seed):
    caught = spoil_many(record, seed=seed, times=MANY)

    print(f"seed {seed}: {dict(sorted(caught.items()))}")
    assert sum(caught.values()) == MANY


def test_a_file_that_is_withheld_is_caught_whichever_it_is(record):
    for path in record.now.files:
        files = {name: content for name, content in record.now.files.items() if name != path}
        if path == "checkpoint":
            continue  # nothing is said then, for or against: exit 2, tests/test_verify.py
        rules = {found.rule for found in look(record, Copy(files)).violations}
        assert rules == {"tree"}, path
