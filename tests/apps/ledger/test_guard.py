"""A database that is older than what anybody has seen gives out nothing, and says what to do."""

import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.urls import reverse

from jernih.apps.ledger import actions, queries
from jernih.apps.ledger.jobs import outside
from jernih.apps.ledger.jobs.witnesses import Collector
from jernih.apps.ledger.models import Checkpoint
from jernih.config import guard
from jernih.pure.roles import CLOCK, Actor, Refused, Role
from jernih.pure.tlog.note import Key
from jernih.verify import Folder, verify
from tests.apps.ledger import facts
from tests.apps.ledger.witnesses import Time, address, answering, collect, witnesses, write_policy
from tests.record import check_record, publish_record

KEEPER = Actor(roles=frozenset({Role.IT_ADMIN}))
NEW_NAME = "jernih.invalid/tarakan-2"
pytestmark = pytest.mark.django_db


def forget(size: int) -> None:
    """What a backup from before does: everything after so many entries is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM ledger_cosignature")
        cursor.execute("DELETE FROM ledger_checkpoint WHERE size > %s", [size])
        cursor.execute("DELETE FROM ledger_entry WHERE index >= %s", [size])
        cursor.execute("SET session_replication_role = origin")


def grow(*sizes: int) -> None:
    for count in sizes:
        facts.append_many(count)
        publish_record()


@pytest.fixture
def witnessed(tmp_path) -> Iterator[str]:
    """Five entries, two checkpoints, and a witness who signed the second; yields her address."""
    with witnesses(tmp_path, "kampus") as [server]:
        grow(3, 2)
        collect(Collector(rest=0, clock=Time()))
        yield address(server)


def test_every_door_is_shut_on_a_database_older_than_the_published_record(client):
    grow(3, 2)
    forget(3)

    with pytest.raises(CommandError, match="lost for good"):
        call_command("checkrecord", quick=True)
    with pytest.raises(CommandError, match="restored backup"):
        call_command("sequencer", once=True)
    with pytest.raises(SystemExit, match="this database knows 3"):
        guard.refuse_to_start()
    answer = client.get(reverse("healthz"))
    assert (answer.status_code, answer.content) == (503, b"the record is newer")


def test_a_whole_database_opens_them_all(client):
    grow(3)

    call_command("checkrecord", quick=True)
    guard.refuse_to_start()

    assert client.get(reverse("healthz")).content == b"ok"


def test_a_database_that_is_away_stops_no_process_for_good(monkeypatch):
    def away():
        raise OperationalError

    monkeypatch.setattr(queries, "refuse_rollback", away)

    guard.refuse_to_start()


def test_with_the_files_gone_too_a_witness_still_knows(witnessed):
    forget(3)
    shutil.rmtree(settings.LOG_DIR)

    with pytest.raises(CommandError, match=r"kampus.example/saksi has signed a record of 5"):
        call_command("checkrecord", quick=True)
    with pytest.raises(CommandError, match=witnessed):
        call_command("sequencer", once=True)


def test_a_witness_who_holds_another_tree_of_ours_stops_the_start(witnessed):
    forget(3)
    shutil.rmtree(settings.LOG_DIR)
    # Longer than what she knows, and another one: as if nothing had been lost.
    facts.append_many(4)
    actions.heal_files(actor=CLOCK)
    publish_record()

    with pytest.raises(queries.RecordRolledBack, match="never signed"):
        outside.refuse_loss()


def test_what_she_signed_is_ours_and_the_office_starts(witnessed):
    outside.refuse_loss()


def test_nobody_outside_can_stop_the_office_by_a_word_of_her_own():
    grow(3)
    key = Key(name="palsu.example/saksi", public=b"\x01" * 32, kind=4)
    forged = f"{settings.LOG_ORIGIN}\n999\n{'A' * 43}=\n\n— x {'A' * 12}\n".encode()
    for status, body in ((200, forged), (200, b"nonsense"), (404, b""), (302, b"")):
        with answering(status, body) as server:
            write_policy([(key, address(server))])
            outside.refuse_loss()
    # And she may be away.
    outside.refuse_loss()


def test_a_policy_that_cannot_be_read_asks_nobody():
    settings.POLICY_FILE.write_text("nonsense\n")

    outside.refuse_loss()


def lose() -> None:
    grow(3, 2)
    forget(3)


def test_a_loss_is_accepted_in_public_under_another_name(settings, capsys):
    lose()
    settings.LOG_ORIGIN = NEW_NAME
    settings.LOG_KEY_FILE.rename(settings.LOG_KEY_FILE.with_name("old-key"))

    call_command("acceptloss")
    said = capsys.readouterr().out
    call_command("sequencer", once=True)

    assert "Lost: entries 3 to 4 of jernih.invalid/tarakan." in said
    findings = check_record()
    assert findings.head.origin == NEW_NAME
    assert findings.head.size == 4
    assert any("began anew under another name" in note for note in findings.notes)
    # What was published before stands beside it, and is still true.
    old = verify(Folder(f"{settings.LOG_DIR}.lost-5"))
    assert (old.head.size, old.violations) == (5, [])
    call_command("checkrecord")


def test_with_the_files_gone_the_witness_s_copy_says_what_was_lost(witnessed, settings, tmp_path):
    copy = tmp_path / "her-copy"
    copy.write_bytes((settings.LOG_DIR / "checkpoint").read_bytes())
    forget(3)
    shutil.rmtree(settings.LOG_DIR)
    settings.LOG_ORIGIN = NEW_NAME
    settings.LOG_KEY_FILE.unlink()

    call_command("acceptloss", checkpoint=copy)
    call_command("acceptloss", checkpoint=copy)
    settings.POLICY_FILE.unlink()

    assert check_record().head.size == 4


def test_a_loss_needs_a_loss_a_new_name_and_the_keeper_of_the_machine(settings):
    grow(3)
    note = Checkpoint.objects.get().note.encode()
    with pytest.raises(CommandError, match="another name"):
        call_command("acceptloss")
    settings.LOG_ORIGIN = NEW_NAME
    with pytest.raises(CommandError, match="has everything"):
        call_command("acceptloss")
    for deed in (
        lambda: actions.accept_loss(note=note, actor=CLOCK, now=facts.NOON),
        lambda: actions.set_aside(size=3, actor=CLOCK),
    ):
        with pytest.raises(Refused):
            deed()
    with pytest.raises(CommandError, match="No such file"):
        call_command("acceptloss", checkpoint=settings.LOG_DIR / "nothing")


def test_the_new_record_s_files_are_never_moved_away(settings):
    grow(3)

    assert actions.set_aside(size=3, actor=KEEPER) is None
    assert (settings.LOG_DIR / "checkpoint").exists()
