"""Know whose signature counts: the key that the reader holds, and the ones it vouched for."""

from collections.abc import Sequence

from jernih.pure.audit_key import KeyBook
from jernih.pure.key_rotation import parse_vkeys
from jernih.pure.tlog.note import BadNote, Key, parse_log_key
from jernih.pure.tlog.policy import Policy
from jernih.verify.findings import KEY, SIGNATURE, Findings
from jernih.verify.sources import CannotCheck, Source
from jernih.verify.state import Seen


def trusted_keys(
    source: Source, findings: Findings, *, vkey: str, policy: Policy | None
) -> list[Key]:
    """Return the keys that the reader trusts, or the office's own word. Raises CannotCheck."""
    trusted = [log.key for log in policy.logs] if policy else []
    if trusted and not vkey:
        return trusted
    if not vkey:
        found = source.get("vkey")
        if found is None:
            raise CannotCheck(
                "There is no public key at {place}. Give one with --vkey.", place=source.name
            )
        vkey = found.decode("utf-8", "replace")
        findings.add(
            "The public key came from the same place as the record. Compare it with the key "
            "printed at the office, or give that one with --vkey."
        )
    try:
        key = parse_log_key(vkey.strip())
    except BadNote as reason:
        raise CannotCheck("The public key cannot be read: {reason}.", reason=reason) from None
    if trusted and key not in trusted:
        raise CannotCheck("The policy does not trust the key that was given.")
    return [key]


def with_followers(source: Source, trusted: Sequence[Key]) -> list[Key]:
    """Return these keys, and those that the office says came after one of them.

    Only a hint: whether each was signed by the one before, `compare_chain` asks the record.
    """
    raw = source.get("vkeys")
    try:
        told = list(parse_vkeys(raw)) if raw else []
    except BadNote:
        told = []
    first = min((told.index(key) for key in trusted if key in told), default=len(told))
    return [*trusted, *(key for key in told[first:] if key not in trusted)]


def compare_chain(
    findings: Findings, trusted: Sequence[Key], book: KeyBook, *, signer: Key
) -> None:
    """Add a violation unless the chain on the record leads from a trusted key to the signer."""
    if any(book.after(key)[-1] == signer for key in trusted):
        return
    findings.blame(
        KEY,
        "{name} signs with another key ({id}) than the record gives it: no entry signed by the "
        "key before says so.",
        name=signer.name,
        id=signer.key_id.hex(),
    )


def compare_keys(
    findings: Findings, seen: Seen | None, book: KeyBook, *, signer: Key, is_given: bool
) -> None:
    """Add a violation if another key signs than at the earlier visit, and nobody vouches for it.

    is_given: whether the reader gave the key herself.
    """
    if seen is None or is_given or seen.vkey in ("", findings.key):
        return
    if signer in book.after(_key(seen.vkey) or signer)[1:]:
        return
    findings.blame(
        SIGNATURE,
        "Another key signs now ({key}) than at the earlier visit ({before}). Compare it with the "
        "one printed at the office, and give that one with --vkey.",
        key=findings.key,
        before=seen.vkey,
    )


def _key(text: str) -> Key | None:
    try:
        return parse_log_key(text)
    except BadNote:
        return None
