"""Pure is a folder, not a habit."""

import ast
import subprocess
import sys

import pytest

from tests.house import sources

PURE = sources.python_files(sources.SRC / "pure")
IMPURE = {"os", "pathlib", "random", "secrets", "socket", "subprocess", "time", "urllib", "uuid"}
CLOCKS = {"now", "today", "utcnow"}


def modules() -> list[str]:
    files = [*PURE, *sources.python_files(sources.SRC / "verify")]
    parts = [file.relative_to(sources.SRC.parent).with_suffix("").parts for file in files]
    return sorted(".".join(part).removesuffix(".__init__") for part in parts)


def test_pure_and_verify_import_on_a_bare_python():
    code = f"import sys; sys.path.insert(0, {str(sources.SRC.parent)!r})\n"
    code += "\n".join(f"import {module}" for module in modules())

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("file", PURE, ids=sources.short)
def test_pure_code_has_no_clock_no_chance_and_no_files(file):
    tree = sources.tree_of(file)
    taken = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }

    assert not taken & IMPURE
    assert not called & (CLOCKS | {"open", "print", "input"})
