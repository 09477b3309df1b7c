import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.tlog.note import BadNote
from jernih.pure.tlog.proof import BadProof
from jernih.pure.tlog.tlog_proof import (
    BadTlogProof,
    TlogProof,
    check_proof,
    parse_proof,
    write_proof,
)
from jernih.pure.tlog.tree import leaf_hash
from tests.logs import KEY
from tests.pure.tlog.test_note import SECOND
from tests.receipts import ENTRIES, proof_of
from tests.vectors import load

VECTORS = load("tlog_proof")
GOOD = [
    TlogProof(
        index=one["index"],
        hashes=tuple(sha256(text.encode()).digest() for text in one["hashed"]),
        extra=one["extra"].encode(),
        note=one["note"].encode(),
    )
    for one in VECTORS["good"]
]
READER = Path(__file__).parents[2] / "other_reader.py"
proofs = st.builds(
    TlogProof,
    index=st.integers(0, 10**18 - 1),
    hashes=st.lists(st.binary(min_size=32, max_size=32), max_size=63).map(tuple),
    note=st.binary(min_size=1, max_size=50),
    extra=st.binary(max_size=50),
)


@pytest.mark.parametrize("proof", GOOD)
def test_the_golden_proofs_are_read_as_they_are_written(proof):
    assert parse_proof(write_proof(proof)) == proof


def test_the_golden_bytes_are_written():
    assert write_proof(GOOD[2]).decode() == VECTORS["written"]
    assert VECTORS["hash_of_a"] in write_proof(GOOD[3]).decode()


@pytest.mark.parametrize("text", VECTORS["bad"])
def test_what_others_refuse_is_refused(text):
    with pytest.raises(BadTlogProof):
        parse_proof(text.encode())


@pytest.mark.parametrize("text", VECTORS["refused_by_us_alone"])
def test_a_second_spelling_that_others_forgive_is_refused(text):
    with pytest.raises(BadTlogProof):
        parse_proof(text.encode())


@pytest.mark.parametrize(
    "raw", [b"c2sp.org/tlog-proof@v1\nindex 0\n\n", b"\xff\n\nx", b"x" * 500_001]
)
def test_what_is_no_proof_at_all_is_refused(raw):
    with pytest.raises(BadTlogProof):
        parse_proof(raw)


@given(proofs)
def test_whatever_is_written_is_read_again(proof):
    assert parse_proof(write_proof(proof)) == proof


@pytest.mark.parametrize("index", range(len(ENTRIES)))
def test_every_entry_of_a_log_is_proven(index):
    note = check_proof(proof_of(index), leaf=leaf_hash(ENTRIES[index]), keys=[KEY])

    assert note.text.startswith(KEY.name)


def test_another_entry_is_not_proven():
    with pytest.raises(BadProof):
        check_proof(proof_of(1), leaf=leaf_hash(ENTRIES[2]), keys=[KEY])


def test_a_proof_that_nobody_known_signed_says_nothing():
    with pytest.raises(BadNote):
        check_proof(proof_of(1), leaf=leaf_hash(ENTRIES[1]), keys=[SECOND])


def test_another_hand_reads_the_same_proof(tmp_path):
    """An independent reader: thirty lines of hashlib, none of them ours (tests/other_reader.py)."""
    (tmp_path / "entry").write_bytes(ENTRIES[3])
    for name, proof in {"good": proof_of(3), "bad": proof_of(2)}.items():
        (tmp_path / name).write_bytes(write_proof(proof))

    said = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            READER,
            tmp_path / "entry",
            tmp_path / "good",
            tmp_path / "bad",
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.split() == ["in", "out"]
