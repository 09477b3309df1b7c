"""Run what a command line asks for, and print what was found."""

import json
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Final

from jernih.verify.draw import draw
from jernih.verify.findings import CANNOT
from jernih.verify.options import key_text, read_options
from jernih.verify.report import as_json, as_text
from jernih.verify.sources import CannotCheck, open_source
from jernih.verify.state import keep_state, load_state
from jernih.verify.whole import verify

# The first word of a command line, where it is not the place of a record.
PARTS: Final[dict[str, Callable[[Sequence[str]], int]]] = {"draw": draw}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the check from a command line, and print what was found."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    part = PARTS.get(words[0]) if words else None
    return part(words[1:]) if part else check(words)


def check(arguments: Sequence[str]) -> int:
    """Check a whole record."""
    options = read_options(arguments)
    try:
        seen = load_state(options.state)
        with closing(open_source(options.place)) as source:
            findings = verify(source, vkey=key_text(options.vkey), seen=seen)
    except CannotCheck as reason:
        if options.json:
            print(json.dumps({"result": "cannot check", "reason": str(reason)}, indent=2))
        else:
            print(f"Could not be checked: {reason}", file=sys.stderr)
        return CANNOT
    print(as_json(findings) if options.json else as_text(findings))
    if options.state and findings.head and not findings.violations:
        keep_state(options.state, findings.head)
    return findings.exit_code
