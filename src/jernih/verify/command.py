"""Run what a command line asks for, and print what was found."""

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Final

from jernih.verify.draw import draw
from jernih.verify.findings import CANNOT, CLEAN, Findings
from jernih.verify.join import join
from jernih.verify.options import key_text, read_options, read_policy
from jernih.verify.receipt import check_receipt
from jernih.verify.report import as_json, as_text, cannot_as_json, cannot_as_text
from jernih.verify.sources import CannotCheck, open_source
from jernih.verify.state import State, keep_state, load_state
from jernih.verify.whole import verify

# The first word of a command line, where it is not the place of a record.
PARTS: Final[dict[str, Callable[[Sequence[str]], int]]] = {
    "draw": draw,
    "receipt": check_receipt,
    "join": join,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the check from a command line, and print what was found."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    part = PARTS.get(words[0]) if words else None
    return part(words[1:]) if part else check(words)


def check(arguments: Sequence[str]) -> int:
    """Check a whole record."""
    options = read_options(arguments)
    try:
        state, policy = load_state(options.state), read_policy(options.policy)
        with closing(open_source(options.place)) as source:
            findings = verify(source, vkey=key_text(options.vkey), policy=policy, state=state)
    except CannotCheck as reason:
        if options.json:
            print(cannot_as_json(reason))
        else:
            print(cannot_as_text(reason, language=options.lang), file=sys.stderr)
        return CANNOT
    print(as_json(findings) if options.json else as_text(findings, language=options.lang))
    return max(findings.exit_code, _remember(options, state, findings))


def _remember(options: Namespace, state: State, findings: Findings) -> int:
    try:
        if options.state:
            keep_state(options.state, state, findings)
    except CannotCheck as reason:
        print(cannot_as_text(reason, language=options.lang), file=sys.stderr)
        return CANNOT
    return CLEAN
