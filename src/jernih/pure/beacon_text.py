"""Read a round of the beacon from whatever somebody pasted, scanned or typed.

Forgiving in form: hex in groups, over several lines, in capitals or with 0x before it; the JSON
that drand's servers answer; the line that `spell` makes. Strict in content: what is said of chain,
round or randomness must be true, and nothing is guessed. Base64 is not read: it is as long as
the hex of a hash, and nobody can dictate it.
"""

import json
import re
from hashlib import sha256
from typing import Final

from jernih.pure.beacon import BadPulse, Chain, Pulse, PulseFault, check_shape

MAX_CHARACTERS: Final = 4_000
_PREFIX: Final = "drand:"
_HEX: Final = frozenset("0123456789abcdef")
_HASH_DIGITS: Final = 64
# Some screens put these, which nobody sees, where a long word may be broken.
_UNSEEN: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_ROUND: Final = re.compile(r"[0-9]{1,20}")


def spell(pulse: Pulse) -> str:
    """Return one line that says all of a round, in the capitals that make a QR code small."""
    parts = ["drand", pulse.chain.name, str(pulse.round), pulse.signature]
    if pulse.previous_signature:
        parts.append(pulse.previous_signature)
    return ":".join(parts).upper()


def parse_signature(text: str, *, chain: Chain, number: int) -> Pulse:
    """Return the awaited round of the awaited chain, for `beacon.verify` to prove.

    Raises BadPulse with a fault that says what to look for.
    """
    if len(text) > MAX_CHARACTERS:
        raise BadPulse(PulseFault.TOO_LONG)
    text = text.translate(_UNSEEN).strip()
    if not text:
        raise BadPulse(PulseFault.EMPTY)
    if text.startswith("{"):
        return _from_json(text, chain=chain, number=number)
    if text.lower().startswith(_PREFIX):
        return _from_line(text, chain=chain, number=number)
    return _pulse(chain, number, text)


def parse_newest(text: str, *, chain: Chain) -> Pulse:
    """Return the round that a server's answer says is the newest, for `beacon.verify` to prove.

    Raises BadPulse.
    """
    try:
        number = json.loads(text, object_pairs_hook=_once)["round"]
    except (ValueError, RecursionError, KeyError, TypeError):
        raise BadPulse(PulseFault.NOT_UNDERSTOOD) from None
    if type(number) is not int:
        raise BadPulse(PulseFault.NOT_UNDERSTOOD)
    return parse_signature(text, chain=chain, number=number)


def _from_line(text: str, *, chain: Chain, number: int) -> Pulse:
    _, name, said, signature, *previous = [*text.lower().split(":"), "", ""]
    if name.strip() != chain.name:
        raise BadPulse(PulseFault.OTHER_CHAIN)
    _check_round(said.strip(), number)
    # Two empty parts were added, so that a short line is an empty signature, not a crash.
    if any(previous[1:]):
        raise BadPulse(PulseFault.NOT_UNDERSTOOD)
    return _pulse(chain, number, signature, previous[0])


def _from_json(text: str, *, chain: Chain, number: int) -> Pulse:
    try:
        said = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise BadPulse(PulseFault.NOT_UNDERSTOOD) from None
    _check_round(said.get("round", number), number)
    fields = [said.get(name) or "" for name in ("signature", "previous_signature", "randomness")]
    if not all(isinstance(field, str) for field in fields):
        raise BadPulse(PulseFault.NOT_UNDERSTOOD)
    signature, previous, random = fields
    if not signature:
        raise BadPulse(PulseFault.NO_SIGNATURE)
    pulse = _pulse(chain, number, signature, previous)
    if random and _hex(random) != sha256(bytes.fromhex(pulse.signature)).hexdigest():
        raise BadPulse(PulseFault.RANDOMNESS_DIFFERS)
    return pulse


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    # Of a name given twice one reader takes the first, another the last.
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is there twice")
    return found


def _check_round(said: object, number: int) -> None:
    if isinstance(said, str) and _ROUND.fullmatch(said):
        said = int(said)
    if type(said) is not int:  # true is an int, too
        raise BadPulse(PulseFault.NOT_UNDERSTOOD)
    if said != number:
        raise BadPulse(PulseFault.OTHER_ROUND)


def _pulse(chain: Chain, number: int, signature: str, previous: str = "") -> Pulse:
    signature, previous = _hex(signature), _hex(previous)
    if len(signature) == _HASH_DIGITS:
        raise BadPulse(PulseFault.RANDOMNESS_GIVEN)
    check_shape(chain, bytes.fromhex(signature), bytes.fromhex(previous))
    return Pulse(chain=chain, round=number, signature=signature, previous_signature=previous)


def _hex(text: str) -> str:
    digits = "".join(text.split()).replace("-", "").lower().removeprefix("0x")
    if len(digits) % 2 or not _HEX.issuperset(digits):
        raise BadPulse(PulseFault.SPELLING)
    return digits
