"""What the holder of a number hears."""

import pytest
from django.db import connection

from jernih.apps.hall.models import Ticket
from jernih.apps.hall.queries import places
from jernih.live import events
from tests.hall_makers import (
    HallMade,
    check_in,
    make_application,
    make_desk,
    make_hall,
    make_ticket,
    press_next,
)

pytestmark = pytest.mark.django_db(transaction=True)


def make_shown_hall() -> HallMade:
    hall = make_hall()
    hall.office.is_demo = True
    hall.office.save()
    return hall


def place_path(key: str) -> str:
    return f"/live/place/{key}"


def test_a_call_reaches_the_phone_of_whom_it_calls(live):
    hall = make_shown_hall()
    ticket = make_ticket(hall)
    desk = make_desk(hall, 2)
    with live.screen(place_path(ticket.code_index)) as phone:
        [before] = phone.next("place").body["tickets"]

        press_next(hall, desk)
        while (after := phone.next("place").body["tickets"][0])["state"] != "CALLED":
            pass

    assert (before["state"], before["ahead"], before["counter"]) == ("WAITING", 0, 0)
    assert (after["number"], after["counter"], after["direction"]) == (
        ticket.number,
        2,
        "Lantai 1",
    )


def test_a_family_hears_of_all_its_numbers_from_the_moment_it_checks_in(live):
    hall = make_shown_hall()
    application = make_application(hall, people=3)
    with live.screen(place_path(application.code_index)) as phone:
        before = phone.next("place").body["tickets"]

        check_in(hall, application)
        while not (after := phone.next("place").body["tickets"]):
            pass

    assert before == []
    assert [row["number"] for row in after] == ["A-001", "A-002", "A-003"]


def test_the_stream_says_what_the_page_says(live):
    hall = make_shown_hall()
    desk = make_desk(hall)
    make_desk(hall, 2)
    tickets = [make_ticket(hall) for _ in range(6)]
    make_application(hall)
    hall.later(minutes=3)
    press_next(hall, desk)

    told = []
    for ticket in tickets:
        with live.screen(place_path(ticket.code_index)) as phone:
            told += phone.next("place").body["tickets"]
    found = Ticket.objects.filter(hall_day=hall.day).order_by("n")
    pages = [places.place(ticket, now=hall.now) for ticket in found]

    assert told == [as_told(page) for page in pages]
    assert any(row["p90_minutes"] for row in told)


def as_told(page: places.Place) -> dict:
    return {
        "number": page.number,
        "sentences": page.sentences,
        "state": page.state,
        "ahead": page.ahead,
        "p50_minutes": page.p50_minutes,
        "p90_minutes": page.p90_minutes,
        "come_back_at": events.moment(page.come_back_at) if page.come_back_at else "",
        "counter": page.counter,
        "direction": page.direction,
        "called_at": events.moment(page.called_at) if page.called_at else "",
    }


def test_a_key_that_nobody_holds_leads_nowhere(live):
    assert live.status(place_path("0" * 64)) == 404
    assert live.status(place_path("ABCDE-FGHJK-MNPQR-STVWX")) == 404


def test_the_live_process_never_writes(live):
    """Its reading connection is read-only, so that not even a mistake can change a row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE application_name = 'live' AND datname = current_database()"
        )
        [count] = cursor.fetchone()

    assert count >= 2
