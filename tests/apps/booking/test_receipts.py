"""What the record says of one application, as receipts for whoever holds its code."""

import re
from dataclasses import replace

import pytest

from jernih.apps.booking import actions, queries
from jernih.apps.booking.queries.receipts import receipts_of
from jernih.apps.ledger.queries.receipts import ReceiptRow
from jernih.pure import receipt
from jernih.pure.people import Preference
from jernih.pure.receipt import Verdict, check_receipt, parse_receipt
from jernih.pure.roles import CITIZEN, Role
from tests import makers
from tests.apps.ledger.test_receipts import office_key
from tests.record import publish_record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(clock):
    return makers.make_office()


def kept(application) -> tuple[ReceiptRow, ...]:
    publish_record()
    return receipts_of(queries.application(application.ref))


def typed(person) -> dict[str, str]:
    return {
        "nik": person.nik,
        "name": person.name,
        "birth_date": person.birth_date.isoformat(),
    }


def test_a_family_has_one_receipt_that_opens_to_each_of_them(office):
    people = [makers.make_person(name=f"Siti {word}") for word in ("Satu", "Dua", "Tiga")]
    [row] = kept(makers.make_application(office, people=people))

    read = parse_receipt(row.file)
    assert (row.kind, len(row.numbers)) == ("booking.taken", 3)
    assert check_receipt(row.file, key=office_key()).verdict == Verdict.GOOD
    for position, person in enumerate(people):
        assert receipt.opened_by(read, typed(person)) == (position,)
        assert receipt.opened_by(read, typed(person) | {"name": "Siti Lain"}) == ()


def test_before_the_record_is_published_the_row_is_there_and_its_file_is_not(office):
    application = makers.make_application(office)

    [row] = receipts_of(queries.application(application.ref))

    assert (row.file, row.packed) == (None, "")


def test_a_corrected_name_has_a_receipt_of_its_own_and_the_old_seal_is_shut(office):
    person = makers.make_person(name="Siti Aminha")
    application = makers.make_application(office, people=[person])
    actions.correct_name(
        applicant_id=application.applicants.get().pk,
        nik=person.nik,
        name="Siti Aminah",
        actor=makers.staff(office, Role.COUNTER),
        now=makers.NOW,
    )

    taken, corrected = kept(application)

    assert receipt.asked_of(parse_receipt(taken.file)) == ()
    assert corrected.kind == "booking.corrected"
    right = typed(replace(person, name="Siti Aminah"))
    assert receipt.opened_by(parse_receipt(corrected.file), right) == (0,)


def test_a_move_has_a_receipt_with_the_new_number(office):
    application = makers.make_application(office)
    day = makers.DAY.replace(day=26)
    makers.make_supply(office, day=day)
    actions.move_numbers(
        ref=application.ref,
        preferences=(Preference(day=day),),
        any_after=None,
        actor=CITIZEN,
        now=makers.NOW,
    )

    _taken, moved = kept(application)

    assert moved.kind == "booking.moved"
    assert list(moved.numbers) == makers.numbers_of(application)


def test_an_erased_application_opens_to_nobody(office):
    person = makers.make_person()
    application = makers.make_application(office, people=[person])
    actions.withdraw(ref=application.ref, actor=CITIZEN, now=makers.NOW)
    actions.erase_application(ref=application.ref, actor=CITIZEN, now=makers.NOW)

    [row] = kept(application)

    assert parse_receipt(row.file).salts == ()


def test_no_receipt_says_who_somebody_is(office):
    people = [makers.make_person(name="Siti Aminah"), makers.make_person(name="Budi Santoso")]
    [row] = kept(makers.make_application(office, people=people))

    told = row.file.decode() + parse_receipt(row.file).proof.extra.decode()
    for person in people:
        for word in (person.nik, *person.name.split(), person.birth_date.isoformat()):
            assert word not in told
    assert not re.search(r"(?<![0-9a-f])(?:[0-9]{16}|(?:\+?62|0)8[0-9]{7,11})(?![0-9a-f])", told)
    assert receipt.unpack(row.packed) == row.file
