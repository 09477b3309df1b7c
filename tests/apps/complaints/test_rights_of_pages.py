"""Every address that names a report answers who does not hold it as if there were none.

The same status, length and way on; the same statements asked of the database, which is what takes
the time; and in the drill the time itself.
"""

import math
import random
import re
import time
from dataclasses import dataclass
from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from jernih.apps.complaints.models import Fetch
from jernih.pure.roles import Actor, Permission, Role
from jernih.ui.access import door_of
from tests.apps.complaints.test_rights import ABSENT, ALL, FEWER, account, scene

__all__ = ["scene"]
pytestmark = pytest.mark.django_db


def with_locator() -> list[URLPattern]:
    """Every address of the app that names a report; complaints about service have other doors."""
    return [
        pattern
        for resolver in get_resolver().url_patterns
        if isinstance(resolver, URLResolver) and resolver.namespace == "complaints"
        for pattern in resolver.url_patterns
        if isinstance(pattern, URLPattern)
        and "locator" in pattern.pattern.converters
        and not str(pattern.name).startswith("grievance-")
    ]


def addresses() -> list[tuple[str, dict[str, object]]]:
    """Their names, with what else each takes."""
    fill = {"name": "kunci-0.age", "number": 1, "deed": "terima"}
    return [
        (
            f"complaints:{pattern.name}",
            {name: fill[name] for name in pattern.pattern.converters if name != "locator"},
        )
        for pattern in with_locator()
    ]


@dataclass(frozen=True)
class Reply:
    """What shows from outside, and what was asked of the database meanwhile: it takes the time."""

    status: int
    length: int
    location: str
    asked: tuple[str, ...]


def reply(client: Client, method: str, address: str) -> Reply:
    with CaptureQueriesContext(connection) as asked:
        got = getattr(client, method)(address)
    return Reply(
        status=got.status_code,
        length=len(got.content),
        location=got.headers.get("Location", "").split("?")[0],
        asked=tuple(_kind(one["sql"]) for one in asked),
    )


def _kind(sql: str) -> str:
    """A statement without its values, and without the name of a savepoint."""
    return re.sub(r"'[^']*'|\b[0-9]+\b|(?<=SAVEPOINT )\S+", "?", sql)


@pytest.mark.parametrize(
    "asked", [FEWER, pytest.param(ALL, marks=pytest.mark.drill)], ids=["few", "all"]
)
def test_every_address_answers_absent_and_forbidden_alike_in_status_length_and_work(scene, asked):
    named = addresses()
    clients = {who: account(scene.actors[who]) for who in asked or scene.strangers}
    if not asked:
        clients["stranger"] = Client()

    assert named
    for client in clients.values():
        # What is written once at somebody's first look has nothing to do with any report.
        client.get(reverse("complaints:case-list"))
    for (who, client), (name, more), method in product(clients.items(), named, ("get", "post")):
        forbidden = reverse(name, kwargs={"locator": scene.desk.locator, **more})
        absent = reverse(name, kwargs={"locator": ABSENT, **more})
        got = reply(client, method, forbidden)
        assert got == reply(client, method, absent), (who, name, method)
        assert got.status in (302, 403, 404, 405), (who, name, method)
    assert not Fetch.objects.exists()
    assert scene.desk.report.stepped == scene.desk.report.steps.count()


@pytest.mark.drill
def test_the_time_of_an_answer_does_not_tell_absent_from_forbidden(scene):
    """Asked by turns, hundreds of times: the ranks of both kinds mix as chance mixes them."""
    page = {
        "forbidden": reverse("complaints:case-detail", kwargs={"locator": scene.desk.locator}),
        "absent": reverse("complaints:case-detail", kwargs={"locator": ABSENT}),
    }
    found = {}
    for who in ("accused", "recused", "leaver", "decider", "overseer recused"):
        took = seconds_by_turns(account(scene.actors[who]), page, rounds=400)
        found[who] = ranks_apart(took["forbidden"], took["absent"])
    print({who: round(apart, 2) for who, apart in found.items()})

    # Five looks at once: 3.3 is what chance reaches in one of two hundred such runs.
    assert {who: apart for who, apart in found.items() if abs(apart) > 3.3} == {}


def seconds_by_turns(
    client: Client, page: dict[str, str], *, rounds: int
) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {which: [] for which in page}
    turns, gave_up = random.Random(20261124), 20
    for turn in range(gave_up + rounds):
        for which in turns.sample(sorted(page), k=len(page)):
            begun = time.perf_counter()
            client.get(page[which])
            if turn >= gave_up:
                took[which].append(time.perf_counter() - begun)
    return took


def ranks_apart(these: list[float], those: list[float]) -> float:
    """Mann and Whitney: how many standard deviations the ranks of one kind lie off the middle."""
    order = sorted([(one, True) for one in these] + [(one, False) for one in those])
    ranks = sum(rank for rank, (_, is_one) in enumerate(order, 1) if is_one)
    n, m = len(these), len(those)
    middle, spread = n * (n + m + 1) / 2, math.sqrt(n * m * (n + m + 1) / 12)
    return (ranks - middle) / spread


def test_ranks_that_differ_are_told_from_those_that_do_not():
    chance = random.Random(1)
    same, also = ([chance.random() for _ in range(300)] for _ in range(2))

    assert abs(ranks_apart(same, also)) < 3.3
    assert ranks_apart([one + 0.3 for one in same], also) > 3.3


def test_no_address_with_a_report_opens_to_roles_that_hold_none(scene):
    of_cases = {Permission.CASE_SEE, Permission.CASE_HOLD, Permission.CASE_DECIDE}
    root = Actor(roles=frozenset({Role.IT_ADMIN}), ref="s-rootrt", office="")
    clients = [account(root, is_superuser=True), Client()]

    assert all(set(door_of(pattern.callback)) <= of_cases for pattern in with_locator())
    for client in clients:
        client.get(reverse("complaints:case-list"))
        page = reverse("complaints:case-detail", kwargs={"locator": scene.desk.locator})
        absent = reverse("complaints:case-detail", kwargs={"locator": ABSENT})
        assert reply(client, "get", page) == reply(client, "get", absent)
        assert reply(client, "get", page).status in (302, 403)


def test_the_list_of_who_holds_nothing_says_nothing_of_any_report(scene):
    handlers = ("recused", "accused", "leaver")

    pages = [account(scene.actors[who]).get(reverse("complaints:case-list")) for who in handlers]

    assert all(scene.desk.locator[:8] not in page.content.decode() for page in pages)
    assert {page.status_code for page in pages} == {200}
