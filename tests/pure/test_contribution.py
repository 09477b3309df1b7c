from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure import contribution
from jernih.pure.contribution import BadContribution, WrongReveal
from tests.vectors import load

VECTORS = load("contribution")
BATCH, SECRET = "0123456789abcdef" * 2, bytes(range(32))
COMMITMENT = contribution.commit(BATCH, secret=SECRET)

batches = st.binary(min_size=16, max_size=16).map(bytes.hex)
secrets = st.binary(min_size=32, max_size=32)


@pytest.mark.parametrize("one", VECTORS["commitments"])
def test_the_commitments_of_the_vectors_come_out(one):
    secret = bytes.fromhex(one["secret"])

    assert contribution.commit(one["batch"], secret=secret) == one["commitment"]
    contribution.check_reveal(one["commitment"], batch=one["batch"], secret=secret)


def test_a_commitment_is_the_hash_that_the_docs_say():
    told = b"jernih/contrib/v1" + BATCH.encode() + SECRET

    assert sha256(told).hexdigest() == COMMITMENT


@given(batches, secrets, batches, secrets)
def test_a_commitment_opens_by_one_secret_in_one_batch(batch, secret, other, another):
    commitment = contribution.commit(batch, secret=secret)

    contribution.check_reveal(commitment, batch=batch, secret=secret)
    if (batch, secret) != (other, another):
        with pytest.raises(WrongReveal):
            contribution.check_reveal(commitment, batch=other, secret=another)


def test_any_changed_bit_of_a_secret_is_found():
    for bit in range(256):
        touched = bytearray(SECRET)
        touched[bit // 8] ^= 1 << bit % 8
        with pytest.raises(WrongReveal):
            contribution.check_reveal(COMMITMENT, batch=BATCH, secret=bytes(touched))


@pytest.mark.parametrize("secret", [b"", SECRET[1:], SECRET + b"\0"])
def test_a_secret_of_another_length_is_refused(secret):
    with pytest.raises(BadContribution, match="32 bytes"):
        contribution.check_reveal(COMMITMENT, batch=BATCH, secret=secret)


@pytest.mark.parametrize("batch", ["", BATCH[1:], BATCH + "0", BATCH.upper(), "٣" * 32])
def test_another_name_of_a_batch_is_refused(batch):
    """Else the border between batch and secret could be moved."""
    with pytest.raises(BadContribution, match="batch"):
        contribution.commit(batch, secret=SECRET)


@given(secrets)
def test_what_is_written_on_paper_can_be_read(secret):
    shown = contribution.show_secret(secret)

    assert contribution.read_secret(shown) == secret
    assert contribution.read_secret(shown.upper().replace(" ", "\n", 3)) == secret
    assert [len(group) for group in shown.split(" ")] == [4] * 16


@pytest.mark.parametrize("one", VECTORS["typed"])
def test_typed_secrets_of_the_vectors_are_read_or_refused(one):
    if "secret" in one:
        assert contribution.read_secret(one["text"]).hex() == one["secret"]
    else:
        with pytest.raises(BadContribution):
            contribution.read_secret(one["text"])


def test_two_contributors_cannot_be_bound_to_the_same():
    other = contribution.commit(BATCH, secret=bytes(32))

    contribution.check_commitments([])
    contribution.check_commitments([COMMITMENT, other])
    with pytest.raises(BadContribution, match="same"):
        contribution.check_commitments([COMMITMENT, other, COMMITMENT])


@pytest.mark.parametrize("commitment", ["", COMMITMENT[1:], COMMITMENT.upper(), "g" * 64])
def test_a_commitment_has_one_spelling(commitment):
    with pytest.raises(BadContribution, match="64 hex"):
        contribution.check_commitments([commitment])
