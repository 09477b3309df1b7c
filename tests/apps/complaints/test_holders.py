"""Who holds a report: four eyes, never fewer than two, nobody whom the reporter left out."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from jernih.apps.complaints import actions, queries
from jernih.apps.complaints.models import Approval, Hold, StaffKey
from jernih.pure.casework import Deed, HoldEnd
from jernih.pure.roles import Refused, Role
from jernih.pure.states import IllegalMove, ReportState
from tests import case_makers as made
from tests import report_makers
from tests.apps.complaints.test_staff_keys import LOCKED
from tests.case_makers import HOLDERS, make_desk, walk
from tests.makers import make_office

pytestmark = pytest.mark.django_db

R = ReportState
TWO_SECTIONS = (
    (Role.HANDLER, "tikkim"),
    (Role.HANDLER, "tikkim"),
    (Role.HANDLER, "umum"),
    (Role.DECIDER, "pimpinan"),
    (Role.OVERSEER, "outside"),
    (Role.OVERSEER, "outside"),
)


@pytest.fixture
def desk():
    return make_desk()


def held_by(desk) -> set[str]:
    return set(Hold.objects.filter(report=desk.report, until=None).values_list("staff", flat=True))


def sees(desk, role: Role = Role.HANDLER, at: int = 0) -> bool:
    return queries.cases_of(desk.actor(role, at)).filter(locator=desk.locator).exists()


def next_roster(desk, *more: tuple[Role, str], drop: int = 0) -> report_makers.KeyedRoster:
    """The next serial: the same people without the first `drop`, and some more."""
    old = desk.made.roster
    stay = old.roster.people[drop:]
    people = (*((one.role, one.section) for one in stay), *more)
    refs = (*(one.ref for one in stay), *(f"s-new{n:03}" for n in range(len(more))))
    return report_makers.make_roster(
        old.office, people=people, refs=refs, serial=old.roster.serial + 1, keys=old.keys
    )


def test_who_found_or_visited_does_not_sanction(desk):
    walk(desk, R.CHECKING)
    desk.say(actions.record_visit, Role.OVERSEER, 1, day=date(2026, 11, 23))
    desk.say(actions.ask_reply)
    desk.say(actions.record_finding, Role.OVERSEER, 0, finding=made.Finding.PROVEN)

    for at in (0, 1):
        with pytest.raises(actions.SameEyes):
            made.sanction(desk, Role.OVERSEER, at)
    with pytest.raises(Refused):
        made.sanction(desk, Role.HANDLER, 0)
    desk.hand_to_decider()
    made.sanction(desk, Role.DECIDER)

    assert desk.state is R.SANCTIONED


def test_a_decider_sees_a_report_only_while_it_was_handed_to_him_and_waits(desk):
    decider = desk.actor(Role.DECIDER)
    walk(desk, R.FOUND)
    assert not sees(desk, Role.DECIDER)

    desk.hand_to_decider()
    assert sees(desk, Role.DECIDER)
    key = desk.made.roster.keys[decider.ref]
    sealed = actions.fetch_file(**desk.by(Role.DECIDER, name="kunci-1.age"))
    assert key.open(sealed).count(b"AGE-SECRET-KEY-1") == 2

    made.sanction(desk, Role.DECIDER)
    assert not sees(desk, Role.DECIDER)
    assert desk.report.holds.get(staff=decider.ref).ended == HoldEnd.HANDED_OVER


def test_nothing_is_handed_to_a_decider_before_something_is_found(desk):
    with pytest.raises(actions.MayNotHold):
        desk.agreed(Deed.HANDED_OVER, to=desk.actor(Role.DECIDER).ref)


def test_nobody_agrees_to_what_she_asked_herself(desk):
    walk(desk, R.TRIAGED)
    asked = actions.ask_approval(**desk.by(deed=Deed.CLOSED))

    with pytest.raises(actions.SameEyes):
        actions.answer_approval(**desk.by(number=asked.number, is_agreed=True))
    with pytest.raises(actions.ApprovalMissing):
        desk.say(actions.close_case)
    with pytest.raises(actions.AskedAlready):
        actions.ask_approval(**desk.by(at=1, deed=Deed.CLOSED))

    assert desk.state is R.TRIAGED


def test_a_report_is_closed_without_a_check_when_two_agree_and_once(desk):
    walk(desk, R.TRIAGED)
    desk.agreed(Deed.CLOSED)

    with pytest.raises(actions.ApprovalMissing):
        desk.say(actions.close_case, at=1)
    desk.say(actions.close_case)

    used = Approval.objects.get(report=desk.report)
    assert (used.number, used.is_agreed, used.used_on) == (1, True, date(2026, 11, 23))
    assert queries.case_detail(desk.actor(), desk.locator).outcome == "NO_CHECK"


def test_a_no_is_a_no_and_one_may_ask_again(desk):
    walk(desk, R.TRIAGED)
    first = actions.ask_approval(**desk.by(deed=Deed.CLOSED))

    actions.answer_approval(**desk.by(at=1, number=first.number, is_agreed=False))
    with pytest.raises(actions.ApprovalMissing):
        desk.say(actions.close_case)
    with pytest.raises(actions.ApprovalMissing):
        actions.answer_approval(**desk.by(at=1, number=first.number, is_agreed=True))
    desk.agreed(Deed.CLOSED)
    desk.say(actions.close_case)

    assert desk.state is R.CLOSED


def test_a_word_given_before_a_report_was_taken_up_again_no_longer_counts(desk):
    walk(desk, R.CLOSED)
    desk.agreed(Deed.PUBLISHED)
    desk.say(actions.reopen_case)
    desk.say(actions.triage, case_class=made.CaseClass.SUPERVISORY)
    desk.agreed(Deed.CLOSED)
    desk.say(actions.close_case)
    desk.later(days=21)

    with pytest.raises(actions.ApprovalMissing):
        actions.publish_outcome(**desk.by())


def test_only_what_wants_two_is_asked_and_only_in_its_state(desk):
    for deed, more in ((Deed.FOUND, {}), (Deed.HANDED_OVER, {}), (Deed.CLOSED, {"to": "s-aaaaaa"})):
        with pytest.raises(actions.BadFields):
            actions.ask_approval(**desk.by(deed=deed, **more))
    for deed in (Deed.CLOSED, Deed.PUBLISHED):
        with pytest.raises(IllegalMove):
            actions.ask_approval(**desk.by(deed=deed))


def test_who_is_recused_never_sees_it_again_and_two_remain(desk):
    actions.recuse(**desk.by())
    actions.recuse(**desk.by(at=1))

    with pytest.raises(actions.TooFewHolders):
        actions.recuse(**desk.by(Role.OVERSEER, 0))
    with pytest.raises(actions.NoSuchCase):
        actions.recuse(**desk.by())
    back = {"deed": Deed.HANDED_OVER, "to": desk.actor().ref}
    with pytest.raises(actions.MayNotHold):
        actions.ask_approval(**desk.by(Role.OVERSEER, 0, **back))

    assert not sees(desk)
    assert held_by(desk) == {desk.actor(Role.OVERSEER, at).ref for at in (0, 1)}
    assert queries.case_detail(desk.actor(Role.OVERSEER), desk.locator).needs_new_keys


def test_somebody_from_outside_always_remains(desk):
    actions.recuse(**desk.by(Role.OVERSEER, 0))

    with pytest.raises(actions.TooFewHolders):
        actions.recuse(**desk.by(Role.OVERSEER, 1))

    assert len(held_by(desk)) == 3


def test_a_newcomer_opens_everything_with_the_one_new_key_file(desk):
    desk.say(actions.acknowledge)
    roster = next_roster(desk, (Role.HANDLER, "umum"))
    desk.agreed(Deed.HANDED_OVER, to="s-new000")
    old = desk.made.roster
    desk.made = report_makers.MadeReport(**vars(desk.made) | {"roster": roster})
    files = desk.epoch((Role.HANDLER, 2), *HOLDERS)

    step = actions.hand_over(**desk.by(files=files))

    assert step.fields == {"to": "HANDLER", "epoch": 1}
    assert held_by(desk) >= {"s-new000"} | {one.ref for one in old.roster.of_role(Role.HANDLER)}
    lines = roster.keys["s-new000"].open(files["kunci-1.age"]).decode().split()
    cases = [report_makers.pyrage.x25519.Identity.from_str(line) for line in lines]
    laporan = report_makers.pyrage.decrypt(desk.made.file("laporan.age"), cases)
    assert report_makers.WORDS.encode() in laporan


def test_who_asks_to_leave_with_a_hand_over_holds_it_no_longer(desk):
    next_roster(desk, (Role.OVERSEER, "outside"))
    desk.agreed(Deed.HANDED_OVER, to="s-new000", is_leaving=True)

    actions.hand_over(**desk.by(Role.OVERSEER, 0, files=desk.epoch(*HOLDERS)))

    assert not sees(desk)
    assert desk.report.holds.get(staff=desk.actor().ref).ended == HoldEnd.HANDED_OVER
    assert "s-new000" in held_by(desk)
    # Who let go for another reason than a conflict may be asked back.
    desk.agreed(Deed.HANDED_OVER, asks=(Role.OVERSEER, 1), to=desk.actor().ref)
    people = [desk.made.roster.of(*one) for one in HOLDERS]
    back = report_makers.key_files(desk.made.roster, desk.made.keys, people, [desk.cases[0]] * 3)
    actions.hand_over(**desk.by(Role.OVERSEER, 1, files=back))
    assert desk.actor().ref in held_by(desk)


def test_whom_the_reporter_left_out_never_comes_to_hold_it():
    office = make_office()
    roster = report_makers.make_roster(office, people=TWO_SECTIONS)
    accused = roster.of(Role.HANDLER, 2)
    desk = make_desk(roster=roster, concerned=(accused.ref,))
    next_roster(desk, (Role.HANDLER, "umum"))

    for ref in (accused.ref, "s-new000", desk.actor().ref, "s-nobody"):
        with pytest.raises(actions.MayNotHold):
            actions.ask_approval(**desk.by(deed=Deed.HANDED_OVER, to=ref))

    assert not sees(desk, Role.HANDLER, 2)


def test_where_only_outside_holds_nobody_inside_comes_to(desk):
    outside = make_desk(roster=desk.made.roster, is_outside_only=True)
    next_roster(outside, (Role.HANDLER, "umum"))

    for ref in ("s-new000", outside.actor().ref, outside.actor(Role.DECIDER).ref):
        with pytest.raises(actions.MayNotHold):
            actions.ask_approval(**outside.by(Role.OVERSEER, deed=Deed.HANDED_OVER, to=ref))


def test_who_has_no_key_in_use_comes_to_hold_nothing(desk):
    next_roster(desk, (Role.HANDLER, "umum"))
    StaffKey.objects.filter(staff="s-new000").update(ended_at=made.NOW)

    with pytest.raises(actions.MayNotHold):
        actions.ask_approval(**desk.by(deed=Deed.HANDED_OVER, to="s-new000"))


def test_who_leaves_loses_key_and_holds_and_the_reports_get_new_keys(desk):
    other = make_desk(roster=desk.made.roster)
    leaver, overseer = desk.actor(), desk.actor(Role.OVERSEER)

    count = actions.end_holder(staff=leaver.ref, actor=overseer, now=desk.now)

    assert count == 2
    assert not StaffKey.objects.filter(staff=leaver.ref, ended_at=None).exists()
    assert not queries.inbox(leaver)
    for one in (desk, other):
        assert one.report.holds.get(staff=leaver.ref).ended == HoldEnd.LEFT
        assert queries.case_detail(overseer, one.locator).needs_new_keys
    with pytest.raises(actions.NoSuchCase):
        actions.fetch_file(**desk.by(name="kunci-0.age"))
    with pytest.raises(actions.NoKey):
        actions.end_holder(staff=leaver.ref, actor=overseer, now=desk.now)


def test_new_keys_shut_out_who_left_and_let_the_others_read_all(desk):
    actions.end_holder(staff=desk.actor().ref, actor=desk.actor(Role.OVERSEER), now=desk.now)
    desk.agreed(Deed.KEYS_RENEWED, asks=(Role.HANDLER, 1))
    files = desk.epoch(*HOLDERS[1:])

    step = actions.renew_keys(**desk.by(at=1, files=files))
    desk.say(actions.acknowledge, at=1)

    assert step.fields == {"epoch": 1}
    assert not queries.case_detail(desk.actor(at=1), desk.locator).needs_new_keys
    keys, sealed = desk.made.roster.keys, desk.made.file("kunci-1.age")
    with pytest.raises(report_makers.pyrage.DecryptError):
        keys[desk.actor().ref].open(sealed)
    assert keys[desk.actor(at=1).ref].open(sealed).count(b"\n") == 2


def test_who_replaces_her_key_is_told_of_the_cases_that_are_sealed_to_the_old_one(desk):
    owner, fresh = desk.actor(), report_makers.Keys()
    key = actions.LockedKey(recipient=fresh.recipient, signs=fresh.signs, locked=LOCKED)
    before = queries.key_of(owner).to_renew

    actions.replace_key(key=key, actor=owner, now=desk.now - timedelta(days=1))
    after = queries.key_of(owner).to_renew
    desk.agreed(Deed.KEYS_RENEWED, asks=(Role.HANDLER, 1))
    actions.renew_keys(**desk.by(at=1, files=desk.epoch(*HOLDERS)))

    assert (before, after, queries.key_of(owner).to_renew) == (0, 1, 0)


def test_an_epoch_has_exactly_its_five_files_with_sixteen_places(desk):
    desk.agreed(Deed.KEYS_RENEWED)
    good = desk.epoch(*HOLDERS)
    key = report_makers.Keys().identity.to_public()
    line = b"AGE-SECRET-KEY-1" + b"Q" * 58 + b"\n"
    broken = [
        good | {"kunci-1.age": report_makers.seal(line * 2, *[key] * 15)},
        good | {"kunci-1.age": report_makers.seal(line, *[key] * 16)},
        good | {"titipan-1.age": report_makers.seal(line * 2, key, key)},
        good | {"bagian-1-3.age": report_makers.seal(b"x" * 32, key)},
        good | {"kunci-2.age": good["kunci-1.age"]},
        {name: body for name, body in good.items() if name != "bagian-1-3.age"},
        good | {"titipan-1.age": b"age-encryption.org/v1\n"},
    ]

    for files in broken:
        with pytest.raises(actions.BadFile):
            actions.renew_keys(**desk.by(files=files))
    assert desk.report.epoch == 0
    actions.renew_keys(**desk.by(files=good))
    with pytest.raises(actions.ApprovalMissing):
        actions.renew_keys(**desk.by(files=good))


def test_nobody_leaves_whose_report_too_few_would_hold(desk):
    for at in (0, 1):
        actions.recuse(**desk.by(at=at))
    overseer = desk.actor(Role.OVERSEER, 0)

    with pytest.raises(actions.TooFewHolders):
        actions.end_holder(staff=overseer.ref, actor=overseer, now=desk.now)

    assert StaffKey.objects.filter(staff=overseer.ref, ended_at=None).exists()


def test_only_the_overseer_or_oneself_ends_a_key(desk):
    with pytest.raises(Refused):
        actions.end_holder(staff=desk.actor().ref, actor=desk.actor(at=1), now=desk.now)

    assert actions.end_holder(staff=desk.actor().ref, actor=desk.actor(), now=desk.now) == 1


def test_the_database_holds_to_it_too(desk):
    holder = desk.actor().ref
    bad = [
        lambda: Hold.objects.create(report=desk.report, staff=holder, since=date(2026, 11, 23)),
        lambda: desk.report.holds.filter(staff=holder).update(until=date(2026, 11, 24)),
        lambda: Approval.objects.create(
            report=desk.report, number=1, deed=Deed.CLOSED, asked_by=holder, asked_on=made.LETTER,
            answered_by=holder, answered_on=made.LETTER, is_agreed=True,
        ),
        lambda: Approval.objects.create(
            report=desk.report, number=1, deed=Deed.CLOSED, asked_by=holder, asked_on=made.LETTER,
            used_on=made.LETTER,
        ),
    ]  # fmt: skip

    for write in bad:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_an_inspector_is_shown_that_a_key_opened_nothing_and_nothing_was_fetched(desk):
    accused, holder = "s-accusd", desk.actor()
    actions.fetch_file(**desk.by(name="kunci-0.age"))
    span = {"first": date(2026, 11, 1), "last": date(2026, 11, 30)}

    clean = queries.evidence_of(holder, desk.locator, staff=accused, **span)
    held = queries.evidence_of(holder, desk.locator, staff=holder.ref, **span)
    before = queries.evidence_of(
        holder, desk.locator, staff=holder.ref, first=date(2026, 10, 1), last=date(2026, 11, 22)
    )

    assert clean.had_no_access
    assert before.had_no_access
    assert [row.name for row in held.fetched] == ["kunci-0.age"]
    assert not held.had_no_access
    with pytest.raises(queries.NoSuchCase):
        queries.evidence_of(desk.actor(Role.DECIDER), desk.locator, staff=accused, **span)
