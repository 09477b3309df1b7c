"""A reporter's pages on a weak line: what they load to seal or open, all modules counted."""

import gzip
import re
from pathlib import Path

import pytest

from tests.two_hands import FOLDER

MOST_SCRIPT = 61_000
_IMPORT = re.compile(r'^(?:import|export)\b[^;]*?from "(\.[^"]+)"', re.MULTILINE)


@pytest.mark.parametrize("page", ["report.js", "report_follow.js"])
def test_what_seals_or_opens_a_report_is_at_most_sixty_one_kilobytes_on_the_wire(page):
    loaded = _loaded(FOLDER / page)

    weight = sum(len(gzip.compress(file.read_bytes(), 9)) for file in loaded)

    assert FOLDER.parent / "vendor" / "age.js" in loaded
    assert weight <= MOST_SCRIPT


def test_no_curve_that_nobody_seals_to_is_in_the_bundle():
    bundle = (FOLDER.parent / "vendor" / "age.js").read_text()

    assert "ML-KEM" not in bundle
    assert len(bundle) < 100_000


def _loaded(first: Path) -> set[Path]:
    """Every module that a page with this one loads at once."""
    found, left = set(), [first.resolve()]
    while left:
        file = left.pop()
        if file in found:
            continue
        found.add(file)
        # A vendored file is one bundle: it imports nothing.
        names = [] if file.parent.name == "vendor" else _IMPORT.findall(file.read_text())
        left += [(file.parent / name).resolve() for name in names]
    return found
