"""Draw the batches of public files again."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from jernih.pure.draw_file import BadDrawFile, check_file
from jernih.pure.draw_report import as_json, as_text
from jernih.pure.draw_rule import rule_of
from jernih.verify.findings import BROKEN, CANNOT, CLEAN
from jernih.verify.rules import quotas, text_of


def draw(arguments: Sequence[str]) -> int:
    """Draw the batches of these files again, and print what was found."""
    options = _options(arguments)
    own, codes = rule_of(text_of), set()
    for place in options.files:
        try:
            with sys.stdin.buffer if place == "-" else Path(place).open("rb") as lines:
                checked = check_file(lines, quotas=quotas(), own=own, now=datetime.now(UTC))
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
        prog="jernih draw", description="Draw again, from the public file of a draw."
    )
    parser.add_argument("files", nargs="+", help="the file of a draw, berkas.jsonl; - reads it in")
    parser.add_argument("--ref", default="", help="show one application: the beginning of its ref")
    parser.add_argument("--json", action="store_true", help="print for programs")
    return parser.parse_args(arguments)
