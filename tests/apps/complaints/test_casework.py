"""What holders do with a report: a deed moves it on, writes one line, keeps what was said."""

from datetime import date

import pytest

from jernih.apps.complaints import actions, queries
from jernih.apps.complaints.models import CaseFile, Step
from jernih.pure.casework import Authority, CaseClass, Deed, Finding, Outcome, PauseReason
from jernih.pure.roles import Actor, Refused, Role
from jernih.pure.states import IllegalMove, ReportState
from tests import case_makers as made
from tests import report_makers
from tests.case_makers import HEAVY, make_desk, walk

pytestmark = pytest.mark.django_db

R = ReportState


@pytest.fixture
def desk():
    return make_desk()


def lines(desk) -> list[str]:
    return list(desk.report.steps.order_by("number").values_list("deed", flat=True))


def test_the_ordinary_way_leads_from_filing_to_publication(desk):
    walk(desk, R.PUBLISHED)

    assert lines(desk) == [
        "FILED", "ACKNOWLEDGED", "TRIAGED", "PLANNED", "VISITED", "REPLY_ASKED", "FOUND",
        "SANCTIONED", "CLOSED", "PUBLISHED",
    ]  # fmt: skip
    assert desk.report.stepped == 10
    assert Step.objects.get(report=desk.report, deed=Deed.PUBLISHED).fields == {"outcome": "HEAVY"}


def test_each_line_names_its_deed_day_role_and_message_and_nothing_free(desk):
    step = desk.say(actions.acknowledge)

    assert (step.deed, step.on, step.role) == (Deed.ACKNOWLEDGED, date(2026, 11, 23), Role.HANDLER)
    assert (step.number, step.message, step.fields) == (2, 1, {})
    assert CaseFile.objects.filter(report=desk.report, name="pesan-1.age").exists()


def test_the_reporter_opens_what_was_written_to_her(desk):
    desk.say(actions.acknowledge)

    assert b"Terima kasih." in desk.made.opened("pesan-1.age")


def test_files_go_with_a_message(desk):
    sealed = desk.seal(attached=(b"satu", b"dua"))

    actions.send_message(**desk.by(sealed=sealed))

    kept = desk.report.files.filter(name__startswith="lampiran-1-").values_list("name", flat=True)
    assert sorted(kept) == ["lampiran-1-1.age", "lampiran-1-2.age"]


def test_who_comes_second_is_told_the_next_number_and_can_seal_again(desk):
    late = desk.seal()
    desk.say(actions.acknowledge)

    with pytest.raises(actions.NumberTaken) as refusal:
        actions.send_message(**desk.by(at=1, sealed=late))
    desk.say(actions.send_message, at=1)

    assert refusal.value.expected == 2
    assert lines(desk) == ["FILED", "ACKNOWLEDGED", "MESSAGE"]


def broken_sendings(desk) -> dict[str, dict[str, bytes]]:
    good = desk.seal(attached=(b"satu",)).files
    to, other = desk.cases[0].to_public(), report_makers.Keys().identity.to_public()
    body = good["pesan-1.age"]
    return {
        "text": good | {"pesan-1.age": b"laporan saya"},
        "two": good | {"pesan-1.age": report_makers.seal(b" " * 4096, to, other)},
        "unpadded": good | {"pesan-1.age": report_makers.seal(b"{}", to)},
        "name": good | {"kunci-0.age": body},
        "gap": good | {"lampiran-1-3.age": body},
        "many": good | {f"lampiran-1-{n}.age": body for n in range(1, 12)},
        "missing": {"lampiran-1-1.age": body},
    }


def test_what_is_not_sealed_as_agreed_is_refused_and_leaves_no_trace(desk):
    for files in broken_sendings(desk).values():
        with pytest.raises(actions.BadFile):
            actions.acknowledge(**desk.by(sealed=actions.Sealed(number=1, files=files)))

    assert desk.state is R.FILED
    assert lines(desk) == ["FILED"]
    assert not desk.report.files.filter(name__startswith="pesan-").exists()


def test_no_deed_is_done_out_of_its_turn(desk):
    early = [
        lambda: desk.say(actions.triage, case_class=CaseClass.SUPERVISORY),
        lambda: desk.say(actions.plan_check, day=date(2026, 11, 24), checkers=1),
        lambda: desk.say(actions.record_visit, day=date(2026, 11, 23)),
        lambda: desk.say(actions.ask_reply),
        lambda: desk.say(actions.record_finding, finding=Finding.PROVEN),
        lambda: made.sanction(desk),
        lambda: desk.say(actions.refer_case, authority=Authority.KPK),
        lambda: desk.say(actions.close_case),
        lambda: desk.say(actions.reopen_case),
        lambda: actions.publish_outcome(**desk.by()),
    ]

    for deed in early:
        with pytest.raises(IllegalMove):
            deed()

    assert lines(desk) == ["FILED"]


def test_a_check_can_be_planned_anew_but_not_in_the_past_nor_by_nobody(desk):
    walk(desk, R.CHECKING)

    desk.say(actions.plan_check, day=date(2026, 11, 25), checkers=3)
    for bad in (
        {"day": date(2026, 11, 22), "checkers": 2},
        {"day": date(2026, 11, 25), "checkers": 0},
    ):
        with pytest.raises(actions.BadFields):
            desk.say(actions.plan_check, **bad)

    assert lines(desk)[-2:] == ["PLANNED", "PLANNED"]


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2026, 11, 24)])
def test_a_visit_was_between_the_filing_and_today(desk, day):
    walk(desk, R.CHECKING)

    with pytest.raises(actions.BadFields):
        desk.say(actions.record_visit, day=day)


def test_a_finding_wants_a_visit_and_one_against_somebody_her_answer(desk):
    walk(desk, R.CHECKING)

    for finding in (Finding.NOT_PROVEN, Finding.PROVEN):
        with pytest.raises(actions.CheckFirst):
            desk.say(actions.record_finding, finding=finding)
    desk.say(actions.record_visit, day=date(2026, 11, 23))
    with pytest.raises(actions.CheckFirst):
        desk.say(actions.record_finding, finding=Finding.PROVEN)
    desk.say(actions.record_finding, finding=Finding.NOT_PROVEN)

    assert desk.state is R.FOUND


def test_what_is_proven_is_not_closed_without_a_sanction_and_what_is_not_has_none(desk):
    walk(desk, R.FOUND)
    other = walk(make_desk(), R.FOUND, finding=Finding.NOT_PROVEN)

    with pytest.raises(actions.SanctionFirst):
        desk.say(actions.close_case)
    with pytest.raises(actions.SanctionFirst):
        made.sanction(other)
    other.say(actions.close_case)

    assert other.state is R.CLOSED


def test_what_lies_outside_is_handed_on_and_then_closed(desk):
    walk(desk, R.FOUND, finding=Finding.OUTSIDE)

    with pytest.raises(actions.SanctionFirst):
        desk.say(actions.close_case)
    step = desk.say(actions.refer_case, authority=Authority.OMBUDSMAN)
    desk.say(actions.close_case)

    assert step.fields == {"authority": "OMBUDSMAN"}
    assert queries.case_detail(desk.actor(), desk.locator).outcome is Outcome.REFERRED


@pytest.mark.parametrize(
    ("code", "letter_on"),
    [("PNS_HEAVY_BEHEADED", made.LETTER), (HEAVY, date(2026, 11, 24)), (HEAVY, date(2026, 11, 22))],
)
def test_a_sanction_stands_in_the_catalogue_and_its_letter_has_a_day_that_can_be(
    desk, code, letter_on
):
    walk(desk, R.FOUND)
    decision = actions.Decision(code=code, letter_on=letter_on)

    with pytest.raises(actions.BadFields):
        desk.say(actions.give_sanction, Role.OVERSEER, decision=decision)


def test_a_report_taken_up_again_gets_no_class_with_more_days(desk):
    walk(desk, R.ACKNOWLEDGED)
    desk.say(actions.triage, case_class=CaseClass.PLAIN)
    desk.agreed(Deed.CLOSED)
    desk.say(actions.close_case)
    desk.say(actions.reopen_case)

    with pytest.raises(actions.BadFields):
        desk.say(actions.triage, case_class=CaseClass.SUPERVISORY)
    desk.say(actions.triage, case_class=CaseClass.INFORMATION)

    assert desk.report.case_class == CaseClass.INFORMATION


def test_a_clock_stands_still_once_and_goes_on_once(desk):
    reason = PauseReason.WAITS_FOR_REPORTER

    with pytest.raises(actions.NotWaiting):
        desk.say(actions.resume_case)
    step = desk.say(actions.pause_case, reason=reason)
    with pytest.raises(actions.NotWaiting):
        desk.say(actions.pause_case, reason=reason)
    desk.later(days=2)
    desk.say(actions.resume_case)

    pause = desk.report.pauses.get()
    assert step.fields == {"reason": "WAITS_FOR_REPORTER"}
    assert (pause.since, pause.until) == (date(2026, 11, 23), date(2026, 11, 25))


def test_a_report_that_ended_has_no_clock_to_stop(desk):
    walk(desk, R.CLOSED)

    with pytest.raises(IllegalMove):
        desk.say(actions.pause_case, reason=PauseReason.FORCE_MAJEURE)


def test_a_private_note_is_for_holders_and_no_line_of_the_log(desk):
    holders = [
        report_makers.recipient(desk.made.roster.of(role, at).recipient)
        for role, at in made.HOLDERS
    ]
    body = report_makers.seal(b"catatan".ljust(4096), *holders)

    note = actions.keep_note(**desk.by(number=1, body=body))
    with pytest.raises(actions.NumberTaken):
        actions.keep_note(**desk.by(at=1, number=1, body=body))
    with pytest.raises(actions.BadFile):
        actions.keep_note(**desk.by(number=2, body=b"catatan"))

    assert note.name == "catatan-1.age"
    assert lines(desk) == ["FILED"]
    key = desk.made.roster.keys[desk.actor(at=1).ref]
    assert key.open(body).startswith(b"catatan")


def test_a_report_withdrawn_goes_on(desk):
    actions.withdraw_report(**desk.as_reporter(sealed=None))
    again = actions.withdraw_report(**desk.as_reporter(sealed=None))

    assert again is None
    assert desk.report.is_withdrawn
    assert lines(desk) == ["FILED", "WITHDRAWN"]
    walk(desk, R.PUBLISHED)


def test_only_who_has_the_code_withdraws_or_objects(desk):
    wrong = {"auth": bytes(32)}
    unknown = {"locator": "0" * 32}
    kiosk = {"actor": Actor(roles=frozenset({Role.KIOSK}))}

    for other in (wrong, unknown):
        with pytest.raises(actions.NoSuchCase):
            actions.withdraw_report(**desk.as_reporter(sealed=None) | other)
        with pytest.raises(actions.NoSuchCase):
            actions.object_to_outcome(**desk.as_reporter(sealed=desk.seal(role=None)) | other)
    with pytest.raises(Refused):
        actions.withdraw_report(**desk.as_reporter(sealed=None) | kiosk)

    assert lines(desk) == ["FILED"]


def test_an_objection_in_time_holds_publication_back_until_it_is_taken_up(desk):
    walk(desk, R.CLOSED)
    actions.object_to_outcome(**desk.as_reporter(sealed=desk.seal(role=None)))
    desk.later(days=30)
    desk.agreed(Deed.PUBLISHED)

    with pytest.raises(actions.TooEarly) as refusal:
        actions.publish_outcome(**desk.by())
    desk.say(actions.reopen_case)

    assert refusal.value.until is None
    assert desk.state is R.REOPENED


def test_one_objects_once_and_in_time(desk):
    with pytest.raises(IllegalMove):
        actions.object_to_outcome(**desk.as_reporter(sealed=desk.seal(role=None)))
    walk(desk, R.CLOSED)
    late = make_desk(roster=desk.made.roster)
    walk(late, R.CLOSED)
    late.later(days=15)

    # Ten working days of the law: Friday 4 December is the ninth, Monday 7 the tenth.
    assert queries.case_detail(desk.actor(), desk.locator).object_until == date(2026, 12, 7)
    with pytest.raises(actions.WindowClosed):
        actions.object_to_outcome(**late.as_reporter(sealed=late.seal(role=None)))
    actions.object_to_outcome(**desk.as_reporter(sealed=desk.seal(role=None)))
    with pytest.raises(actions.WindowClosed):
        actions.object_to_outcome(**desk.as_reporter(sealed=desk.seal(role=None)))


def test_nothing_is_published_while_the_reporter_may_still_object(desk):
    walk(desk, R.CLOSED)
    desk.agreed(Deed.PUBLISHED)

    with pytest.raises(actions.TooEarly) as refusal:
        actions.publish_outcome(**desk.by())

    assert refusal.value.until == date(2026, 12, 7)


def test_a_published_report_can_be_taken_up_again_and_its_old_outcome_is_gone(desk):
    walk(desk, R.PUBLISHED)

    desk.say(actions.reopen_case)

    detail = queries.case_detail(desk.actor(), desk.locator)
    assert (detail.row.state, detail.outcome, detail.finding) == (R.REOPENED, None, None)
    assert Deed.TRIAGED in detail.may


def test_other_roles_do_nothing_to_a_report_they_hold(desk):
    holder, sealed = desk.actor(), desk.seal()

    for role in set(Role) - {Role.HANDLER, Role.OVERSEER}:
        actor = Actor(roles=frozenset({role}), ref=holder.ref, office=holder.office)
        with pytest.raises((Refused, actions.NoSuchCase)):
            actions.acknowledge(**desk.by(sealed=sealed) | {"actor": actor})

    assert desk.state is R.FILED
