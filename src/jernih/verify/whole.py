"""Check a whole record: its signature, its tree, every entry, every rule."""

import gc
from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from jernih.pure.audit import Audit
from jernih.pure.audit_all import all_checks
from jernih.pure.audit_floor import Floor
from jernih.pure.audit_integrity import ZoneCheck
from jernih.pure.audit_key import KeyBook
from jernih.pure.audit_witness import WitnessBook
from jernih.pure.draw_rule import rule_of
from jernih.pure.tlog.note import (
    BadNote,
    Key,
    open_note,
    parse_checkpoint,
    parse_log_key,
    write_vkey,
)
from jernih.pure.tlog.policy import Policy
from jernih.pure.tlog.reader import BadLog, LogReader
from jernih.verify.findings import SIGNATURE, TREE, Findings
from jernih.verify.growth import compare_growth
from jernih.verify.keys import compare_chain, compare_keys, trusted_keys, with_followers
from jernih.verify.rules import quotas, record_rules, text_of, zone_rules
from jernih.verify.sources import CannotCheck, Source
from jernih.verify.state import Seen, State
from jernih.verify.tables import compare_tables
from jernih.verify.witnessing import (
    Trust,
    compare_stamps,
    compare_witnessed,
    find_witnessed,
    served_policy,
)


def verify(
    source: Source, *, vkey: str = "", policy: Policy | None = None, state: State | None = None
) -> Findings:
    """Check signature, tree, every entry and every rule.

    vkey: the public key as printed on the office's wall; "" takes that of the policy, or the one
    beside the log. policy: the witnesses whom the reader trusts; None asks the office for hers.
    state: what earlier visits have seen. Raises CannotCheck.
    """
    findings = Findings(source=source.name)
    trusted = trusted_keys(source, findings, vkey=vkey, policy=policy)
    keys = with_followers(source, trusted)
    signer = _open(source, keys, findings)
    if signer is None or findings.head is None:
        return findings
    seen = (state or State()).logs.get(findings.head.origin)
    own = policy or served_policy(source, findings)
    trust = Trust(policy=own.signed_by(keys), is_given=policy is not None) if own else None
    if trust:
        find_witnessed(source, findings, trust)
    book = KeyBook()
    is_read = _read(source, findings, book=book, seen=seen, trust=trust)
    if is_read:
        compare_chain(findings, trusted, book, signer=signer)
    compare_keys(findings, seen, book, signer=signer, is_given=bool(vkey or policy))
    return findings


def _open(source: Source, keys: list[Key], findings: Findings) -> Key | None:
    """Take in the checkpoint, and return the key that signed it; None if it is nobody's word."""
    raw = source.get("checkpoint")
    if raw is None:
        raise CannotCheck("There is no checkpoint at {place}.", place=source.name)
    if len(keys) == 1:
        findings.key = write_vkey(keys[0])
    try:
        note = open_note(raw, keys=keys)
        head = parse_checkpoint(note.text)
    except BadNote as reason:
        template = "The checkpoint is not the office's word: {reason}."
        findings.blame(SIGNATURE, template, reason=reason)
        return None
    signers = {(line.name, line.key_id) for line in note.signatures}
    signed = [key for key in keys if (key.name, key.key_id) in signers]
    # The newest of them: where two sign, one of them is about to be given up.
    key = next((key for key in reversed(signed) if key.name == head.origin), signed[-1])
    findings.key, findings.head, findings.note = write_vkey(key), head, raw.decode()
    if head.origin != key.name:
        template = "The key of {name} signed for {origin}."
        findings.blame(SIGNATURE, template, name=key.name, origin=head.origin)
    return key


def _read(
    source: Source, findings: Findings, *, book: KeyBook, seen: Seen | None, trust: Trust | None
) -> bool:
    """Look at all entries, and say whether they could be read."""
    head = findings.head
    if head is None:
        return False
    sizes = {seen.size} if seen else set()
    if findings.witnessed:
        sizes.add(findings.witnessed.head.size)
    reader = LogReader(head, fetch=source.get, sizes=sizes)
    floor = Floor()
    witnesses = WitnessBook()
    checks = all_checks(
        quotas(),
        floor=floor,
        draw=rule_of(text_of),
        record=record_rules(),
        witnesses=witnesses,
        keys=book,
        root=head.root,
    )
    audit = Audit([*checks, ZoneCheck(zone_rules())])
    moments: dict[int, datetime | None] = {}
    try:
        moments = _see_all(reader, audit, sizes)
    except BadLog as reason:
        findings.blame(TREE, str(reason))
    else:
        findings.report = audit.finish()
        findings.violations += findings.report.violations
        findings.notes += findings.report.notes
        compare_tables(source, floor, findings)
        compare_stamps(findings, reader, witnesses)
    keys = book.keys or [parse_log_key(findings.key)]
    compare_growth(findings, reader, seen, keys=keys, is_read=bool(moments))
    if trust:
        compare_witnessed(findings, reader, trust, moments=moments)
    return bool(moments)


def _see_all(reader: LogReader, audit: Audit, sizes: Iterable[int]) -> dict[int, datetime | None]:
    """Show all entries, and return the latest moment among the first so many of them."""
    moments: dict[int, datetime | None] = {}
    # What is kept of each fact makes no circles. Without this, Python would look through all of it
    # again and again as it grows, and find nothing to throw away.
    was_on = gc.isenabled()
    gc.disable()
    try:
        entries, before = enumerate(reader.entries()), 0
        for size in sorted({reader.head.size, *(one for one in sizes if one < reader.head.size)}):
            for index, entry in islice(entries, size - before):
                audit.see(index, entry)
            moments[size], before = audit.last_at, size
        for _ in entries:  # only its end says that all of it leads to the root
            pass
    finally:
        if was_on:
            gc.enable()
    return moments
