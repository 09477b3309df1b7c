import hashlib
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py_ecc.bls.hash_to_curve import hash_to_G1, hash_to_G2
from py_ecc.bls.point_compression import decompress_G1, decompress_G2
from py_ecc.optimized_bls12_381 import G1, G2, pairing

from jernih.pure import beacon, events_draw
from jernih.pure.beacon import (
    CHAINS,
    DEFAULT_CHAIN,
    QUICKNET,
    BadPulse,
    BadRound,
    Pulse,
    PulseFault,
    Scheme,
)
from jernih.pure.bls.encoding import PointFault
from jernih.pure.bls.signatures import TAG_G1, TAG_G2
from tests.house import sources
from tests.vectors import load

try:
    import drand_verify
except ImportError:  # compiled, and there is no wheel of it for every Python
    drand_verify = None

VECTORS = load("beacon")
ROUNDS = VECTORS["rounds"]
names = pytest.mark.parametrize("one", ROUNDS, ids=lambda one: f"{one['chain']}-{one['round']}")
of_chains = st.sampled_from(sorted(CHAINS.values(), key=lambda chain: chain.code))


def pulse_of(one: dict) -> Pulse:
    return Pulse(
        chain=CHAINS[one["chain"]],
        round=one["round"],
        signature=one["signature"],
        previous_signature=one["previous_signature"],
    )


QUICK, CHAINED = (
    next(pulse_of(one) for one in ROUNDS if (one["chain"], one["round"]) == wanted)
    for wanted in (("QUICKNET", 1000), ("DEFAULT_CHAIN", 72785))
)


def fault_of(pulse: Pulse) -> PulseFault | None:
    try:
        beacon.verify(pulse)
    except BadPulse as bad:
        return bad.fault
    return None


def py_ecc_says(pulse: Pulse) -> bool:
    previous = bytes.fromhex(pulse.previous_signature)
    message = hashlib.sha256(previous + pulse.round.to_bytes(8, "big")).digest()
    key, signature = pulse.chain.public_key, bytes.fromhex(pulse.signature)
    if pulse.chain is QUICKNET:
        left = pairing(G2, decompress_G1(int.from_bytes(signature, "big")))
        right = pairing(decompress_G2(halves(key)), hash_to_G1(message, TAG_G1, hashlib.sha256))
    else:
        left = pairing(decompress_G2(halves(signature)), G1)
        right = pairing(
            hash_to_G2(message, TAG_G2, hashlib.sha256),
            decompress_G1(int.from_bytes(key, "big")),
        )
    return left == right


def halves(encoded: bytes) -> tuple[int, int]:
    return int.from_bytes(encoded[:48], "big"), int.from_bytes(encoded[48:], "big")


def drand_verify_says(pulse: Pulse) -> bool:
    try:
        if pulse.chain is QUICKNET:
            drand_verify.verify_quicknet(pulse.round, pulse.signature)
        else:
            drand_verify.verify_mainnet(pulse.round, pulse.previous_signature, pulse.signature)
    except ValueError:
        return False
    return True


def test_the_chains_are_the_ones_that_a_draw_can_name():
    assert set(CHAINS) == {
        events_draw.Source.QUICKNET.value,
        events_draw.Source.DEFAULT_CHAIN.value,
    }


@pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS)
def test_the_hash_of_a_chain_fixes_its_key_and_its_clock(chain):
    told = chain.period.to_bytes(4, "big") + chain.genesis.to_bytes(8, "big")
    told += chain.public_key + bytes.fromhex(chain.group_hash)
    if chain.name != "default":
        told += chain.name.encode("ascii")

    assert hashlib.sha256(told).hexdigest() == chain.chain_hash


@names
def test_real_rounds_are_true_and_give_their_randomness(one):
    pulse = pulse_of(one)

    assert beacon.verify(pulse).hex() == one["randomness"]
    assert beacon.randomness(pulse).hex() == one["randomness"]
    assert f"{beacon.time_of(pulse.chain, pulse.round):%Y-%m-%dT%H:%M:%SZ}" == one["at"]


def test_both_chains_are_tried_on_real_rounds():
    assert sorted(one["round"] for one in ROUNDS if one["chain"] == "DEFAULT_CHAIN") == [
        1,
        1337,
        72785,
        3311596,
    ]
    assert sum(one["chain"] == "QUICKNET" for one in ROUNDS) == 6


@names
def test_no_round_passes_for_its_neighbour(one):
    pulse = pulse_of(one)

    assert fault_of(replace(pulse, round=pulse.round + 1)) is PulseFault.NOT_THIS_ROUND


@pytest.mark.parametrize("pulse", [QUICK, CHAINED], ids=["QUICKNET", "DEFAULT_CHAIN"])
def test_the_referees_say_the_same(pulse):
    referees = [py_ecc_says] + ([drand_verify_says] if drand_verify else [])
    for candidate in (pulse, replace(pulse, round=pulse.round + 1)):
        ours = fault_of(candidate) is None

        assert [says(candidate) for says in referees] == [ours] * len(referees)


def test_a_true_signature_of_another_chain_is_refused():
    foreign = VECTORS["foreign"]
    pulse = Pulse(chain=QUICKNET, round=foreign["round"], signature=foreign["signature"])

    assert fault_of(pulse) is PulseFault.NOT_THIS_ROUND


def test_a_chained_round_is_bound_to_the_round_before():
    last = CHAINED.previous_signature
    touched = last[:-1] + ("0" if last[-1] != "0" else "1")

    assert fault_of(replace(CHAINED, previous_signature=touched)) is PulseFault.NOT_THIS_ROUND
    assert fault_of(replace(CHAINED, previous_signature="")) is PulseFault.PREVIOUS_MISSING
    assert fault_of(replace(QUICK, previous_signature=last)) is PulseFault.PREVIOUS_UNWANTED


@settings(max_examples=40)
@given(st.sampled_from([QUICK, CHAINED]), st.integers(0, 383))
def test_no_flipped_bit_passes(pulse, bit):
    touched = bytearray.fromhex(pulse.signature)
    touched[bit // 8] ^= 1 << bit % 8

    assert fault_of(replace(pulse, signature=touched.hex())) is not None


@pytest.mark.parametrize(
    ("signature", "fault"),
    [
        ("", PulseFault.LENGTH),
        (QUICK.signature[:-2], PulseFault.LENGTH),
        (QUICK.signature + "00", PulseFault.LENGTH),
        (CHAINED.signature, PulseFault.LENGTH),
        (QUICK.signature[:-1], PulseFault.SPELLING),
        (QUICK.signature.upper(), PulseFault.SPELLING),
        (" " + QUICK.signature[1:], PulseFault.SPELLING),
        ("３" + QUICK.signature[1:], PulseFault.SPELLING),
        ("34" + QUICK.signature[2:], PulseFault.NOT_COMPRESSED),
        ("c0" + "00" * 47, PulseFault.INFINITY),
        ("9f" + "ff" * 47, PulseFault.TOO_LARGE),
        (QUICK.signature[:-2] + "30", PulseFault.NOT_ON_CURVE),
        ("80" + "00" * 46 + "04", PulseFault.NOT_IN_GROUP),
        ("94" + QUICK.signature[2:], PulseFault.NOT_THIS_ROUND),
    ],
)
def test_each_wrong_signature_has_its_own_fault(signature, fault):
    assert fault_of(replace(QUICK, signature=signature)) is fault


def test_every_fault_of_a_point_is_a_fault_of_a_pulse():
    assert set(PointFault) <= set(PulseFault)


@pytest.mark.parametrize("number", [0, -1, 2**63, 2**64])
def test_a_number_that_no_round_has_is_refused(number):
    assert fault_of(replace(QUICK, round=number)) is PulseFault.ROUND


def test_a_wrong_key_in_the_table_would_be_seen():
    other = replace(
        QUICKNET, public_key=bytes([QUICKNET.public_key[0] ^ 0x20]) + QUICKNET.public_key[1:]
    )

    assert fault_of(replace(QUICK, chain=other)) is PulseFault.NOT_THIS_ROUND


def test_the_scheme_says_what_is_signed_and_how_long_it_is():
    assert (QUICKNET.is_chained, QUICKNET.signature_bytes) == (False, 48)
    assert (DEFAULT_CHAIN.is_chained, DEFAULT_CHAIN.signature_bytes) == (True, 96)
    assert {chain.scheme for chain in CHAINS.values()} == set(Scheme)


@pytest.mark.parametrize("one", VECTORS["clock"])
def test_the_clock_agrees_with_another_program(one):
    moment = datetime.fromisoformat(one["at"])

    assert beacon.round_at(CHAINS[one["chain"]], moment) == one["round"]


@given(of_chains, st.integers(1, 10**9))
def test_a_round_lasts_from_its_time_to_the_next(chain, number):
    at = beacon.time_of(chain, number)
    tick = timedelta(microseconds=1)

    assert beacon.round_at(chain, at) == number
    assert beacon.round_at(chain, at + timedelta(seconds=chain.period) - tick) == number
    assert beacon.round_at_or_after(chain, at) == number
    assert beacon.round_at_or_after(chain, at - tick) == number
    assert beacon.round_at_or_after(chain, at + tick) == number + 1


def test_the_zone_of_a_moment_does_not_matter():
    at = beacon.time_of(QUICKNET, 1000)
    tarakan = at.astimezone(timezone(timedelta(hours=8)))

    assert at == datetime(2023, 8, 23, 15, 59, 24, tzinfo=UTC)
    assert beacon.round_at(QUICKNET, tarakan) == 1000
    assert beacon.round_at_or_after(QUICKNET, tarakan) == 1000


def test_a_moment_without_a_zone_is_refused():
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - the fault under test
    with pytest.raises(TypeError, match="naive"):
        beacon.round_at(QUICKNET, naive)
    with pytest.raises(TypeError, match="naive"):
        beacon.round_at_or_after(QUICKNET, naive)


def test_before_the_first_round_there_is_none_and_the_first_comes_next():
    before = beacon.time_of(QUICKNET, 1) - timedelta(seconds=1)

    with pytest.raises(BadRound, match="2023-08-23T15:09:27Z"):
        beacon.round_at(QUICKNET, before)
    assert beacon.round_at_or_after(QUICKNET, before) == 1
    assert beacon.round_at_or_after(QUICKNET, before - timedelta(days=400)) == 1


@pytest.mark.parametrize("number", [0, -7, 10**12, 10**30])
def test_a_round_outside_the_calendar_has_no_time(number):
    with pytest.raises(BadRound):
        beacon.time_of(DEFAULT_CHAIN, number)


def test_a_stranger_proves_a_round_with_a_bare_python():
    code = f"""
import sys
sys.path.insert(0, {str(sources.SRC.parent)!r})
from jernih.pure import beacon
pulse = beacon.Pulse(chain=beacon.QUICKNET, round=1000, signature={QUICK.signature!r})
print(beacon.verify(pulse).hex())
"""

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stderr, done.stdout.strip()) == ("", beacon.verify(QUICK).hex())
