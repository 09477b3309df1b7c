from dataclasses import replace
from datetime import date, timedelta

import pytest

from jernih.apps.booking import actions, queries
from jernih.apps.booking.models import Applicant, Application, Seat
from jernih.apps.ledger.models import Entry
from jernih.apps.notices.models import Notice
from jernih.pure.codes import show_code
from jernih.pure.people import PersonFault, Preference
from jernih.pure.reasons import Channel, PriorityClass
from jernih.pure.roles import CITIZEN, Refused, Role
from jernih.pure.states import ApplicationState, SeatState
from tests.makers import (
    DAY,
    NOW,
    facts,
    make_application,
    make_office,
    make_person,
    make_supply,
    make_wanted,
    numbers_of,
    staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    made = make_office()
    make_supply(made)
    return made


def take(wanted, **more):
    return actions.take_numbers(wanted=wanted, **{"actor": CITIZEN, "now": NOW, **more})


def test_someone_takes_the_first_free_number_and_the_record_says_so(office):
    wanted = make_wanted(office)

    taken = take(wanted)

    application = Application.objects.get(ref=taken.ref)
    assert application.state == ApplicationState.GRANTED
    assert numbers_of(application) == ["A-001"]
    [fact] = facts(office, "booking.taken")
    person = application.applicants.get()
    assert (fact.ref, fact.day, fact.numbers) == (taken.ref, DAY, ("A-001",))
    assert fact.commitments == (person.commitment,)
    assert fact.commitments == (
        actions.person_commitment(wanted.people[0], salt=bytes(person.salt)),
    )
    assert Seat.objects.get(applicant=person).state == SeatState.TAKEN


def test_no_table_and_no_fact_holds_the_whole_nik(office):
    wanted = make_wanted(office)

    take(wanted)

    nik = wanted.people[0].nik
    person = Applicant.objects.get()
    assert nik not in repr(vars(person)) + repr(vars(person.application))
    assert person.nik_last4 == nik[-4:]
    assert all(nik.encode() not in bytes(entry.body) for entry in Entry.objects.all())
    assert not Notice.objects.filter(body__contains=nik).exists()


def test_a_message_tells_the_number_and_the_code(office):
    wanted = make_wanted(office)

    taken = take(wanted)

    notice = Notice.objects.get(purpose="received")
    assert notice.address == wanted.contact.address
    assert "A-001" in notice.body
    assert show_code(taken.code) in notice.body


def test_a_family_sits_together_or_not_at_all(office):
    keep_free(3)

    with pytest.raises(actions.Full):
        take(make_wanted(office, people=4))

    assert not Application.objects.exists()
    assert Seat.objects.filter(state=SeatState.FREE, series="A").count() == 3


def keep_free(seats):
    free = Seat.objects.filter(state=SeatState.FREE, series="A").order_by("n")
    Seat.objects.filter(pk__in=[seat.pk for seat in free[seats:]]).update(state=SeatState.UNUSED)


def test_a_family_of_eight_gets_eight_numbers_in_the_order_of_the_form(office):
    wanted = make_wanted(office, people=8)

    taken = take(wanted)

    application = Application.objects.get(ref=taken.ref)
    rows = application.applicants.order_by("position")
    free_first = Seat.objects.filter(series="A").exclude(state=SeatState.HELD).order_by("n")[:8]
    assert numbers_of(application) == [seat.number for seat in free_first]
    assert [row.nik_last4 for row in rows] == [person.nik[-4:] for person in wanted.people]
    [fact] = facts(office, "booking.taken")
    assert fact.commitments == tuple(row.commitment for row in rows)


@pytest.mark.parametrize("people", [0, 9])
def test_an_application_has_one_to_eight_people(office, people):
    with pytest.raises(actions.TooManyPeople) as refused:
        take(make_wanted(office, people=people))

    assert refused.value.at_most == 8
    assert not Application.objects.exists()


def test_one_person_holds_one_number_for_a_service(office):
    person = make_person()
    take(make_wanted(office, people=[person]))

    with pytest.raises(actions.AlreadyHolding) as refused:
        take(make_wanted(office, people=[make_person(), person]))

    assert refused.value.people == (1,)
    assert Application.objects.count() == 1
    assert Seat.objects.filter(state=SeatState.TAKEN).count() == 1
    assert len(facts(office, "booking.taken")) == 1


def test_nobody_can_ask_about_one_person_after_the_other(office):
    holders = [make_person() for _ in range(6)]
    for person in holders:
        take(make_wanted(office, people=[person]))
    curious = make_wanted(office)

    for person in holders[:5]:
        with pytest.raises(actions.AlreadyHolding):
            take(replace(curious, people=(person,)))

    with pytest.raises(actions.Unproven):
        take(replace(curious, people=(holders[5],)))


def test_who_did_not_prove_a_contact_learns_nothing_about_others(office):
    person = make_person()
    take(make_wanted(office, people=[person]))

    with pytest.raises(actions.Unproven):
        take(make_wanted(office, people=[person], contact=None))


def test_the_same_person_may_come_for_another_service(office):
    person = make_person()
    take(make_wanted(office, people=[person]))

    taken = take(make_wanted(office, people=[person], service="penggantian"))

    assert numbers_of(Application.objects.get(ref=taken.ref)) == ["B-001"]


def test_who_gave_a_number_back_may_take_another(office):
    person = make_person()
    make_application(office, people=[person], at=ApplicationState.WITHDRAWN)

    taken = take(make_wanted(office, people=[person]))

    assert numbers_of(Application.objects.get(ref=taken.ref)) != ["A-001"]


def test_pressing_twice_gives_one_application(office):
    wanted = make_wanted(office)

    first, second = take(wanted), take(wanted)

    assert (first.ref, first.code) == (second.ref, second.code)
    assert (first.is_repeat, second.is_repeat) == (False, True)
    assert Application.objects.count() == 1
    assert len(facts(office, "booking.taken")) == 1


def test_a_lost_reply_is_found_again_even_when_all_is_full(office):
    wanted = make_wanted(office)
    first = take(wanted)
    Seat.objects.filter(state=SeatState.FREE).update(state=SeatState.UNUSED)

    again = take(wanted)

    assert again.ref == first.ref


def test_every_fault_is_carried_by_person_and_field(office):
    people = [
        make_person(name="D'Artagnan"),
        make_person(nik="123", name="Siti 2"),
        make_person(birth_date=date(1991, 2, 3), nik=make_person().nik),
    ]

    with pytest.raises(actions.BadPeople) as refused:
        take(make_wanted(office, people=people))

    found = {(p.person, p.field, p.reason) for p in refused.value.problems}
    assert found == {
        (1, "nik", PersonFault.NIK_LENGTH),
        (1, "name", PersonFault.NAME_SIGNS),
        (2, "birth_date", PersonFault.NIK_BIRTH_DATE),
    }
    assert not Application.objects.exists()
    assert not Seat.objects.filter(state=SeatState.TAKEN).exists()


def test_an_unknown_district_warns_and_does_not_stop(office):
    odd = make_person()
    odd = replace(odd, nik="657199" + odd.nik[6:])

    taken = take(make_wanted(office, people=[odd]))

    assert taken.ref


def test_wishes_are_tried_in_order(office):
    make_supply(office, day=DAY + timedelta(days=1))
    Seat.objects.filter(day=DAY).update(state=SeatState.UNUSED)
    wishes = (Preference(day=DAY), Preference(day=DAY + timedelta(days=1)))

    taken = take(make_wanted(office, preferences=wishes))

    assert Application.objects.get(ref=taken.ref).day == DAY + timedelta(days=1)


def test_a_wish_may_name_a_window(office):
    window = queries.open_days(make_wanted(office).service_id, now=NOW)[0].windows[5]
    wish = Preference(day=DAY, starts_at=window.starts_at)

    taken = take(make_wanted(office, preferences=(wish,)))

    row = queries.application(taken.ref, NOW)
    assert row.starts_at == window.starts_at


def test_a_full_window_is_full_though_later_ones_are_free(office):
    window = queries.open_days(make_wanted(office).service_id, now=NOW)[0].windows[5]
    wish = Preference(day=DAY, starts_at=window.starts_at)
    for _ in range(window.free):
        take(make_wanted(office, preferences=(wish,)))

    with pytest.raises(actions.Full):
        take(make_wanted(office, preferences=(wish,)))


def test_any_day_after_a_date_finds_the_first_with_room(office):
    later = DAY + timedelta(days=1)
    make_supply(office, day=later)
    Seat.objects.filter(day=DAY).update(state=SeatState.UNUSED)

    taken = take(make_wanted(office, preferences=(), any_after=DAY))

    assert Application.objects.get(ref=taken.ref).day == later


@pytest.mark.parametrize(
    "day", [DAY - timedelta(days=30), DAY + timedelta(days=1), date(2026, 11, 29)]
)
def test_a_past_unpublished_or_closed_day_is_not_offered(office, day):
    with pytest.raises(actions.NotOffered):
        take(make_wanted(office, preferences=(Preference(day=day),)))


def test_nothing_asked_is_not_offered(office):
    with pytest.raises(actions.NotOffered):
        take(make_wanted(office, preferences=()))


def test_a_published_day_cannot_be_taken_before_it_opens():
    office = make_office()
    supply = make_supply(office, is_released=False)
    opens_at = NOW + timedelta(minutes=30)
    actions.release_supply(
        supply_id=supply.pk, opens_at=opens_at, actor=staff(office, Role.SUPERVISOR), now=NOW
    )
    wanted = make_wanted(office)

    with pytest.raises(actions.NotOffered):
        take(wanted)

    assert take(wanted, now=opens_at).ref


def test_a_contact_that_was_not_proven_gets_nothing(office):
    with pytest.raises(actions.Unproven):
        take(make_wanted(office, session_key="another visit"))

    with pytest.raises(actions.Unproven):
        take(make_wanted(office, contact=None))

    assert not Application.objects.exists()
    assert not Seat.objects.filter(state=SeatState.TAKEN).exists()


def test_a_proof_is_good_for_one_application_and_for_an_hour(office):
    wanted = make_wanted(office)
    with pytest.raises(actions.Unproven):
        take(wanted, now=NOW + timedelta(minutes=61))

    take(wanted)

    with pytest.raises(actions.Unproven):
        take(replace(wanted, once_key="f" * 32, people=(make_person(),)))


def test_a_helper_registers_someone_without_a_contact_and_is_named(office):
    helper = staff(office, Role.HELPER, "s-hel001")

    taken = actions.assist_numbers(wanted=make_wanted(office, contact=None), actor=helper, now=NOW)

    row = queries.application(taken.ref, NOW)
    [fact] = facts(office, "booking.taken")
    assert (row.channel, row.helper) == (Channel.ASSISTED, "s-hel001")
    assert (fact.channel, fact.helper) == (Channel.ASSISTED, "s-hel001")
    assert not Notice.objects.filter(purpose="received").exists()


def test_a_helper_learns_who_of_the_form_has_a_number_already(office):
    helper = staff(office, Role.HELPER)
    person = make_person()
    take(make_wanted(office, people=[person]))

    with pytest.raises(actions.AlreadyHolding):
        actions.assist_numbers(
            wanted=make_wanted(office, people=[person], contact=None), actor=helper, now=NOW
        )


def test_a_citizen_cannot_say_that_she_was_helped(office):
    with pytest.raises(Refused):
        actions.assist_numbers(wanted=make_wanted(office), actor=CITIZEN, now=NOW)


def test_a_helper_of_another_office_is_refused(office):
    stranger = staff(make_office(), Role.HELPER)

    with pytest.raises(Refused):
        actions.assist_numbers(wanted=make_wanted(office, contact=None), actor=stranger, now=NOW)

    assert not Application.objects.exists()


def test_an_officer_cannot_take_numbers_as_a_citizen(office):
    with pytest.raises(Refused):
        take(make_wanted(office), actor=staff(office, Role.COUNTER))


def test_priority_is_public_only_as_a_letter(office):
    people = [make_person(priority=PriorityClass.PRIORITY), make_person()]

    take(make_wanted(office, people=people))

    [fact] = facts(office, "booking.taken")
    assert fact.classes == (PriorityClass.PRIORITY, PriorityClass.GENERAL)


def test_held_seats_are_never_given_out(office):
    free = Seat.objects.filter(series="A", state=SeatState.FREE).count()
    for _ in range(free):
        take(make_wanted(office))

    with pytest.raises(actions.Full):
        take(make_wanted(office))

    assert Seat.objects.filter(series="A", state=SeatState.HELD).exists()


def test_taking_a_number_asks_the_database_five_times(office, django_assert_max_num_queries):
    wanted = make_wanted(office, people=3)

    # Two more are the savepoint that stands for BEGIN and COMMIT in a test.
    with django_assert_max_num_queries(7):
        take(wanted)
