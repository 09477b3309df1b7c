"""The makers seal what a reporter can open with her code alone."""

import json

import pytest

from jernih.pure.casework import Deed
from jernih.pure.roles import Role
from tests.makers import make_office
from tests.report_makers import WORDS, make_report, make_roster

pytestmark = pytest.mark.django_db


def test_a_report_that_was_made_opens_with_its_code_and_with_a_holders_key():
    office = make_office()
    roster = make_roster(office)

    made = make_report(office, roster=roster)

    told = json.loads(made.opened("laporan.age"))
    assert told["words"] == WORDS
    handler = roster.keys[roster.of(Role.HANDLER).ref]
    assert handler.open(made.file("kunci-0.age")).decode().strip() == str(made.case)
    assert made.report.steps.get().deed == Deed.FILED
    assert made.report.holds.count() == 4
