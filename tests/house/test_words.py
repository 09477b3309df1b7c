"""Every sentence is marked by a name that the gathering of words knows."""

import ast

import pytest

from tests.house import sources

FILES = sources.python_files(sources.SRC)


@pytest.mark.parametrize("file", FILES, ids=sources.short)
def test_no_marker_of_words_has_a_name_of_its_own(file):
    """Under another name than _ the sentence would never be gathered, and stay English."""
    strange = [
        name.asname
        for node in ast.walk(sources.tree_of(file))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if "gettext" in name.name and name.asname not in (None, "_")
    ]

    assert strange == []
