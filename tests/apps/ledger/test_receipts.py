"""The builder of receipts: any fact of the record, under the newest checkpoint that has it."""

import secrets

import pytest
from django.conf import settings
from django.db import connection, transaction

from jernih.apps.ledger import actions, queries
from jernih.apps.ledger.models import Entry
from jernih.apps.ledger.queries import receipts
from jernih.pure import canonical
from jernih.pure.events import LogStarted
from jernih.pure.receipt import Verdict, check_receipt, parse_receipt
from jernih.pure.tlog.note import parse_checkpoint, parse_note, parse_vkey
from jernih.pure.tlog.tree import leaf_hash
from tests import makers
from tests.receipts import POLICY_TEXT
from tests.record import publish_record

pytestmark = pytest.mark.django_db(transaction=True)


def append_some(count: int) -> None:
    with transaction.atomic():
        actions.append_all(
            [
                LogStarted(office="tarakan", at=makers.NOW, rules_hash=secrets.token_hex(32))
                for _ in range(count)
            ]
        )


def office_key():
    return parse_vkey((queries.log_file("vkey") or b"").decode().strip())


def size_of(note: bytes) -> int:
    return parse_checkpoint(parse_note(note).text).size


def test_there_is_no_receipt_before_the_fact_is_published():
    append_some(1)
    assert receipts.receipt_of(Entry.objects.get()) is None

    publish_record()

    file = receipts.receipt_of(Entry.objects.get())
    assert check_receipt(file, key=office_key()).verdict == Verdict.GOOD


def test_every_fact_of_a_log_that_grew_in_steps_has_a_receipt_that_holds():
    for count in (1, 200, 55, 300, 7):
        append_some(count)
        publish_record()

    for index in (0, 1, 199, 255, 256, 511, 512, 555, 562):
        file = receipts.receipt_of(Entry.objects.get(index=index))
        assert check_receipt(file, key=office_key()).verdict == Verdict.GOOD
        assert size_of(parse_receipt(file).proof.note) == 563


def test_a_witnessed_checkpoint_goes_before_a_newer_one_once_it_has_the_fact():
    """By hand: what the loop of the witnesses keeps beside the newest checkpoint."""
    append_some(270)
    publish_record()
    older = (settings.LOG_DIR / "checkpoint").read_bytes()
    append_some(30)
    publish_record()

    (settings.LOG_DIR / "checkpoint.witnessed").write_bytes(older)

    first, last = (receipts.receipt_of(Entry.objects.get(index=n)) for n in (3, 299))
    assert [size_of(parse_receipt(file).proof.note) for file in (first, last)] == [270, 300]
    assert check_receipt(first, key=office_key()).verdict == Verdict.GOOD


def test_who_waits_for_witnesses_is_told_so_and_only_where_some_are_named():
    append_some(1)
    publish_record()
    fact = Entry.objects.all()
    assert [row.is_alone for row in receipts.receipt_rows(fact)] == [False]

    (settings.LOG_DIR / "policy").write_bytes(POLICY_TEXT)
    assert [row.is_alone for row in receipts.receipt_rows(fact)] == [True]

    older = (settings.LOG_DIR / "checkpoint").read_bytes()
    (settings.LOG_DIR / "checkpoint.witnessed").write_bytes(older)
    assert [row.is_alone for row in receipts.receipt_rows(fact)] == [False]


@pytest.mark.parametrize(("index", "older"), [(None, []), (2, [("name+id+key", 3)])])
def test_the_key_before_is_known_with_the_last_tree_that_it_signed(index, older):
    """By hand: what the change of a key leaves in the table, before and after it is numbered."""
    body = canonical.encode({"kind": "record.key-rotated", "old": "name+id+key"})
    Entry.objects.create(
        office="tarakan",
        kind="record.key-rotated",
        body=body,
        leaf_hash=leaf_hash(body),
        index=index,
    )

    assert receipts.older_keys() == older


def test_the_facts_about_an_application_are_found_by_an_index(django_assert_num_queries):
    facts = receipts.facts_about("0" * 32, office="tarakan", kinds=["booking.taken"])
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        plan = facts.explain()
        cursor.execute("RESET enable_seqscan")

    assert "entry_by_about" in plan
