"""A superuser deletes a report: mirror, reporter, board and verifier each show it, in one story."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from jernih.apps.complaints import jobs
from jernih.apps.complaints.models import Board, Report
from jernih.pure import accountability
from jernih.pure.seal import code as codes
from tests.apps.complaints.test_mirror import _delete_as_superuser, file_one, overseer
from tests.makers import NOW, make_office
from tests.mirror.cases import kinds, ringing
from tests.mirror.serving import ask, ask_json
from tests.record import read_record
from tests.report_makers import make_roster

__all__ = ["overseer"]
pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
# The office's own 2 January: the last quarter is over.
NEW_YEAR = datetime(2027, 1, 1, 17, 40, tzinfo=UTC)


def test_a_buried_report_is_missed_in_four_places_and_rings_on_while_the_office_is_off(overseer):
    url = overseer.on()
    roster = make_roster(make_office())
    buried, kept = file_one(roster), file_one(roster)
    jobs.call_mirror(NOW)
    jobs.tell(NOW + A_DAY)
    shown = {"locator": buried.report.locator, "auth": buried.keys.auth.hex()}
    reporter = Client()
    assert reporter.post("/lapor/segel/buka/", shown, content_type="application/json").json()

    _delete_as_superuser(buried.report)

    # Within minutes: two signs of life without it, and the overseer's bell.
    for minutes in (5, 10):
        overseer.time.now = NOW + timedelta(minutes=minutes)
        jobs.greet_mirror(overseer.time.now)
    assert ("BURIED", buried.report.locator, "") in ringing(overseer.mirror)
    assert b"BURIED" in ask(url, "GET", "/alarm.json")[1]
    # Her page at the office knows it no more; the overseer's shows it by the same code.
    code = codes.show(buried.code)
    page = reporter.post("/lapor/ikuti/", {"code": code})
    status, told = ask_json(url, "/v1/ikuti", shown)
    assert page.status_code == 422
    assert "Tidak ada laporan dengan kode ini." in page.content.decode()
    assert (status, json.loads(told)["commitment"]) == (200, buried.report.commitment)
    # The next night: the counts of the record do not add up, for whoever verifies.
    jobs.tell(NOW + 2 * A_DAY)
    assert {one.rule for one in read_record().violations} == {"complaints.counts"}
    # The quarter's board misses her line, and the verifier misses a line on the board.
    jobs.tell(NEW_YEAR)
    rows = accountability.parse_board(bytes(Board.objects.get().rows))
    name = {
        made.report.pk: accountability.handle_of(made.keys.salt, "2026-Q4")
        for made in (buried, kept)
    }
    assert rows.find(name[buried.report.pk]) is None
    assert rows.find(name[kept.report.pk])
    assert "complaints.board" in {one.rule for one in read_record().violations}
    # And the office is switched off for a week: the overseer's clock counts on.
    overseer.time.now = NOW + 8 * A_DAY
    overseer.mirror.tick()
    assert {"BURIED", "LATE", "SILENT"} <= kinds(overseer.mirror)
    assert Report.objects.get() == kept.report
