"""An inspection has somebody who stands for it, four eyes, and an end that is written down."""

from datetime import timedelta

import pytest

from jernih.apps.ledger.models import Entry
from jernih.apps.oversight import actions, jobs, queries
from jernih.apps.oversight.models import Alarm, AlarmNote, NightCount
from jernih.pure.audit import check
from jernih.pure.audit_oversight import oversight_checks
from jernih.pure.events import parse_event
from jernih.pure.events_oversight import InspectionsCounted
from jernih.pure.reasons import AlarmKind, InspectionOutcome
from jernih.pure.roles import CLOCK, Refused, Role
from jernih.pure.states import IllegalMove, InspectionState
from tests import oversight_makers as makers
from tests.oversight_makers import EVENING, WORDS

pytestmark = pytest.mark.django_db
NIGHT = EVENING + timedelta(hours=3, minutes=25)
I = InspectionState  # noqa: E741


@pytest.fixture
def hall():
    return makers.strange_hall()


def end(hall, alarm, **what):
    fields = {
        "ref": alarm.ref,
        "outcome": InspectionOutcome.HARD_CASES,
        "words": WORDS,
        "actor": makers.supervisor(hall),
        "now": EVENING,
    }
    return actions.close_alarm(**fields | what)


def deeds(alarm):
    return list(alarm.notes.order_by("pk").values_list("deed", "by"))


def test_from_alarm_to_outcome(hall):
    alarm = makers.make_alarm(hall, at=I.CHECKING)
    actions.note_alarm(ref=alarm.ref, words=" Loket ini dekat pintu. ", actor=makers.auditor(hall),
                       now=EVENING)  # fmt: skip

    closed = end(hall, alarm)

    assert (closed.state, closed.outcome) == (I.CLOSED, "HARD_CASES")
    assert deeds(alarm) == [
        ("RAISED", ""), ("TAKEN", "s-superv"), ("NOTED", "s-audito"), ("CLOSED", "s-superv"),
    ]  # fmt: skip
    assert alarm.notes.get(deed="NOTED").words == "Loket ini dekat pintu."


def test_nobody_ends_what_nobody_took(hall):
    alarm = makers.make_alarm(hall)

    with pytest.raises(IllegalMove):
        end(hall, alarm)
    alarm.refresh_from_db()
    assert alarm.state == I.RAISED


def test_whoever_it_is_about_does_not_judge_it(hall):
    alarm = makers.make_alarm(hall, at=I.CHECKING)
    herself = hall.staff("strang")
    roles = frozenset({Role.SUPERVISOR, Role.AUDITOR, Role.COUNTER})
    both = type(herself)(roles=roles, ref=herself.ref, office=herself.office)
    before = AlarmNote.objects.count()

    for deed in DEEDS.values():
        with pytest.raises(actions.OwnAlarm):
            deed(alarm, both)

    assert AlarmNote.objects.count() == before


DEEDS = {
    "take": lambda alarm, who: actions.take_alarm(ref=alarm.ref, actor=who, now=EVENING),
    "note": lambda alarm, who: actions.note_alarm(
        ref=alarm.ref, words=WORDS, actor=who, now=EVENING
    ),
    "close": lambda alarm, who: actions.close_alarm(
        ref=alarm.ref, outcome=InspectionOutcome.CHANCE, words=WORDS, actor=who, now=EVENING
    ),
    "reopen": lambda alarm, who: actions.reopen_alarm(
        ref=alarm.ref, words=WORDS, actor=who, now=EVENING
    ),
}


def test_whoever_vouched_for_it_does_not_judge_it_either(hall):
    alarm = makers.make_alarm(hall)
    Alarm.objects.filter(pk=alarm.pk).update(involved=["s-superv"])

    with pytest.raises(actions.OwnAlarm):
        DEEDS["take"](alarm, makers.supervisor(hall))
    DEEDS["take"](alarm, makers.auditor(hall))


def test_without_words_nothing_ends(hall):
    alarm = makers.make_alarm(hall, at=I.CHECKING)

    for words in ("", "   "):
        with pytest.raises(actions.WordsMissing):
            end(hall, alarm, words=words)
    with pytest.raises(actions.WordsMissing):
        actions.note_alarm(ref=alarm.ref, words=" ", actor=makers.auditor(hall), now=EVENING)
    alarm.refresh_from_db()
    assert alarm.state == I.CHECKING


def test_pressing_twice_writes_once(hall):
    alarm = makers.make_alarm(hall, at=I.CHECKING)
    DEEDS["take"](alarm, makers.supervisor(hall))
    end(hall, alarm)
    end(hall, alarm)

    assert [deed for deed, _ in deeds(alarm)] == ["RAISED", "TAKEN", "CLOSED"]


def test_another_takes_it_over(hall):
    alarm = makers.make_alarm(hall, at=I.CHECKING)

    taken = DEEDS["take"](alarm, makers.auditor(hall))

    assert taken.taken_by == "s-audito"


def test_only_an_auditor_takes_up_again_what_ended_and_it_gets_a_new_day(hall):
    alarm = makers.make_alarm(hall, at=I.CLOSED)
    with pytest.raises(IllegalMove):
        DEEDS["take"](alarm, makers.supervisor(hall))
    with pytest.raises(Refused):
        DEEDS["reopen"](alarm, makers.supervisor(hall))

    again = actions.reopen_alarm(
        ref=alarm.ref, words=WORDS, actor=makers.auditor(hall), now=EVENING + timedelta(days=20)
    )

    assert (again.state, again.outcome, again.closed_at) == (I.CHECKING, "", None)
    assert again.due_on > alarm.due_on
    with pytest.raises(IllegalMove):
        DEEDS["reopen"](alarm, makers.auditor(hall))


def test_others_look_into_nothing(hall):
    alarm = makers.make_alarm(hall, at=I.CHECKING)

    for role in (Role.COUNTER, Role.HEAD, Role.HELPER, Role.OVERSEER):
        who = hall.staff(f"oth{role.value[:3].lower()}", role)
        for deed in DEEDS.values():
            with pytest.raises(Refused):
                deed(alarm, who)


def test_another_office_s_auditor_looks_into_nothing_here(hall):
    alarm = makers.make_alarm(hall, at=I.CHECKING)
    other = type(CLOCK)(roles=frozenset({Role.AUDITOR}), ref="s-other1", office="elsewhere")

    with pytest.raises(Refused):
        DEEDS["close"](alarm, other)


# ---- the night's count


def facts():
    rows = Entry.objects.filter(kind=InspectionsCounted.kind).order_by("pk")
    return [parse_event(bytes(row.body)) for row in rows]


def test_the_night_tells_counts_and_no_person(hall):
    alarm = makers.make_alarm(hall, at=I.CLOSED)

    jobs.count(NIGHT)

    [fact] = facts()
    assert fact.judged == (alarm.day,)
    assert {row.kind: row.count for row in fact.raised} == {
        AlarmKind.SKIPS: 1, AlarmKind.SKIP_REASON: 1,
    }  # fmt: skip
    assert [(row.outcome, row.count) for row in fact.closed] == [(InspectionOutcome.HARD_CASES, 1)]
    assert (fact.open, fact.overdue, fact.reopened) == (1, 0, 0)
    assert fact.day.isoformat() == "2026-11-26"
    body = bytes(Entry.objects.get(kind=fact.kind).body)
    for word in (alarm.subject, "s-superv", alarm.ref, "Bertanya"):
        assert word.encode() not in body


def test_the_night_counts_once_and_what_came_later_the_night_after(hall):
    alarm = makers.make_alarm(hall, at=I.CHECKING)
    assert (jobs.count(NIGHT), jobs.count(NIGHT + timedelta(hours=1))) == (1, 0)
    end(hall, alarm)

    jobs.count(NIGHT + timedelta(days=1))

    first, second = facts()
    assert (first.open, second.open) == (2, 1)
    assert sum(row.count for row in second.closed) == 1
    assert second.judged == second.raised == ()


def test_an_inspection_past_its_day_shows_until_it_ends(hall):
    alarm = makers.make_alarm(hall, at=I.CHECKING)
    jobs.count(NIGHT)
    late = NIGHT + timedelta(days=8)

    jobs.count(late)
    jobs.count(late + timedelta(days=1))

    assert [fact.overdue for fact in facts()] == [0, 2, 2]
    assert [deed for deed, _ in deeds(alarm)].count("OVERDUE") == 1
    row = queries.alarm(hall.office, alarm.ref, today=late.date(), actor=makers.auditor(hall))
    assert row.is_overdue
    assert queries.overview(hall.office, today=late.date()).overdue == 2
    end(hall, alarm)
    row = queries.alarm(hall.office, alarm.ref, today=late.date(), actor=makers.auditor(hall))
    assert not row.is_overdue


def test_an_office_of_which_nothing_was_judged_counts_nothing(hall):
    assert jobs.count(NIGHT) == 0
    assert not NightCount.objects.exists()


def test_only_the_clock_counts(hall):
    with pytest.raises(Refused):
        actions.count_inspections(office_id=hall.office.pk, actor=makers.auditor(hall), now=NIGHT)


def test_a_stranger_finds_the_counts_of_many_nights_true(hall):
    alarm = makers.make_alarm(hall, at=I.CLOSED)
    jobs.count(NIGHT)
    DEEDS["reopen"](alarm, makers.auditor(hall))
    jobs.count(NIGHT + timedelta(days=1))
    actions.close_alarm(
        ref=alarm.ref,
        outcome=InspectionOutcome.INSTRUCTED,
        words=WORDS,
        actor=makers.auditor(hall),
        now=NIGHT + timedelta(days=1),
    )
    jobs.count(NIGHT + timedelta(days=2))

    assert rules_of_counts() == ()
    assert [fact.open for fact in facts()] == [1, 2, 1]


def rules_of_counts():
    bodies = [bytes(row.body) for row in Entry.objects.order_by("pk")]
    return check(bodies, checks=oversight_checks()).violations


def test_a_row_deleted_by_a_superuser_shows_in_the_next_count(hall):
    alarm = makers.make_alarm(hall)
    jobs.count(NIGHT)
    AlarmNote.objects.filter(alarm=alarm).delete()
    alarm.delete()

    jobs.count(NIGHT + timedelta(days=1))

    [found] = rules_of_counts()
    assert "1 inspections are said to be open; 2 should be" in found.words
