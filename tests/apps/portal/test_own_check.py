"""Our own check of the record, for show, and the record as one file."""

import hashlib
import json
import os
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from jernih import verify
from jernih.apps.portal import actions, jobs, queries
from jernih.pure.roles import CITIZEN, CLOCK, Refused
from jernih.verify import pack
from jernih.verify.report import as_json
from jernih.verify.state import State, keep_state
from tests.apps.ledger import facts
from tests.record import publish_record
from tests.test_verify_export import changed

pytestmark = pytest.mark.django_db
LATER = facts.NOON + timedelta(days=1)


def page(client, language="en"):
    client.cookies["language"] = language
    return client.get("/periksa/").content.decode()


@pytest.fixture
def record():
    facts.append(facts.started(), facts.released())
    publish_record()


def keep_findings(settings, *, seconds: float = 1) -> None:
    """Keep what the verifier says, found here and not in a process of its own: that takes long."""
    findings = verify.verify(verify.Folder(str(settings.LOG_DIR)))
    found = json.loads(as_json(findings))
    said = {"checked_at": "2026-11-24T04:00:00Z", "seconds": seconds, "found": found}
    settings.OWN_CHECK_FILE.write_text(json.dumps(said))
    keep_state(Path(f"{settings.OWN_CHECK_FILE}.seen"), State(), findings)


def test_the_page_says_when_it_was_checked_and_that_it_was_clean(client, record):
    assert "It has not run yet." in page(client)

    assert jobs.check(facts.NOON) == 1

    assert "Clean: no rule was broken." in page(client)
    assert "Bersih: tidak ada aturan yang dilanggar." in page(client, "id")
    assert "proves nothing" in page(client)


def test_the_page_names_what_was_broken_in_the_readers_language(client, settings, record):
    facts.append(facts.released(), facts.released())
    publish_record()

    keep_findings(settings)

    assert "Rules were broken" in page(client)
    assert "Numbers are released 1, 2, 3" in page(client)
    assert "Nomor dibuka berurutan" in page(client, "id")
    assert "after A" in page(client, "id")


def test_it_is_checked_again_only_when_it_grew_and_not_all_the_time(settings, record):
    keep_findings(settings, seconds=3)
    assert not queries.is_check_due(now=LATER)
    facts.append(facts.started("nunukan"))
    publish_record()

    assert not queries.is_check_due(now=facts.NOON + timedelta(seconds=299))
    assert queries.is_check_due(now=facts.NOON + timedelta(seconds=300))


def test_nothing_is_checked_before_anything_is_published():
    assert jobs.check(facts.NOON) == 0
    assert jobs.export() == 0


def test_our_own_check_remembers_and_finds_a_record_that_was_rewritten(settings, record):
    keep_findings(settings)
    seen = Path(f"{settings.OWN_CHECK_FILE}.seen")
    said = json.loads(seen.read_text())
    (log,) = said["logs"].values()
    log["root"] = "A" * 43 + "="
    seen.write_text(json.dumps(said))

    found = actions.check_ourselves(actor=CLOCK, now=LATER)["found"]

    assert [one["rule"] for one in found["violations"]] == ["grows"]


def test_a_check_that_comes_to_no_end_is_logged_and_changes_nothing(record, monkeypatch):
    monkeypatch.setattr(pack, "program", lambda: b"no program")

    assert jobs.check(facts.NOON) == 0
    assert queries.own_check() is None


def test_a_record_that_could_not_be_checked_is_said_so(settings, client):
    found = {"result": "cannot check", "reason": "There is no public key."}
    said = {"checked_at": "2026-11-24T04:00:00Z", "seconds": 1, "found": found}
    settings.OWN_CHECK_FILE.write_text(json.dumps(said))

    assert "came to no result" in page(client)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"found": {"result": "clean"}}'])
def test_a_torn_result_is_as_none(settings, client, content):
    settings.OWN_CHECK_FILE.write_text(content)

    assert queries.own_check() is None
    assert "It has not run yet." in page(client)


def test_only_the_clock_checks_and_exports():
    with pytest.raises(Refused):
        actions.check_ourselves(actor=CITIZEN, now=facts.NOON)
    with pytest.raises(Refused):
        actions.write_export(actor=CITIZEN)


def test_the_page_gives_the_fingerprint_of_the_very_program_it_hands_out(client):
    program = client.get("/log/jernih-verify.pyz").content

    assert hashlib.sha256(program).hexdigest() in page(client)
    assert "python3 -I -S jernih-verify.pyz" in page(client)


def test_auditors_find_the_record_as_one_file_that_checks_itself(client, settings, record):
    assert client.get("/data/catatan.zip").status_code == 404
    assert "/data/catatan.zip" not in page(client)

    assert jobs.export() == 1

    assert 'href="/data/catatan.zip"' in page(client)
    assert 'href="/data/catatan.zip"' in client.get("/data/").content.decode()
    answer = client.get("/data/catatan.zip")
    assert b"".join(answer.streaming_content) == settings.EXPORT_FILE.read_bytes()
    assert verify.verify(verify.Archive(str(settings.EXPORT_FILE))).violations == []
    bent = changed(settings.EXPORT_FILE, "log/tile/entries/000.p/2", b"\0\1x\0\1y")
    assert verify.verify(verify.Archive(str(bent))).violations


def test_the_file_is_made_anew_when_the_record_was_published_again(settings, record):
    jobs.export()
    assert jobs.export() == 0
    old = settings.EXPORT_FILE.stat().st_mtime - 60
    os.utime(settings.EXPORT_FILE, (old, old))

    assert jobs.export() == 1


def test_the_command_writes_the_file_where_it_is_told_and_says_its_sum(tmp_path, record):
    said = StringIO()

    call_command("export", str(tmp_path / "one.zip"), stdout=said)

    digest = hashlib.sha256((tmp_path / "one.zip").read_bytes()).hexdigest()
    assert said.getvalue() == f"{digest}  {tmp_path / 'one.zip'}\n"
    with pytest.raises(CommandError):
        call_command("export", str(tmp_path / "one.zip" / "inside"))
