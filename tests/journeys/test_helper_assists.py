"""A helper registers someone who cannot do it alone, and may not call that number."""

import pytest
from django.test import Client

from jernih.apps.hall.models import CounterDay
from jernih.pure.reasons import ExceptionReason
from jernih.pure.roles import Role
from tests import makers
from tests.journeys.days import make_day
from tests.record import check_record
from tests.visits import Desk, people_of, posted, says, value_of, words

pytestmark = pytest.mark.django_db


def assisted(helper, office, person=None):
    service = makers.service_of(office).pk
    empty = helper.see(f"bantuan/?service={service}&count=1")
    fields = posted(person or makers.make_person(name="Mbah Karto"))
    fields |= {"service": service, "count": 1, "first": "ANY", "contact": ""}
    return helper.do("bantuan/", once_key=value_of(empty, "once_key"), **fields)


def test_a_helper_registers_someone_without_phone_and_reads_the_receipt_aloud(clock):
    day = make_day(clock)
    helper = Desk(day.office, Role.HELPER)

    receipt = assisted(helper, day.office)

    text = words(receipt)
    assert "Mbah Karto" in text
    assert helper.staff.ref in text
    assert "A-001" in text
    check_record()


def test_a_helper_has_no_way_to_call_anyone(clock):
    day = make_day(clock)
    helper = Desk(day.office, Role.HELPER)
    assisted(helper, day.office)
    day.open()
    helper.sign_in()

    refused = [
        helper.see("loket/"),
        helper.do("loket/", counter=1),
        helper.do("loket/berikut/", press_key="a" * 32),
        helper.do("loket/khusus/", number="A-001", reason="HEALTH"),
    ]

    assert {page.status_code for page in refused} == {403}
    assert says(refused[1], "You may not do this")
    assert not CounterDay.objects.exists()
    check_record()


def test_who_is_helper_and_counter_on_one_day_cannot_call_her_own_client(clock):
    day = make_day(clock)
    both = Desk(day.office, Role.HELPER, Role.COUNTER)
    receipt = assisted(both, day.office)
    other = day.booked()
    day.open()
    both.sign_in()
    code = receipt.redirect_chain[-1][0].split("/")[-2]
    day.kiosk().show(code)
    clock.later(minutes=1)
    day.kiosk().show(other.code)
    both.open_counter(1)

    called = both.next()
    both.deal("batal", called)
    forced = both.do("loket/khusus/", number="A-001", reason=ExceptionReason.HEALTH.value)

    assert called == people_of(other)[0]
    assert forced.status_code == 422
    assert says(forced, "You registered this person yourself. Another counter calls this number.")
    colleague = day.counter(2)
    assert colleague.next() == "A-001"
    check_record()


def test_the_citizen_finds_the_assisted_number_with_the_code_of_the_receipt(clock):
    day = make_day(clock)
    receipt = assisted(Desk(day.office, Role.HELPER), day.office)
    code = receipt.redirect_chain[-1][0].split("/")[-2]

    found = Client().post("/nomor/", {"code": f"{code[:5]}-{code[5:10]} {code[10:]}".lower()})

    assert found["Location"] == f"/nomor/{code}/"
    check_record()
