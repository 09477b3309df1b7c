"""The clock rings by itself, and the night tells the record: once, by the day, and everything."""

import hashlib
from datetime import date, timedelta

import pytest

from jernih.apps.accounts.models import Staff
from jernih.apps.complaints import actions, jobs
from jernih.apps.complaints.actions.clock import ring_clock
from jernih.apps.complaints.actions.tell import NotOver, tell_day
from jernih.apps.complaints.models import CaseFile, NightCount, Report, Step
from jernih.apps.complaints.queries import clocks
from jernih.apps.ledger.models import Entry
from jernih.apps.notices.models import Notice
from jernih.apps.offices.models import Holiday
from jernih.pure.case_record import LineOfCase, line_commitment
from jernih.pure.casework import CaseClass, ClockKind, Deed, PauseReason
from jernih.pure.events import Event, parse_event
from jernih.pure.events_complaints import (
    ReportFilesErased,
    ReportsCounted,
    ReportsFiled,
    ReportsOverdue,
    ReportsStepped,
    RosterDeclared,
)
from jernih.pure.roles import CITIZEN, CLOCK, Refused
from tests import makers
from tests.case_makers import Desk
from tests.makers import NOW, make_office
from tests.record import check_record, read_record
from tests.report_makers import make_report, make_roster

pytestmark = pytest.mark.django_db(transaction=True)
FILED = date(2026, 11, 23)
A_DAY = timedelta(days=1)


def desk_at(office=None, roster=None) -> Desk:
    office = office or make_office()
    made = make_report(office, roster=roster or make_roster(office))
    return Desk(made=made, cases=[made.case])


def facts() -> list[Event]:
    bodies = Entry.objects.order_by("pk").values_list("body", flat=True)
    return [parse_event(bytes(body)) for body in bodies]


def told(kind) -> list:
    return [fact for fact in facts() if isinstance(fact, kind)]


def ring(desk: Desk, **span: float) -> list[str]:
    steps = ring_clock(report_id=desk.report.pk, actor=CLOCK, now=desk.now + timedelta(**span))
    return [step.deed for step in steps]


def nights(desk: Desk, days: int) -> None:
    for n in range(1, days + 1):
        jobs.tell(desk.now + n * A_DAY)


def test_what_was_not_read_in_three_working_days_rings_once_and_is_escalated():
    desk = desk_at()

    assert ring(desk, days=3) == []
    assert ring(desk, days=4) == [Deed.OVERDUE, Deed.ESCALATED]
    assert ring(desk, days=5) == []
    step = desk.report.steps.get(deed=Deed.OVERDUE)
    assert (step.role, step.by, step.on) == ("CLOCK", "", FILED + 4 * A_DAY)
    assert step.fields == {"clock": "ACKNOWLEDGE", "due": "2026-11-26"}


def test_a_national_holiday_moves_the_day_and_an_offices_own_does_not():
    desk = desk_at()
    Holiday.objects.create(office=desk.report.office, day=FILED + A_DAY, name="Rapat kantor")
    Holiday.objects.create(office=None, day=FILED + 2 * A_DAY, name="Hari besar")

    rows = clocks.clock_rows(desk.report, today=FILED)

    assert rows[0].deadline.due == date(2026, 11, 27)
    assert [row.name for row in rows[0].days if row.name] == ["Hari besar"]
    assert ring(desk, days=4) == []


def test_a_pause_is_a_pause_of_the_plan_and_the_end_alone():
    desk = desk_at()
    desk.say(actions.acknowledge)
    desk.say(actions.pause_case, reason=PauseReason.WAITS_FOR_REPORTER)
    plan = clocks.deadlines_of(desk.report)[1]
    desk.later(days=2)
    desk.say(actions.resume_case)

    then = clocks.deadlines_of(desk.report)[1]

    assert (plan.kind, then.kind) == (ClockKind.PLAN, ClockKind.PLAN)
    assert then.due < plan.due
    assert [row.stands_still for row in clocks.clock_rows(desk.report, today=FILED)] == [False] * 3


def test_only_the_clock_rings_and_only_the_clock_tells():
    desk = desk_at()

    with pytest.raises(Refused):
        ring_clock(report_id=desk.report.pk, actor=CITIZEN, now=desk.now)
    with pytest.raises(Refused):
        tell_day(office_id=desk.report.office_id, day=FILED, actor=desk.actor(), now=desk.now)
    with pytest.raises(NotOver):
        tell_day(office_id=desk.report.office_id, day=FILED, actor=CLOCK, now=desk.now)


def test_holders_hear_once_a_day_that_there_is_news_and_never_of_what():
    desk = desk_at()
    other = desk_at(desk.report.office, desk.made.roster)
    ref = desk.actor().ref
    Staff.objects.create(username="a", ref=ref, full_name="A", email="a@example.invalid")

    ring(desk, days=4)
    ring(other, days=4)
    ring(desk, days=4)
    ring(desk, days=5)

    found = list(Notice.objects.order_by("pk"))
    assert len(found) == 2
    for notice in found:
        words = f"{notice.subject} {notice.body} {notice.once_key} {notice.purpose}".lower()
        assert desk.locator not in words
        assert not any(word in words for word in ("laporan", "lapor", "aduan", "report"))


def test_a_night_tells_everything_once_and_the_record_is_clean():
    desk = desk_at()
    other = make_report(desk.report.office, roster=desk.made.roster)
    desk.say(actions.acknowledge)

    nights(desk, 1)
    nights(desk, 1)

    [roster], [filed], [counted] = told(RosterDeclared), told(ReportsFiled), told(ReportsCounted)
    note = desk.made.roster.note.encode()
    assert (roster.serial, roster.hash) == (1, hashlib.sha256(note).hexdigest())
    both = {desk.report.commitment, other.report.commitment}
    assert filed.commitments == tuple(sorted(both))
    assert (filed.day, counted.day) == (FILED, FILED)
    assert (counted.received, counted.acknowledged, counted.open, counted.total) == (2, 1, 2, 2)
    assert Step.objects.filter(recorded_on=None).count() == 0
    check_record()


def test_only_the_reporter_can_make_the_commitments_of_her_lines_again():
    desk = desk_at()
    desk.say(actions.acknowledge)
    nights(desk, 1)
    [stepped] = told(ReportsStepped)

    lines = [
        LineOfCase(case=desk.locator, number=1, deed="FILED", day=FILED),
        LineOfCase(
            case=desk.locator,
            number=2,
            deed="ACKNOWLEDGED",
            day=FILED,
            hash=desk.report.files.get(name="pesan-1.age").hash,
        ),
    ]
    hers = {line_commitment(line, salt=desk.made.keys.salt) for line in lines}
    others = {line_commitment(line, salt=bytes(32)) for line in lines}

    assert {*stepped.commitments} == hers
    assert not others & hers
    assert not any("ACKNOWLEDGED" in repr(fact) for fact in facts())


def test_what_nobody_read_is_told_and_counted_by_the_clock():
    desk = desk_at()

    nights(desk, 6)

    [rang] = told(ReportsOverdue)
    assert (rang.day, rang.clock, rang.count) == (date(2026, 11, 27), ClockKind.ACKNOWLEDGE, 1)
    counts = {fact.day: fact.overdue for fact in told(ReportsCounted)}
    assert counts[date(2026, 11, 26)] == 0
    assert counts[date(2026, 11, 27)] == counts[date(2026, 11, 28)] == 1
    check_record()


def test_reading_late_is_told_as_late_though_no_hour_rang_in_between():
    desk = desk_at()
    desk.later(days=7)
    desk.say(actions.acknowledge)

    jobs.tell(desk.now + A_DAY)

    assert sum(fact.acknowledged_late for fact in told(ReportsCounted)) == 1
    assert sum(fact.count for fact in told(ReportsOverdue)) >= 1
    check_record()


def test_a_machine_that_was_off_tells_each_day_that_it_missed():
    desk = desk_at()

    jobs.tell(desk.now + 5 * A_DAY)

    assert [fact.day for fact in told(ReportsCounted)] == [FILED + n * A_DAY for n in range(5)]
    check_record()


def test_a_report_that_a_superuser_deletes_shows_on_the_record_for_ever():
    desk = desk_at()
    other = make_report(desk.report.office, roster=desk.made.roster)
    nights(desk, 1)
    for table in (Step, CaseFile):
        table.objects.filter(report=other.report).delete()
    other.report.holds.all().delete()
    other.report.delete()

    nights(desk, 3)

    found = read_record().violations
    assert {one.rule for one in found} == {"complaints.counts"}
    said = " ".join(one.words for one in found)
    assert "1 reports are said to be open; 2 should be" in said
    assert "1 reports are said to have come ever; 2 should be" in said


def test_files_of_what_ended_long_ago_are_destroyed_and_it_is_counted_still():
    desk = desk_at()
    close(desk)
    nights(desk, 1)
    later = desk.now + timedelta(days=1825 + 3)
    last = NightCount.objects.order_by("-day").first()
    NightCount.objects.filter(pk=last.pk).update(day=(later - 3 * A_DAY).date())

    jobs.tell(later)

    assert not CaseFile.objects.filter(report=desk.report).exclude(body=None).exists()
    assert desk.report.files.count() > 5
    assert [fact.reports for fact in told(ReportFilesErased)] == [1]
    assert told(ReportsCounted)[-1].total == 1
    assert Report.objects.count() == 1


def close(desk: Desk) -> None:
    desk.say(actions.acknowledge)
    desk.say(actions.triage, case_class=CaseClass.PLAIN)
    desk.agreed(Deed.CLOSED)
    desk.say(actions.close_case)


def test_closing_is_counted_and_the_window_to_object_is_a_clock():
    desk = desk_at()
    close(desk)

    nights(desk, 1)

    [counted] = told(ReportsCounted)
    assert (counted.closed, counted.open, counted.total) == (1, 0, 1)
    assert clocks.deadlines_of(desk.report)[-1].kind is ClockKind.OBJECT
    assert jobs.ring(desk.now + 90 * A_DAY) == 0
    check_record()


def test_the_calendar_of_any_day_can_be_seen():
    office = makers.make_office()

    rows = clocks.explained(office, filed_on=FILED, case_class=CaseClass.INFORMATION)

    assert [row.kind for row in rows] == [ClockKind.ACKNOWLEDGE, ClockKind.PLAN, ClockKind.RESOLVE]
    assert [row.deadline.due for row in rows] == [
        date(2026, 11, 26),
        date(2026, 12, 3),
        date(2026, 11, 30),
    ]
    assert not any(row.is_late or row.is_overdue or row.is_ended for row in rows)
    assert all(row.is_duty for row in rows)
    assert NOW.date() == FILED
