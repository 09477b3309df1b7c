"""What happens when someone who can do everything changes the record."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from jernih import verify
from jernih.apps.ledger import actions, jobs, queries
from jernih.apps.ledger.models import Checkpoint, Entry
from jernih.pure.roles import CLOCK
from jernih.pure.tlog.tree import leaf_hash
from tests.apps.ledger import facts
from tests.record import check_record, publish_record, read_record

pytestmark = pytest.mark.django_db


def as_superuser(statement: str, *given: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, given)
        cursor.execute("SET session_replication_role = origin")


def check_folder() -> verify.Findings:
    return verify.verify(verify.Folder(str(settings.LOG_DIR)))


def test_a_changed_row_is_found_against_the_published_files():
    facts.append_many(300)
    publish_record()

    as_superuser("UPDATE ledger_entry SET body = %s WHERE index = 257", b"{}")
    as_superuser("DELETE FROM ledger_entry WHERE index = 3")

    assert list(queries.changed_rows()) == [3, 257]
    with pytest.raises(CommandError, match="2 rows are not what was published, of entries 3, 257"):
        call_command("checkrecord")
    assert check_folder().violations == []


def test_a_whole_record_is_said_to_be_so(capsys):
    facts.append_many(3)
    publish_record()

    call_command("checkrecord", quick=True)
    assert capsys.readouterr().out == ""
    call_command("checkrecord")
    assert "as it was published" in capsys.readouterr().out


def test_a_changed_row_that_waits_is_never_signed():
    publish_record()
    facts.append(facts.started())
    as_superuser("UPDATE ledger_entry SET body = %s", b"{}")

    with pytest.raises(actions.RecordDiffers, match="Entry 0"):
        jobs.sequence_entries()

    assert Checkpoint.objects.get().size == 0


def test_a_forged_fact_with_a_right_hash_is_found_by_the_verifier():
    forged = b'{"kind":"hall.called","v":1}'
    facts.append(facts.started())
    as_superuser("UPDATE ledger_entry SET body = %s, leaf_hash = %s", forged, leaf_hash(forged))

    findings = read_record()

    assert [found.rule for found in findings.violations] == ["readable"]


def test_a_row_taken_out_between_numbering_and_signing_stops_everything():
    publish_record()
    facts.append(facts.started(), facts.started(), facts.started())
    actions.number_waiting(actor=CLOCK)
    as_superuser("DELETE FROM ledger_entry WHERE index = 1")

    with pytest.raises(actions.RecordDiffers, match="Entry 1"):
        jobs.sequence_entries()


def test_a_changed_tile_is_found_by_the_verifier_and_stops_the_signing():
    facts.append_many(3)
    publish_record()
    tile = Path(settings.LOG_DIR) / "tile/0/000.p/3"
    tile.write_bytes(bytes(96))
    facts.append(facts.started())

    assert [found.rule for found in check_folder().violations] == ["tree"]
    with pytest.raises(actions.RecordDiffers, match="root"):
        jobs.sequence_entries()


def test_a_file_that_was_put_where_the_next_one_goes_is_refused():
    publish_record()
    place = Path(settings.LOG_DIR) / "tile/0/000.p/1"
    place.parent.mkdir(parents=True)
    place.write_bytes(bytes(32))
    facts.append(facts.started())

    with pytest.raises(actions.RecordDiffers, match="something else"):
        jobs.sequence_entries()


@pytest.mark.parametrize("content", [None, b"short"])
def test_a_lost_edge_is_healed_from_the_database_but_a_damaged_one_is_not(content):
    facts.append_many(3)
    publish_record()
    tile = Path(settings.LOG_DIR) / "tile/0/000.p/3"
    tile.unlink()
    if content:
        tile.write_bytes(content)
    facts.append(facts.started())

    with pytest.raises(actions.RecordDiffers, match="edge"):
        jobs.sequence_entries()

    assert actions.heal_files(actor=CLOCK) == (0 if content else 1)
    if not content:
        check_record()


def test_the_whole_folder_is_healed_from_the_database():
    facts.append_many(600)
    publish_record()
    shutil.rmtree(settings.LOG_DIR)

    assert actions.heal_files(actor=CLOCK) == 6 + 1
    findings = check_record()

    assert findings.head is not None
    assert findings.head.size == 600


def test_a_changed_database_cannot_heal_the_files():
    facts.append_many(3)
    publish_record()
    forged = facts.released()
    body = bytes(Entry.objects.get(index=0).body)
    (other,) = facts.append(forged)
    as_superuser(
        "UPDATE ledger_entry SET body = %s, leaf_hash = %s WHERE index = 1", body, leaf_hash(body)
    )
    shutil.rmtree(settings.LOG_DIR)

    with pytest.raises(actions.RecordDiffers, match="do not lead"):
        actions.heal_files(actor=CLOCK)
    assert other.pk


def test_a_restored_backup_signs_nothing_and_says_what_to_do():
    facts.append_many(3)
    publish_record()
    as_superuser("DELETE FROM ledger_checkpoint WHERE size > 0")
    as_superuser("DELETE FROM ledger_entry WHERE index > 0")
    facts.append(facts.started())

    with pytest.raises(queries.RecordRolledBack, match="restored backup"):
        jobs.sequence_entries()
    with pytest.raises(queries.RecordRolledBack):
        actions.publish(actor=CLOCK)
    for command, options in (("sequencer", {"once": True}), ("checkrecord", {"quick": True})):
        with pytest.raises(CommandError, match="restored backup"):
            call_command(command, **options)


def test_a_damaged_checkpoint_file_is_written_again():
    facts.append(facts.started())
    publish_record()
    (Path(settings.LOG_DIR) / "checkpoint").write_bytes(b"torn")
    facts.append(facts.started())

    findings = check_record()

    assert findings.head is not None
    assert findings.head.size == 2


def test_two_roots_for_one_size_are_never_signed():
    facts.append(facts.started())
    edge = actions.grow_files(actor=CLOCK)
    publish_record()

    with pytest.raises(actions.RecordDiffers, match="cannot follow"):
        actions.sign_checkpoint(edge=edge, actor=CLOCK, now=facts.NOON)
