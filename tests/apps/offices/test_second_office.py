"""Two offices under one roof of software: everybody works in her own, and no page mixes them up."""

import pytest
from django.test import Client

from jernih.apps.hall import actions
from jernih.apps.offices import queries
from jernih.pure.roles import CLOCK, Actor, Role
from tests import makers
from tests.visits import Desk, Kiosk, numbers_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(clock):
    clock.at(makers.ON_THE_DAY)
    return makers.make_office(name="Kantor Satu")


@pytest.fixture
def second(first):
    made = makers.make_office(name="Kantor Dua")
    makers.make_supply(made)
    actions.open_hall_day(office_id=made.pk, actor=CLOCK, now=makers.ON_THE_DAY)
    return made


def test_staff_work_in_their_own_office_and_who_belongs_to_all_in_the_first(first, second):
    of_second = Actor(roles=frozenset({Role.COUNTER}), ref="s-aaaaaa", office=second.slug)
    of_nowhere = Actor(roles=frozenset({Role.COUNTER}), ref="s-aaaaaa", office="closed")
    of_all = Actor(roles=frozenset({Role.AUDITOR}), ref="s-aaaaaa")

    assert list(queries.of_staff(of_second)) == [second]
    assert list(queries.of_staff(of_nowhere)) == []
    assert list(queries.of_staff(of_all)) == [first]


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.COUNTER, "loket/"),
        (Role.SUPERVISOR, "lantai/"),
        (Role.SUPERVISOR, "kuota/"),
        (Role.SUPERVISOR, "berkas/"),
        (Role.HELPER, "datang/"),
        (Role.HELPER, "datang/tanpa-nomor/"),
        (Role.HELPER, "datang/tanpa-kode/"),
        (Role.HELPER, "bantuan/"),
    ],
)
def test_every_staff_page_is_that_of_ones_own_office(first, second, role, path):
    page = Desk(second, role).see(path)

    assert page.status_code == 200
    assert page.context["office"] == second


def test_who_works_in_an_office_that_is_not_here_sees_none(first):
    gone = Desk(first, Role.COUNTER)
    gone.staff.office = "closed"
    gone.staff.save()

    assert gone.see("loket/").status_code == 404


def test_a_counter_of_the_second_office_serves_its_own_line(first, second):
    kiosk = Kiosk(second)
    [number] = numbers_on(kiosk.ask())
    officer = Desk(second, Role.COUNTER)
    officer.open_counter(1)

    assert officer.next() == number
    state = Client().get(f"/log/state/{second.slug}/{makers.DAY}.json").json()
    assert [ticket["number"] for ticket in state["tickets"]] == [number]
    assert Client().get(f"/log/state/{first.slug}/{makers.DAY}.json").status_code == 404


def test_the_kiosk_of_one_office_is_no_kiosk_of_the_other(first, second):
    kiosk = Kiosk(first)

    assert kiosk.client.get(f"/kios/{second.slug}/").status_code == 403


@pytest.mark.parametrize("path", ["kuota/{}/", "kuota/{}.csv", "layar/{}", "kantor/{}/"])
def test_public_pages_are_reached_by_the_offices_short_name(first, second, path):
    assert Client().get("/" + path.format(second.slug)).status_code == 200
    assert Client().get("/" + path.format("atlantis")).status_code == 404
