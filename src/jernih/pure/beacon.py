"""The public random beacon of the draw: drand's rounds, when they come, and whether one is true.

A round's signature proves itself: it may come by network, by paste, by QR or on paper, days late,
through whoever wants. Nobody can choose it, and nobody can know it before its time.
Source: docs/decisions/0025. Vectors: tests/vectors/beacon.json.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from jernih.pure.bls.encoding import G1_BYTES, G2_BYTES, BadPoint
from jernih.pure.bls.signatures import is_signed_in_g1, is_signed_in_g2

_HEX: Final = frozenset("0123456789abcdef")
_ROUNDS: Final = 2**63


class Scheme(StrEnum):
    """How a chain signs; the values are drand's own names."""

    PEDERSEN_BLS_CHAINED = "pedersen-bls-chained"
    BLS_UNCHAINED_G1_RFC9380 = "bls-unchained-g1-rfc9380"


@dataclass(frozen=True, kw_only=True)
class Chain:
    """One of drand's chains. genesis: seconds since 1970; period: seconds.

    chain_hash fixes all of it: SHA-256 over period, genesis, key, group hash and, unless that is
    "default", the name.
    """

    code: str
    name: str
    chain_hash: str
    public_key: bytes
    period: int
    genesis: int
    group_hash: str
    scheme: Scheme

    @property
    def is_chained(self) -> bool:
        """Say whether a round signs the signature of the round before, too."""
        return self.scheme is Scheme.PEDERSEN_BLS_CHAINED

    @property
    def signature_bytes(self) -> int:
        """Say how long a signature is."""
        return G2_BYTES if self.is_chained else G1_BYTES


QUICKNET: Final = Chain(
    code="QUICKNET",
    name="quicknet",
    chain_hash="52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
    public_key=bytes.fromhex(
        "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c"
        "8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb"
        "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
    ),
    period=3,
    genesis=1692803367,
    group_hash="f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e",
    scheme=Scheme.BLS_UNCHAINED_G1_RFC9380,
)
DEFAULT_CHAIN: Final = Chain(
    code="DEFAULT_CHAIN",
    name="default",
    chain_hash="8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce",
    public_key=bytes.fromhex(
        "868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5c"
        "ce96366b5d7a569937c529eeda66c7293784a9402801af31"
    ),
    period=30,
    genesis=1595431050,
    group_hash="176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a",
    scheme=Scheme.PEDERSEN_BLS_CHAINED,
)
CHAINS: Final = {chain.code: chain for chain in (QUICKNET, DEFAULT_CHAIN)}


class PulseFault(StrEnum):
    """Why this is not the round that was asked for."""

    EMPTY = "EMPTY"
    TOO_LONG = "TOO_LONG"
    NOT_UNDERSTOOD = "NOT_UNDERSTOOD"  # none of the forms that beacon_text knows
    NO_SIGNATURE = "NO_SIGNATURE"  # JSON without one
    OTHER_CHAIN = "OTHER_CHAIN"
    OTHER_ROUND = "OTHER_ROUND"
    RANDOMNESS_GIVEN = "RANDOMNESS_GIVEN"  # the hash of the signature, which proves nothing
    RANDOMNESS_DIFFERS = "RANDOMNESS_DIFFERS"  # it came along, and is not the signature's
    ROUND = "ROUND"  # no round has this number
    SPELLING = "SPELLING"  # not hex in small letters
    LENGTH = "LENGTH"  # not as long as this chain's signatures
    PREVIOUS_MISSING = "PREVIOUS_MISSING"  # this chain signs the round before, too
    PREVIOUS_UNWANTED = "PREVIOUS_UNWANTED"  # this chain does not
    NOT_COMPRESSED = "NOT_COMPRESSED"  # the rest are the point's own faults
    INFINITY = "INFINITY"
    TOO_LARGE = "TOO_LARGE"
    NOT_ON_CURVE = "NOT_ON_CURVE"
    NOT_IN_GROUP = "NOT_IN_GROUP"
    NOT_THIS_ROUND = "NOT_THIS_ROUND"  # not the chain's signature of this round


class BadPulse(ValueError):
    """This is not a round of the chain; `fault` says why."""

    def __init__(self, fault: PulseFault) -> None:
        super().__init__(fault)
        self.fault = fault


class BadRound(ValueError):
    """Said of a number that no round has, or of a time before the first."""


@dataclass(frozen=True, kw_only=True)
class Pulse:
    """One round as somebody brought it; signatures in hex, small letters, nothing proven yet.

    previous_signature: of the round before, for a chained chain; else "".
    """

    chain: Chain
    round: int
    signature: str
    previous_signature: str = ""


def time_of(chain: Chain, number: int) -> datetime:
    """Return when a round is published, in UTC. Raises BadRound."""
    if number < 1:
        raise BadRound(f"round {number}")
    try:
        return _start(chain) + timedelta(seconds=(number - 1) * chain.period)
    except OverflowError:
        raise BadRound(f"round {number} is beyond the calendar") from None


def round_at(chain: Chain, moment: datetime) -> int:
    """Return the newest round at this moment, which must have a time zone. Raises BadRound."""
    number = (moment - _start(chain)) // timedelta(seconds=chain.period) + 1
    if number < 1:
        raise BadRound(f"{chain.name} had no round before {_start(chain):%Y-%m-%dT%H:%M:%SZ}")
    return number


def round_at_or_after(chain: Chain, moment: datetime) -> int:
    """Return the first round that nobody can know before this moment, which has a time zone."""
    number = -((_start(chain) - moment) // timedelta(seconds=chain.period)) + 1
    return max(number, 1)


def randomness(pulse: Pulse) -> bytes:
    """Return the 32 random bytes of a round; worth nothing before `verify` has passed it."""
    return sha256(_bytes(pulse.signature)).digest()


def verify(pulse: Pulse) -> bytes:
    """Return the 32 random bytes of a round that its chain really signed.

    Raises BadPulse for any other.
    """
    chain = pulse.chain
    if not 1 <= pulse.round < _ROUNDS:
        raise BadPulse(PulseFault.ROUND)
    signature, previous = _bytes(pulse.signature), _bytes(pulse.previous_signature)
    check_shape(chain, signature, previous)
    message = sha256(previous + pulse.round.to_bytes(8, "big")).digest()
    is_signed = is_signed_in_g2 if chain.is_chained else is_signed_in_g1
    try:
        good = is_signed(message, public=chain.public_key, signature=signature)
    except BadPoint as bad:
        raise BadPulse(PulseFault(bad.fault)) from None
    if not good:
        raise BadPulse(PulseFault.NOT_THIS_ROUND)
    return randomness(pulse)


def check_shape(chain: Chain, signature: bytes, previous: bytes) -> None:
    """Raise BadPulse unless these are as long as the chain's signatures, and all that it needs."""
    if len(signature) != chain.signature_bytes:
        raise BadPulse(PulseFault.LENGTH)
    if chain.is_chained and not previous:
        raise BadPulse(PulseFault.PREVIOUS_MISSING)
    if previous and not chain.is_chained:
        raise BadPulse(PulseFault.PREVIOUS_UNWANTED)


def _start(chain: Chain) -> datetime:
    return datetime.fromtimestamp(chain.genesis, UTC)


def _bytes(text: str) -> bytes:
    # `fromhex` alone would take capitals and spaces: a second spelling of the same fact.
    if len(text) % 2 or not _HEX.issuperset(text):
        raise BadPulse(PulseFault.SPELLING)
    return bytes.fromhex(text)
