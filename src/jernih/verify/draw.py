"""Draw the batches of public files again."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from jernih.pure.draw_file import BadDrawFile, Checked, check_file
from jernih.pure.draw_quick import check_content
from jernih.pure.draw_report import as_json, as_text
from jernih.pure.draw_rule import DrawRule, rule_of
from jernih.pure.hands import Hands
from jernih.verify.content import FileContent
from jernih.verify.findings import BROKEN, CANNOT, CLEAN
from jernih.verify.processes import hands, uncollected
from jernih.verify.rules import quotas, text_of


def draw(arguments: Sequence[str]) -> int:
    """Draw the batches of these files again, and print what was found."""
    options = _options(arguments)
    own, workers, codes = rule_of(text_of), hands(options.processes), set()
    for place in options.files:
        try:
            checked = _check(place, own, workers)
        except (OSError, BadDrawFile) as reason:
            print(f"{place} could not be checked: {reason}.", file=sys.stderr)
            codes.add(CANNOT)
            continue
        report = as_json if options.json else as_text
        print(report(checked, ref=options.ref))
        codes.add(BROKEN if checked.violations else CLEAN)
    return BROKEN if BROKEN in codes else max(codes)


def _check(place: str, own: DrawRule, workers: Hands) -> Checked:
    now = datetime.now(UTC)
    if place == "-":
        return check_file(sys.stdin.buffer, quotas=quotas(), own=own, now=now)
    with Path(place).open("rb") as file, uncollected():
        if not file.seekable():
            return check_file(file, quotas=quotas(), own=own, now=now)
        content = FileContent(file)
        return check_content(content, quotas=quotas(), own=own, now=now, hands=workers)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="jernih draw", description="Draw again, from the public file of a draw."
    )
    parser.add_argument("files", nargs="+", help="the file of a draw, berkas.jsonl; - reads it in")
    parser.add_argument("--ref", default="", help="show one application: the beginning of its ref")
    parser.add_argument("--json", action="store_true", help="print for programs")
    parser.add_argument(
        "--processes", type=int, default=0, help="work with so many; 0: as many as processors"
    )
    return parser.parse_args(arguments)
