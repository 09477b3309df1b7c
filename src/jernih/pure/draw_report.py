"""Say in words, and for programs, what was found in the file of a draw. Words are plain English."""

import json
from collections.abc import Iterator

from jernih.pure.audit_draw_book import SHOWN
from jernih.pure.draw_file import Checked
from jernih.pure.draw_rows import ResultRow
from jernih.pure.states import BatchState

_NEXT = {
    BatchState.PLANNED: "It stands in the calendar; nothing is fixed yet.",
    BatchState.ANNOUNCED: "It is announced and not open yet.",
    BatchState.OPEN: "It is open; the list can still change.",
    BatchState.CLOSED: "Its list is frozen and waits for the beacon.",
    BatchState.SEEDED: "It has its seed, and the office has not published the result.",
    BatchState.DRAWN: "It is drawn.",
    BatchState.CANCELLED: "It was given up before its list was frozen.",
}


def as_text(checked: Checked, *, ref: str = "") -> str:
    """Return the report for people. ref: the beginning of one application's, to show it alone."""
    lines = [*_head(checked), *(f"Note: {note}" for note in checked.notes), ""]
    if ref:
        lines += _one(checked, ref)
    elif checked.rows:
        lines += _table(checked)
    lines.append("")
    for number, found in enumerate(checked.violations, 1):
        where = f" (lines {', '.join(str(at + 1) for at in found.indexes)})"
        lines.append(f"{number}. {found.words} [{found.rule}]{where if found.indexes else ''}")
    count = len(checked.violations)
    lines.append(f"{count} times a rule was broken." if count else "Clean: no rule was broken.")
    return "\n".join(lines)


def as_json(checked: Checked, *, ref: str = "") -> str:
    """Return the report for programs."""
    rows = checked.rows.starting(ref)
    body = {
        "result": "broken" if checked.violations else "clean",
        "batch": checked.batch.plan.batch,
        "state": checked.batch.state.value,
        "applications": len(checked.batch.people),
        "people": sum(checked.batch.people.values()),
        "seed": checked.batch.seed.seed if checked.batch.seed else "",
        "published": not checked.is_ours,
        "notes": list(checked.notes),
        "violations": [
            {
                "rule": one.rule,
                "lines": [at + 1 for at in one.indexes],
                "words": one.words,
            }
            for one in checked.violations
        ],
        "rows": [
            {
                "number": row.number,
                "ref": row.ref,
                "group": row.group,
                "people": row.people,
                "day": row.day,
                "numbers": list(row.numbers),
                "later": checked.later.get(row.ref, ""),
            }
            for row in rows
        ],
    }
    return json.dumps(body, indent=2)


def _head(checked: Checked) -> Iterator[str]:
    batch = checked.batch
    yield f"{batch.name}, {batch.plan.office}"
    yield _NEXT[batch.state]
    if batch.announced is not None:
        seats = sum(room.seats for room in batch.rooms())
        people = sum(batch.people.values())
        yield f"{len(batch.people)} applications of {people} people; {seats} numbers in the draw."
    if batch.seed is not None:
        word = f"round {batch.seed.round} of {batch.seed.source}"
        if not batch.seed.round:
            word = f"the word of {batch.seed.source}"
        yield f"Seed: {batch.seed.seed}"
        yield f"made of the list {batch.closed.list_root},"
        yield f"{word}, and {len(batch.seed.reveals)} secrets of contributors."
    if checked.is_ours:
        yield "The result below was drawn on this computer."
    yield "That these lines are on the office's record, `jernih verify` shows."


def _one(checked: Checked, ref: str) -> Iterator[str]:
    rows = list(checked.rows.starting(ref.lower()))
    if not rows:
        is_in = any(name.startswith(ref.lower()) for name in checked.batch.people)
        words = "is on the list" if is_in else "is not in this draw"
        yield f"{ref} {words}."
    for row in rows:
        what = "nothing"
        if row.numbers:
            what = f"seats {', '.join(row.numbers)}, {row.day}"
        later = checked.later.get(row.ref)
        what = f"{what}; later, on standby: {later}" if later else what
        yield f"{row.ref[:SHOWN]}: no. {row.number} of {len(checked.rows)}, {what}"


def _table(checked: Checked) -> Iterator[str]:
    yield f"{'no.':>6}  {'ref':8}  group  people  {'day':10}  numbers"
    for row in checked.rows:
        yield _line(row, checked.later.get(row.ref, ""))


def _line(row: ResultRow, later: str) -> str:
    what = " ".join(row.numbers) or "-"
    what = f"{what} (on standby: {later})" if later else what
    day = row.day or "-"
    return f"{row.number:>6}  {row.ref[:SHOWN]}  {row.group:5}  {row.people:>6}  {day:10}  {what}"
