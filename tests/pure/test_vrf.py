"""Source of the vectors: RFC 9381, Appendix A.1; ours in tests/vectors/vrf.json."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jernih.pure import vrf, vrf_key
from jernih.pure.vrf import BadInput, BadKey, BadProof, PrivateKey, PublicKey
from tests.vectors import load

VECTORS = load("vrf")
KEYS = {
    name: PrivateKey(int(one["p"], 16), int(one["q"], 16)) for name, one in VECTORS["keys"].items()
}
KEY = KEYS["2048"]
PUBLIC = KEY.public
NIK, BATCH = "6473014107900001", "0123456789abcdef" * 2
ALPHA = vrf.nullifier_alpha(NIK, batch=BATCH)
PROOF = vrf.prove(KEY, alpha=ALPHA)

niks = st.text("0123456789", min_size=16, max_size=16)
batches = st.binary(min_size=16, max_size=16).map(bytes.hex)


@pytest.mark.parametrize("one", VECTORS["rfc"], ids=lambda one: one["key"])
def test_the_examples_of_the_rfc_come_out(one):
    key, alpha = KEYS[one["key"]], bytes.fromhex(one["alpha"])

    proof = vrf.prove(key, alpha=alpha)

    assert proof.hex() == one["pi"]
    assert vrf.verify(key.public, alpha=alpha, proof=proof).hex() == one["beta"]


@pytest.mark.parametrize("one", VECTORS["rfc"], ids=lambda one: one["key"])
def test_the_slow_way_with_the_private_exponent_says_the_same(one):
    """A second computation, from the RFC's own `d` and `EM`: no halves, no helper of ours."""
    numbers = VECTORS["keys"][one["key"]]
    n, d, message = int(numbers["n"], 16), int(numbers["d"], 16), int(one["em"], 16)

    assert pow(message, d, n) == int(one["pi"], 16)
    assert KEYS[one["key"]].public.n == n


@pytest.mark.parametrize("one", VECTORS["ours"])
def test_the_nullifiers_of_our_vectors_come_out(one):
    proof = bytes.fromhex(one["proof"])

    alpha = vrf.nullifier_alpha(one["nik"], batch=one["batch"])
    opened = vrf.open_nullifier(PUBLIC, nik=one["nik"], batch=one["batch"], proof=proof)

    assert alpha.hex() == one["alpha"]
    assert vrf.prove(KEY, alpha=alpha) == proof
    assert opened == vrf.nullifier(proof) == one["nullifier"]


def test_the_input_is_spelled_as_the_docs_say():
    told = b"jernih/nullifier/v1\x00" + f"{NIK}|{BATCH}".encode()

    assert vrf.nullifier_alpha(NIK, batch=BATCH) == told
    assert len(told) == 69


@settings(max_examples=25)
@given(st.binary(max_size=100), st.integers(2, PUBLIC.n - 1))
def test_what_is_proven_verifies_and_the_blinding_changes_nothing(alpha, blind):
    proof = vrf.prove(KEY, alpha=alpha)

    assert vrf.prove(KEY, alpha=alpha, blind=blind) == proof
    assert vrf.verify(PUBLIC, alpha=alpha, proof=proof).hex() == vrf.nullifier(proof)


@settings(max_examples=50)
@given(st.integers(0, 2047))
def test_any_changed_bit_of_a_proof_is_found(bit):
    touched = bytearray(PROOF)
    touched[bit // 8] ^= 1 << bit % 8

    with pytest.raises(BadProof):
        vrf.verify(PUBLIC, alpha=ALPHA, proof=bytes(touched))


@settings(max_examples=50)
@given(niks, batches)
def test_a_proof_opens_nobody_else_and_no_other_batch(nik, batch):
    if (nik, batch) == (NIK, BATCH):
        return
    with pytest.raises(BadProof, match="another key or another input"):
        vrf.open_nullifier(PUBLIC, nik=nik, batch=batch, proof=PROOF)


@given(niks, batches, niks, batches)
def test_two_inputs_are_the_same_only_for_the_same_person_and_batch(nik, batch, other, another):
    same = vrf.nullifier_alpha(nik, batch=batch) == vrf.nullifier_alpha(other, batch=another)

    assert same == ((nik, batch) == (other, another))


@settings(max_examples=10)
@given(st.lists(st.tuples(niks, batches), min_size=2, max_size=6, unique=True))
def test_each_person_and_batch_has_a_nullifier_of_its_own(inputs):
    made = {
        vrf.nullifier(vrf.prove(KEY, alpha=vrf.nullifier_alpha(nik, batch=batch)))
        for nik, batch in inputs
    }

    assert len(made) == len(inputs)


def test_a_proof_belongs_to_one_key():
    other = PublicKey(int(VECTORS["two_proofs"]["modulus"], 16))
    moved = (int.from_bytes(PROOF, "big") % other.n).to_bytes(256, "big")

    with pytest.raises(BadProof, match="another key or another input"):
        vrf.verify(other, alpha=ALPHA, proof=moved)


def test_the_same_number_plus_the_modulus_is_no_second_proof():
    """RSAVP1's "signature representative out of range": else one person had two nullifiers."""
    small = next(
        proof
        for at in range(100)
        if int.from_bytes(proof := vrf.prove(KEY, alpha=(alpha := bytes([at]))), "big") + PUBLIC.n
        < 1 << 2048
    )
    again = (int.from_bytes(small, "big") + PUBLIC.n).to_bytes(256, "big")

    assert vrf.verify(PUBLIC, alpha=alpha, proof=small)
    with pytest.raises(BadProof, match="beyond"):
        vrf.verify(PUBLIC, alpha=alpha, proof=again)


@pytest.mark.parametrize("proof", [b"", PROOF[1:], b"\0" + PROOF, PROOF + b"\0"])
def test_a_proof_of_another_length_is_refused(proof):
    with pytest.raises(BadProof, match="256 bytes"):
        vrf.verify(PUBLIC, alpha=ALPHA, proof=proof)


@pytest.mark.parametrize(
    "nik",
    [
        "",
        NIK[:-1],
        NIK + "1",
        NIK + "\n",
        " " + NIK[1:],
        "647301410790000x",
        "٦" * 16,
        "-" + NIK[1:],
    ],
)
def test_a_second_spelling_of_a_person_is_refused_and_not_repeated(nik):
    with pytest.raises(BadInput) as refused:
        vrf.nullifier_alpha(nik, batch=BATCH)

    assert not nik or nik not in str(refused.value)


@pytest.mark.parametrize("batch", ["", BATCH[1:], BATCH.upper(), BATCH + "0", BATCH[:-1] + "g"])
def test_a_second_spelling_of_a_batch_is_refused(batch):
    with pytest.raises(BadInput):
        vrf.nullifier_alpha(NIK, batch=batch)


@pytest.mark.parametrize("p", [KEY.p * 3, KEY.p - 2, KEY.p + 2])
def test_a_key_that_does_not_fit_together_gives_nothing_away(p):
    with pytest.raises(BadKey):
        vrf.prove(PrivateKey(p, KEY.q), alpha=ALPHA)


def test_a_short_key_proves_nothing_though_its_factors_are_primes():
    with pytest.raises(BadKey, match="bits"):
        vrf.prove(PrivateKey(2**521 - 1, 2**607 - 1), alpha=ALPHA)


def test_a_private_key_never_shows_itself():
    assert str(KEY.p) not in repr(KEY)
    assert str(KEY.q) not in repr(KEY)


def test_a_key_of_another_exponent_is_refused():
    with pytest.raises(BadKey, match="exponent"):
        vrf.verify(PublicKey(PUBLIC.n, e=3), alpha=ALPHA, proof=PROOF)


def test_under_a_bad_key_one_person_has_two_valid_proofs_and_that_key_is_refused():
    """Why the roots are there: RFC 9381 alone accepts both of these."""
    one = VECTORS["two_proofs"]
    key = vrf_key.read_key(one["modulus"])
    proofs = [bytes.fromhex(proof) for proof in one["proofs"]]

    opened = [
        vrf.open_nullifier(key, nik=one["nik"], batch=one["batch"], proof=proof) for proof in proofs
    ]

    assert opened == one["nullifiers"]
    assert opened[0] != opened[1]
    p = int(one["p"], 16)
    with pytest.raises(BadKey, match="not unique"):
        vrf_key.prove_permutation(PrivateKey(p, key.n // p))
