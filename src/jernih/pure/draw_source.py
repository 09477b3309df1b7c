"""Where the randomness of a batch comes from: the round to wait for, and what counts as its word.

Source: docs/draw.md. The order of the sources is declared with each batch before it opens.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from jernih.pure import beacon, dice, rfc3797
from jernih.pure.beacon import DEFAULT_CHAIN, QUICKNET, Pulse
from jernih.pure.events_draw import Source
from jernih.pure.rfc3797 import Lottery

DAY: Final = timedelta(days=1)
# So that nobody wins by holding back one chain's round while the other's is known.
NEXT_CHAIN_AFTER: Final = timedelta(hours=1)
CHAINS: Final = {Source.QUICKNET: QUICKNET, Source.DEFAULT_CHAIN: DEFAULT_CHAIN}
# The first draws on the day after this source was entered; each is in newspapers of its country.
LOTTERIES: Final = (
    Lottery(name="Singapore TOTO", numbers=6, low=1, high=49),
    Lottery(name="EuroMillions", numbers=5, low=1, high=50),
    Lottery(name="Powerball", numbers=5, low=1, high=69),
)


class BadWord(ValueError):
    """Said of what a source cannot have said about this batch; `why` is a code."""

    def __init__(self, why: str) -> None:
        """why: a word of ours, never what was typed."""
        super().__init__(why)
        self.why = why


def drawn_round(announced: int, *, closed_at: datetime, freeze: timedelta) -> int:
    """Return the round of quicknet that counts: the announced one, or the first a whole number of
    days later that comes at least `freeze` after the list was frozen."""
    late = closed_at + freeze - beacon.time_of(QUICKNET, announced)
    days = max(0, -(-late // DAY))
    return announced + _rounds(days)


def moved_round(
    current: int, *, closed: int, at: datetime, freeze: timedelta, patience: timedelta
) -> int:
    """Return the round that counts when the list was not witnessed in time for the current one.

    The first a whole number of days after the one of the closing that witnesses can still be in
    time for at this moment; 0 if that is more than `patience` after it: then none is waited for.
    """
    later = max(drawn_round(closed, closed_at=at, freeze=freeze), current + _rounds(1))
    return later if later <= closed + _rounds(patience // DAY) else 0


def _rounds(days: int) -> int:
    return days * (int(DAY.total_seconds()) // QUICKNET.period)


def drawn_at(quicknet_round: int) -> datetime:
    """Return when a round of quicknet is known, in UTC."""
    return beacon.time_of(QUICKNET, quicknet_round)


def fallback_round(source: Source, *, quicknet_round: int) -> int:
    """Return the round of another source that stands in for one of quicknet; 0 if it has none."""
    if source is not Source.DEFAULT_CHAIN:
        return 0
    return beacon.round_at_or_after(DEFAULT_CHAIN, drawn_at(quicknet_round) + NEXT_CHAIN_AFTER)


def next_source(sources: Sequence[Source], now: Source) -> Source | None:
    """Return the source declared after this one, if there is one."""
    later = list(sources)[list(sources).index(now) + 1 :]
    return later[0] if later else None


def randomness_of(
    source: Source, *, batch: str, round_: int, evidence: str, previous: str = ""
) -> bytes:
    """Return the 32 random bytes that a source gave for a batch.

    evidence: the signature in hex, the key string of the lotteries, or the record of the throws.
    previous: the signature before, for a chained beacon. Raises BadWord.
    """
    try:
        if source in CHAINS:
            return beacon.verify(
                Pulse(
                    chain=CHAINS[source],
                    round=round_,
                    signature=evidence,
                    previous_signature=previous,
                )
            )
        if source is Source.LOTTERIES:
            _check_lotteries(rfc3797.read_key_string(evidence))
            return rfc3797.seed_from(evidence)
        return dice.randomness_from_dice(dice.read_record(evidence), batch=batch)
    except beacon.BadPulse as bad:
        raise BadWord(bad.fault) from None
    except (rfc3797.BadKeyString, rfc3797.BadNumbers):
        raise BadWord("NUMBERS") from None
    except dice.BadThrows:
        raise BadWord("THROWS") from None


def _check_lotteries(drawn: Iterable[Sequence[int]]) -> None:
    drawn = list(drawn)
    if len(drawn) != len(LOTTERIES):
        raise BadWord("NUMBERS")
    for lottery, numbers in zip(LOTTERIES, drawn, strict=True):
        rfc3797.read_numbers(" ".join(map(str, numbers)), lottery=lottery)
