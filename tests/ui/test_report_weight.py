"""The report form on a weak line: what it loads to seal, all modules counted, stays light."""

import gzip
import re
from pathlib import Path

from tests.two_hands import FOLDER

MOST_SCRIPT = 60_000
_IMPORT = re.compile(r'^(?:import|export)\b[^;]*?from "(\.[^"]+)"', re.MULTILINE)


def test_what_seals_a_report_is_at_most_sixty_kilobytes_on_the_wire():
    loaded = _loaded(FOLDER / "report.js")

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
