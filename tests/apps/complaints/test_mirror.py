"""The office and the overseer's mirror: what is filed here is held there, whatever happens here."""

import json
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from jernih.apps.complaints import actions, jobs
from jernih.apps.complaints.actions import mirror as telling
from jernih.apps.complaints.models import MirrorCall, Report
from jernih.apps.complaints.queries import mirrored
from jernih.apps.complaints.queries.mirrored import MirrorCopy
from jernih.apps.ledger import actions as ledger
from jernih.apps.ledger.actions.append import NotInTransaction
from jernih.mirror.bells import Messenger
from jernih.mirror.clock import OwnClock, read_calendar, read_own_rules
from jernih.mirror.mirror import Asked, Mirror
from jernih.pure.roles import CITIZEN, CLOCK, Refused
from jernih.pure.tlog.note import write_vkey
from tests.case_makers import Desk
from tests.makers import NOW, make_office
from tests.mirror.cases import NAME, Time, ringing
from tests.mirror.serving import ask, ask_json, serving
from tests.record import publish_record
from tests.report_makers import MadeReport, make_report, make_roster

pytestmark = pytest.mark.django_db


class Overseer:
    """A mirror of the office under test, which can be switched on and off."""

    def __init__(self, folder: Path, settings) -> None:
        self.time = Time(now=NOW)
        self.folder = folder
        self._settings = settings
        self._served = ExitStack()
        self._key = ledger.make_key(actor=CLOCK)
        publish_record()
        self.mirror = self._make()
        settings.MIRROR_VKEY = write_vkey(self.mirror.office.key)
        settings.MIRROR_URL = "http://127.0.0.1:9"

    def _make(self) -> Mirror:
        clock = OwnClock(
            now=lambda: self.time.now,
            calendar=read_calendar('zone = "Asia/Makassar"'),
            rules=read_own_rules(),
        )
        return Mirror(
            Asked(
                folder=self.folder,
                name=NAME,
                keys=[self._key],
                url=str(self._settings.LOG_DIR),
                clock=clock,
                messenger=Messenger(),
            )
        )

    def on(self) -> str:
        self.mirror = self._make()
        self._settings.MIRROR_URL = self._served.enter_context(serving(self.mirror))
        return self._settings.MIRROR_URL

    def off(self) -> None:
        self._served.close()

    def holds(self, locator: str):
        with self.mirror.store.reading() as book:
            return book.held(locator)

    def steps(self, locator: str) -> list[str]:
        with self.mirror.store.reading() as book:
            return [one.told.deed for one in book.steps(locator)]


@pytest.fixture
def overseer(tmp_path, settings):
    one = Overseer(tmp_path / "mirror", settings)
    yield one
    one.off()


def file_one(roster=None) -> MadeReport:
    roster = roster or make_roster(make_office())
    made = make_report(roster.office, roster=roster)
    with transaction.atomic():
        telling.tell_mirror(made.report)
    return made


def test_a_report_is_held_there_and_its_countersignature_here(overseer):
    overseer.on()
    made = file_one()
    assert mirrored.copy_of(made.report) == MirrorCopy.NOT_YET

    taken = jobs.call_mirror(NOW)

    made.report.refresh_from_db()
    held = overseer.holds(made.report.locator)
    assert taken == 2  # the case and its first line
    assert held.commitment == made.report.commitment
    assert mirrored.copy_of(made.report) == MirrorCopy.YES
    assert mirrored.copied_on(made.report) == date(2026, 11, 23)
    assert overseer.steps(made.report.locator) == ["FILED"]
    assert not MirrorCall.objects.exists()


def test_every_later_line_and_file_follows_in_order(overseer):
    overseer.on()
    made = file_one()
    desk = Desk(made=made, cases=[made.case])
    desk.say(actions.acknowledge)

    jobs.call_mirror(NOW)

    locator = made.report.locator
    assert overseer.steps(locator) == ["FILED", "ACKNOWLEDGED"]
    kept = overseer.mirror.store.path_of(locator, "pesan-1.age").read_bytes()
    assert kept == made.file("pesan-1.age")
    with overseer.mirror.store.reading() as book:
        assert book.steps(locator)[1].told.hash


def test_the_mirror_is_down_and_submissions_go_on_and_nothing_is_lost(overseer):
    roster = make_roster(make_office())
    made = [file_one(roster) for _ in range(3)]
    assert jobs.call_mirror(NOW) == 0
    assert jobs.greet_mirror(NOW) is False
    assert MirrorCall.objects.count() == 6

    overseer.on()
    assert jobs.call_mirror(NOW + timedelta(days=1)) == 6

    assert all(overseer.holds(one.report.locator) for one in made)


def test_a_call_waits_ever_longer_and_the_others_of_its_report_wait_behind_it(overseer):
    file_one()
    pauses = []
    now = NOW
    for _ in range(9):
        jobs.call_mirror(now)
        first = MirrorCall.objects.order_by("pk").first()
        pauses.append((first.next_at - now).total_seconds() / 60)
        assert MirrorCall.objects.filter(tries=0).count() == 1
        now = first.next_at

    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_what_waits_knows_no_hour(overseer):
    file_one()

    moments = set(MirrorCall.objects.values_list("next_at", flat=True))
    assert moments == {datetime(2000, 1, 1, tzinfo=UTC)}


def test_reports_from_before_there_was_a_mirror_are_told_whole(overseer, settings):
    known = settings.MIRROR_VKEY
    settings.MIRROR_VKEY = ""
    made = file_one()
    desk = Desk(made=made, cases=[made.case])
    desk.say(actions.acknowledge)
    assert mirrored.copy_of(made.report) == MirrorCopy.NONE
    assert not mirrored.mirror_row().is_there
    assert (jobs.call_mirror(NOW), jobs.greet_mirror(NOW)) == (0, False)

    settings.MIRROR_VKEY = known
    overseer.on()
    assert jobs.call_mirror(NOW) == 4

    assert overseer.steps(made.report.locator) == ["FILED", "ACKNOWLEDGED"]
    assert mirrored.mirror_row().waiting == 0


def test_a_countersignature_of_somebody_else_is_not_believed(overseer, settings):
    overseer.on()
    settings.MIRROR_VKEY = write_vkey(ledger.make_key(actor=CLOCK))
    made = file_one()

    assert jobs.call_mirror(NOW) == 0

    made.report.refresh_from_db()
    assert made.report.mirrored is None
    assert MirrorCall.objects.count() == 2


def test_a_rolled_back_filing_tells_nobody(overseer):
    made = make_report(make_office())

    with transaction.atomic():
        telling.tell_mirror(made.report)
        transaction.set_rollback(True)

    assert not MirrorCall.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_mirror_is_told_inside_a_transaction_or_not_at_all(overseer):
    made = make_report(make_office())

    with pytest.raises(NotInTransaction):
        telling.tell_mirror(made.report)


def test_only_the_clock_sends(overseer):
    for asked in (
        lambda: telling.tell_forgotten(actor=CITIZEN),
        lambda: telling.lease_call(actor=CITIZEN, now=NOW),
        lambda: telling.keep_answer(call_id=1, answer=b"", actor=CITIZEN),
        lambda: telling.put_off(call_id=1, actor=CITIZEN, now=NOW),
    ):
        with pytest.raises(Refused):
            asked()


def test_a_call_that_somebody_else_sent_meanwhile_is_nothing(overseer):
    telling.keep_answer(call_id=0, answer=b"", actor=CLOCK)


def test_two_senders_never_take_the_same_call(overseer):
    file_one()

    first = telling.lease_call(actor=CLOCK, now=NOW)

    assert first is not None
    assert telling.lease_call(actor=CLOCK, now=NOW) is None
    assert telling.lease_call(actor=CLOCK, now=NOW + telling.LEASE) == first


def _delete_as_superuser(report: Report) -> None:
    """As somebody with the database's own password would: the case, and all that names it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT conrelid::regclass::text, attname FROM pg_constraint"
            " JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]"
            " WHERE contype = 'f' AND confrelid = 'complaints_report'::regclass"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [report.pk])
        cursor.execute("DELETE FROM complaints_report WHERE id = %s", [report.pk])


def test_a_case_that_a_superuser_deletes_is_shown_by_the_mirror_and_to_its_reporter(overseer):
    url = overseer.on()
    roster = make_roster(make_office())
    buried, kept = file_one(roster), file_one(roster)
    jobs.call_mirror(NOW)
    jobs.greet_mirror(NOW)
    assert ringing(overseer.mirror) == set()

    _delete_as_superuser(buried.report)
    for minutes in (5, 10):
        overseer.time.now = NOW + timedelta(minutes=minutes)
        jobs.greet_mirror(overseer.time.now)

    assert not Report.objects.filter(locator=buried.report.locator).exists()
    assert ringing(overseer.mirror) == {("BURIED", buried.report.locator, "")}
    assert b"BURIED" in ask(url, "GET", "/alarm.json")[1]
    status, body = ask_json(
        url,
        "/v1/ikuti",
        {"locator": buried.report.locator, "auth": buried.keys.auth.hex()},
    )
    told = json.loads(body)
    assert (status, told["commitment"]) == (200, buried.report.commitment)
    status, body = ask_json(
        url,
        "/v1/berkas",
        {"locator": kept.report.locator, "auth": kept.keys.auth.hex(), "name": "laporan.age"},
    )
    assert (status, body) == (200, kept.file("laporan.age"))


def test_a_sender_that_dies_at_any_step_loses_nothing(overseer):
    """Sent and not struck, leased and not sent: each is made good by doing the same again."""
    overseer.on()
    made = file_one()
    call = telling.lease_call(actor=CLOCK, now=NOW)
    body, headers = telling.signed_call(call, key=jobs.load_key())
    jobs._send(call.method, call.path, body, headers)
    assert overseer.holds(made.report.locator)

    assert jobs.call_mirror(NOW) == 0  # the lease of the dead one still runs
    assert jobs.call_mirror(NOW + telling.LEASE) == 2

    made.report.refresh_from_db()
    assert mirrored.copy_of(made.report) == MirrorCopy.YES
