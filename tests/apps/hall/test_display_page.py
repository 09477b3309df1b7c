"""The pages that hang on the wall, as they are without a script."""

import pytest

from tests.hall_makers import HallMade, make_desk, make_hall, make_ticket, press_next

pytestmark = pytest.mark.django_db(transaction=True)


def make_shown_hall() -> HallMade:
    hall = make_hall()
    hall.office.is_demo = True
    hall.office.save()
    return hall


def board(client, hall: HallMade, *, language: str = "id") -> str:
    answer = client.get(f"/layar/{hall.office.slug}", headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def sign(client, hall: HallMade, counter: int) -> str:
    return client.get(f"/layar/{hall.office.slug}/{counter}").content.decode()


def test_the_board_shows_the_newest_call_first_and_its_counter(client):
    hall = make_shown_hall()
    desks = [make_desk(hall, number) for number in (1, 2)]
    called = []
    for desk in desks:
        make_ticket(hall)
        called.append(press_next(hall, desk))

    page = board(client, hall)

    assert page.index(f">{called[1]}<") < page.index(f">{called[0]}<")
    assert "Lantai 1" in page


def test_the_board_says_when_nobody_was_called(client):
    page = board(client, make_shown_hall())

    assert 'id="idle" >' in page
    assert "j-board__demo" in page or "j-display__demo" in page


def test_the_board_keeps_itself_true_without_a_script(client):
    page = board(client, make_shown_hall())

    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page


def test_the_board_names_services_in_the_readers_language(client):
    hall = make_shown_hall()
    service = hall.services["new"]
    service.name, service.name_en = "Paspor baru", "New passport"
    service.save()
    make_ticket(hall)

    assert "Paspor baru" in board(client, hall)
    assert "New passport" in board(client, hall, language="en")


def test_a_sign_shows_whom_its_counter_serves(client):
    hall = make_shown_hall()
    make_ticket(hall)
    number = press_next(hall, make_desk(hall))

    assert f">{number}<" in sign(client, hall, 1)
    assert number not in sign(client, hall, 2)
    assert 'data-state="CLOSED"' in sign(client, hall, 2)


def test_there_is_no_board_of_an_office_that_is_not_there(client):
    assert client.get("/layar/nowhere").status_code == 404
    assert client.get("/layar/nowhere/1").status_code == 404


def test_a_board_cannot_be_posted_to(client):
    assert client.post(f"/layar/{make_shown_hall().office.slug}").status_code == 405


def test_a_board_takes_few_questions(client, django_assert_max_num_queries):
    hall = make_shown_hall()
    make_ticket(hall)
    press_next(hall, make_desk(hall))

    with django_assert_max_num_queries(8):
        board(client, hall)
