"""The page of a place in line: what it says, and how cheaply it says the same again."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jernih.apps.hall import queries
from jernih.pure.states import TicketState
from tests.hall_makers import (
    check_in,
    code_of,
    make_application,
    make_desk,
    make_hall,
    make_ticket,
    press_next,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(clock):
    made = make_hall()
    clock.at(made.now)
    return made


def page_of(ticket) -> str:
    return f"/tempat/{queries.ticket_code(ticket)}/"


def look(path: str, *, known: str = "", **headers: str):
    return Client().get(path, headers={"If-None-Match": known} | headers)


def test_who_looks_again_in_the_same_minute_is_told_nothing_has_changed(hall):
    make_desk(hall)
    path = page_of(make_ticket(hall))

    first = look(path)
    with CaptureQueriesContext(connection) as asked:
        again = look(path, known=first["ETag"])

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again["ETag"] == first["ETag"]
    assert len(asked) == 0


def test_the_page_may_be_kept_by_her_own_browser_only_and_never_unasked(hall):
    page = look(page_of(make_ticket(hall)))

    assert {word.strip() for word in page["Cache-Control"].split(",")} == {"private", "no-cache"}
    assert {"Cookie", "Accept-Language", "X-Part"} <= set(page["Vary"].replace(" ", "").split(","))


def test_a_call_is_told_within_a_second(hall, clock):
    desk = make_desk(hall)
    path = page_of(make_ticket(hall))
    first = look(path)

    press_next(hall, desk)
    clock.later(seconds=1)
    then = look(path, known=first["ETag"])

    assert then.status_code == 200
    assert then["ETag"] != first["ETag"]


def test_a_new_minute_another_language_a_part_or_a_reader_is_another_page(hall, clock):
    path = page_of(make_ticket(hall))
    known = look(path)["ETag"]

    assert look(path, known=known).status_code == 304
    assert look(path, known=known, **{"X-Part": "1"}).status_code == 200
    assert look(path, known=known, Cookie="language=en").status_code == 200
    assert look(path, known=known, Cookie="sessionid=somebody").status_code == 200
    clock.later(minutes=1)
    assert look(path, known=known).status_code == 200


def test_the_code_of_a_family_is_stamped_too_and_an_unknown_one_is_not(hall):
    application = make_application(hall, people=2)
    path = f"/tempat/{code_of(application)}/"
    assert look(path).status_code == 404

    check_in(hall, application)
    first = look(path)

    assert look(path, known=first["ETag"]).status_code == 304
    assert look(f"/tempat/{'0' * 20}/", known=first["ETag"]).status_code == 404
    assert look("/tempat/not-a-code/").status_code == 404


def test_only_what_holds_is_shown_and_the_rest_waits_hidden(hall):
    make_desk(hall)
    make_ticket(hall)
    page = look(page_of(make_ticket(hall))).content.decode()

    assert 'data-when="WAITING">' in page
    assert all(f'data-when="{state}" hidden>' in page for state in set(TicketState) - {"WAITING"})
    assert 'data-when="one-ahead">' in page
    assert 'data-when="next" hidden>' in page
