"""Every fact, permission, setting and refusal stands in the docs."""

import ast
import subprocess
import sys

from jernih.pure import audit_all, audit_state, events, roles
from tests.house import sources

DOCS = sources.ROOT / "docs"


def all_docs() -> str:
    pages = [*DOCS.rglob("*.md"), sources.ROOT / ".env.example"]
    return "\n".join(page.read_text() for page in pages)


def test_the_generated_pages_are_current():
    done = subprocess.run(
        [sys.executable, sources.ROOT / "tools" / "docs.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_every_fact_and_permission_is_in_the_docs():
    docs = all_docs()
    names = [*events.KINDS, *roles.Permission]

    assert [name for name in names if f"`{name}`" not in docs] == []


def test_every_rule_of_the_verifier_is_in_the_docs():
    page = (DOCS / "log-format.md").read_text()
    own = {"signature", "tree", "grows", "readable", audit_state.RULE}
    names = own | {check.rule for check in audit_all.all_checks({})}

    assert [name for name in sorted(names) if f"| `{name}` |" not in page] == []


def test_every_refusal_says_what_it_means():
    unsaid = [
        f"{sources.short(file)} {node.name}"
        for file in sources.python_files(sources.SRC)
        for node in ast.walk(sources.tree_of(file))
        if isinstance(node, ast.ClassDef)
        and any(
            "Exception" in ast.unparse(base) or "Error" in ast.unparse(base) for base in node.bases
        )
        and not ast.get_docstring(node)
    ]

    assert unsaid == []


def test_every_decision_has_its_three_parts():
    decisions = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    lacking = [
        page.name
        for page in decisions
        if not all(
            f"**{part}.**" in page.read_text() for part in ("Context", "Decision", "Consequences")
        )
    ]

    assert decisions
    assert lacking == []


def test_no_page_names_a_host_of_a_package_registry():
    words = ("pypi" + ".org", "npm" + "js", "deb.debian" + ".org", "files.python" + "hosted")
    files = [
        *sources.ROOT.glob("*.md"),
        *DOCS.rglob("*.md"),
        *(sources.ROOT / "requirements").iterdir(),
    ]
    files += [
        file
        for name in ("package.json", "package-lock.json")
        if (file := sources.ROOT / name).exists()
    ]

    assert [file.name for file in files if any(word in file.read_text() for word in words)] == []
