"""What the public gets of reports: a board that adds up, figures that hide, a tried channel."""

import json
from base64 import b64decode
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from jernih.apps.complaints import actions, jobs
from jernih.apps.complaints.actions.board import NotCounted, publish_board
from jernih.apps.complaints.actions.canary import prove_channel
from jernih.apps.complaints.models import (
    Board,
    ChannelTest,
    Draft,
    NightCount,
    Report,
    Roster,
    StaffKey,
    Step,
)
from jernih.apps.complaints.queries import figures, own
from jernih.apps.ledger.models import Entry
from jernih.apps.offices.models import Holiday
from jernih.pure import accountability, receipt
from jernih.pure.accountability import Stage
from jernih.pure.casework import CaseClass, Deed
from jernih.pure.events import parse_event
from jernih.pure.roles import CLOCK, Refused, Role
from jernih.pure.tlog.note import parse_log_key
from tests.case_makers import Desk
from tests.makers import make_office
from tests.record import check_record, publish_record, read_record
from tests.report_makers import KeyedRoster, make_report, make_roster

pytestmark = pytest.mark.django_db(transaction=True)
A_DAY = timedelta(days=1)
# The office's own 2 January: the last quarter is over and counted.
NEW_YEAR = datetime(2027, 1, 1, 17, 40, tzinfo=UTC)
# A Wednesday: who did not read it by Monday is late on New Year's Eve.
FILED = datetime(2026, 12, 23, 2, 0, tzinfo=UTC)
PERIOD = "2026-Q4"


def desk_at(roster: KeyedRoster) -> Desk:
    made = make_report(roster.office, roster=roster, now=FILED)
    # The nights begin with the roster: a few of them are enough.
    Roster.objects.filter(office=roster.office).update(accepted_at=FILED)
    return Desk(made=made, now=FILED, cases=[made.case])


def told(kind: str) -> list:
    bodies = Entry.objects.filter(kind=kind).order_by("pk").values_list("body", flat=True)
    return [parse_event(bytes(body)) for body in bodies]


def close(desk: Desk) -> None:
    desk.say(actions.acknowledge)
    desk.say(actions.triage, case_class=CaseClass.PLAIN)
    desk.agreed(Deed.CLOSED)
    desk.say(actions.close_case)


def quarter(roster: KeyedRoster | None = None) -> tuple[Desk, Desk, Board]:
    """Two reports of the last quarter, one ended and one that nobody read; and its board."""
    roster = roster or make_roster(make_office())
    ended, unread = desk_at(roster), desk_at(roster)
    close(ended)
    jobs.tell(NEW_YEAR)
    return ended, unread, Board.objects.get(office=roster.office)


def test_each_reporter_finds_her_line_and_the_lines_add_up():
    ended, unread, board = quarter()

    rows = accountability.parse_board(bytes(board.rows))
    mine = [
        rows.find(accountability.handle_of(desk.made.keys.salt, PERIOD)) for desk in (ended, unread)
    ]

    assert [(row.stage, row.is_in_time) for row in mine if row] == [
        (Stage.CLOSED, True),
        (Stage.RECEIVED, False),
    ]
    [fact] = told("complaints.board-published")
    assert (fact.period, fact.rows, fact.hash) == (PERIOD, 2, board.hash)
    assert accountability.board_hash(bytes(board.rows)) == fact.hash
    assert own.rows_of(ended.report)[0].row == mine[0]
    check_record()


def test_what_is_still_open_has_a_line_under_another_name_in_the_next_quarter():
    ended, unread, _board = quarter()
    # Of the nights between nothing is to be seen here.
    NightCount.objects.filter(day=date(2027, 1, 1)).update(day=date(2027, 3, 30))
    jobs.tell(NEW_YEAR + 90 * A_DAY)

    rows = accountability.parse_board(bytes(Board.objects.get(period="2027-Q1").rows))

    assert len(rows.rows) == 1
    assert [one.period for one in own.rows_of(unread.report)] == ["2027-Q1", PERIOD]
    assert len({one.handle for one in own.rows_of(unread.report)}) == 2
    assert [one.period for one in own.rows_of(ended.report)] == [PERIOD]


def test_a_board_is_given_out_once_by_the_clock_and_not_before_its_last_day_is_counted():
    roster = make_roster(make_office())
    how = {"office_id": roster.office.pk, "period": PERIOD, "now": NEW_YEAR}

    with pytest.raises(Refused):
        publish_board(**how, actor=roster.actor(Role.OVERSEER))
    with pytest.raises(NotCounted):
        publish_board(**how, actor=CLOCK)
    jobs.tell(NEW_YEAR)
    assert publish_board(**how, actor=CLOCK) is None
    assert Board.objects.count() == 1


def test_a_report_that_a_superuser_deletes_is_missed_on_the_board_by_the_record_and_its_reporter():
    roster = make_roster(make_office())
    kept, buried = desk_at(roster), desk_at(roster)
    jobs.tell(kept.now + A_DAY)
    bury(buried.report)

    jobs.tell(NEW_YEAR)

    found = {one.rule for one in read_record().violations}
    assert found >= {"complaints.counts", "complaints.board"}
    rows = accountability.parse_board(bytes(Board.objects.get().rows))
    assert rows.find(accountability.handle_of(buried.made.keys.salt, PERIOD)) is None
    # What she holds opens the commitment that stands on the record all the same.
    assert buried.made.report.commitment in told("complaints.filed")[0].commitments


def bury(report: Report) -> None:
    for rows in (report.steps, report.files, report.holds, report.pauses, report.approvals):
        rows.all().delete()
    report.delete()


def test_a_line_that_was_taken_off_the_board_shows_to_its_reporter():
    ended, _unread, board = quarter()
    rows = accountability.parse_board(bytes(board.rows)).rows
    name = own.rows_of(ended.report)[0].handle
    less = accountability.make_board(
        ended.report.office.slug, PERIOD, [row for row in rows if row.handle != name]
    )
    board.rows = accountability.write_board(less)
    board.save()

    assert own.rows_of(ended.report)[0].row is None
    assert (
        accountability.board_hash(bytes(board.rows)) != told("complaints.board-published")[0].hash
    )


def test_figures_of_a_quarter_hide_what_is_small():
    _ended, _unread, board = quarter()

    told_figures = board.figures
    assert (told_figures["received"], told_figures["closed"]) == (2, 1)
    assert {*told_figures["classes"].values(), *told_figures["outcomes"].values()} == {None}
    assert told_figures["sanctions"] is None
    assert told_figures["proven_percent"] is None
    assert told_figures["days_to_close"] is None


def test_figures_of_a_quarter_show_what_is_large():
    roster = make_roster(make_office())
    for _ in range(5):
        close(desk_at(roster))

    reckoned = figures.reckon(roster.office, PERIOD)
    jobs.tell(roster_day())
    shown = figures.reckon(roster.office, PERIOD)

    assert (reckoned["received"], shown["received"]) == (0, 5)
    assert shown["classes"]["PLAIN"] is None or shown["classes"]["PLAIN"] == 5
    assert (shown["closed"], shown["days_to_close"], shown["days_to_acknowledge"]) == (5, 0, 0)


def roster_day() -> datetime:
    return datetime(2026, 12, 24, 17, 40, tzinfo=UTC)


# ---- the receipt


def test_her_code_gives_her_a_receipt_that_anybody_can_check(client):
    ended, unread, _board = quarter()
    asked = {"locator": unread.locator, "auth": unread.made.keys.auth.hex()}
    early = client.post("/lapor/segel/bukti/", json.dumps(asked), content_type="application/json")
    publish_record()

    answer = client.post("/lapor/segel/bukti/", json.dumps(asked), content_type="application/json")

    assert early.json()["receipt"] == ""
    raw, manifest = b64decode(answer.json()["receipt"]), answer.json()["manifest"]
    key = parse_log_key((Path(settings.LOG_DIR) / "vkey").read_text().strip())
    checked = receipt.check_receipt(raw, key=key)
    assert checked.verdict == receipt.Verdict.GOOD
    assert receipt.asked_of(checked.receipt) == ("manifest",)
    [at] = receipt.opened_by(checked.receipt, {"manifest": manifest})
    assert checked.receipt.fact["commitments"][at] == unread.report.commitment
    assert not receipt.opened_by(checked.receipt, {"manifest": "0" * 64})
    # Of others who reported on that day it opens nothing.
    assert ended.made.keys.salt not in checked.receipt.salts
    assert not answer.cookies


@pytest.mark.parametrize("spoiled", ["locator", "auth", "shape", "body"])
def test_a_wrong_code_and_no_code_look_alike(client, spoiled):
    desk = desk_at(make_roster(make_office()))
    asked = {"locator": desk.locator, "auth": desk.made.keys.auth.hex()}
    bodies = {
        "locator": json.dumps(asked | {"locator": "0" * 32}),
        "auth": json.dumps(asked | {"auth": "00" * 32}),
        "shape": "[]",
        "body": "x",
    }

    answer = client.post("/lapor/segel/bukti/", bodies[spoiled], content_type="application/json")

    assert (answer.status_code, answer.content) == (404, b"{}")


# ---- the channel


def test_a_made_up_report_goes_through_every_morning_and_leaves_nothing_behind():
    roster = make_roster(make_office())

    assert jobs.prove(NEW_YEAR) == 1
    assert jobs.prove(NEW_YEAR) == 0

    test = ChannelTest.objects.get(office=roster.office)
    assert (test.is_good, test.trouble, test.holders) == (True, "", 4)
    assert not Draft.objects.exists()
    assert not Report.objects.exists()
    assert not Step.objects.exists()
    channel = figures.channel_of(roster.office, today=date(2027, 1, 2))
    assert channel.is_open
    assert channel.tested_on == date(2027, 1, 2)


@pytest.mark.parametrize(
    ("people", "trouble"),
    [
        ((), "NO_ROSTER"),
        (((Role.HANDLER, "tikkim"), (Role.OVERSEER, "outside")), "TOO_FEW"),
        (((Role.HANDLER, "tikkim"), (Role.HANDLER, "tikkim")), "TOO_FEW"),
    ],
)
def test_a_channel_that_fewer_than_two_can_read_says_so_and_is_closed(client, people, trouble):
    office = make_office()
    if people:
        make_roster(office, people=people)

    test = prove_channel(office_id=office.pk, actor=CLOCK, now=NEW_YEAR)

    assert test is not None
    assert (test.is_good, test.trouble) == (False, trouble)
    assert not figures.channel_of(office, today=date(2027, 1, 2)).is_open
    page = client.get("/aduan/", headers={"accept-language": "en"}).content.decode()
    assert "The sealed channel is closed" in page


def test_a_holder_whose_key_was_replaced_is_not_counted_until_she_is_on_the_roster_again():
    roster = make_roster(make_office())
    StaffKey.objects.filter(staff=roster.of(Role.HANDLER).ref).update(recipient="age1" + "q" * 58)

    assert figures.able_holders(roster.office, today=date(2027, 1, 2)) == 3


# ---- pages


def test_the_public_page_shows_the_quarter_and_gives_out_the_board(client):
    _ended, _unread, board = quarter()

    page = client.get("/aduan/", headers={"accept-language": "en"}).content.decode()
    answer = client.get(f"/aduan/papan/{PERIOD}.csv")

    assert board.hash in page
    assert "hidden" in page
    assert answer.content == bytes(board.rows)
    assert client.get("/aduan/papan/2020-Q1.csv").status_code == 404


@pytest.mark.parametrize("query", ["", "?tanggal=2026-03-13&golongan=PLAIN", "?tanggal=9999-99-99"])
def test_the_page_of_days_explains_any_day(client, query):
    make_office()

    answer = client.get(f"/aduan/hari/{query}", headers={"accept-language": "en"})

    assert answer.status_code == 200
    assert "Weekend" in answer.content.decode()


def test_the_page_of_days_says_what_is_entered_added_and_taken_out(client):
    make_office()
    Holiday.objects.create(day=date(2026, 3, 2), name="Hari Jadi Kota")
    Holiday.objects.create(day=date(2026, 12, 25), name="Hari Raya Natal")

    answer = client.get("/aduan/hari/?tanggal=2026-03-13", headers={"accept-language": "en"})

    page = answer.content.decode()
    assert page.count("added by the office") == 1
    assert page.count("taken out by the office") > 20
    assert "1497/2025" in page
