from datetime import timedelta

import pytest

from jernih.apps.booking import actions, jobs, queries
from jernih.apps.booking.models import ContactProof
from jernih.apps.notices.models import Notice
from jernih.pure.roles import CITIZEN, Refused, Role
from tests.makers import NOW, make_contact, make_office, sent_code, staff

pytestmark = pytest.mark.django_db
VISIT = "a" * 32


@pytest.fixture
def office():
    return make_office()


def ask(office, contact, *, session_key=VISIT, now=NOW, **more):
    return actions.ask_code(
        office_slug=office.slug,
        contact=contact,
        session_key=session_key,
        language="id",
        now=now,
        **more,
    )


def prove(contact, code, *, session_key=VISIT, now=NOW, **more):
    actions.prove_contact(contact=contact, session_key=session_key, code=code, now=now, **more)


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_code_goes_out_at_once_and_proves_the_contact(office):
    contact = make_contact()
    sent = ask(office, contact)

    prove(contact, sent_code(contact))

    assert queries.proven_contact(VISIT, NOW) == contact
    notice = Notice.objects.get(address=contact.address)
    assert (notice.is_urgent, notice.not_before) == (True, NOW)
    assert sent.expires_at == notice.expires_at == NOW + timedelta(minutes=10)


def test_the_code_itself_is_not_in_the_table(office):
    contact = make_contact()
    ask(office, contact)

    assert sent_code(contact) not in repr(vars(ContactProof.objects.get()))


def test_spaces_in_a_code_are_forgiven(office):
    contact = make_contact()
    ask(office, contact)
    code = sent_code(contact)

    prove(contact, f" {code[:3]} {code[3:]} ")

    assert queries.proven_contact(VISIT, NOW)


def test_a_code_is_good_once(office):
    contact = make_contact()
    ask(office, contact)
    code = sent_code(contact)
    prove(contact, code)

    with pytest.raises(actions.CodeDead):
        prove(contact, code)


def test_an_old_code_dies_when_a_new_one_is_sent(office):
    contact = make_contact()
    ask(office, contact)
    old = sent_code(contact)
    later = NOW + timedelta(seconds=61)
    ask(office, contact, now=later)

    if old != sent_code(contact):
        with pytest.raises(actions.WrongCode):
            prove(contact, old, now=later)

    assert not queries.proven_contact(VISIT, later)


def test_an_old_code_dies_in_its_own_visit_when_another_visit_asks(office):
    contact = make_contact()
    ask(office, contact)
    code = sent_code(contact)
    later = NOW + timedelta(seconds=61)
    ask(office, contact, session_key="b" * 32, now=later)

    with pytest.raises(actions.CodeDead):
        prove(contact, code, now=later)


def test_a_code_dies_after_ten_minutes(office):
    contact = make_contact()
    ask(office, contact)

    with pytest.raises(actions.CodeDead):
        prove(contact, sent_code(contact), now=NOW + timedelta(minutes=10))


def test_a_code_is_good_only_in_the_visit_that_asked(office):
    contact = make_contact()
    ask(office, contact)

    with pytest.raises(actions.CodeDead):
        prove(contact, sent_code(contact), session_key="b" * 32)


def test_five_wrong_tries_end_a_code(office):
    contact = make_contact()
    ask(office, contact)
    code = sent_code(contact)

    left = []
    for _ in range(5):
        with pytest.raises(actions.WrongCode) as refused:
            prove(contact, wrong(code))
        left.append(refused.value.tries_left)

    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(actions.CodeDead):
        prove(contact, code)


def test_another_code_may_be_asked_for_after_a_minute(office):
    contact = make_contact()
    ask(office, contact)

    with pytest.raises(actions.TooSoon) as refused:
        ask(office, contact, now=NOW + timedelta(seconds=59))

    assert refused.value.again_at == NOW + timedelta(seconds=60)
    ask(office, contact, now=NOW + timedelta(seconds=60))


def test_a_corrected_address_need_not_wait(office):
    ask(office, make_contact())

    assert ask(office, make_contact(), now=NOW + timedelta(seconds=5))


def test_one_contact_gets_five_codes_an_hour_from_however_many_visits(office):
    contact = make_contact()
    for n in range(5):
        ask(office, contact, session_key=f"{n:032}", now=NOW + timedelta(minutes=2 * n))

    with pytest.raises(actions.TooMany) as refused:
        ask(office, contact, session_key="f" * 32, now=NOW + timedelta(minutes=12))

    assert refused.value.again_at == NOW + timedelta(hours=1)
    ask(office, contact, session_key="f" * 32, now=NOW + timedelta(hours=1))


def test_one_visit_sends_five_codes_an_hour_to_however_many_contacts(office):
    for n in range(5):
        ask(office, make_contact(), now=NOW + timedelta(minutes=n))

    with pytest.raises(actions.TooMany):
        ask(office, make_contact(), now=NOW + timedelta(minutes=6))


def test_a_proof_is_forgotten_after_an_hour(office):
    contact = make_contact()
    ask(office, contact)
    prove(contact, sent_code(contact))

    assert queries.proven_contact(VISIT, NOW + timedelta(minutes=60)) is None


def test_yesterdays_contacts_are_forgotten(office):
    ask(office, make_contact())
    ask(office, make_contact(), now=NOW + timedelta(hours=1))

    forgotten = jobs.forget(NOW + timedelta(days=1, minutes=1))

    assert forgotten == 1
    assert ContactProof.objects.get().sent_at == NOW + timedelta(hours=1)
    with pytest.raises(Refused):
        actions.forget_proofs(actor=CITIZEN, now=NOW)


def test_staff_do_not_prove_contacts(office):
    officer = staff(office, Role.COUNTER)

    with pytest.raises(Refused):
        ask(office, make_contact(), actor=officer)
    with pytest.raises(Refused):
        prove(make_contact(), "123456", actor=officer)
