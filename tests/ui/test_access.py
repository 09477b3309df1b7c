"""The door of a page: sign in first, refuse who lacks the permission, tell the view who acts."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from jernih.pure.roles import CITIZEN, Actor, Permission, Refused, Role
from jernih.ui.access import PUBLIC, door_of, needs, public

OFFICER = Actor(roles=frozenset({Role.COUNTER}), ref="s-abc123", office="tarakan")


class Officer:
    is_authenticated = True

    def as_actor(self) -> Actor:
        return OFFICER


def asked(path: str = "/petugas/counter/", *, user: object, method: str = "get") -> HttpRequest:
    request = getattr(RequestFactory(), method)(path)
    request.user = user
    return request


def seen(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.actor.ref or "citizen")


def test_a_stranger_is_sent_to_sign_in_and_comes_back_after():
    response = needs(Permission.TICKET_CALL)(seen)(asked(user=AnonymousUser()))

    assert response.status_code == 302
    assert response.url.endswith("?next=/petugas/counter/")


def test_a_form_that_was_posted_without_signing_in_does_not_come_back_to_itself():
    response = needs(Permission.TICKET_CALL)(seen)(asked(user=AnonymousUser(), method="post"))

    assert response.url.endswith("?next=/petugas/")


def test_staff_with_the_permission_come_in_as_who_they_are():
    response = needs(Permission.TICKET_CALL)(seen)(asked(user=Officer()))

    assert response.content == b"s-abc123"


def test_staff_without_the_permission_are_refused():
    with pytest.raises(Refused):
        needs(Permission.STAFF_MANAGE)(seen)(asked(user=Officer()))


def test_a_door_with_two_permissions_asks_for_both():
    with pytest.raises(Refused):
        needs(Permission.TICKET_CALL, Permission.STAFF_MANAGE)(seen)(asked(user=Officer()))


def test_a_public_page_knows_a_citizen_from_staff():
    assert public(seen)(asked("/", user=AnonymousUser())).content == b"citizen"
    assert public(seen)(asked("/", user=Officer())).content == b"s-abc123"


def test_a_public_page_works_where_nobody_asked_who_signed_in():
    request = RequestFactory().get("/")

    public(seen)(request)

    assert request.actor == CITIZEN


def test_a_door_can_be_seen_from_outside():
    assert door_of(needs(Permission.TICKET_CALL)(seen)) == (Permission.TICKET_CALL,)
    assert door_of(public(seen)) == PUBLIC
    assert door_of(seen) is None
