"""Gather the words of all pages, keep locale/id complete, compile it.

usage: python tools/words.py [FILE.po …]   gather (needs xgettext), fill from the files, compile
       python tools/words.py --check       change nothing; exit 1 and say what is missing
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "jernih"
CATALOGUE = SOURCE / "locale" / "id" / "LC_MESSAGES" / "django.po"


def gathered(copy_of: Path) -> polib.POFile:
    """Return the catalogue as it would be after gathering, without touching the tree."""
    if not shutil.which("xgettext"):
        sys.exit("xgettext is missing: apt-get install gettext (macOS: brew install gettext)")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "jernih"
        shutil.copytree(SOURCE, work, ignore=shutil.ignore_patterns("*.pyc", "vendor", "voice"))
        target = work / "locale" / "id" / "LC_MESSAGES"
        target.mkdir(parents=True, exist_ok=True)
        if copy_of.exists():
            shutil.copy(copy_of, target / "django.po")
        command = [sys.executable, "-m", "django", "makemessages", "-l", "id", "--no-wrap"]
        command += ["--no-location", "--no-obsolete", "-e", "py,html,txt"]
        env = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(command, cwd=work, check=True, stdout=subprocess.DEVNULL, env=env)
        return polib.pofile(str(target / "django.po"), wrapwidth=0)


def merge(book: polib.POFile, extra: Path) -> None:
    """Fill what the catalogue lacks from another file of entries."""
    for entry in polib.pofile(str(extra)):
        known = book.find(entry.msgid, msgctxt=entry.msgctxt or False)
        if known is not None and (not known.translated() or known.fuzzy):
            known.msgstr, known.msgstr_plural = entry.msgstr, entry.msgstr_plural
            known.flags = [flag for flag in known.flags if flag != "fuzzy"]


def missing(book: polib.POFile) -> list[str]:
    """Return the msgids that have no finished Indonesian words."""
    return [e.msgid for e in book if not e.obsolete and (not e.translated() or e.fuzzy)]


def keys(book: polib.POFile) -> set[tuple[str, str]]:
    return {(e.msgctxt or "", e.msgid) for e in book if not e.obsolete}


def check() -> int:
    book = polib.pofile(str(CATALOGUE), wrapwidth=0)
    wanted = gathered(CATALOGUE)
    problems = [f"not in the catalogue: {key[1]!r}" for key in sorted(keys(wanted) - keys(book))]
    problems += [f"without Indonesian words: {msgid!r}" for msgid in missing(book)]
    compiled = CATALOGUE.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != book.to_binary():
        problems.append("django.mo is not current")
    print("\n".join(problems) or f"{len(book)} sentences, all in Indonesian")
    return 1 if problems else 0


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        return check()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    book = gathered(CATALOGUE)
    for extra in arguments:
        merge(book, Path(extra))
    book.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "id",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    book.header = "The words of Jernih in Indonesian."
    book.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    book.save(str(CATALOGUE))
    book = polib.pofile(str(CATALOGUE), wrapwidth=0)
    CATALOGUE.with_suffix(".mo").write_bytes(book.to_binary())
    left = missing(book)
    print(f"{len(book)} sentences, {len(left)} without Indonesian words")
    for msgid in left:
        print("  " + repr(msgid))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
