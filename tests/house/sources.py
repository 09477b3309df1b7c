"""The source files that the rules of the house are about."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "jernih"


def python_files(*folders: Path) -> list[Path]:
    found = [file for folder in folders for file in folder.rglob("*.py")]
    return sorted(file for file in found if "migrations" not in file.parts)


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(), filename=str(file))


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def short(file: Path) -> str:
    return str(file.relative_to(ROOT))
