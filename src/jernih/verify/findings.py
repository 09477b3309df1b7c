"""What a run found out, and how the program ends because of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from jernih.pure.audit import Report, Violation
from jernih.pure.audit_key import KeyCheck
from jernih.pure.tlog.note import Checkpoint
from jernih.verify.words import Said

CLEAN, BROKEN, CANNOT = 0, 1, 2

# Rules about the log itself. Where one of them is broken, what was read is not to be relied on.
SIGNATURE, TREE, GROWS, WITNESSED = "signature", "tree", "grows", "witnessed"
KEY = KeyCheck.rule
OF_THE_LOG = frozenset({SIGNATURE, TREE, GROWS, WITNESSED, KEY})


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Two checkpoints as they were signed, and what they show together.

    is_proof: whether the two alone convict whoever holds the key, to anybody with the public key.
    """

    words: Said
    old: str
    new: str
    is_proof: bool = False


@dataclass(frozen=True, kw_only=True)
class Witnessed:
    """The newest checkpoint under which enough witnesses signed.

    since: when there were enough. by: when each of them signed. note: as it was signed.
    """

    head: Checkpoint
    note: str
    since: datetime
    by: Mapping[str, datetime]


@dataclass(kw_only=True)
class Findings:
    """All that a run found out. note: the newest checkpoint as it was signed."""

    source: str
    key: str = ""
    note: str = ""
    head: Checkpoint | None = None
    witnessed: Witnessed | None = None
    report: Report | None = None
    violations: list[Violation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)

    def blame(self, rule: str, template: str, **values: object) -> None:
        """Add a violation that is about the log itself."""
        words = Said(template, **values)
        self.violations.append(Violation(rule=rule, indexes=(), words=words))

    def add(self, template: str, **values: object) -> None:
        """Add what a reader should know though no rule was broken."""
        self.notes.append(Said(template, **values))

    @property
    def is_whole(self) -> bool:
        """Say whether the log is what it was signed for, whatever stands on it."""
        broken = {found.rule for found in self.violations}
        return self.head is not None and not broken & OF_THE_LOG

    @property
    def exit_code(self) -> int:
        """Return 0 for a clean record and 1 for one that is not."""
        return BROKEN if self.violations else CLEAN
