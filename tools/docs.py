"""Write the pages of docs/ that are made from code; with --check, say which are out of date."""

import sys
from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import get_type_hints

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from jernih.pure import events, roles, states  # noqa: E402 - found only now

MADE = "<!-- Made by `make docs`; do not edit. -->"
BEGIN, END = "<!-- facts: made by `make docs` -->", "<!-- end of facts -->"


def main() -> int:
    """Write what differs, or only name it; return the exit code."""
    only_check = "--check" in sys.argv
    stale = [
        (page, text) for page, text in pages() if not page.exists() or page.read_text() != text
    ]
    for page, text in stale:
        print(f"{'out of date' if only_check else 'written'}: {page.relative_to(ROOT)}")
        if not only_check:
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text)
    if stale and only_check:
        print("Do: make docs")
    return int(bool(stale) and only_check)


def pages() -> Iterator[tuple[Path, str]]:
    """Yield every generated page and its text."""
    for name, lifecycle in states.LIFECYCLES.items():
        yield ROOT / "docs" / "states" / f"{name}.md", states_page(name, lifecycle)
    yield ROOT / "docs" / "roles.md", roles_page()
    log_format = ROOT / "docs" / "log-format.md"
    written = log_format.read_text() if log_format.exists() else f"# The facts\n\n{BEGIN}\n{END}\n"
    if BEGIN not in written:
        written += f"\n## The facts\n\n{BEGIN}\n{END}\n"
    before, _, rest = written.partition(BEGIN)
    yield log_format, f"{before}{BEGIN}\n{facts()}{END}{rest.partition(END)[2]}"


def states_page(name: str, lifecycle: "states.Lifecycle[StrEnum]") -> str:
    """Return one life as a picture and a table."""
    kind = type(lifecycle.start)
    arrows = [f"    [*] --> {lifecycle.start}"]
    for now, then in lifecycle.moves.items():
        arrows += [f"    {now} --> {state}" for state in sorted(then)]
        arrows += [f"    {now} --> [*]"] if not then else []
    rows = [
        f"| `{now}` | {', '.join(f'`{state}`' for state in sorted(then)) or 'nothing: the end'} |"
        for now, then in lifecycle.moves.items()
    ]
    head = [f"# The life of a {name}", "", MADE, "", first_line(kind), ""]
    picture = ["```mermaid", "stateDiagram-v2", *arrows, "```", ""]
    return "\n".join([*head, *picture, "| state | what may follow |", "|---|---|", *rows, ""])


def roles_page() -> str:
    """Return who may do what, as a table."""
    columns = list(roles.Role)
    lines = ["# Who may do what", "", MADE, ""]
    lines += [f"| permission | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}"]
    for permission in roles.Permission:
        marks = ["yes" if permission in roles.GRANTS[role] else "" for role in columns]
        lines.append(f"| `{permission}` | {' | '.join(marks)} |")
    return "\n".join([*lines, ""])


def facts() -> str:
    """Return every public fact with its fields."""
    lines: list[str] = []
    for kind, cls in sorted(events.KINDS.items()):
        hints = get_type_hints(cls, include_extras=True)
        lines += [f"### `{kind}`", "", first_line(cls), "", "| field | spelling |", "|---|---|"]
        lines += [f"| `{field.name}` | {spelling(hints[field.name])} |" for field in fields(cls)]
        lines.append("")
    return "\n".join(["", *lines])


def spelling(hint: object) -> str:
    """Return a type as the docs say it."""
    if pattern := getattr(hint, "__metadata__", None):
        return f"`{pattern[0]}`".replace("|", "\\|")
    if parts := getattr(hint, "__args__", None):
        return f"list of {spelling(parts[0])}"
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return "one of " + ", ".join(f"`{member}`" for member in hint)
    words = {"int": "whole number", "bool": "true or false", "date": "day", "datetime": "moment"}
    name = getattr(hint, "__name__", str(hint))
    return words.get(name, f"{first_line(hint)} ({name})")


def first_line(thing: object) -> str:
    """Return what a docstring says first."""
    return (thing.__doc__ or "").strip().split("\n", maxsplit=1)[0]


if __name__ == "__main__":
    raise SystemExit(main())
