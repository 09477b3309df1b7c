"""A superuser of the database, with every rail of it taken away: who notices, and how.

The public has the files; the database is the office's own. So a change of what was published is
found against the files, a change of what waits is found before it is signed or by the rules, and
a database that went back in time signs nothing.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from jernih.apps.ledger import actions, jobs, queries
from jernih.apps.ledger.models import Checkpoint, Entry
from jernih.pure.roles import CLOCK
from jernih.pure.tlog.tree import leaf_hash
from jernih.verify import Folder, verify
from tests.apps.ledger import facts
from tests.bench.w6_days import FIRST, Office
from tests.drills.stage import Stage, stage
from tests.record import publish_record, read_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(tmp_path) -> Iterator[Stage]:
    with stage(tmp_path) as made:
        yield made


def as_superuser(*statements: str, **given: object) -> None:
    """Run statements with every trigger of the database switched off."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement, given or None)
        cursor.execute("SET session_replication_role = origin")


def body_of(index: int) -> bytes:
    return bytes(Entry.objects.get(index=index).body)


SWAP = (
    "UPDATE ledger_entry SET index = -1 WHERE index = 30",
    "UPDATE ledger_entry SET index = 30 WHERE index = 31",
    "UPDATE ledger_entry SET index = 31 WHERE index = -1",
)
DEEDS = {
    "rewrite": (["UPDATE ledger_entry SET body = '{}' WHERE index = 30"], [30]),
    "drop": (["DELETE FROM ledger_entry WHERE index = 30"], [30]),
    "reorder": (
        ["ALTER TABLE ledger_entry DROP CONSTRAINT entry_index_from_zero", *SWAP],
        [30, 31],
    ),
    "back-date": (
        [
            "UPDATE ledger_entry SET body = replace(encode(body, 'escape'), 'T0', 'T1')::bytea"
            " WHERE index = 30"
        ],
        [30],
    ),
}


@pytest.mark.parametrize("name", DEEDS)
def test_a_published_row_that_is_changed_is_named_by_its_index_and_the_public_sees_no_change(
    day, name
):
    statements, indexes = DEEDS[name]
    as_superuser(*statements)

    assert list(queries.changed_rows()) == indexes
    with pytest.raises(CommandError, match="not what was published"):
        call_command("checkrecord")
    assert verify(Folder(str(settings.LOG_DIR)), vkey=day.thief.vkey).violations == []


def test_a_row_pushed_in_between_published_ones_shows_in_every_row_after_it(day):
    as_superuser(
        "UPDATE ledger_entry SET index = index + 100000 WHERE index >= 30",
        "UPDATE ledger_entry SET index = index - 99999 WHERE index >= 100000",
    )
    (friend,) = facts.append(facts.started("friend"))
    as_superuser("UPDATE ledger_entry SET index = 30 WHERE id = %(id)s", id=friend.pk)

    assert list(queries.changed_rows()) == list(range(30, len(day.entries)))


def test_a_changed_row_never_becomes_the_file_it_is_healed_from(day):
    forged = body_of(0)
    as_superuser(
        "UPDATE ledger_entry SET body = %(body)s, leaf_hash = %(leaf)s WHERE index = 30",
        body=forged,
        leaf=leaf_hash(forged),
    )
    shutil.rmtree(Path(settings.LOG_DIR) / "tile")

    with pytest.raises(actions.RecordDiffers, match="do not lead"):
        actions.heal_files(actor=CLOCK)


def test_a_waiting_fact_that_is_changed_is_not_signed(day):
    facts.append(facts.started())
    as_superuser("UPDATE ledger_entry SET body = '{}' WHERE index IS NULL")

    with pytest.raises(actions.RecordDiffers):
        jobs.sequence_entries()

    assert Checkpoint.objects.order_by("-size")[0].size == len(day.entries)


def test_an_index_far_ahead_or_another_root_in_the_table_stops_the_signing(day):
    signed = Checkpoint.objects.order_by("-size")[0].size
    (ahead,) = facts.append(facts.started("ahead"))
    as_superuser("UPDATE ledger_entry SET index = 1000000 WHERE id = %(id)s", id=ahead.pk)

    with pytest.raises(actions.RecordDiffers, match=f"Entry {signed}"):
        jobs.sequence_entries()

    as_superuser("UPDATE ledger_checkpoint SET root = decode(repeat('00', 32), 'hex')")
    with pytest.raises(queries.RecordRolledBack, match="none that this database has signed"):
        jobs.sequence_entries()
    assert Checkpoint.objects.order_by("-size")[0].size == signed


def test_a_fork_laid_in_the_place_of_the_published_checkpoint_stops_the_office_itself(day):
    forged = day.forge([*day.entries[:-1], day.entries[0]])
    shutil.copy(forged / "checkpoint", Path(settings.LOG_DIR) / "checkpoint")

    with pytest.raises(queries.RecordRolledBack, match="none that this database has signed"):
        jobs.sequence_entries()
    with pytest.raises(CommandError, match="none that this database has signed"):
        call_command("checkrecord", quick=True)


def test_a_fact_of_a_day_that_is_dropped_while_it_waits_leaves_a_gap_that_the_rules_name(tmp_path):
    for fact in sorted(Office("kantor-01", seats=1, seed=3).day(FIRST), key=lambda one: one.at):
        facts.append(fact)
    as_superuser("DELETE FROM ledger_entry WHERE id = (SELECT max(id) - 40 FROM ledger_entry)")

    assert {found.rule for found in read_record().violations} & {"hall.steps", "hall.number"}


def test_a_restored_backup_signs_nothing_and_an_older_tree_is_no_news_to_anybody(day):
    as_superuser(
        "DELETE FROM ledger_checkpoint WHERE size > 0", "DELETE FROM ledger_entry WHERE index >= 30"
    )
    facts.append(facts.started())

    for begin in (jobs.sequence_entries, lambda: call_command("sequencer", once=True)):
        with pytest.raises((queries.RecordRolledBack, CommandError), match="restored backup"):
            begin()
    assert not Checkpoint.objects.exists()


def test_a_database_and_files_that_went_back_together_are_caught_by_whoever_saw_more(day):
    log = Path(settings.LOG_DIR)
    shutil.rmtree(log)
    as_superuser("DELETE FROM ledger_checkpoint", "DELETE FROM ledger_entry WHERE index >= 30")
    # The office knows nothing of it, and goes on from there under its own key.
    facts.append_many(len(day.entries))
    publish_record()
    entries = [body_of(n) for n in range(30 + len(day.entries))]

    found = day.reader(log)

    assert "grows" in {one.rule for one in found.violations}
    assert any(one.is_proof for one in found.evidence)
    assert day.ask_witness(log, entries).status == 422
    assert any(one.is_proof for one in day.citizen(log).evidence)
