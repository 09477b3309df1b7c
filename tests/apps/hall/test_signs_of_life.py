"""The clock's job: an open hall says that it lives, and a batch that closed is told at once."""

from datetime import timedelta

import pytest

from jernih.apps.hall import jobs
from jernih.apps.ledger.actions import times as acting
from jernih.apps.ledger.models import Entry
from jernih.apps.offices.models import Office
from jernih.pure.beacon import QUICKNET, time_of
from jernih.pure.events import parse_event
from tests.draw_makers import CLOSES_AT, close, make_batch, make_drawn_office
from tests.hall_makers import EIGHT, make_hall
from tests.record import check_record
from tests.relays import relay
from tests.stand_ins import free_port
from tests.vectors import load

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
WORDS = {r["round"]: r["signature"] for r in load("beacon")["rounds"] if r["chain"] == "QUICKNET"}
ROUND, NEXT = 32285085, 32285086
LATEST = f"/{QUICKNET.chain_hash}/public/latest"


@pytest.fixture(autouse=True)
def time_flies(monkeypatch, settings):
    """Hours pass in a moment, and the office is a real one."""
    monkeypatch.setattr(acting, "REST", timedelta(0))
    settings.IS_DEMO = False
    settings.DRAND_RELAYS = []


def beats():
    rows = Entry.objects.filter(kind="record.heartbeat").order_by("id")
    return [parse_event(bytes(row.body)) for row in rows]


def minutes(first, count):
    """The clock's job, once a minute."""
    return [jobs.live(first + n * MINUTE) for n in range(count)]


def word(round_=ROUND):
    return {"round": round_, "signature": WORDS[round_]}


def test_an_open_hall_says_every_ten_minutes_that_it_lives():
    hall = make_hall()

    assert sum(minutes(EIGHT, 41)) == 5
    assert {beat.office for beat in beats()} == {hall.office.slug}
    assert {beat.offline_since for beat in beats()} == {"2026-11-25T00:00:00Z"}


def test_a_closed_hall_says_nothing():
    make_hall(is_open=False)

    assert sum(minutes(EIGHT, 21)) == 0


def test_each_office_speaks_for_itself_and_the_beacon_is_asked_once(settings):
    make_hall(), make_hall()
    at = time_of(QUICKNET, ROUND)
    with relay(word()) as server:
        settings.DRAND_RELAYS = [server.address]
        for office in Office.objects.all():
            office.hall_days.update(day=at.date())

        assert jobs.live(at) == 2
        assert jobs.live(at) == 0

    assert server.asked == [LATEST]
    assert {beat.round for beat in beats()} == {ROUND}


def test_nobody_is_asked_while_nothing_is_due(settings):
    make_hall(is_open=False)
    with relay(word()) as server:
        settings.DRAND_RELAYS = [server.address]
        jobs.live(EIGHT)

    assert server.asked == []


@pytest.mark.parametrize("says", [b"not found", {"round": NEXT, "signature": WORDS[ROUND]}])
def test_a_relay_that_lies_is_as_good_as_none(settings, says):
    make_hall()
    with relay(says) as server:
        settings.DRAND_RELAYS = [server.address]

        assert jobs.live(EIGHT) == 1

    assert server.asked == [LATEST]
    assert beats()[0].round == 0


def test_a_relay_that_is_away_is_passed_over_and_the_newest_of_all_counts(settings):
    make_hall()
    with relay(word(ROUND)) as old, relay(word(NEXT)) as new:
        settings.DRAND_RELAYS = [f"http://127.0.0.1:{free_port()}", old.address, new.address]

        jobs.live(EIGHT)

    assert beats()[0].round == NEXT
    assert (old.asked, new.asked) == ([LATEST], [LATEST])


def test_a_batch_that_closed_is_followed_by_a_sign_of_life_once():
    batch = make_batch(make_drawn_office())
    assert minutes(CLOSES_AT - MINUTE, 1) == [0]
    close(batch.pk)

    assert sum(minutes(CLOSES_AT, 12)) == 1


def test_a_day_that_a_demonstration_plays_by_another_clock_is_left_to_it():
    hall = make_hall()
    Office.objects.update(is_demo=True)
    day = hall.day
    day.moved_at = EIGHT + 30 * MINUTE
    day.save()

    assert jobs.live(EIGHT + 30 * MINUTE) == 1
    assert jobs.live(EIGHT + 60 * MINUTE) == 0
    Office.objects.update(is_demo=False)
    assert jobs.live(EIGHT + 60 * MINUTE) == 1


def test_a_demonstration_asks_no_beacon(settings):
    make_hall()
    settings.IS_DEMO = True
    with relay(word()) as server:
        settings.DRAND_RELAYS = [server.address]
        jobs.live(EIGHT)

    assert server.asked == []


def test_the_job_done_twice_is_done_once():
    make_hall()

    assert [jobs.live(EIGHT), jobs.live(EIGHT)] == [1, 0]


def test_days_without_power_are_followed_by_nothing_for_the_time_between():
    make_hall()
    jobs.live(EIGHT)

    assert sum(minutes(EIGHT + timedelta(days=3), 11)) == 0
    check_record()
