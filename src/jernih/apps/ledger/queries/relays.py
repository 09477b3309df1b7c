"""Ask the relays of the beacon. None is trusted: what one says proves itself, or is worth nothing.

Never inside a transaction: a relay may keep us waiting.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Final
from urllib.request import Request, urlopen

from django.conf import settings

from jernih.pure import beacon_text
from jernih.pure.beacon import QUICKNET, BadPulse, BadRound, Chain, Pulse, time_of, verify

log = logging.getLogger("jernih.beacon")
# Of one relay; there are several, and the next minute comes.
RELAY_SECONDS: Final = 8
FRESH: Final = timedelta(minutes=1)


def pulses(chain: Chain, number: int) -> Iterator[Pulse]:
    """Yield what each relay says of a round, not proven; why one says nothing stands in the log."""
    return _asked(
        chain,
        str(number),
        lambda said: beacon_text.parse_signature(said, chain=chain, number=number),
    )


def newest_pulse(*, now: datetime) -> Pulse | None:
    """Return the newest round of quicknet that a relay gives, proven; None if none gives one.

    The first that is as new as our own clock, else the newest of all. A demonstration asks nobody:
    its days are played, and a true round would only show that.
    """
    best: Pulse | None = None
    for pulse in () if settings.IS_DEMO else _newest_pulses():
        if best is None or pulse.round > best.round:
            best = pulse
        if abs(time_of(QUICKNET, pulse.round) - now) < FRESH:
            break
    return best


def _newest_pulses() -> Iterator[Pulse]:
    for pulse in _asked(QUICKNET, "latest", lambda s: beacon_text.parse_newest(s, chain=QUICKNET)):
        try:
            verify(pulse)
            time_of(QUICKNET, pulse.round)
        except (BadPulse, BadRound) as bad:
            log.warning("beacon: what a relay gives as the newest round is not one: %s", bad)
        else:
            yield pulse


def _asked(chain: Chain, what: str, parse: Callable[[str], Pulse]) -> Iterator[Pulse]:
    for relay in settings.DRAND_RELAYS:
        address = f"{relay.rstrip('/')}/{chain.chain_hash}/public/{what}"
        request = Request(address, headers={"Accept": "application/json"})  # noqa: S310 - ours
        try:
            with urlopen(request, timeout=RELAY_SECONDS) as answer:  # noqa: S310
                said = answer.read(beacon_text.MAX_CHARACTERS + 1).decode("utf-8", "replace")
            yield parse(said)
        except BadPulse as bad:
            log.warning("beacon: %s answers no round %s: %s", relay, what, bad.fault)
        except (OSError, HTTPException, ValueError) as problem:
            log.warning("beacon: %s gives no round %s: %s", relay, what, type(problem).__name__)
