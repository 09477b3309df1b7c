"""Say what was found, for people and for programs. docs/verify.md says what each word means."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from jernih.pure.audit import Report, Violation
from jernih.pure.audit_counts import WORDS
from jernih.pure.spelling import time_text as spell
from jernih.verify.findings import Findings, Witnessed
from jernih.verify.rule_words import rule_words
from jernih.verify.sources import CannotCheck
from jernih.verify.state import root_text
from jernih.verify.witnessing import moment
from jernih.verify.words import Said, tell

# What a program may rely on; a larger number means that something was taken away or renamed.
SCHEMA: Final = 1


def as_json(findings: Findings) -> str:
    """Return the findings for programs."""
    head, report = findings.head, findings.report
    counts = report.counts.items() if report else ()
    body = {
        "schema": SCHEMA,
        "result": "broken" if findings.violations else "clean",
        "source": findings.source,
        "key": findings.key,
        "origin": head.origin if head else "",
        "size": head.size if head else 0,
        "root": root_text(head.root) if head else "",
        "witnessed": _witnessed(findings.witnessed) if findings.witnessed else None,
        "notes": findings.notes,
        "violations": [
            {"rule": found.rule, "entries": list(found.indexes), "words": found.words}
            for found in findings.violations
        ],
        "evidence": [
            {"words": one.words, "old": one.old, "new": one.new, "is_proof": one.is_proof}
            for one in findings.evidence
        ],
        "days": [
            {"office": office, "day": day.isoformat(), "counts": figures}
            for (office, day), figures in counts
        ],
    }
    return json.dumps(body, indent=2)


def cannot_as_json(reason: CannotCheck) -> str:
    """Return, for programs, why nothing could be checked."""
    body = {"schema": SCHEMA, "result": "cannot check", "reason": str(reason)}
    return json.dumps(body, indent=2)


def cannot_as_text(reason: CannotCheck, *, language: str) -> str:
    """Return, for people, why nothing could be checked."""
    said = Said("Could not be checked: {reason}", reason=reason.words)
    return tell(said, language=language)


def as_text(findings: Findings, *, language: str = "en") -> str:
    """Return the findings for people."""
    voice = Voice(language)
    lines = [*_head(findings, voice), *_days(findings.report, voice), ""]
    lines += [*_violations(findings.violations, voice), *_evidence(findings, voice)]
    if not findings.violations:
        lines.append(voice("Clean: no rule was broken."))
    else:
        lines.append(voice("{count} times a rule was broken.", count=len(findings.violations)))
        broken = dict.fromkeys(found.rule for found in findings.violations)
        lines += ["", *(f"[{rule}] {rule_words(rule, language=language)}" for rule in broken)]
    return "\n".join(lines)


class Voice:
    """Speaks one language."""

    def __init__(self, language: str) -> None:
        """Speak this one from now on."""
        self.language = language

    def __call__(self, template: str, **values: object) -> str:
        """Return a sentence."""
        return tell(Said(template, **values), language=self.language)


def _head(findings: Findings, voice: Voice) -> Iterator[str]:
    yield voice("The record at {place}", place=findings.source)
    yield voice("Key: {key}", key=findings.key)
    for note in findings.notes:
        yield voice("Note: {note}", note=tell(note, language=voice.language))
    if findings.head:
        head = findings.head
        yield voice("Signed: {size} entries of {origin}", size=head.size, origin=head.origin)
        yield voice("Root: {root}", root=root_text(head.root))
    if findings.witnessed:
        seen = findings.witnessed
        names = ", ".join(sorted(seen.by))
        template = "Witnessed: {size} entries, by {names}, since {since}"
        yield voice(template, size=seen.head.size, names=names, since=moment(seen.since))
    if findings.report:
        yield voice("Every entry is in the signed tree, and every rule was run over all of them.")


def _days(report: Report | None, voice: Voice) -> Iterator[str]:
    if report is None:
        return
    yield ""
    for (office, day), figures in report.counts.items():
        told = ", ".join(f"{figures[word]} {voice(word)}" for word in WORDS if figures.get(word))
        said = told or voice("nothing happened")
        yield f"{office}, {day.isoformat()}: {said}."


def _violations(violations: Iterable[Violation], voice: Voice) -> Iterator[str]:
    for number, found in enumerate(violations, 1):
        entries = ", ".join(map(str, found.indexes))
        where = " (" + voice("entries {entries}", entries=entries) + ")" if entries else ""
        words = tell(found.words, language=voice.language)
        yield f"{number}. {words} [{found.rule}]{where}"


def _evidence(findings: Findings, voice: Voice) -> Iterator[str]:
    for one in findings.evidence:
        yield from ("", tell(one.words, language=voice.language))
        yield from (voice("Keep this:"), "", one.old, one.new)


def _witnessed(seen: Witnessed) -> dict[str, Any]:
    return {
        "size": seen.head.size,
        "root": root_text(seen.head.root),
        "since": spell(seen.since),
        "by": {name: spell(at) for name, at in sorted(seen.by.items())},
    }
