"""Check one receipt, as the page /periksa/bukti/ does: same verdicts, on a bare Python."""

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from jernih.pure import people, receipt
from jernih.pure.receipt import Checked, Receipt, Verdict
from jernih.pure.tlog.note import BadNote, Key, parse_log_key
from jernih.pure.tlog.policy import Policy
from jernih.pure.tlog.tlog_proof import HEADER, MAX_PROOF
from jernih.verify.findings import BROKEN, CANNOT, CLEAN
from jernih.verify.options import add_language, key_text, read_policy
from jernih.verify.receipt_words import ASKED, say
from jernih.verify.report import cannot_as_text
from jernih.verify.sources import CannotCheck

CODES: Final = {
    Verdict.GOOD: CLEAN,
    Verdict.UNWITNESSED: CANNOT,
    Verdict.NOT_A_RECEIPT: CANNOT,
    Verdict.DAMAGED: CANNOT,
    Verdict.OTHER_OFFICE: BROKEN,
    Verdict.CHANGED: BROKEN,
}
Ask = Callable[[str], str]
_ANY_SIZE: Final = 10**18

# As a computer writes a day, and as people here do.
_DAYS: Final = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"),
    re.compile(r"(?P<day>[0-9]{1,2})[- ./](?P<month>[0-9]{1,2})[- ./](?P<year>[0-9]{4})"),
)


def check_receipt(arguments: Sequence[str], *, ask: Ask = input) -> int:
    """Check the receipt in a file, and print what it is worth. ask: for what opens the seal."""
    options = _options(arguments)
    try:
        policy = read_policy(options.policy)
        key, raw = _key(options.vkey, policy), _read(options.file)
        checked = receipt.check_receipt(raw, key=key, older=_others(policy), policy=policy)
        opened = _opened(checked, options.lang, ask) if options.mine else None
    except CannotCheck as reason:
        print(cannot_as_text(reason, language=options.lang), file=sys.stderr)
        return CANNOT
    report = _as_json if options.json else _as_text
    print(report(checked, opened, policy, options.lang))
    return BROKEN if opened == () else CODES[checked.verdict]


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="jernih.verify receipt",
        description="Check a receipt: a file that ends in .tlog-proof, or what its QR code says.",
        epilog="Exit: 0 it stands on the record, 1 it does not, 2 could not be checked.",
    )
    add = parser.add_argument
    add("file", help="the receipt, or a file with the text of its QR code; - reads it in")
    add("--vkey", default="", help="the public key on the office's wall, or a file that holds it")
    add("--policy", type=Path, help="a file with the witnesses you trust (C2SP tlog-policy)")
    add("--mine", action="store_true", help="ask for NIK, name and birth date; nothing is kept")
    add("--json", action="store_true", help="print for programs")
    add_language(parser)
    return parser.parse_args(arguments)


def _key(given: str, policy: Policy | None) -> Key:
    """Return the key that was given, or the log of the policy; never one out of a receipt."""
    if not given and policy and policy.logs:
        return policy.logs[0].key
    if not given:
        raise CannotCheck("Give the public key on the office's wall with --vkey.")
    try:
        return parse_log_key(key_text(given).strip())
    except BadNote as reason:
        raise CannotCheck("The public key cannot be read: {reason}.", reason=reason) from None


def _others(policy: Policy | None) -> list[tuple[Key, int]]:
    """Return the logs of a policy: whoever wrote it trusts each of them, whatever it signed."""
    return [(log.key, _ANY_SIZE) for log in policy.logs] if policy else []


def _read(place: str) -> bytes:
    try:
        with sys.stdin.buffer if place == "-" else Path(place).open("rb") as source:
            raw = source.read(MAX_PROOF + 1)
    except OSError as reason:
        raise CannotCheck("{path} cannot be read: {reason}.", path=place, reason=reason) from None
    if raw.startswith(HEADER.encode()):
        return raw
    try:
        return receipt.unpack(raw.decode("ascii", "replace"))
    except receipt.BadReceipt:
        # Neither a file nor a code: the check says so in its own words.
        return raw


def _opened(checked: Checked, language: str, ask: Ask) -> tuple[int, ...] | None:
    """Ask who somebody is, and return which of the persons she is; None where none is sealed."""
    is_true = checked.verdict in (Verdict.GOOD, Verdict.UNWITNESSED)
    names = receipt.asked_of(checked.receipt) if checked.receipt and is_true else ()
    if not names or checked.receipt is None:
        return None
    typed = {name: ask(f"{ASKED[name][language]}: ") for name in names}
    return receipt.opened_by(checked.receipt, _tidied(typed))


def _tidied(typed: Mapping[str, str]) -> Mapping[str, str]:
    """Return what was typed as the office spells it."""
    person = people.tidy(
        people.Person(nik=typed.get("nik", ""), name=typed.get("name", ""), birth_date=date.min)
    )
    return {
        "nik": person.nik,
        "name": person.name,
        "birth_date": _day(typed.get("birth_date", "").strip()),
        "manifest": "".join(typed.get("manifest", "").split()).lower(),
    }


def _day(typed: str) -> str:
    found = next(filter(None, (spelling.fullmatch(typed) for spelling in _DAYS)), None)
    if found is None:
        return typed
    return f"{found['year']}-{found['month']:0>2}-{found['day']:0>2}"


def _as_text(
    checked: Checked, opened: tuple[int, ...] | None, policy: Policy | None, language: str
) -> str:
    lines = [say(checked.verdict, language)]
    if checked.receipt and checked.head and CODES[checked.verdict] != BROKEN:
        index, size = checked.receipt.proof.index, checked.head.size
        lines.append(
            say("PLACE", language).format(index=index + 1, size=size, log=checked.head.origin)
        )
        lines.append(checked.receipt.entry.decode("ascii"))
    if checked.since:
        lines.append(say("SINCE", language).format(since=checked.since.isoformat(" ")))
    elif checked.verdict is Verdict.GOOD:
        lines.append(say("NO_POLICY" if policy is None else "NO_WITNESS", language))
    if opened is not None:
        lines.append(
            say("MINE" if opened else "NOT_MINE", language).format(
                numbers=_whose(checked.receipt, opened)
            )
        )
    return "\n".join(lines)


def _whose(found: Receipt | None, opened: tuple[int, ...]) -> str:
    fact: Mapping[str, Any] = found.fact if found else {}
    numbers = fact.get("numbers", [fact.get("number", "")])
    return ", ".join(str(numbers[at]) for at in opened if at < len(numbers)).strip()


def _as_json(
    checked: Checked, opened: tuple[int, ...] | None, _policy: Policy | None, _language: str
) -> str:
    found, head = checked.receipt, checked.head
    body = {
        "result": checked.verdict,
        "log": head.origin if head else "",
        "size": head.size if head else 0,
        "index": found.proof.index if found else -1,
        "fact": found.fact if found else {},
        "witnessed_since": checked.since.isoformat() if checked.since else "",
        "opened": opened,
    }
    return json.dumps(body, indent=2)
