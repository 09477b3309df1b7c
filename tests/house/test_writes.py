"""Only actions write."""

import ast

from tests.house import sources

WRITES = {
    "abulk_create", "acreate", "asave", "bulk_create", "bulk_update", "create", "get_or_create",
    "save", "select_for_update", "update_or_create",
}  # fmt: skip
# Words that sets and dictionaries know too: they count only at the end of a chain of calls,
# as in `Seat.objects.filter(...).update(...)`.
CHAINED = {"delete", "update"}


def may_write(file) -> bool:
    inside = file.relative_to(sources.SRC / "apps").parts[1:]
    return bool(inside) and inside[0] in ("actions.py", "actions")


def writes(file) -> list[str]:
    found = []
    for node in ast.walk(sources.tree_of(file)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, receiver = node.func.attr, node.func.value
        if name in WRITES or (name in CHAINED and isinstance(receiver, ast.Call)):
            found.append(f"{sources.short(file)}:{node.lineno} {name}")
    return found


def test_only_actions_write():
    files = sources.python_files(sources.SRC / "apps", sources.SRC / "live")
    found = [
        line
        for file in files
        if not (file.is_relative_to(sources.SRC / "apps") and may_write(file))
        for line in writes(file)
    ]

    assert found == []


def test_nobody_uses_signals_or_overrides_save():
    files = sources.python_files(sources.SRC / "apps")
    overrides = [
        f"{sources.short(file)}:{node.lineno}"
        for file in files
        for node in sources.functions(file)
        if node.name in ("save", "delete")
    ]
    signals = [
        sources.short(file) for file in files if "django.db.models.signals" in file.read_text()
    ]

    assert overrides + signals == []
