"""Every command of a runbook is typed here, in the trouble that the page is about."""

import re
import shlex
import shutil
import subprocess

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from jernih import verify
from jernih.apps.ledger.actions import key as keys
from jernih.pure.tlog.note import write_vkey
from tests.apps.ledger import facts
from tests.apps.ledger.test_guard import NEW_NAME, forget, grow
from tests.house.sources import ROOT
from tests.record import check_record, publish_record

pytestmark = pytest.mark.django_db
BOOKS = ROOT / "docs" / "runbooks"
# Of the database's own tools, not ours to test.
NOT_RUN = ("pg_dump",)


def commands(page: str) -> list[str]:
    """What the page tells to type, in order."""
    lines = (BOOKS / f"{page}.md").read_text().splitlines()
    found = [match[1] for line in lines if (match := re.fullmatch(r"\s*\$ (.+)", line))]
    return [command for command in found if command.split()[0] not in NOT_RUN]


def type_in(command: str, **words: object) -> None:
    """Do what a line says, with the real thing for each word in capitals."""
    program, *rest = (str(words.get(word, word)) for word in shlex.split(command))
    rest = [str(settings.LOG_DIR) if word == "var/log" else word for word in rest]
    rest = [str(settings.LOG_KEY_FILE) if word == "var/log-key" else word for word in rest]
    match program, rest:
        case "jernih", ["manage", name, *options]:
            call_command(name, *options)
        case "jernih", ["verify", *options]:
            assert verify.main(options) == 0
        case "jernih", ["export", file]:
            call_command("export", file)
        case _:
            subprocess.run([program, *rest], check=True)


def test_every_page_has_a_plain_line_first_and_each_is_in_the_list():
    pages = sorted(page.name for page in BOOKS.glob("*.md") if page.name != "README.md")
    listed = (BOOKS / "README.md").read_text()

    assert len(pages) == 10
    for name in pages:
        title, _, plain, *_ = (BOOKS / name).read_text().splitlines()
        assert title.startswith("# ")
        assert plain.startswith("*")
        assert plain.endswith(".*")
        assert f"({name})" in listed


def test_no_page_points_to_one_that_is_not_there():
    for page in BOOKS.glob("*.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_rotate_the_key(capsys):
    grow(2)
    old = write_vkey(keys.load_key().key)
    prepare, rotate, look, check = commands("rotate-the-key")

    type_in(prepare)
    type_in(rotate)
    publish_record()
    type_in(look)
    type_in(check, **{"OLD-KEY": old})

    said = capsys.readouterr().out
    assert "The key was changed 1 times, each time signed by the key before" in said


def test_key_lost(tmp_path, capsys):
    grow(2)
    shutil.move(settings.LOG_KEY_FILE, tmp_path / "safe")
    facts.append(facts.started("late"))
    with pytest.raises(keys.BadLogKey):
        publish_record()

    for command in commands("key-lost"):
        type_in(command, **{"COPY-FROM-THE-SAFE": tmp_path / "safe"})

    assert capsys.readouterr().out.strip() == (settings.LOG_DIR / "vkey").read_text().strip()
    assert check_record().head.size == 3


def test_key_lost_without_a_copy_the_same_facts_stand_under_another_name(settings):
    grow(2)
    settings.LOG_KEY_FILE.unlink()
    settings.LOG_ORIGIN = NEW_NAME
    settings.LOG_DIR.rename(settings.LOG_DIR.with_name("log.ended"))
    call_command("logkey")
    # With nothing new to sign, the old name's word is not shown beside the new key.
    call_command("sequencer", once=True)
    assert not (settings.LOG_DIR / "checkpoint").exists()
    facts.append(facts.started("late"))

    found = check_record()

    assert (found.head.origin, found.head.size) == (NEW_NAME, 3)


def test_restore_a_backup(settings):
    grow(3, 2)
    forget(3)
    look, accept = commands("restore-a-backup")
    with pytest.raises(CommandError, match="restored backup"):
        type_in(look)
    settings.LOG_ORIGIN = NEW_NAME
    settings.LOG_KEY_FILE.rename(settings.LOG_KEY_FILE.with_name("log-key.ended"))

    type_in(accept)

    assert check_record().head.size == 4
    type_in(look)


def test_record_differs(tmp_path):
    grow(3)
    forget(2)
    export, look = commands("record-differs")

    type_in(export, **{"EVIDENCE.zip": tmp_path / "evidence.zip"})
    with pytest.raises(CommandError, match="restored backup"):
        type_in(look)

    assert verify.main([str(tmp_path / "evidence.zip")]) == 0


@pytest.mark.parametrize("page", ["key-leaked", "witness-refuses", "fork-found", "erasure-request"])
def test_what_is_looked_at_when_all_is_well(page):
    grow(2)

    assert commands(page)
    for command in commands(page):
        type_in(command)
