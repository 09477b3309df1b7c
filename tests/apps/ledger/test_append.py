import pytest
from django.db import IntegrityError, connection, transaction

from jernih.apps.ledger import actions
from jernih.apps.ledger.models import Checkpoint, Entry
from jernih.pure.events import BadEvent, event_bytes, parse_event
from jernih.pure.tlog.tree import leaf_hash
from tests.apps.ledger import facts
from tests.record import publish_record


@pytest.mark.django_db(transaction=True)
def test_a_fact_cannot_stand_without_the_change_it_tells_of():
    with pytest.raises(actions.NotInTransaction):
        actions.append(facts.started())

    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_fact_goes_when_its_change_goes():
    with transaction.atomic():
        actions.append(facts.started())
        transaction.set_rollback(True)

    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_a_fact_is_kept_as_its_canonical_bytes():
    (entry,) = facts.append(facts.released())

    entry.refresh_from_db()
    assert bytes(entry.body) == event_bytes(facts.released())
    assert bytes(entry.leaf_hash) == leaf_hash(bytes(entry.body))
    assert parse_event(bytes(entry.body)) == facts.released()
    assert (entry.office, entry.kind, entry.index) == ("tarakan", "booking.supply-released", None)
    assert str(entry) == "booking.supply-released waiting"


@pytest.mark.django_db
def test_a_value_out_of_shape_is_refused_before_anything_is_written():
    with pytest.raises(BadEvent):
        facts.append(facts.started(office="Not A Slug"))

    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_many_facts_at_once_are_kept_as_one_by_one_and_in_this_order():
    told = [facts.started(f"office-{n}") for n in range(12)] + [facts.released()]

    with transaction.atomic():
        actions.append_all(told)

    kept = list(Entry.objects.order_by("pk"))
    assert [parse_event(bytes(entry.body)) for entry in kept] == told
    (alone,) = facts.append(told[-1])
    for name in ("office", "kind", "index"):
        assert getattr(kept[-1], name) == getattr(alone, name)
    assert bytes(kept[-1].body) == alone.body
    assert bytes(kept[-1].leaf_hash) == alone.leaf_hash
    assert all(entry.created_at for entry in kept)


@pytest.mark.django_db(transaction=True)
def test_many_facts_at_once_cannot_stand_without_their_change_either():
    with pytest.raises(actions.NotInTransaction):
        actions.append_all([facts.started()])

    assert not Entry.objects.exists()


CHANGES = (
    "UPDATE ledger_entry SET body = '\\x00'",
    "UPDATE ledger_entry SET office = 'other'",
    "UPDATE ledger_entry SET index = index + 1",
    "UPDATE ledger_entry SET index = NULL",
    "DELETE FROM ledger_entry",
    "UPDATE ledger_checkpoint SET size = 0",
    "DELETE FROM ledger_checkpoint",
)


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
def test_the_database_itself_refuses_to_change_the_record(change):
    facts.append(facts.started())
    publish_record()

    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        connection.cursor().execute(change)

    assert Checkpoint.objects.get().size == 1


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["entry", "checkpoint", "cosignature"])
def test_the_database_refuses_to_empty_the_record(table):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE ledger_{table} ENABLE TRIGGER {table}_no_truncate")

        with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
            cursor.execute(f"TRUNCATE ledger_{table} CASCADE")
