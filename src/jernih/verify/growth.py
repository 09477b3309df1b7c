"""Hold a log against what was seen of it before: it may only have grown."""

from collections.abc import Sequence
from typing import Final

from jernih.pure.tlog.note import BadNote, Checkpoint, Key, open_note, parse_checkpoint
from jernih.pure.tlog.reader import LogReader
from jernih.verify.findings import GROWS, Evidence, Findings
from jernih.verify.state import Seen, root_text
from jernih.verify.words import Said

_FORK: Final = (
    "Two checkpoints that cannot both be true, both signed with this key: this proves to anybody "
    "that the record was rewritten."
)
_SHOWN: Final = "What was shown at an earlier visit, and what is shown now."


def compare_growth(
    findings: Findings, reader: LogReader, seen: Seen | None, *, keys: Sequence[Key], is_read: bool
) -> None:
    """Add a violation if the log is not what was seen before, with some entries more.

    is_read: whether the whole log was read, and leads to the root that was signed. keys: that
    ever signed it.
    """
    head = reader.head
    if seen is None:
        return
    if head.size < seen.size:
        findings.blame(
            GROWS,
            "The record had {before} entries before; now {now}. An old copy is shown, or entries "
            "were taken away.",
            before=seen.size,
            now=head.size,
        )
        _keep(findings, seen, keys=keys, is_proof=False)
        return
    root = head.root if head.size == seen.size else reader.roots.get(seen.size)
    if root is not None and root_text(root) != seen.root:
        findings.blame(
            GROWS, "The first {before} entries are not what they were before.", before=seen.size
        )
        _keep(findings, seen, keys=keys, is_proof=is_read or head.size == seen.size)


def _keep(findings: Findings, seen: Seen, *, keys: Sequence[Key], is_proof: bool) -> None:
    if not seen.note:
        return
    is_proof = is_proof and _is_signed(seen, keys=keys, head=findings.head)
    words = Said(_FORK if is_proof else _SHOWN)
    findings.evidence.append(
        Evidence(words=words, old=seen.note, new=findings.note, is_proof=is_proof)
    )


def _is_signed(seen: Seen, *, keys: Sequence[Key], head: Checkpoint | None) -> bool:
    """Say whether the remembered checkpoint is truly the log's: a state file is only a file."""
    try:
        old = parse_checkpoint(open_note(seen.note.encode(), keys=keys).text)
    except BadNote:
        return False
    is_same = (old.size, root_text(old.root)) == (seen.size, seen.root)
    return head is not None and is_same and old.origin == head.origin
