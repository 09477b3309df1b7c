"""Reports of a demonstration: one at every state at least, and a record that is in order."""

from datetime import timedelta

import pyrage
import pytest

from jernih.apps.complaints.management.demo import play
from jernih.apps.complaints.management.demo.desk import Insider, Team
from jernih.apps.complaints.management.demo.lock import lock
from jernih.apps.complaints.models import NightCount, Report, Step
from jernih.apps.complaints.queries import opened
from jernih.pure.casework import Deed
from jernih.pure.states import ReportState
from tests import report_makers
from tests.makers import NOW, make_office
from tests.record import check_record, publish_record

pytestmark = pytest.mark.django_db

NAMES = ("aduan1", "aduan2", "pemutus", "ombudsman", "ombudsman2")


def team_of(office) -> Team:
    keyed = report_makers.make_roster(office)
    people = {
        name: Insider(
            actor=keyed.actor(person.role, keyed.roster.of_role(person.role).index(person)),
            person=person,
            seed=keyed.keys[person.ref].seed,
        )
        for name, person in zip(NAMES, keyed.roster.people, strict=True)
    }
    return Team(office=office, roster=keyed.roster, people=people)


def test_a_key_of_a_demonstration_is_locked_as_the_age_format_has_it():
    locked = lock(b"AGE-SECRET-KEY-1\n", "contoh-sandi").encode()

    assert pyrage.passphrase.decrypt(locked, "contoh-sandi") == b"AGE-SECRET-KEY-1\n"


def test_a_demonstration_has_a_report_at_every_state_and_a_record_without_a_fault():
    publish_record()
    office = make_office()

    made = play.play(team_of(office), now=NOW)

    assert set(Report.objects.values_list("state", flat=True)) == set(ReportState)
    assert Step.objects.filter(deed=Deed.OVERDUE, recorded_on__isnull=False).exists()
    for _story, desk in made:
        seen = opened.seen_case(desk.report, desk.keys)
        assert seen.words.startswith(play.MARK)
        assert not seen.is_broken
        assert not any(step.is_broken for step in seen.steps)
    assert NightCount.objects.latest("day").day == NOW.date() - timedelta(days=1)
    check_record()
