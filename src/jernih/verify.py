"""Check the whole public record of an office, on any computer with Python and nothing else.

    python -m jernih.verify http://localhost:8000
    python -I -S verify.zip FOLDER --vkey name+id+key --state seen.json
    python -I -S verify.zip draw berkas.jsonl --ref 1a2b3c4d      the file of one draw

Exit: 0 clean, 1 a rule was broken, 2 could not be checked.
"""

import argparse
import gc
import json
import sys
from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from jernih.pure.audit import Audit, Report, Violation
from jernih.pure.audit_all import all_checks
from jernih.pure.audit_counts import WORDS
from jernih.pure.audit_floor import Floor
from jernih.pure.audit_state import RULE as TABLES
from jernih.pure.audit_state import BadState, differences
from jernih.pure.draw_file import BadDrawFile, check_file
from jernih.pure.draw_report import as_json, as_text
from jernih.pure.draw_rule import rule_of
from jernih.pure.rulebook import Rules, read_rules
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

CLEAN, BROKEN, CANNOT = 0, 1, 2
SECONDS = 30
OK, GONE = 200, (404, 410)
MAX_FILE = 256 * (2 + 65_535)


class CannotCheck(Exception):
    """Nothing can be said about the record, for or against."""


class Source(Protocol):
    """Where the files of a log are."""

    name: str

    def get(self, path: str) -> bytes | None:
        """Return a file by its path below the log's address, None when it is not there."""

    def close(self) -> None:
        """Let go of whatever is open."""


class Folder:
    """A copy of the log's files on this computer."""

    def __init__(self, path: str) -> None:
        """Raises CannotCheck for what is no folder."""
        self.name = path
        self._path = Path(path)
        if not self._path.is_dir():
            raise CannotCheck(f"{path} is neither a folder nor an address.")

    def get(self, path: str) -> bytes | None:
        """Return a file of the folder."""
        try:
            return (self._path / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as reason:
            raise CannotCheck(f"{path} cannot be read: {reason}.") from None

    def close(self) -> None:
        """Do nothing: no file stays open."""


class Site:
    """The log as an office serves it. One connection is kept for all files."""

    def __init__(self, address: str) -> None:
        """Take the address of the office, or of its /log/."""
        parts = urlsplit(address)
        path = parts.path.rstrip("/")
        self._base = path if path.endswith("/log") else f"{path}/log"
        self.name = f"{parts.scheme}://{parts.netloc}{self._base}/"
        make = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._line = make(parts.netloc, timeout=SECONDS)

    def get(self, path: str) -> bytes | None:
        """Fetch a file. Raises CannotCheck when the office does not answer."""
        try:
            status, content = self._ask(path)
        except (OSError, HTTPException):
            # A server may close a line that was kept open; then one more try is fair.
            self._line.close()
            try:
                status, content = self._ask(path)
            except (OSError, HTTPException) as reason:
                raise CannotCheck(f"{self.name}{path} does not answer: {reason}.") from None
        if status == OK and len(content) <= MAX_FILE:
            return content
        self.close()
        if status in GONE:
            return None
        raise CannotCheck(f"{self.name}{path} answers {status}.")

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _ask(self, path: str) -> tuple[int, bytes]:
        self._line.request("GET", f"{self._base}/{path}")
        answer = self._line.getresponse()
        return answer.status, answer.read(MAX_FILE + 1)


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
    audit = Audit(all_checks(_quotas(), floor=floor, draw=rule_of(_text_of)))
    try:
        _see_all(reader, audit)
    except BadLog as reason:
        findings.blame("tree", str(reason))
    else:
        findings.report = audit.finish()
        findings.violations += findings.report.violations
        findings.notes += findings.report.notes
        _compare_tables(source, floor, findings)
    if old_size > head.size:
        findings.blame("grows", f"The record had {old_size} entries before; now {head.size}.")
    elif old_size and reader.old_root and _text(reader.old_root) != seen.get("root"):
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


def _quotas() -> Rules:
    """Read the limits that this program judges by; they come with it."""
    return read_rules(_text_of("rulebook/quotas.toml"))


def _text_of(name: str) -> str:
    return (files("jernih") / name).read_text("utf-8")


def _compare_tables(source: Source, floor: Floor, findings: Findings) -> None:
    """Hold what the office's own tables say of each day against the record, where it says it."""
    compared = 0
    for (office, on), day in floor.days.items():
        raw = source.get(f"state/{office}/{on.isoformat()}.json")
        if raw is None:
            continue
        try:
            state = json.loads(raw)
            if (state["office"], state["day"]) != (office, on.isoformat()):
                raise BadState("another day's")
            found = differences(floor, state)
            is_ahead = state["step"] > day.step
        except (ValueError, KeyError, TypeError, RecursionError) as reason:
            findings.blame(TABLES, f"{office} on {on}: the tables cannot be read: {reason}.")
            continue
        findings.violations += found
        compared += not is_ahead
        # A day that is closed has nothing more to publish. On an open one the record follows.
        if is_ahead and day.is_closed:
            findings.blame(TABLES, f"{office} on {on}: the tables go on after the day was closed.")
        elif is_ahead:
            findings.notes.append(f"{office} on {on}: the tables were ahead; check again.")
    if compared:
        findings.notes.append(
            f"Held against the record: the office's own tables of {compared} days."
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the check from a command line, and print what was found."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["draw"]:
        return draw(words[1:])
    options = _options(words)
    try:
        seen = _load_state(options.state)
        with closing(_source(options.place)) as source:
            findings = verify(source, vkey=_vkey(options.vkey), seen=seen)
    except CannotCheck as reason:
        if options.json:
            print(json.dumps({"result": "cannot check", "reason": str(reason)}, indent=2))
        else:
            print(f"Could not be checked: {reason}", file=sys.stderr)
        return CANNOT
    print(_as_json(findings) if options.json else _as_text(findings))
    if options.state and findings.head and not findings.violations:
        _keep_state(options.state, findings.head)
    return findings.exit_code


def draw(arguments: Sequence[str]) -> int:
    """Draw the batches of these files again, and print what was found."""
    parser = argparse.ArgumentParser(
        prog="jernih draw", description="Draw again, from the public file of a draw."
    )
    parser.add_argument("files", nargs="+", help="the file of a draw, berkas.jsonl; - reads it in")
    parser.add_argument("--ref", default="", help="show one application: the beginning of its ref")
    parser.add_argument("--json", action="store_true", help="print for programs")
    options = parser.parse_args(arguments)
    own, codes = rule_of(_text_of), set()
    for place in options.files:
        try:
            with sys.stdin.buffer if place == "-" else Path(place).open("rb") as lines:
                checked = check_file(lines, quotas=_quotas(), own=own, now=datetime.now(UTC))
        except (OSError, BadDrawFile) as reason:
            print(f"{place} could not be checked: {reason}.", file=sys.stderr)
            codes.add(CANNOT)
            continue
        report = as_json if options.json else as_text
        print(report(checked, ref=options.ref))
        codes.add(BROKEN if checked.violations else CLEAN)
    return BROKEN if BROKEN in codes else max(codes)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="jernih.verify", description="Check the public record of an office."
    )
    parser.add_argument("place", help="the office's address, or a folder with a copy of its log")
    parser.add_argument("--vkey", default="", help="the public key, or a file that holds it")
    parser.add_argument("--state", type=Path, help="remember in this file what was seen")
    parser.add_argument("--json", action="store_true", help="print for programs")
    return parser.parse_args(arguments)


def _source(place: str) -> Source:
    return Site(place) if place.startswith(("http://", "https://")) else Folder(place)


def _vkey(given: str) -> str:
    path = Path(given)
    return path.read_text("utf-8") if given and path.is_file() else given


def _load_state(path: Path | None) -> Mapping[str, Any]:
    if path is None or not path.exists():
        return {}
    try:
        seen = json.loads(path.read_text("utf-8"))
        return {"origin": seen["origin"], "size": int(seen["size"]), "root": seen["root"]}
    except (ValueError, KeyError, TypeError):
        raise CannotCheck(f"{path} does not hold what an earlier run has seen.") from None


def _keep_state(path: Path, head: Checkpoint) -> None:
    seen = {"origin": head.origin, "size": head.size, "root": _text(head.root)}
    path.write_text(json.dumps(seen) + "\n", "utf-8")


def _text(root: bytes) -> str:
    return b64encode(root).decode()


def _as_json(findings: Findings) -> str:
    head, report = findings.head, findings.report
    counts = report.counts.items() if report else ()
    body = {
        "result": "broken" if findings.violations else "clean",
        "source": findings.source,
        "key": findings.key,
        "origin": head.origin if head else "",
        "size": head.size if head else 0,
        "root": _text(head.root) if head else "",
        "notes": findings.notes,
        "violations": [
            {"rule": found.rule, "entries": list(found.indexes), "words": found.words}
            for found in findings.violations
        ],
        "days": [
            {"office": office, "day": day.isoformat(), "counts": figures}
            for (office, day), figures in counts
        ],
    }
    return json.dumps(body, indent=2)


def _as_text(findings: Findings) -> str:
    lines = [f"The record at {findings.source}", f"Key: {findings.key}"]
    lines += [f"Note: {note}" for note in findings.notes]
    if findings.head:
        lines.append(f"Signed: {findings.head.size} entries of {findings.head.origin}")
        lines.append(f"Root: {_text(findings.head.root)}")
    if findings.report:
        lines.append("Every entry is in the signed tree, and every rule was run over all of them.")
        lines += ["", *_days(findings.report)]
    lines.append("")
    for number, found in enumerate(findings.violations, 1):
        where = f" (entries {', '.join(map(str, found.indexes))})" if found.indexes else ""
        lines.append(f"{number}. {found.words} [{found.rule}]{where}")
    count = len(findings.violations)
    lines.append(f"{count} times a rule was broken." if count else "Clean: no rule was broken.")
    return "\n".join(lines)


def _days(report: Report) -> list[str]:
    lines = []
    for (office, day), figures in report.counts.items():
        said = ", ".join(f"{figures[word]} {word}" for word in WORDS if figures.get(word))
        lines.append(f"{office}, {day.isoformat()}: {said or 'nothing happened'}.")
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
