"""Ask whether people outside the office have signed what the office shows.

Source: C2SP tlog-policy and tlog-cosignature.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from jernih.pure.audit import Violation
from jernih.pure.audit_witness import WitnessBook, WitnessCheck
from jernih.pure.rulebook import in_force
from jernih.pure.tlog.note import BadNote, parse_checkpoint
from jernih.pure.tlog.policy import BadPolicy, Policy, parse_policy
from jernih.pure.tlog.reader import BadLog, LogReader
from jernih.verify.findings import TREE, WITNESSED, Evidence, Findings, Witnessed
from jernih.verify.rules import record_rules
from jernih.verify.sources import Source
from jernih.verify.words import Said

# A line that is down for a day is bad luck; longer, somebody should ask.
MAY_LAG: Final = timedelta(hours=24)

_NOBODY: Final = "No witnesses: nobody outside the office has signed this record."
_FORK: Final = (
    "Two checkpoints that cannot both be true, both signed with this key, one before witnesses: "
    "this proves to anybody that the record was rewritten."
)


@dataclass(frozen=True, kw_only=True)
class Trust:
    """Whose word counts. is_given: the reader named them herself; then it is a rule, no wish."""

    policy: Policy
    is_given: bool


def served_policy(source: Source, findings: Findings) -> Policy | None:
    """Return the policy that the office shows beside the log; None when there is none to use."""
    raw = source.get("policy")
    try:
        policy = None if raw is None else parse_policy(raw)
    except BadPolicy as reason:
        findings.add("The office's list of witnesses cannot be read: {reason}", reason=reason)
        return None
    if policy is None or not policy.needs_witnesses:
        findings.add(_NOBODY)
        return None
    findings.add(
        "Which witnesses count was taken from the office's own list. Give your own with --policy."
    )
    return policy


def find_witnessed(source: Source, findings: Findings, trust: Trust) -> None:
    """Find the newest checkpoint that meets the quorum, of the two that may be shown."""
    if not trust.policy.needs_witnesses:
        return
    shown = [findings.note.encode(), source.get("checkpoint.witnessed")]
    found = [one for raw in shown if raw and (one := _meets(raw, trust, findings))]
    if found:
        findings.witnessed = max(found, key=lambda one: one.head.size)
    else:
        _say(
            findings,
            trust,
            "No checkpoint is signed by as many witnesses as the policy asks for ({quorum}).",
            quorum=trust.policy.quorum,
        )


def compare_witnessed(
    findings: Findings, reader: LogReader, trust: Trust, *, moments: Mapping[int, datetime | None]
) -> None:
    """Hold what was witnessed against the log that was read.

    moments: the latest moment among the first so many entries; of all, once all were read.
    """
    witnessed, head = findings.witnessed, reader.head
    if witnessed is None:
        return
    size = witnessed.head.size
    is_read = head.size in moments
    root = head.root if head.size == size else reader.roots.get(size)
    if size > head.size:
        template = "Witnesses have signed {size} entries; the office shows {now}."
        findings.blame(WITNESSED, template, size=size, now=head.size)
    elif root is not None and root != witnessed.head.root:
        template = "The first {size} entries are not those that witnesses have signed."
        findings.blame(WITNESSED, template, size=size)
        if is_read or size == head.size:
            both = {"old": witnessed.note, "new": findings.note}
            findings.evidence.append(Evidence(words=Said(_FORK), is_proof=True, **both))
    if is_read:
        _compare_times(findings, trust, moments)


def compare_stamps(findings: Findings, reader: LogReader, book: WitnessBook) -> None:
    """Hold each root that witnesses are said, on the record, to have signed against the tree."""
    try:
        for index, size, root in book.roots():
            if reader.root_at(size) != root:
                template = "Entry {index} says that witnesses signed another record of {size}."
                words = Said(template, index=index, size=size)
                wrong = Violation(rule=WitnessCheck.rule, indexes=(index,), words=words)
                findings.violations.append(wrong)
    except BadLog as reason:
        findings.blame(TREE, str(reason))


def _meets(raw: bytes, trust: Trust, findings: Findings) -> Witnessed | None:
    try:
        note = trust.policy.open(raw)
        head = parse_checkpoint(note.text)
    except BadNote as reason:
        template = "A checkpoint cannot be held against the witnesses: {reason}."
        _say(findings, trust, template, reason=reason)
        return None
    since = trust.policy.met_by(note)
    if since is None or findings.head is None or head.origin != findings.head.origin:
        return None
    by = trust.policy.signed_at(note)
    return Witnessed(head=head, since=since, by=by, note=raw.decode())


def _compare_times(
    findings: Findings, trust: Trust, moments: Mapping[int, datetime | None]
) -> None:
    if findings.witnessed is None or findings.head is None:
        return
    size, since = findings.witnessed.head.size, findings.witnessed.since
    said_at, last_at = moments.get(size), moments[findings.head.size]
    minutes = in_force(record_rules(), "clock_tolerance_minutes", on=since.date())
    if said_at is not None and said_at > since + timedelta(minutes=minutes):
        template = "An entry speaks of {at}, and witnesses had signed it at {since} already."
        values = {"at": moment(said_at), "since": moment(since)}
        if _is_for_show(trust):
            findings.add(template, **values)
            findings.add("The witnesses are a demonstration's, and so may its clock be.")
        else:
            findings.blame(WITNESSED, template, **values)
    if size < findings.head.size:
        template = "Not witnessed since {since}: {count} entries came after."
        later: dict[str, object] = {"since": moment(since), "count": findings.head.size - size}
        if last_at is not None and last_at > since + MAY_LAG:
            _say(findings, trust, template, **later)
        else:
            findings.add(template, **later)


def _is_for_show(trust: Trust) -> bool:
    """Tell whether all witnesses have names that nobody can own (RFC 2606), and none is real."""
    names = (one.key.name.partition("/")[0] for one in trust.policy.witnesses)
    return not trust.is_given and all(name.endswith(".invalid") for name in names)


def moment(at: datetime) -> str:
    """Return a moment as a report says it."""
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def _say(findings: Findings, trust: Trust, template: str, **values: object) -> None:
    if trust.is_given:
        findings.blame(WITNESSED, template, **values)
    else:
        findings.add(template, **values)
