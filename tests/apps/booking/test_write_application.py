"""What is written by hand is what the models would have written."""

import pytest
from django.db.models import NOT_PROVIDED

from jernih.apps.booking import actions
from jernih.apps.booking.models import Applicant, Application
from jernih.pure.people import Preference
from jernih.pure.reasons import PriorityClass
from jernih.pure.roles import CITIZEN
from tests.makers import DAY, NOW, make_office, make_person, make_supply, make_wanted

pytestmark = pytest.mark.django_db

GIVEN = {
    Application: {
        "id",
        "ref",
        "code_index",
        "office",
        "service",
        "state",
        "day",
        "channel",
        "contact",
        "contact_kind",
        "language",
        "preferences",
        "once_key",
        "applied_at",
        "granted_at",
    },
    Applicant: {
        "id",
        "application",
        "service",
        "position",
        "name",
        "birth_date",
        "nik_index",
        "nik_last4",
        "priority",
        "salt",
        "commitment",
        "seat",
    },
}


def untouched(model):
    return [field for field in model._meta.concrete_fields if field.name not in GIVEN[model]]


def default_of(field):
    if field.default is not NOT_PROVIDED:
        return field.get_default()
    return None if field.null else ""


@pytest.fixture
def taken():
    office = make_office()
    make_supply(office)
    people = [
        make_person(name="Nur'aini", priority=PriorityClass.PRIORITY),
        make_person(name="Ni Made, S.H."),
    ]
    wanted = make_wanted(
        office, people=people, language="en", preferences=(Preference(day=DAY),), any_after=DAY
    )
    taken = actions.take_numbers(wanted=wanted, actor=CITIZEN, now=NOW)
    return wanted, Application.objects.get(ref=taken.ref)


def test_what_was_asked_for_is_what_is_written(taken):
    wanted, application = taken

    assert application.once_key == wanted.once_key
    assert application.contact == wanted.contact.address
    assert application.contact_kind == wanted.contact.kind
    assert application.language == "en"
    assert application.preferences == [[DAY.isoformat(), ""]]
    assert (application.applied_at, application.granted_at) == (NOW, NOW)
    rows = application.applicants.order_by("position")
    for row, person in zip(rows, wanted.people, strict=True):
        assert (row.name, row.birth_date, row.priority) == (
            person.name,
            person.birth_date,
            person.priority,
        )
        assert row.nik_last4 == person.nik[-4:]
        assert row.commitment == actions.person_commitment(person, salt=bytes(row.salt))


def test_every_other_column_has_the_default_of_its_model(taken):
    _, application = taken

    for row in (application, *application.applicants.all()):
        for field in untouched(type(row)):
            assert getattr(row, field.attname) == default_of(field), field.name


def test_the_models_find_nothing_wrong_with_it(taken):
    _, application = taken

    for row in (application, *application.applicants.all()):
        row.full_clean(validate_unique=False)
