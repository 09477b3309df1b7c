import pytest

from jernih.apps.booking import queries
from jernih.pure.codes import show_code
from jernih.pure.states import ApplicationState
from tests.makers import DAY, NOW, make_application, make_office, make_person

pytestmark = pytest.mark.django_db


def test_a_code_finds_its_application_however_it_is_typed():
    application = make_application(make_office(), people=[make_person(name="Siti"), make_person()])
    code = queries.code_of(application.ref)

    for typed in (code, show_code(code), code.lower(), code.replace("0", "O").replace("1", "l")):
        row = queries.find_by_code(typed, NOW)
        assert row.ref == application.ref

    assert row.code == code
    assert (row.day, row.state) == (DAY, ApplicationState.GRANTED)
    assert [person.name for person in row.people] == ["Siti", "Siti Aminah"]
    assert row.starts_at == row.people[0].starts_at
    assert row.ends_at == row.people[1].ends_at


@pytest.mark.parametrize("typed", ["", "x", "0" * 20, "' OR 1=1 --"])
def test_another_code_finds_nothing(typed):
    make_application(make_office())

    assert queries.find_by_code(typed, NOW) is None


def test_an_ended_application_is_found_and_offers_nothing_more():
    application = make_application(make_office(), at=ApplicationState.WITHDRAWN)

    row = queries.find_by_code(queries.code_of(application.ref))

    assert (row.can_move, row.can_withdraw, row.can_confirm) == (False, False, False)
    assert row.end_reason == "CITIZEN"


def test_the_table_does_not_hold_the_code():
    application = make_application(make_office())

    assert queries.code_of(application.ref) not in repr(vars(application))


def test_a_row_in_a_log_shows_no_secret_and_no_name():
    application = make_application(make_office(), people=[make_person(name="Siti Rahayu")])

    text = repr(queries.application(application.ref, NOW))

    assert "Rahayu" not in text
    assert queries.code_of(application.ref) not in text


def test_looking_costs_two_questions(django_assert_max_num_queries):
    application = make_application(make_office(), people=8)

    with django_assert_max_num_queries(2):
        queries.find_by_code(queries.code_of(application.ref), NOW)
