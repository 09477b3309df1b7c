"""Say what was found, for people and for programs."""

import json

from jernih.pure.audit import Report
from jernih.pure.audit_counts import WORDS
from jernih.verify.findings import Findings
from jernih.verify.state import root_text


def as_json(findings: Findings) -> str:
    """Return the findings for programs."""
    head, report = findings.head, findings.report
    counts = report.counts.items() if report else ()
    body = {
        "result": "broken" if findings.violations else "clean",
        "source": findings.source,
        "key": findings.key,
        "origin": head.origin if head else "",
        "size": head.size if head else 0,
        "root": root_text(head.root) if head else "",
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


def as_text(findings: Findings) -> str:
    """Return the findings for people."""
    lines = [f"The record at {findings.source}", f"Key: {findings.key}"]
    lines += [f"Note: {note}" for note in findings.notes]
    if findings.head:
        lines.append(f"Signed: {findings.head.size} entries of {findings.head.origin}")
        lines.append(f"Root: {root_text(findings.head.root)}")
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
