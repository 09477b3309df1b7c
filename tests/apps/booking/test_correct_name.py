import pytest

from jernih.apps.booking import actions
from jernih.apps.booking.models import Applicant
from jernih.pure.roles import Refused, Role
from jernih.pure.states import ApplicationState, IllegalMove
from tests.makers import (
    NOW,
    ON_THE_DAY,
    facts,
    make_application,
    make_nik,
    make_office,
    make_person,
    numbers_of,
    staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def person():
    return make_person(name="Siti Aminah")


def correct(office, applicant, person, name, **more):
    officer = staff(office, Role.COUNTER, "s-coun01")
    actions.correct_name(
        applicant_id=applicant.pk,
        **{"nik": person.nik, "name": name, "actor": officer, "now": ON_THE_DAY} | more,
    )
    applicant.refresh_from_db()


def test_two_letters_are_put_right_and_the_record_says_by_whom(office, person):
    application = make_application(office, people=[person], at=ApplicationState.PRESENT)
    applicant = application.applicants.get()
    before = applicant.commitment

    correct(office, applicant, person, "Sitti Aminah.")

    [fact] = facts(office, "booking.corrected")
    assert applicant.name == "Sitti Aminah."
    assert applicant.commitment == fact.commitment != before
    assert (fact.number, fact.times, fact.officer) == (
        numbers_of(application)[0],
        1,
        "s-coun01",
    )


def test_the_new_commitment_binds_the_same_person(office, person):
    applicant = make_application(office, people=[person]).applicants.get()

    correct(office, applicant, person, "Sitti Aminah")

    seen = make_person(nik=person.nik, name="Sitti Aminah")
    assert applicant.commitment == actions.person_commitment(seen, salt=bytes(applicant.salt))


def test_three_letters_make_another_name(office, person):
    applicant = make_application(office, people=[person]).applicants.get()

    with pytest.raises(actions.TooManyEdits):
        correct(office, applicant, person, "Budi Aminah")

    assert Applicant.objects.get().name == "Siti Aminah"
    assert not facts(office, "booking.corrected")


def test_another_persons_document_corrects_nothing(office, person):
    applicant = make_application(office, people=[person]).applicants.get()

    with pytest.raises(actions.OtherPerson):
        correct(office, applicant, person, "Sitti Aminah", nik=make_nik())


def test_a_name_is_corrected_twice_at_most(office, person):
    applicant = make_application(office, people=[person]).applicants.get()
    correct(office, applicant, person, "Sitti Aminah")
    correct(office, applicant, person, "Sitti Aminnah")

    with pytest.raises(actions.AlreadyCorrected):
        correct(office, applicant, person, "Sitti Aminahh")


def test_signs_that_no_name_has_are_refused(office, person):
    applicant = make_application(office, people=[person]).applicants.get()

    with pytest.raises(actions.BadPeople):
        correct(office, applicant, person, "Siti Aminah1")


def test_a_name_of_an_ended_application_stays(office, person):
    application = make_application(office, people=[person], at=ApplicationState.WITHDRAWN)

    with pytest.raises(IllegalMove):
        correct(office, application.applicants.get(), person, "Sitti Aminah", now=NOW)


@pytest.mark.parametrize("role", [Role.HELPER, Role.CITIZEN, Role.IT_ADMIN])
def test_only_a_counter_of_the_office_corrects(office, person, role):
    applicant = make_application(office, people=[person]).applicants.get()

    with pytest.raises(Refused):
        correct(office, applicant, person, "Sitti Aminah", actor=staff(office, role))
    stranger = staff(make_office(), Role.COUNTER)
    with pytest.raises(Refused):
        correct(office, applicant, person, "Sitti Aminah", actor=stranger)
