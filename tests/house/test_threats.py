"""docs/threats.md and docs/reports-targets.md promise nothing that no test shows."""

import re
from functools import cache

from tests.house import sources

PAGE = sources.ROOT / "docs" / "threats.md"
ROW = re.compile(r"\| ([0-9]+) \| (.+)\|")
TEST = re.compile(r"`(tests/[a-z0-9_/]+\.py)::(test_[a-z0-9_]+)`")
HONEST = re.compile(r"\*\*residual\*\*|\*\*Residual\*\*|later issue [0-9]+")


def rows() -> dict[int, str]:
    lines = [ROW.fullmatch(line) for line in PAGE.read_text().splitlines()]
    return {int(line[1]): line[2] for line in lines if line}


@cache
def names_in(path: str) -> frozenset[str]:
    file = sources.ROOT / path
    return (
        frozenset(node.name for node in sources.functions(file)) if file.is_file() else frozenset()
    )


def test_all_threats_of_the_research_stand_there_in_their_order():
    numbers = list(rows())

    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 63


def test_every_threat_has_a_test_or_says_honestly_that_it_has_none():
    bare = [n for n, row in rows().items() if not TEST.search(row) and not HONEST.search(row)]

    assert bare == []


def test_every_test_that_is_named_is_there():
    named = [(n, *found) for n, row in rows().items() for found in TEST.findall(row)]

    assert [one for one in named if one[2] not in names_in(one[1])] == []


def test_every_target_of_sealed_reports_names_tests_that_are_there():
    page = (sources.ROOT / "docs" / "reports-targets.md").read_text()
    targets = [line for line in page.splitlines() if ROW.fullmatch(line)]

    assert len(targets) == 15
    assert [line for line in targets if not TEST.search(line)] == []
    assert [found for found in TEST.findall(page) if found[1] not in names_in(found[0])] == []
