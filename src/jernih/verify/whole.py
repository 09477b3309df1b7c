"""Check a whole record: its signature, its tree, every entry, every rule."""

import gc
from collections.abc import Mapping
from typing import Any

from jernih.pure.audit import Audit
from jernih.pure.audit_all import all_checks
from jernih.pure.audit_floor import Floor
from jernih.pure.draw_rule import rule_of
from jernih.pure.tlog.note import (
    BadNote,
    Checkpoint,
    Key,
    open_note,
    parse_checkpoint,
    parse_vkey,
    write_vkey,
)
from jernih.pure.tlog.reader import BadLog, LogReader
from jernih.verify.findings import Findings
from jernih.verify.rules import quotas, text_of
from jernih.verify.sources import CannotCheck, Source
from jernih.verify.state import root_text
from jernih.verify.tables import compare_tables


def verify(source: Source, *, vkey: str = "", seen: Mapping[str, Any] | None = None) -> Findings:
    """Check signature, tree, every entry and every rule.

    vkey: the public key as printed on the office's wall; "" takes the one beside the log.
    seen: origin, size and root of an earlier run. Raises CannotCheck.
    """
    findings = Findings(source=source.name)
    key = _key(source, vkey, findings)
    raw = source.get("checkpoint")
    if raw is None:
        raise CannotCheck(f"There is no checkpoint at {source.name}.")
    try:
        head = parse_checkpoint(open_note(raw, keys=[key]).text)
    except BadNote as reason:
        findings.blame("signature", f"The checkpoint is not the office's word: {reason}.")
        return findings
    findings.head = head
    if head.origin != key.name:
        findings.blame("signature", f"The key of {key.name} signed for {head.origin}.")
    _read(source, head, findings, seen or {})
    return findings


def _key(source: Source, vkey: str, findings: Findings) -> Key:
    if not vkey:
        found = source.get("vkey")
        if found is None:
            raise CannotCheck(f"There is no public key at {source.name}. Give one with --vkey.")
        vkey = found.decode("utf-8", "replace")
        findings.notes.append(
            "The public key came from the same place as the record. Compare it with the key "
            "printed at the office, or give that one with --vkey."
        )
    try:
        key = parse_vkey(vkey.strip())
    except BadNote as reason:
        raise CannotCheck(f"The public key cannot be read: {reason}.") from None
    findings.key = write_vkey(key)
    return key


def _read(source: Source, head: Checkpoint, findings: Findings, seen: Mapping[str, Any]) -> None:
    old_size = int(seen.get("size", 0)) if seen.get("origin") == head.origin else 0
    reader = LogReader(head, fetch=source.get, old_size=old_size)
    floor = Floor()
    audit = Audit(all_checks(quotas(), floor=floor, draw=rule_of(text_of)))
    try:
        _see_all(reader, audit)
    except BadLog as reason:
        findings.blame("tree", str(reason))
    else:
        findings.report = audit.finish()
        findings.violations += findings.report.violations
        findings.notes += findings.report.notes
        compare_tables(source, floor, findings)
    if old_size > head.size:
        findings.blame("grows", f"The record had {old_size} entries before; now {head.size}.")
    elif old_size and reader.old_root and root_text(reader.old_root) != seen.get("root"):
        findings.blame("grows", f"The first {old_size} entries are not what they were before.")


def _see_all(reader: LogReader, audit: Audit) -> None:
    # What is kept of each fact makes no circles. Without this, Python would look through all of it
    # again and again as it grows, and find nothing to throw away.
    was_on = gc.isenabled()
    gc.disable()
    try:
        for index, entry in enumerate(reader.entries()):
            audit.see(index, entry)
    finally:
        if was_on:
            gc.enable()
