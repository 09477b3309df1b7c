"""Choose which counts of a table may be published, so that nobody can reckon a small one.

The total is public anyway: the record has it, night by night. A small count is hidden; so is the
smallest of the others, and every one that equals it. Whoever knows this rule then sees hidden
cells that could change places: any one may be a small count or not. tests/pure/test_disclosure.py
tries every table there is.

Source: complaints-anchors D6; rulebook/complaints.toml, least_count.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Final, TypeVar

K = TypeVar("K")

# Shares are told in steps of so many percent: an exact one gives away what it was made of.
SHARE_STEP: Final = 5


@dataclass(frozen=True, kw_only=True)
class Shares:
    """How a number is told apart: which counts are shown; None where it is hidden."""

    total: int
    cells: Mapping[str, int | None]

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is hidden."""
        return None not in self.cells.values()

    def shown(self, name: str) -> int | None:
        """Return a count that may be shown, None for one that may not."""
        return self.cells.get(name)


def protect(cells: Mapping[str, int], *, least: int) -> Shares:
    """Return a table in which no count below `least` can be found, if its total is known.

    cells: two names or more, each with its count; every name always stands, also with 0.
    Raises ValueError for fewer: a single cell is the total itself.
    """
    if len(cells) < 2:
        raise ValueError("a table of one cell hides nothing")
    total = sum(cells.values())
    hidden = {name for name, count in cells.items() if count < least}
    large = [count for count in cells.values() if count >= least]
    if hidden and large:
        # All that equal the smallest: else their order would say which one was taken.
        hidden |= {name for name, count in cells.items() if count == min(large)}
    return Shares(
        total=total, cells={name: None if name in hidden else cells[name] for name in cells}
    )


def protect_inner(cells: Mapping[str, int], *, within: int | None, least: int) -> Shares | None:
    """Return a table of what one cell of another holds; None where that cell is hidden.

    within: that cell as it was published. Its total would give it away.
    """
    if within is None:
        return None
    if within != sum(cells.values()):
        raise ValueError("the parts are not the cell")
    return protect(cells, least=least)


def share_of(part: int | None, total: int) -> int | None:
    """Return a share in percent, rounded to the step; None where the part is hidden."""
    if part is None or not total:
        return None
    return SHARE_STEP * round(100 * part / total / SHARE_STEP)


def usual_days(days: list[int], *, least: int) -> int | None:
    """Return the middle one of many durations in days; None where fewer than `least` are known."""
    return round(median(days)) if len(days) >= least else None
