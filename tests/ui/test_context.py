"""Menus lead somewhere, and show staff only what they may open."""

import pytest
from django.conf import settings
from django.test import RequestFactory, override_settings
from django.urls import reverse

from jernih.pure.roles import Actor, Permission, Role
from jernih.ui import context


def asked(path: str = "/", *, host: str = "localhost:8000", roles: frozenset[Role] = frozenset()):
    request = RequestFactory().get(path, headers={"host": host})
    request.actor = Actor(roles=roles, ref="s-abc123")
    return request


def test_every_entry_of_the_menus_leads_somewhere():
    for _label, name in settings.SITE_LINKS:
        assert reverse(name)
    for _label, name, permission in settings.STAFF_NAV:
        assert reverse(name)
        assert permission in Permission.__members__


@pytest.mark.parametrize("role", [Role.HELPER, Role.COUNTER, Role.SUPERVISOR, Role.IT_ADMIN])
def test_staff_see_in_the_menu_what_they_may_open(role):
    menus = context.site(asked(roles=frozenset({role})))["menus"]
    may = context.May(asked(roles=frozenset({role})))

    shown = {link.href for link in menus.staff()}

    assert shown
    assert shown == {reverse(name) for _, name, needed in settings.STAFF_NAV if may[needed]}


def test_a_citizen_sees_no_staff_menu():
    assert context.site(asked(roles=frozenset({Role.CITIZEN})))["menus"].staff() == []


def test_an_unknown_permission_in_a_template_is_a_bug():
    with pytest.raises(KeyError):
        context.May(asked())["TICKET_FLY"]


@pytest.mark.parametrize(
    ("host", "port", "origin"),
    [
        ("localhost:8000", 8001, "http://localhost:8001"),
        ("192.168.1.7:8000", 8001, "http://192.168.1.7:8001"),
        ("[::1]:8000", 8001, "http://[::1]:8001"),
        ("[::1]", 8001, "http://[::1]:8001"),
        ("antrean.example", 0, ""),
    ],
)
def test_the_live_origin_is_the_host_by_which_we_are_called(host, port, origin):
    with override_settings(LIVE_PORT=port, ALLOWED_HOSTS=["*"]):
        assert context.live_origin(asked(host=host)) == origin
