"""From a sealed report, past the officer it is about, to a sanction by another, and into the open.

Rina's story: a handler of the section that receives reports asked her for money. She seals a
report and names him. He sees nothing; the others check, find and sanction; she follows by code.
"""

import json
from datetime import timedelta

import pyrage
import pytest
from django.urls import reverse

from jernih.apps.accounts.models import Staff, StaffRole
from jernih.apps.complaints import actions
from jernih.apps.complaints.actions.file import Opening, file_report
from jernih.apps.complaints.actions.tell import tell_day
from jernih.apps.complaints.models import Report, Roster, StaffKey
from jernih.apps.complaints.queries import rosters
from jernih.apps.offices import queries as offices
from jernih.pure.case_record import LineOfCase, line_commitment
from jernih.pure.casework import Deed, Made
from jernih.pure.roles import CITIZEN, CLOCK, Actor, Refused, Role
from jernih.pure.seal import manifest as manifests
from jernih.pure.states import ReportState
from tests import report_makers
from tests.case_makers import Desk, publish, sanction, walk
from tests.makers import NOW, facts, make_office
from tests.record import check_record, publish_record
from tests.report_makers import KeyedRoster, MadeReport
from tests.staff_makers import signed_in

pytestmark = pytest.mark.django_db

PEOPLE = (
    (Role.HANDLER, "umum"),
    (Role.HANDLER, "umum"),
    (Role.HANDLER, "tikkim"),
    (Role.DECIDER, "pimpinan"),
    (Role.OVERSEER, "outside"),
    (Role.OVERSEER, "outside"),
)
LOCKED = "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n"


def brought_in(office) -> KeyedRoster:
    """Everybody keeps a key; one brings the signed roster in, another lets it count."""
    signed = report_makers.make_roster(office, people=PEOPLE, is_accepted=False)
    Roster.objects.all().delete()
    StaffKey.objects.all().delete()
    for person in signed.roster.people:
        actor = Actor(roles=frozenset({person.role}), ref=person.ref, office=office.slug)
        key = actions.LockedKey(recipient=person.recipient, signs=person.signs, locked=LOCKED)
        actions.register_key(key=key, actor=actor, now=NOW)
    actions.propose_roster(note=signed.note, actor=signed.actor(Role.HANDLER), now=NOW)
    overseer = signed.actor(Role.OVERSEER)
    actions.accept_roster(serial=1, words=rosters.roster_words(), actor=overseer, now=NOW)
    return signed


def filed(office, roster: KeyedRoster, *, concerned: str) -> Desk:
    code, keys = report_makers.new_keys()
    sealing = report_makers.make_sealing(roster, keys, concerned=(concerned,))
    opening = Opening(
        locator=keys.locator,
        auth_hash=keys.auth_hash,
        recipient=keys.recipient,
        signs=keys.signs,
        holders=tuple(person.ref for person in sealing.holders),
        roster=1,
        salt=keys.salt.hex(),
        manifest=manifests.write_manifest(sealing.manifest).decode(),
    )
    file_report(
        office_id=office.pk,
        opening=opening,
        files=sealing.files,
        made=Made.BROWSER,
        actor=CITIZEN,
        now=NOW,
    )
    report = Report.objects.get(locator=keys.locator)
    made = MadeReport(report=report, code=code, keys=keys, case=sealing.case, roster=roster)
    return Desk(made=made, cases=[sealing.case])


def client_of(actor: Actor):
    staff = Staff.objects.create(
        username=actor.ref, ref=actor.ref, full_name="Orang", office=actor.office
    )
    StaffRole.objects.bulk_create(
        StaffRole(staff=staff, role=role, granted_at=NOW) for role in actor.roles
    )
    return signed_in(staff)


def nights(desk: Desk) -> None:
    """Let every night until the desk's own day tell what happened."""
    office = desk.report.office
    day, last = NOW.date(), offices.today(office, desk.now)
    while day < last:
        now = desk.now.replace(hour=20) - timedelta(days=(last - day).days - 1)
        tell_day(office_id=office.pk, day=day, actor=CLOCK, now=now)
        day += timedelta(days=1)


def test_a_report_against_one_of_their_own_ends_in_a_sanction_that_everybody_can_count(clock):
    publish_record()
    office = make_office()
    roster = brought_in(office)
    accused = roster.actor(Role.HANDLER, 2)
    desk = filed(office, roster, concerned=accused.ref)
    page = reverse("complaints:case-detail", kwargs={"locator": desk.locator})

    his, hers = client_of(accused), client_of(desk.actor(Role.OVERSEER))
    assert his.get(page).status_code == 404
    assert desk.locator[:8] not in his.get(reverse("complaints:case-list")).content.decode()
    assert hers.get(page).status_code == 200
    with pytest.raises(pyrage.DecryptError):
        roster.keys[accused.ref].open(desk.made.file("kunci-0.age"))

    walk(desk, ReportState.FOUND)
    with pytest.raises(Refused):
        sanction(desk, Role.HANDLER, 0)
    desk.hand_to_decider()
    sanction(desk, Role.DECIDER)
    desk.say(actions.close_case)
    publish(desk)
    desk.later(days=1)

    sealed = json.loads(desk.made.opened("pesan-1.age"))
    assert (sealed["by"], sealed["number"]) == (desk.actor().ref, 1)
    steps = list(desk.report.steps.order_by("number"))
    assert steps[-1].fields == {"outcome": "HEAVY"}
    by = {step.deed: step.by for step in steps}
    assert by[Deed.FOUND] != by[Deed.SANCTIONED]

    nights(desk)
    check_record()
    told = {one for fact in facts(office, "complaints.stepped") for one in fact.commitments}
    files = dict(desk.report.files.values_list("name", "hash"))
    for step in steps[1:]:
        line = LineOfCase(
            case=desk.locator,
            number=step.number,
            deed=step.deed,
            day=step.on,
            hash=files.get(f"pesan-{step.message}.age", ""),
        )
        assert line_commitment(line, salt=desk.made.keys.salt) in told
    came = facts(office, "complaints.filed")
    assert [fact.commitments for fact in came] == [(desk.report.commitment,)]
    assert sum(fact.closed for fact in facts(office, "complaints.counted")) == 1
