"""What the office's people promise, how they sign it, and by which figures it is measured.

Source: research/domain.md, section 9. Vectors: tests/pure/test_pledges.py.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from jernih.pure.rulebook import Confidence


class BadTexts(ValueError):
    """Said of a file that is no list of pledges' words."""


class PledgeKind(StrEnum):
    """The yearly pledge of performance, the pact of integrity, the declaration of the zone."""

    PERFORMANCE = "PERFORMANCE"
    INTEGRITY = "INTEGRITY"
    ZONE = "ZONE"


class SignMethod(StrEnum):
    """How somebody showed, at this moment, that it is she who signs."""

    PASSKEY = "PASSKEY"
    PASSWORD = "PASSWORD"  # noqa: S105 - a method, not a secret


class WitnessKind(StrEnum):
    """On whose behalf somebody from outside watched."""

    REGION = "REGION"
    INSPECTORATE = "INSPECTORATE"
    OMBUDSMAN = "OMBUDSMAN"
    COMMISSION = "COMMISSION"
    PRESS = "PRESS"
    COMMUNITY = "COMMUNITY"


class Metric(StrEnum):
    """A figure that our own programs measure, so that a promise can be held against it."""

    SERVED_BY_NUMBER = "SERVED_BY_NUMBER"
    CALLS_OUT_OF_TURN = "CALLS_OUT_OF_TURN"
    WAIT_MINUTES = "WAIT_MINUTES"
    REPORTS_OVERDUE = "REPORTS_OVERDUE"
    GIFTS_OVERDUE = "GIFTS_OVERDUE"
    SATISFACTION = "SATISFACTION"
    ANTI_CORRUPTION = "ANTI_CORRUPTION"

    @property
    def is_ceiling(self) -> bool:
        """Tell whether the promise is to stay at or below its target."""
        return self not in (Metric.SERVED_BY_NUMBER, Metric.SATISFACTION, Metric.ANTI_CORRUPTION)

    @property
    def decimals(self) -> int:
        """Return how many decimals it is shown with: indexes are kept in hundredths."""
        return 2 if self in (Metric.SATISFACTION, Metric.ANTI_CORRUPTION) else 0

    @property
    def most(self) -> int:
        """Return the largest target that means anything."""
        return _MOST[self]


_MOST = {
    Metric.SERVED_BY_NUMBER: 1_000,
    Metric.CALLS_OUT_OF_TURN: 1_000,
    Metric.WAIT_MINUTES: 600,
    Metric.REPORTS_OVERDUE: 10_000,
    Metric.GIFTS_OVERDUE: 10_000,
    Metric.SATISFACTION: 10_000,
    Metric.ANTI_CORRUPTION: 400,
}


class Standing(StrEnum):
    """How a promise stands against what was measured."""

    KEPT = "KEPT"
    MISSED = "MISSED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A figure and what it shall be. target: permille, minutes, counts or hundredths."""

    metric: Metric
    target: int

    def stands(self, measured: int | None) -> Standing:
        """Return how it stands; unknown while nothing was measured."""
        if measured is None:
            return Standing.UNKNOWN
        is_kept = measured <= self.target if self.metric.is_ceiling else measured >= self.target
        return Standing.KEPT if is_kept else Standing.MISSED


@dataclass(frozen=True, kw_only=True)
class PledgeText:
    """The words of a pledge in one version; the Indonesian ones bind."""

    kind: PledgeKind
    version: int
    since: date
    source: str
    confidence: Confidence
    id: str
    en: str

    @property
    def hash(self) -> str:
        """Return the hash of the words that bind, in hex, as it stands on the record."""
        return sha256(self.id.encode()).hexdigest()


def read_texts(text: str) -> tuple[PledgeText, ...]:
    """Read the words of pledges. Raises BadTexts for another shape, or a version given twice."""
    try:
        found = tomllib.loads(text)
        rows = found.pop("text")
        texts = tuple(
            PledgeText(
                **{
                    **row,
                    "kind": PledgeKind(row["kind"]),
                    "confidence": Confidence(row["confidence"]),
                    "id": row["id"].strip(),
                    "en": row["en"].strip(),
                }
            )
            for row in rows
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise BadTexts(str(problem)) from None
    if found:
        raise BadTexts(f"only texts stand there, not {', '.join(found)}")
    if len({(one.kind, one.version) for one in texts}) != len(texts):
        raise BadTexts("a version stands there twice")
    if any(type(one.since) is not date or type(one.version) is not int for one in texts):
        raise BadTexts("since is a day, a version a number")
    return texts
