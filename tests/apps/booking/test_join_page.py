"""The pages of /ambil/ where numbers are drawn: what they say, and what they do with mistakes."""

from datetime import date, timedelta

import pytest

from jernih.apps.booking import actions, queries
from jernih.apps.booking.actions import draw
from jernih.apps.booking.models import Application, Batch, ContactProof, NoShow
from jernih.apps.booking.views.words import SAID
from jernih.pure.people import Preference
from jernih.pure.reasons import PriorityClass
from jernih.pure.states import ApplicationState, BatchState
from jernih.ui.templatetags.jernih import moment
from tests import makers
from tests.draw_makers import (
    CLOSES_AT,
    FIRST_DAY,
    OPENS_AT,
    PLANNED_AT,
    close,
    join,
    make_batch,
    make_drawn_office,
)
from tests.draw_visits import Player
from tests.visits import says, value_of, words

pytestmark = pytest.mark.django_db
OPEN_DAY = date(2023, 8, 25)


@pytest.fixture
def batch(clock):
    clock.at(OPENS_AT)
    return make_batch(make_drawn_office())


@pytest.fixture
def siti(batch):
    return Player(batch)


@pytest.fixture
def open_day(batch):
    """A day outside the draw, as a new office's first ones are."""
    return makers.make_supply(batch.office, day=OPEN_DAY, now=OPENS_AT)


def chosen(page, field, value):
    """Whether this option of a select stands chosen."""
    select = page.content.decode().split(f'name="{field}"')[1].split("</select>")[0]
    return f'<option value="{value}" selected>' in select


# ---- into the draw, or at once


def test_the_first_page_says_which_numbers_are_drawn(siti):
    page = siti.client.get("/ambil/")

    assert "Paspor baru (nomornya diundi)" in words(page)
    assert "Pengambilan paspor (nomornya diundi)" not in words(page)


def test_how_the_draw_goes_is_said_before_anything_is_typed(siti, batch):
    siti.choose()

    page = siti.client.get("/ambil/cara/")

    assert says(page, "The numbers are drawn")
    assert "Daftar hari pertama atau hari terakhir sama saja" in words(page)
    assert f"Daftar paling lambat {moment(batch.closes_at)}" in words(page)
    assert f"Diundi: {moment(batch.draws_at)}" in words(page)
    assert "60 nomor diundi" in words(page)
    assert "Untuk Senin, 4 September 2023 sampai Jumat, 8 September 2023" in words(page)
    assert not says(page, "Take a number now")


@pytest.mark.usefixtures("open_day")
def test_days_outside_the_draw_stand_beside_it_and_are_taken_at_once(siti):
    siti.choose()
    page = siti.client.get("/ambil/cara/")

    siti.go_for("NOW")
    siti.name(makers.make_person())
    siti.wish()
    siti.give_address()
    siti.type_code()
    row = siti.number(siti.post("periksa/"))

    assert says(page, "Take part in the draw")
    assert says(page, "Take a number now")
    assert (row.state, row.day, row.draw) == (ApplicationState.GRANTED, OPEN_DAY, None)


@pytest.mark.usefixtures("open_day")
def test_who_thinks_again_goes_into_the_draw_after_all(siti):
    siti.choose()
    siti.go_for("NOW")
    siti.name(makers.make_person())
    siti.wish()
    siti.give_address()
    siti.type_code()

    siti.go_for()
    page = siti.client.get("/ambil/orang/")
    siti.post("waktu/", any_from="2023-09-04")
    row = siti.number(siti.post("periksa/"))

    assert value_of(page, "p0-name") == "Siti Aminah"
    assert (row.state, row.draw.any_after) == (ApplicationState.APPLIED, FIRST_DAY)


def test_while_no_draw_is_open_the_page_says_when_the_next_one_is(clock):
    batch = make_batch(make_drawn_office(), at=BatchState.PLANNED)
    clock.at(PLANNED_AT)
    siti = Player(batch)
    siti.choose()

    page = siti.client.get("/ambil/cara/")

    assert f"Undian berikutnya dibuka {moment(batch.opens_at)}" in words(page)
    assert '<button class="govuk-button" type="submit">' not in page.content.decode()


def test_without_draw_and_days_the_page_says_so(clock):
    office = make_drawn_office()
    clock.at(OPENS_AT)
    siti = Player(Batch(office=office, ref="0" * 32))
    siti.choose()

    page = siti.client.get("/ambil/cara/")
    refused = siti.go_for()

    assert says(page, "No draw is open at the moment")
    assert refused.status_code == 422


@pytest.mark.parametrize("way", ["", "NOW", "0" * 32, "'; DROP TABLE"])
def test_a_way_that_is_not_offered_is_refused_in_words(siti, way):
    siti.choose()

    page = siti.post("cara/", way=way)

    assert page.status_code == 422
    sentence = "This is no longer offered. Choose from the list." if way else "Choose one of them."
    assert says(page, sentence)


def test_a_service_that_is_not_drawn_goes_on_as_ever(siti):
    page = siti.choose(service="pengambilan")

    assert page["Location"] == "/ambil/orang/"


# ---- which days


def test_any_day_is_chosen_already_and_one_just_goes_on(siti):
    siti.come_into("waktu/")
    page = siti.client.get("/ambil/waktu/")

    siti.post("waktu/", any_from="2023-09-04")
    siti.give_address()
    siti.type_code()
    row = siti.number(siti.post("periksa/"))

    assert chosen(page, "any_from", "2023-09-04")
    assert (row.draw.wishes, row.draw.any_after, row.draw.standby) == ((), FIRST_DAY, False)


def test_days_are_ranked_with_a_time_and_the_last_look_shows_it(siti):
    tuesday = FIRST_DAY + timedelta(days=1)
    siti.come_into(
        "periksa/",
        rank_0="2",
        rank_1="1",
        time_1="2023-09-05T09:30:00+08:00",
        any_from="2023-09-07",
        standby="on",
    )

    page = siti.client.get("/ambil/periksa/")
    row = siti.number(siti.post("periksa/"))

    text = words(page).split("Kapan ")[1]
    assert text.index("Selasa, 5 September 2023, 09.30 WITA") < text.index("Senin, 4 September")
    assert "kalau habis, hari apa saja mulai Kamis, 7 September 2023" in text
    assert says(page, "Also at short notice, one hour before")
    first, second = row.draw.wishes
    assert (first.day, first.starts_at.hour) == (tuesday, 1)
    assert second == Preference(day=FIRST_DAY)
    assert (row.draw.any_after, row.draw.standby) == (date(2023, 9, 7), True)
    fact = makers.facts(siti.office, "draw.applied")[0]
    assert fact.wishes[0].starts_at == "2023-09-05T01:30:00Z"


def test_what_was_ranked_stands_there_when_one_comes_back(siti):
    siti.come_into(
        "kontak/", rank_0="2", rank_3="1", time_3="2023-09-07T09:30:00+08:00", standby="on"
    )

    page = siti.client.get("/ambil/waktu/")

    assert chosen(page, "rank_0", "2")
    assert chosen(page, "rank_3", "1")
    assert chosen(page, "time_3", "2023-09-07T09:30:00+08:00")
    assert chosen(page, "any_from", "")
    assert "checked" in page.content.decode().split('name="standby"')[1].split(">")[0]


@pytest.mark.parametrize(
    ("fields", "sentence", "at"),
    [
        ({}, "Choose at least one day, or any day.", "any_from"),
        (
            {"rank_0": "1", "rank_1": "1"},
            "Another day has this place. Each has its own.",
            "rank_1",
        ),
        ({"time_2": "2023-09-06T09:30:00+08:00"}, "Which choice is this day?", "rank_2"),
        ({"any_from": "2023-09-09"}, "This day is not in the draw.", "any_from"),
        ({"rank_0": "9"}, "", "rank_0"),
        ({"rank_0": "1", "time_0": "2023-09-05T09:30:00+08:00"}, "", "time_0"),
        ({"rank_0": "1", "time_0": "'; DROP TABLE"}, "", "time_0"),
    ],
)
def test_a_wish_that_cannot_be_is_said_at_its_field_and_the_others_stay(siti, fields, sentence, at):
    siti.come_into("waktu/")

    page = siti.rank("", "", "", "2", "3", **fields) if at[:4] == "time" else siti.rank(**fields)

    assert page.status_code == 422
    assert f'href="#id_{at}"' in page.content.decode()
    if sentence:
        assert says(page, sentence)
    if at[:4] == "time":
        assert chosen(page, "rank_3", "2")
        assert chosen(page, "rank_4", "3")
    assert not Application.objects.exists()


def test_a_family_sees_only_days_that_have_room_for_all(clock):
    office = make_drawn_office()
    monday = FIRST_DAY
    actions.plan_supply(
        office_id=office.pk, day=monday, seats=6, held=0, actor=makers.CLOCK, now=PLANNED_AT
    )
    siti = Player(make_batch(office))
    clock.at(OPENS_AT)
    siti.come_into("waktu/", *[makers.make_person() for _ in range(8)])

    page = siti.client.get("/ambil/waktu/")

    assert "Senin, 4 September 2023" not in words(page)
    assert "Selasa, 5 September 2023" in words(page)


# ---- sent


def test_a_family_with_priority_takes_part_together(siti):
    people = [makers.make_person(), makers.make_person(priority=PriorityClass.PRIORITY)]

    row = siti.take_part(*people)

    assert (row.state, len(row.people)) == (ApplicationState.APPLIED, 2)
    assert [person.priority for person in row.people] == ["G", "P"]
    assert makers.facts(siti.office, "draw.applied")[0].classes == ("G", "P")


def test_sent_twice_leads_to_the_same_application(siti):
    siti.come_into("periksa/")
    draft = siti.client.cookies["draft"].value

    first = siti.number(siti.post("periksa/"))
    siti.client.cookies["draft"] = draft
    second = siti.number(siti.post("periksa/"))

    assert first.ref == second.ref
    assert Application.objects.count() == 1


def test_a_draw_that_closed_meanwhile_is_said_and_what_was_typed_is_kept(siti, batch, clock):
    siti.come_into("periksa/", makers.make_person(name="Nur Aini"))
    clock.at(CLOSES_AT)
    close(batch.pk)

    look = siti.client.get("/ambil/periksa/")
    page = siti.client.post("/ambil/periksa/", follow=True)

    assert says(look, "This draw is closed.")
    assert page.redirect_chain == [("/ambil/cara/", 302)]
    assert says(page, SAID[draw.BatchNotOpen])
    assert value_of(siti.client.get("/ambil/orang/"), "p0-name") == "Nur Aini"
    assert siti.client.get("/ambil/waktu/")["Location"] == "/ambil/cara/"
    assert not Application.objects.exists()


def test_a_day_that_was_never_in_the_draw_leads_back_to_the_days(siti, batch):
    siti.come_into("periksa/", rank_4="1")
    supply = batch.supplies.get(day=FIRST_DAY + timedelta(days=4))
    supply.batch = None
    supply.save()

    page = siti.client.post("/ambil/periksa/", follow=True)

    assert page.redirect_chain == [("/ambil/waktu/", 302)]
    assert says(page, SAID[actions.NotOffered])


def test_who_is_in_the_draw_already_is_told_which_person(siti, batch):
    twin = makers.make_person(name="Putu")
    join(batch, people=[twin])
    siti.come_into("periksa/", makers.make_person(), twin)

    page = siti.client.post("/ambil/periksa/", follow=True)

    assert page.redirect_chain == [("/ambil/orang/", 302)]
    assert says(page, SAID[actions.AlreadyHolding], who="Putu")
    assert Application.objects.count() == 1


def test_who_has_to_pause_is_told_until_when(siti, batch):
    person = makers.make_person()
    for day in (date(2023, 8, 1), date(2023, 8, 10)):
        NoShow.objects.create(
            nik_index=queries.nik_index(person.nik),
            day=day,
            number="A-001",
            office=batch.office,
            ref="0" * 32,
        )
    siti.come_into("periksa/", person)

    page = siti.client.post("/ambil/periksa/", follow=True)

    assert says(page, SAID[actions.Paused], until="Kamis, 24 Agustus 2023")
    assert not Application.objects.exists()


def test_a_proof_that_is_used_up_leads_back_to_the_contact(siti):
    siti.come_into("periksa/")
    ContactProof.objects.update(used_at=OPENS_AT)

    page = siti.client.post("/ambil/periksa/", follow=True)

    assert page.redirect_chain == [("/ambil/kontak/", 302)]
    assert says(page, SAID[actions.Unproven])


def test_joining_asks_the_database_little(siti, django_assert_max_num_queries):
    siti.come_into("periksa/", *[makers.make_person() for _ in range(8)])

    with django_assert_max_num_queries(22):
        siti.post("periksa/")
