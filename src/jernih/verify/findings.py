"""What a run found out, and how the program ends because of it."""

from dataclasses import dataclass, field

from jernih.pure.audit import Report, Violation
from jernih.pure.tlog.note import Checkpoint

CLEAN, BROKEN, CANNOT = 0, 1, 2


@dataclass(kw_only=True)
class Findings:
    """All that a run found out."""

    source: str
    key: str = ""
    head: Checkpoint | None = None
    report: Report | None = None
    violations: list[Violation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def blame(self, rule: str, words: str) -> None:
        """Add a violation that is about the log itself."""
        self.violations.append(Violation(rule=rule, indexes=(), words=words))

    @property
    def exit_code(self) -> int:
        """Return 0 for a clean record and 1 for one that is not."""
        return BROKEN if self.violations else CLEAN
