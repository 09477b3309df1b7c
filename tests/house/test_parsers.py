"""No reader of the record's formats, or of a seal's, escapes the fuzz."""

import ast

from tests.house import sources
from tests.pure.parsers import PARSERS


def readers() -> set[str]:
    return {
        f"{'.'.join(file.relative_to(sources.SRC).with_suffix('').parts)}.{node.name}"
        for folder in ("tlog", "seal")
        for file in sources.python_files(sources.SRC / "pure" / folder)
        for node in sources.tree_of(file).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("parse_")
    }


def test_every_reader_of_the_record_is_fuzzed():
    assert readers() - {parser.name for parser in PARSERS} == set()
