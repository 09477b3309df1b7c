"""The record of a test may name nobody: the net that `check_record` casts really catches."""

import pytest

from tests.record import PERSONAL


@pytest.mark.parametrize(
    "entry",
    [
        b'{"ref":"6473055705900001"}',
        b'{"code":"081234567890"}',
        b'{"code":"+6281234567890"}',
        b'{"code":"siti@example.id"}',
        b'{"code":"Andr\\u00e9"}',
    ],
)
def test_a_person_in_an_entry_is_caught(entry):
    assert PERSONAL.search(entry)


@pytest.mark.parametrize(
    "entry",
    [
        b'{"ref":"a6473055705900001b34567890abcdef"}',
        b'{"at":"2026-11-24T01:02:03Z","n":900719925474099}',
        b'{"number":"A-017"}',
    ],
)
def test_a_ref_or_a_moment_is_nobody(entry):
    assert not PERSONAL.search(entry)
