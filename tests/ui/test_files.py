"""Committed files that a tool makes are what their sources say; pages hold nothing inline."""

import gzip
import hashlib
import json
import re

import pytest

from jernih.pure.voice import CLIPS
from tests.house.sources import ROOT, SRC, short
from tools import styles

STATIC = SRC / "ui" / "static"
FIRST_VISIT_BYTES = 60_000
# What every citizen page loads beside its own HTML, which has 12 kB left.
SHARED = ("built/site.css", "js/page.js", "js/forms.js", "js/keys.js", "img/mark.svg")
FONTS = ("vendor/inter-400.woff2", "vendor/inter-700.woff2")


def test_the_joined_sheets_are_what_their_sources_say():
    assert styles.stale() == []


def test_every_vendored_file_has_the_hash_it_came_with():
    listed = json.loads((ROOT / "vendor.json").read_text())

    for entry in listed:
        found = hashlib.sha256((ROOT / entry["file"]).read_bytes()).hexdigest()
        assert found == entry["sha256"], entry["file"]


def test_nothing_lies_in_the_vendor_folder_that_is_not_listed():
    listed = {entry["file"] for entry in json.loads((ROOT / "vendor.json").read_text())}
    found = {short(file) for file in (STATIC / "vendor").iterdir() if file.is_file()}

    assert found <= listed


def test_no_registry_is_named_in_the_front_end_lock():
    assert "resolved" not in (ROOT / "package-lock.json").read_text()


def test_every_word_of_the_voice_is_a_clip_and_every_clip_a_word():
    clips = {file.stem for file in (STATIC / "voice" / "id").glob("*.mp3")}

    assert clips == CLIPS


def test_a_first_visit_leaves_room_for_the_page():
    text = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in SHARED)
    fonts = sum((STATIC / name).stat().st_size for name in FONTS)

    assert text + fonts < FIRST_VISIT_BYTES - 12_000


@pytest.mark.parametrize("file", sorted(SRC.rglob("*.html")), ids=short)
def test_a_template_holds_no_inline_script_style_or_handler(file):
    html = file.read_text()

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", html)
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)


@pytest.mark.parametrize("file", sorted(SRC.rglob("*.html")), ids=short)
def test_a_template_asks_nobody_else(file):
    # A link that a person may follow is no request; what a browser fetches by itself is.
    fetched = r'<(?!a\b)[a-z]+\b[^>]*\s(src|srcset|href|action|poster)="(https?:)?//'

    assert not re.search(fetched, file.read_text())


@pytest.mark.parametrize("file", sorted((STATIC / "css").rglob("*.css")), ids=short)
def test_a_sheet_asks_nobody_else(file):
    assert not re.search(r"url\([\"']?(https?:|//|data:)|@import", file.read_text())
