"""Whoever has every published table, the record, and this program, finds no small count."""

from collections import defaultdict
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jernih.pure.disclosure import protect, protect_inner, share_of, usual_days

LEAST = 5
NAMES = "abcd"


def names(count: int) -> tuple[str, ...]:
    return tuple(NAMES[:count])


def seen(cells: dict[str, int], *, least: int):
    """What the public has: the total, which the record tells, and what is not hidden."""
    found = protect(cells, least=least)
    return found.total, tuple(sorted(found.cells.items()))


def attack(worlds, look):
    """Try every world: which small counts are the same in all that look alike?"""
    alike = defaultdict(list)
    for world in worlds:
        alike[look(world)].append(world)
    for same in alike.values():
        for at in range(len(same[0])):
            values = {world[at] for world in same}
            if len(values) == 1:
                yield same[0], at, values.pop()


@pytest.mark.parametrize(("cells", "most"), [(2, 24), (3, 14), (4, 8)])
def test_every_table_of_these_sizes_is_tried_and_no_small_count_is_found(cells, most):
    worlds = product(range(most + 1), repeat=cells)

    found = attack(worlds, lambda world: seen(dict(zip(names(cells), world, strict=True)), least=3))

    # Where nothing came at all, that nothing came of each kind is no secret: the total says it.
    assert [(w, at) for w, at, value in found if value < 3 and sum(w) > 0] == []


def test_one_table_inside_another_gives_nothing_away_either():
    """Findings, and sanctions of what was proven: both published, both totals known."""

    def look(world):
        outer = dict(zip("xyz", world[:3], strict=True))
        inner = dict(zip("ab", world[3:], strict=True))
        shown = protect(outer, least=3)
        within = protect_inner(inner, within=shown.shown("z"), least=3)
        return shown.total, tuple(shown.cells.values()), within and tuple(within.cells.values())

    counts = product(range(13), range(13), range(7), range(7))
    worlds = ((x, y, a + b, a, b) for x, y, a, b in counts)

    assert [w for w, _, value in attack(worlds, look) if value < 3 and w[2] and sum(w[:3])] == []


def test_quarters_share_no_report_so_subtracting_them_gives_nothing():
    """Two releases about other reports: what is known of both is what is known of each."""
    worlds = product(range(8), repeat=4)

    def look(world):
        return tuple(
            seen(dict(zip("ab", one, strict=True)), least=3) for one in (world[:2], world[2:])
        )

    found = attack(worlds, look)

    assert [w for w, at, v in found if v < 3 and sum(w[:2] if at < 2 else w[2:]) > 0] == []


@settings(max_examples=80)
@given(st.lists(st.integers(0, 40), min_size=2, max_size=6))
def test_what_is_hidden_could_change_places(counts):
    cells = {str(n): count for n, count in enumerate(counts)}
    found = protect(cells, least=LEAST)
    hidden = [name for name, count in found.cells.items() if count is None]

    assert all(count is None or count >= LEAST for count in found.cells.values())
    assert len(hidden) != 1
    for one, other in pairwise(hidden):
        swapped = cells | {one: cells[other], other: cells[one]}
        assert protect(swapped, least=LEAST) == found


def test_large_counts_are_all_shown():
    found = protect({"a": 5, "b": 9}, least=LEAST)

    assert found.is_whole
    assert (found.shown("a"), found.shown("b"), found.total) == (5, 9, 14)


def test_a_small_count_takes_the_smallest_large_one_with_it_and_its_equals():
    found = protect({"a": 1, "b": 6, "c": 6, "d": 9}, least=LEAST)

    assert dict(found.cells) == {"a": None, "b": None, "c": None, "d": 9}
    assert not found.is_whole


def test_parts_of_a_hidden_cell_are_not_published_at_all():
    assert protect_inner({"a": 9, "b": 9}, within=None, least=LEAST) is None
    assert protect_inner({"a": 9, "b": 9}, within=18, least=LEAST) == protect(
        {"a": 9, "b": 9}, least=LEAST
    )
    with pytest.raises(ValueError, match="the parts are not the cell"):
        protect_inner({"a": 9, "b": 9}, within=17, least=LEAST)
    with pytest.raises(ValueError, match="hides nothing"):
        protect({"a": 9}, least=LEAST)


def test_shares_and_durations_are_told_roughly_and_only_of_many():
    assert share_of(7, 20) == 35
    assert share_of(7, 21) == 35
    assert share_of(None, 20) is None
    assert share_of(0, 0) is None
    assert usual_days([1, 2, 3, 4], least=LEAST) is None
    assert usual_days([1, 2, 3, 4, 30], least=LEAST) == 3
