"""Every sentence of the verifier is said in both languages, and every rule has its own."""

import ast
import re
from string import Formatter

import pytest

from jernih.pure import audit_counts
from jernih.verify.rule_words import RULES, rule_words
from jernih.verify.words import Said, tell
from jernih.verify.words_id import WORDS
from tests.house import sources

PAGE = (sources.ROOT / "docs" / "log-format.md").read_text()
# The table "What is checked"; test_docs.py sees to it that every check stands there.
TABLE = PAGE.partition("## What is checked")[2].partition("## The facts")[0]
NAMES = {*re.findall(r"^\| `([a-z.-]+)` \|", TABLE, re.M)}
# They are told by what they take first, or by a name that is given one.
TELLERS = {"Said", "CannotCheck", "blame", "add", "voice", "_say"}
# They bring their own words with them.
APART = {"draw", "content", "pack", "processes", "receipt", "receipt_words", "words", "rule_words"}
APART |= {"join"}


def sentences() -> set[str]:
    """Find what is told in the source: the first words of whoever tells, and templates."""
    found = set()
    rooms = sources.python_files(sources.SRC / "verify")
    for room in [file for file in rooms if file.stem not in APART]:
        for node in ast.walk(sources.tree_of(room)):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                found |= {a.value for a in node.args if name in TELLERS and is_text(a)}
            if isinstance(node, ast.Assign | ast.AnnAssign) and is_text(node.value):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if ast.unparse(target) == "template" or ast.unparse(target).startswith("_"):
                    found.add(node.value.value)
    return {one for one in found if re.search(r"[a-z] |[A-Z]", one)}


def is_text(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_sentence_has_indonesian_words():
    assert len(sentences()) > 40
    assert sorted(sentences() - {*WORDS}) == []
    assert {*audit_counts.WORDS} <= {*WORDS}


@pytest.mark.parametrize("english", WORDS)
def test_both_languages_say_the_same_things(english):
    assert places(english) == places(WORDS[english])
    assert WORDS[english].strip()


def test_every_rule_has_a_sentence_in_both_languages():
    assert sorted(NAMES - {*RULES}) == []
    assert all(rule_words(rule, language="id") != rule_words(rule, language="en") for rule in RULES)
    assert rule_words("new.rule", language="id") == "new.rule"


def test_a_sentence_inside_a_sentence_is_translated_too():
    inner = Said("{path} is too long.", path="a{b}")
    outer = Said("Could not be checked: {reason}", reason=inner)

    assert outer == "Could not be checked: a{b} is too long."
    assert tell(outer, language="id") == "Tidak dapat diperiksa: a{b} terlalu panjang."
    assert tell(outer, language="en") == outer


def test_what_has_no_indonesian_words_stays_english():
    assert tell("A violation.", language="id") == "A violation."
    assert tell(Said("A {kind} thing.", kind="new"), language="id") == "A new thing."
