"""One thing that stood out: what was counted, what was expected, and how often chance does it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from jernih.pure.monitor.tails import kept_by_list
from jernih.pure.reasons import AlarmKind

MOST: Final = 10**9


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What stood out. subject: the pseudonym it is about, "" for the office; counter: 0 for none.

    detail: the reason, service or ref it is about. figures: whole numbers by name, for the words.
    chance: of the day's list, 0-1; None for what passed a limit that needs no list.
    involved: pseudonyms who vouched for it, and so may not judge it.
    """

    kind: AlarmKind
    subject: str = ""
    counter: int = 0
    detail: str = ""
    figures: Mapping[str, int] = field(default_factory=dict)
    chance: float | None = None
    involved: frozenset[str] = frozenset()


def one_in(chance: float) -> int:
    """Return a chance as once in so many, at most 10^9."""
    return MOST if chance * MOST < 1 else max(1, round(1 / chance))


def permille(part: float, of: float) -> int:
    """Return a share of 1,000, rounded; 0 of nothing."""
    return round(1000 * part / of) if of else 0


def listed(found: Iterable[Finding], *, tested: int, percent: int) -> list[Finding]:
    """Return those that stand out of a day's list, and all that need no list.

    found: those that may stand out. tested: how many were looked at, so that the list is as long
    as it was and not as it looks afterwards. percent: of what is returned that is chance, at most.
    """
    found = list(found)
    chances: Sequence[Finding] = [one for one in found if one.chance is not None]
    rest = max(0, tested - len(chances))
    kept = kept_by_list([one.chance or 0.0 for one in chances] + [1.0] * rest, share=percent / 100)
    stands = {id(one) for at, one in enumerate(chances) if at in kept}
    return [one for one in found if one.chance is None or id(one) in stands]
