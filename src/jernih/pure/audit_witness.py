"""Check what outsiders attest: whose word the office promised, and that it is theirs.

Source: docs/log-format.md, "What is checked". Vectors: tests/pure/test_audit_witness.py.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from jernih.pure import events_record, sampling, witnessed
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.events import Event
from jernih.pure.tlog.note import BadNote
from jernih.pure.tlog.policy import BadPolicy, Policy

# So many facts of witnesses are checked one and all; of more a sample, see sampling.py.
ALL_UP_TO = 100


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """One fact of what witnesses signed. policy: in force when it was told. at: their time.

    at: None when the signatures told are no quorum of that policy.
    """

    index: int
    fact: events_record.Witnessed
    policy: Policy
    at: datetime | None


@dataclass
class WitnessBook:
    """Who was to witness, and what was witnessed, as far as the record has told.

    policy: the last one declared; None before, and where it could not be read.
    """

    policy: Policy | None = None
    origin: str = ""
    declared: int = 0
    stamps: list[Stamp] = field(default_factory=list)
    _checked: dict[tuple[int, int], bool] = field(default_factory=dict)

    @property
    def needed(self) -> Policy | None:
        """Return the policy in force, if it asks for anybody's word."""
        return self.policy if self.policy and self.policy.needs_witnesses else None

    def is_true(self, stamp: Stamp, policy: Policy) -> bool:
        """Tell whether every signature of a stamp is true and a witness's of this policy."""
        place = stamp.index, id(policy)
        if place not in self._checked:
            try:
                witnessed.check_signatures(stamp.fact, policy)
            except BadNote:
                self._checked[place] = False
            else:
                self._checked[place] = True
        return self._checked[place]

    def since(self, index: int, policy: Policy) -> datetime | None:
        """Return since when an entry is under the word of a policy's quorum, None if it is not."""
        later = [stamp for stamp in self.stamps if stamp.fact.size > index]
        times = [(witnessed.quorum_at(stamp.fact, policy), stamp) for stamp in later]
        met = [(at, stamp) for at, stamp in times if at is not None]
        for at, stamp in sorted(met, key=lambda one: (one[0], one[1].index)):
            if self.is_true(stamp, policy):
                return at
        return None

    def roots(self) -> Iterator[tuple[int, int, bytes]]:
        """Yield the index of each stamp, and the size and root it says this record had."""
        for stamp in self.stamps:
            yield stamp.index, stamp.fact.size, bytes.fromhex(stamp.fact.root)


class WitnessCheck(Check):
    """What witnesses are said to have signed is theirs, and of this record."""

    rule: ClassVar[str] = "record.witnessed"

    def __init__(self, book: WitnessBook, *, root: bytes = b"") -> None:
        """Write into this book. root: of the whole record, which chooses a sample."""
        self._book = book
        self._root = root

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at policies, and at what was signed."""
        return {
            events_record.PolicyDeclared: self._declared,
            events_record.Witnessed: self._witnessed,
        }

    def _declared(self, index: int, event: Any) -> Iterator[Violation]:
        self._book.declared += 1
        try:
            self._book.policy = witnessed.policy_of(event)
        except BadPolicy as bad:
            self._book.policy = None
            yield self.wrong(f"The policy declared for witnesses cannot be kept: {bad}", index)

    def _witnessed(self, index: int, event: Any) -> Iterable[Violation]:
        policy = self._book.needed
        if policy is None:
            words = "Witnesses are said to have signed, but no policy says who they are."
            return (self.wrong(words, index),)
        at = witnessed.quorum_at(event, policy)
        fault = _fault(index, event, policy)
        if at is None:
            fault = fault or "they are not as many as the policy asks for"
        if fault:
            return (self.wrong(f"Witnesses are said to have signed: {fault}.", index),)
        self._book.stamps.append(Stamp(index=index, fact=event, policy=policy, at=at))
        return ()

    def finish(self, last_at: datetime | None) -> Iterator[Violation]:  # noqa: ARG002
        """Check the signatures: all, or of many the first and last of each day and a sample."""
        days = {stamp.index: stamp.fact.at.date() for stamp in self._book.stamps}
        chosen = sampling.sample(days, root=self._root, all_up_to=ALL_UP_TO)
        for stamp in self._book.stamps:
            if stamp.index in chosen and not self._book.is_true(stamp, stamp.policy):
                words = f"The signatures of witnesses under {stamp.fact.size} entries are not"
                yield self.wrong(f"{words} theirs.", stamp.index)

    def notes(self) -> Iterator[str]:
        """Say since when there are witnesses, how often they changed, what was not checked."""
        stamps, checked = self._book.stamps, {index for index, _ in self._book._checked}
        if stamps:
            last = stamps[-1].at
            yield (
                f"Witnesses signed {len(stamps)} times, the last time at {last:%Y-%m-%d %H:%M} "
                f"(UTC). Their signatures were checked {len(checked)} times."
            )
        if self._book.declared > 1:
            times = self._book.declared - 1
            yield f"Who witnesses the record was changed {times} times; ask the office why."


def _fault(index: int, event: Any, policy: Policy) -> str:
    known = {(one.key.name, one.key.key_id.hex()) for one in policy.witnesses}
    other = [one.name for one in event.signatures if (one.name, one.key_id) not in known]
    if other:
        return f"{', '.join(other)} is no witness of the policy"
    if event.origin not in {log.key.name for log in policy.logs}:
        return f"under the name of another log, {event.origin}"
    if not 0 < event.size <= index:
        return f"a record of {event.size} entries, which this one was not yet"
    return ""
