"""What a board hears."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from jernih.apps.hall.models import HallDay
from jernih.apps.hall.queries import display
from jernih.live import settings
from jernih.pure.board import board_json
from tests.hall_makers import HallMade, make_desk, make_hall, make_ticket, press_next
from tests.live.listening import running_live

pytestmark = pytest.mark.django_db(transaction=True)


def make_shown_hall() -> HallMade:
    """A demonstration, so that its day is shown whatever day it is."""
    hall = make_hall()
    hall.office.is_demo = True
    hall.office.save()
    return hall


def board_path(hall: HallMade) -> str:
    return f"/live/board/{hall.office.slug}"


def test_a_call_reaches_a_board(live):
    hall = make_shown_hall()
    make_ticket(hall)
    desk = make_desk(hall)
    with live.screen(board_path(hall)) as screen:
        before = screen.next("board").body

        called = press_next(hall, desk)
        after = screen.next("board").body

    assert (before["waiting"], before["calls"]) == (1, [])
    assert (after["waiting"], after["calls"][0]["number"]) == (0, called)
    assert after["calls"][0]["direction"] == "Lantai 1"
    assert after["counters"][0] == {
        "counter": 1,
        "direction": "Lantai 1",
        "state": "OPEN",
        "number": called,
    }


def test_a_board_that_comes_back_is_told_everything_at_once(live):
    hall = make_shown_hall()
    with live.screen(board_path(hall)) as screen:
        seen = screen.next("board")
    make_ticket(hall)
    called = press_next(hall, make_desk(hall))

    with live.screen(board_path(hall), **{"Last-Event-ID": seen.event_id}) as screen:
        while not (told := screen.next("board")).body["calls"]:
            pass

    assert told.body["calls"][0]["number"] == called
    assert told.event_id != seen.event_id


def test_two_counters_that_call_at_once_are_two_calls(live):
    hall = make_shown_hall()
    desks = [make_desk(hall, number) for number in (1, 2)]
    with live.screen(board_path(hall)) as screen:
        make_ticket(hall)
        make_ticket(hall)

        called = [press_next(hall, desk) for desk in desks]
        while len(calls := screen.next("board").body["calls"]) < 2:
            pass

    assert [call["number"] for call in calls] == called[::-1]
    assert calls[0]["step"] > calls[1]["step"]


def test_the_stream_says_what_the_page_says(live):
    hall = make_shown_hall()
    make_ticket(hall)
    desk = make_desk(hall)
    make_ticket(hall)
    press_next(hall, desk)

    with live.screen(board_path(hall)) as screen:
        told = screen.next("board").body
    office = display.display_office(hall.office.slug)
    page = board_json(display.screen(office, now=timezone.now()))

    assert told.pop("server_time")
    assert told == page


def test_an_office_shows_today_and_no_other_day(live):
    hall = make_hall()
    make_ticket(hall)
    # The makers' day comes round once: then it is today.
    yesterday = timezone.localdate(timezone=hall.office.zone) - timedelta(days=1)
    HallDay.objects.filter(office=hall.office).update(day=yesterday)

    with live.screen(board_path(hall)) as screen:
        told = screen.next("board").body

    assert HallDay.objects.filter(office=hall.office).exists()
    assert (told["day"], told["waiting"], told["is_open"]) == ("", 0, False)


def test_a_board_whose_line_is_cut_is_told_since_when_and_catches_up(live):
    hall = make_shown_hall()
    with live.screen(board_path(hall)) as screen:
        screen.next("board")

        cut_the_line()
        stale = screen.next("stale").body
        make_ticket(hall)

        assert stale["since"] <= stale["server_time"]
        while screen.next("board").body["waiting"] != 1:
            pass


def cut_the_line() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'live' AND datname = current_database()"
        )


def test_nobody_is_told_of_an_office_that_is_not_there(live):
    assert live.status("/live/board/nowhere") == 404
    assert live.status("/live/board/No%20Where") == 404


def test_only_pages_of_the_office_may_listen(live):
    path, allowed = board_path(make_shown_hall()), "Access-Control-Allow-Origin"

    assert live.header(path, allowed, Origin="http://a.test") == "http://a.test"
    assert live.header(path, allowed, Origin="http://b.test") is None
    assert live.header("/live/board/nowhere", allowed, Origin="http://a.test")


def test_a_full_house_says_so():
    path = board_path(make_shown_hall())
    with running_live(LIVE_STREAMS="1") as small, small.screen(path) as screen:
        screen.next("board")

        assert small.status(path) == 503


def test_it_stops_at_once_although_streams_are_open():
    path = board_path(make_shown_hall())
    with running_live() as leaving, leaving.screen(path) as one, leaving.screen(path) as other:
        one.next("board")
        other.next("board")

        assert leaving.stop() < 4
        assert leaving.process.returncode == 0


def test_a_live_process_needs_a_database():
    with pytest.raises(settings.Unset):
        settings.read({})

    assert settings.read({"DATABASE_URL": "x", "JERNIH_CLOCK_SHIFT": "5"}).clock_shift == 0
