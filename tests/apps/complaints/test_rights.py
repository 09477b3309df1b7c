"""Who may see a report: its holders, and for everybody else there is none. Every door is asked.

Over HTTP: test_rights_of_pages.py.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client

import jernih.apps.complaints as app
from jernih.apps.accounts.models import Staff, StaffRole
from jernih.apps.complaints import actions, queries
from jernih.apps.complaints.models import Fetch, Hold
from jernih.pure.casework import CaseClass, Deed, Finding, PauseReason
from jernih.pure.roles import Actor, Refused, Role
from jernih.pure.states import ReportState
from tests import report_makers
from tests.case_makers import Desk, make_desk
from tests.makers import NOW, make_office
from tests.staff_makers import signed_in

pytestmark = pytest.mark.django_db

ABSENT = "0" * 32
SPAN = {"first": date(2026, 11, 1), "last": date(2026, 11, 30)}
PEOPLE = (
    ("holder", Role.HANDLER, "tikkim"),
    ("recused", Role.HANDLER, "tikkim"),
    ("second", Role.HANDLER, "tikkim"),
    ("leaver", Role.HANDLER, "tikkim"),
    ("accused", Role.HANDLER, "umum"),
    ("same section", Role.HANDLER, "umum"),
    ("decider", Role.DECIDER, "pimpinan"),
    ("overseer", Role.OVERSEER, "outside"),
    ("overseer recused", Role.OVERSEER, "outside"),
)
# Whoever is on no roster: the head, who runs the machines, everybody else who works there.
OTHERS = tuple(role for role in Role if role not in (Role.CITIZEN, Role.KIOSK, Role.CLOCK))
SEE = {"holder", "second", "overseer"}
# One in each relation; everybody else there is has the same answers, and is asked in the drill.
FEW = ("recused", "accused", "leaver", "decider", "elsewhere", "HEAD", "IT_ADMIN")
FEWER = ("recused", "accused", "decider")
ALL = ()
all_in_drill = pytest.mark.parametrize(
    "asked", [FEW, pytest.param(ALL, marks=pytest.mark.drill)], ids=["few", "all"]
)


@dataclass
class Scene:
    """Somebody in every relation to one report, and the report."""

    desk: Desk
    actors: dict[str, Actor]

    @property
    def strangers(self) -> set[str]:
        return set(self.actors) - SEE


@pytest.fixture
def scene() -> Scene:
    office = make_office()
    roster = report_makers.make_roster(
        office,
        people=tuple((role, section) for _, role, section in PEOPLE),
    )
    people = zip(PEOPLE, roster.roster.people, strict=True)
    actors = {
        who: Actor(roles=frozenset({role}), ref=one.ref, office=office.slug)
        for (who, role, _), one in people
    }
    left_out = (actors["accused"].ref, actors["same section"].ref)
    desk = make_desk(roster=roster, concerned=left_out)
    for who in ("recused", "overseer recused"):
        actions.recuse(locator=desk.locator, actor=actors[who], now=NOW)
    leaver = actors["leaver"]
    actions.end_holder(staff=leaver.ref, actor=leaver, now=NOW)
    others = {role.value: frozenset({role}) for role in OTHERS}
    others["all roles"] = frozenset(OTHERS) - {Role.IT_ADMIN}
    for n, (who, roles) in enumerate(others.items()):
        actors[who] = Actor(roles=roles, ref=f"s-oth{n:03}", office=office.slug)
    actors["elsewhere"] = Actor(roles=frozenset({Role.HANDLER}), ref="s-nuakan", office="nunukan")
    # A handler of another office, even if a row said that she holds it.
    Hold.objects.create(report=desk.report, staff="s-nuakan", since=NOW.date())
    return Scene(desk=desk, actors=actors)


def account(actor: Actor, *, is_superuser: bool = False) -> Client:
    """Sign somebody in under the pseudonym that the roster has of her."""
    staff = Staff.objects.create(
        username=actor.ref,
        ref=actor.ref,
        full_name=f"Orang {actor.ref}",
        office=actor.office,
        is_superuser=is_superuser,
        is_staff=is_superuser,
    )
    StaffRole.objects.bulk_create(
        StaffRole(staff=staff, role=role, granted_at=NOW) for role in actor.roles
    )
    return signed_in(staff)


def doors(desk: Desk) -> dict[str, Callable[[Actor, str], object]]:
    """Everything of the app that takes somebody and a report: queries, actions, export."""
    sealed = desk.seal()
    message = {"sealed": sealed, "now": NOW}
    decision = actions.Decision(code="PNS_HEAVY_DISMISSED", letter_on=date(2026, 11, 23))
    do = {
        actions.acknowledge: message,
        actions.triage: message | {"case_class": CaseClass.SUPERVISORY},
        actions.send_message: message,
        actions.plan_check: message | {"day": date(2026, 11, 24), "checkers": 2},
        actions.record_visit: message | {"day": date(2026, 11, 23)},
        actions.ask_reply: message,
        actions.pause_case: message | {"reason": PauseReason.FORCE_MAJEURE},
        actions.resume_case: message,
        actions.keep_note: {"number": 1, "body": b"", "now": NOW},
        actions.record_finding: message | {"finding": Finding.PROVEN},
        actions.give_sanction: message | {"decision": decision},
        actions.refer_case: message | {"authority": "KPK"},
        actions.close_case: message,
        actions.reopen_case: message,
        actions.publish_outcome: {"now": NOW},
        actions.ask_approval: {"deed": Deed.KEYS_RENEWED, "now": NOW},
        actions.answer_approval: {"number": 1, "is_agreed": True, "now": NOW},
        actions.recuse: {"now": NOW},
        actions.hand_over: {"files": {}, "now": NOW},
        actions.renew_keys: {"files": {}, "now": NOW},
        actions.fetch_file: {"name": "kunci-0.age", "now": NOW},
        actions.export_case: {"now": NOW},
    }
    found = {
        deed.__name__: lambda actor, locator, deed=deed, more=more: deed(
            locator=locator, actor=actor, **more
        )
        for deed, more in do.items()
    }
    return found | {
        "case_of": queries.case_of,
        "case_detail": queries.case_detail,
        "evidence_of": lambda actor, locator: queries.evidence_of(
            actor, locator, staff="s-anyone", **SPAN
        ),
    }


def answer(door: Callable[[Actor, str], object], actor: Actor, locator: str) -> str:
    try:
        door(actor, locator)
    except (Refused, queries.NoSuchCase) as refusal:
        return repr(refusal)
    return "let in"


@all_in_drill
def test_absent_and_forbidden_are_the_same_answer_at_every_door_for_everybody(scene, asked):
    desk = scene.desk
    known = doors(desk)

    for who in asked or scene.strangers:
        actor = scene.actors[who]
        for name, door in known.items():
            forbidden, absent = answer(door, actor, desk.locator), answer(door, actor, ABSENT)
            assert forbidden == absent != "let in", (who, name)
        assert queries.inbox(actor) == []
        assert not queries.cases_of(actor).exists()

    assert desk.state is ReportState.FILED
    assert not Fetch.objects.exists()


def test_whoever_holds_it_sees_it_in_every_list(scene):
    for who in SEE:
        actor = scene.actors[who]
        assert [row.locator for row in queries.inbox(actor)] == [scene.desk.locator]
        assert queries.case_detail(actor, scene.desk.locator).row.locator == scene.desk.locator
        assert actions.export_case(locator=scene.desk.locator, actor=actor, now=NOW)


def test_no_door_of_the_app_is_left_out_of_this_test(scene):
    """Every action that takes a locator and an actor is asked above, or is the reporter's own."""
    by_code = {"withdraw_report", "object_to_outcome"}
    folder = Path(app.__file__).parent / "actions"
    mine = {name for name in actions.__all__ if name.islower()}
    takes_locator = {
        node.name
        for file in folder.glob("*.py")
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.FunctionDef)
        and {"locator", "actor"} <= {arg.arg for arg in node.args.kwonlyargs}
    }

    assert (takes_locator & mine) - by_code - set(doors(scene.desk)) == set()


def test_the_lists_are_exactly_what_is_held_whoever_holds_what(scene):
    desks = [scene.desk, make_desk(roster=scene.desk.made.roster)]
    people = [scene.actors[who] for who in ("holder", "decider")]
    Hold.objects.all().delete()

    for pattern in product((False, True), repeat=len(desks) * len(people)):
        Hold.objects.all().delete()
        pairs = [pair for pair, held in zip(product(desks, people), pattern, strict=True) if held]
        Hold.objects.bulk_create(
            Hold(report=desk.report, staff=actor.ref, since=NOW.date()) for desk, actor in pairs
        )
        for actor in people:
            held = {
                desk.locator
                for desk, holder in pairs
                if holder == actor and Role.DECIDER not in actor.roles
            }
            assert {row.locator for row in queries.inbox(actor)} == held


def test_a_decider_sees_his_only_while_a_finding_waits(scene):
    desk, decider = scene.desk, scene.actors["decider"]
    Hold.objects.create(report=desk.report, staff=decider.ref, since=NOW.date())

    seen = {}
    for state in ReportState:
        type(desk.report).objects.filter(pk=desk.report.pk).update(state=state)
        seen[state] = bool(queries.inbox(decider))

    assert [state for state in seen if seen[state]] == [ReportState.FOUND]


def test_who_lost_the_role_sees_nothing_of_what_she_holds(scene):
    holder = scene.actors["holder"]

    for role in set(Role) - {Role.HANDLER, Role.OVERSEER}:
        other = Actor(roles=frozenset({role}), ref=holder.ref, office=holder.office)
        assert queries.inbox(other) == []
    assert queries.inbox(Actor(roles=holder.roles, office=holder.office)) == []


def test_no_admin_page_knows_the_tables_of_reports():
    tables = set(apps.get_app_config("complaints").get_models())

    assert not tables & set(admin.site._registry)
    assert not (Path(app.__file__).parent / "admin.py").exists()


def test_questions_never_write(scene):
    before = _rows()

    actor = scene.actors["holder"]
    queries.inbox(actor)
    queries.case_detail(actor, scene.desk.locator)
    queries.evidence_of(actor, scene.desk.locator, staff=actor.ref, **SPAN)

    assert _rows() == before


def _rows() -> dict[str, int]:
    return {
        model.__name__: model.objects.count()
        for model in apps.get_app_config("complaints").get_models()
    }
