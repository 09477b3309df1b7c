"""The builder of receipts: any fact of the record, under the newest checkpoint that has it."""

import secrets
from dataclasses import replace
from hashlib import md5

import pytest
from django.conf import settings
from django.db import connection, transaction

from jernih.apps.ledger import actions, queries
from jernih.apps.ledger.actions import key as keys
from jernih.apps.ledger.models import Entry
from jernih.apps.ledger.queries import receipts
from jernih.pure.events import LogStarted
from jernih.pure.receipt import Verdict, check_receipt, parse_receipt, write_receipt
from jernih.pure.tlog.note import parse_checkpoint, parse_note, parse_vkey, sign_note
from tests import makers
from tests.apps.ledger import facts
from tests.apps.ledger.test_rotate_key import rotate
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


def test_a_receipt_kept_from_before_the_key_was_changed_goes_on_proving():
    """And one made with the old key for a later tree, by whoever stole it, does not."""
    facts.append(facts.started())
    publish_record()
    kept = receipts.receipt_of(Entry.objects.get(index=0))
    old_key = keys.load_key()
    rotate()
    publish_record()
    append_some(5)
    publish_record()
    older = [(parse_vkey(vkey), last) for vkey, last in receipts.older_keys()]

    assert check_receipt(kept, key=office_key()).verdict == Verdict.OTHER_OFFICE
    assert check_receipt(kept, key=office_key(), older=older).verdict == Verdict.GOOD

    made = parse_receipt(receipts.receipt_of(Entry.objects.get(index=5)))
    note = sign_note(parse_note(made.proof.note).text, key=old_key.key, sign=old_key.sign)
    stolen = write_receipt(replace(made, proof=replace(made.proof, note=note.encode())))
    assert check_receipt(stolen, key=office_key(), older=older).verdict == Verdict.OTHER_OFFICE


MANY = """
INSERT INTO ledger_entry (office, kind, body, leaf_hash)
SELECT 'tarakan', 'booking.taken', convert_to('{"ref":"' || md5(n::text) || '"}', 'UTF8'), ''
FROM generate_series(1, 2000) AS n
"""


def test_one_application_among_thousands_is_found_by_an_index():
    with connection.cursor() as cursor:
        cursor.execute(MANY)
        cursor.execute("ANALYZE ledger_entry")
    ref = md5(b"7", usedforsecurity=False).hexdigest()

    found = receipts.facts_about(ref, office="tarakan", kinds=["booking.taken"])

    assert [bytes(fact.body).decode() for fact in found] == [f'{{"ref":"{ref}"}}']
    assert "entry_by_about" in found.all().explain()
