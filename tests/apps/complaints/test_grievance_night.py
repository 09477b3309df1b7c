"""Complaints about service on the record, and those that become sealed reports."""

from datetime import date, timedelta

import pytest

from jernih.apps.complaints import jobs
from jernih.apps.complaints.actions import file as filing
from jernih.apps.complaints.actions import grievance as citizen
from jernih.apps.complaints.actions import grievance_work as work
from jernih.apps.complaints.actions.follow import Spared
from jernih.apps.complaints.actions.grievance_night import tell_grievances
from jernih.apps.complaints.actions.grievance_seal import seal_grievance
from jernih.apps.complaints.actions.tell import NotOver
from jernih.apps.complaints.management.demo import plain
from jernih.apps.complaints.management.demo.desk import Insider, Team
from jernih.apps.complaints.models import Grievance, GrievanceLine, GrievanceNight, Report
from jernih.apps.complaints.queries import clocks, grievance_pages, grievances, opened
from jernih.apps.ledger.models import Entry
from jernih.apps.notices.models import Notice
from jernih.pure.casework import CaseClass, ClockKind, Deed, Made
from jernih.pure.events import parse_event
from jernih.pure.events_complaints import (
    GrievancesCounted,
    GrievancesOverdue,
    GrievancesReclassified,
)
from jernih.pure.grievance import Subject
from jernih.pure.roles import CITIZEN, CLOCK, Refused, Role
from jernih.pure.seal.holders import TooFewHolders
from jernih.pure.states import GrievanceState, IllegalMove
from tests import pictures
from tests.grievance_makers import CONTACT, SAID, make_grievance
from tests.makers import NOW, make_office
from tests.record import check_record
from tests.report_makers import PEOPLE, make_roster
from tests.staff_makers import make_staff

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
TODAY = date(2026, 11, 23)


def told(kind) -> list:
    bodies = Entry.objects.order_by("pk").values_list("body", flat=True)
    facts = [parse_event(bytes(body)) for body in bodies]
    return [fact for fact in facts if isinstance(fact, kind)]


def nights(first: int, last: int) -> None:
    for n in range(first, last + 1):
        jobs.tell(NOW + n * A_DAY)


def handlers(office, count=2):
    return [make_staff(Role.HANDLER, office=office.slug).as_actor() for _ in range(count)]


def roster_of(office, people):
    """A roster in force in which these handlers stand first."""
    others = [f"s-zz000{n}" for n in range(len(PEOPLE) - len(people))]
    return make_roster(office, refs=(*(one.ref for one in people), *others))


def sealed(made, actor, *, now=NOW, **spared):
    return seal_grievance(locator=made.locator, spared=Spared(**spared), actor=actor, now=now)


def test_nights_count_what_came_was_answered_rang_and_changed_and_the_record_is_clean():
    office = make_office()
    first, _second = handlers(office)
    made, other, question = (
        make_grievance(office),
        make_grievance(office, words={"words": "kenari lain"}),
        make_grievance(office, subject=Subject.QUESTION),
    )
    nights(1, 1)
    for one in (made, question):
        work.assign_grievance(locator=one.locator, to=first.ref, actor=first, now=NOW + A_DAY)
    after = {"actor": first, "now": NOW + A_DAY}
    work.reclassify_grievance(locator=question.locator, after=CaseClass.PLAIN, **after)
    work.answer_grievance(locator=made.locator, words="Baik kenari.", **after)
    nights(2, 2)
    citizen.reopen_grievance(
        keys=made.keys, words="Belum kenari.", actor=CITIZEN, now=NOW + 2 * A_DAY
    )
    nights(3, 4)

    counts = told(GrievancesCounted)

    assert [one.day for one in counts] == [TODAY + n * A_DAY for n in range(4)]
    assert (counts[0].received, counts[0].open, counts[0].total) == (3, 3, 3)
    assert (counts[1].assigned, counts[1].answered, counts[1].open) == (2, 1, 2)
    assert (counts[2].reopened, counts[2].open, counts[2].overdue) == (1, 3, 0)
    [changed] = told(GrievancesReclassified)
    assert (changed.before, changed.after) == (CaseClass.INFORMATION, CaseClass.PLAIN)
    assert (changed.days_before, changed.days_after) == (5, 5)
    nights(5, 5)
    assert [(one.clock, one.count) for one in told(GrievancesOverdue)] == [
        (ClockKind.ACKNOWLEDGE, 1)
    ]
    assert other.now().lines.last().fields["clock"] == "ACKNOWLEDGE"
    assert GrievanceNight.objects.latest("day").overdue == 1
    assert not any(b"kenari" in bytes(entry.body) for entry in Entry.objects.all())
    check_record()


def test_a_night_is_told_once_by_the_clock_and_not_before_it_is_over():
    office = make_office()
    handlers(office)
    make_grievance(office)
    say = {"office_id": office.pk, "day": TODAY}

    with pytest.raises(NotOver):
        tell_grievances(actor=CLOCK, now=NOW, **say)
    with pytest.raises(Refused):
        tell_grievances(actor=CITIZEN, now=NOW + A_DAY, **say)
    assert tell_grievances(actor=CLOCK, now=NOW + A_DAY, **say) is not None
    assert tell_grievances(actor=CLOCK, now=NOW + A_DAY, **say) is None
    assert jobs.ring(NOW + 7 * A_DAY) == 1


def test_a_complaint_that_a_superuser_deletes_shows_on_the_record():
    office = make_office()
    handlers(office)
    made = make_grievance(office)
    make_grievance(office)
    nights(1, 1)

    GrievanceLine.objects.filter(grievance=made.grievance).delete()
    Grievance.objects.filter(pk=made.grievance.pk).delete()
    nights(2, 2)

    with pytest.raises(AssertionError, match=r"complaints\.grievances"):
        check_record()


def test_handlers_hear_at_night_that_something_came_and_an_old_one_is_wiped():
    office = make_office()
    [handler] = [make_staff(Role.HANDLER, office=office.slug)]
    handler.email = "penelaah@contoh.id"
    handler.save()
    actor = handler.as_actor()
    made = make_grievance(office, photos=(pictures.jpeg(),))
    assert not Notice.objects.filter(address=handler.email).exists()
    nights(1, 1)
    assert Notice.objects.filter(address=handler.email).count() == 1
    work.assign_grievance(locator=made.locator, to=actor.ref, actor=actor, now=NOW + A_DAY)
    work.answer_grievance(locator=made.locator, words="Ya.", actor=actor, now=NOW + A_DAY)
    citizen.rate_grievance(keys=made.keys, score=5, actor=CITIZEN, now=NOW + A_DAY)
    nights(2, 2)
    long_after = TODAY + 400 * A_DAY
    GrievanceNight.objects.filter(day=TODAY).delete()
    GrievanceNight.objects.update(day=long_after - A_DAY)

    night = {"office_id": office.pk, "actor": CLOCK, "now": NOW + 402 * A_DAY}
    assert tell_grievances(day=long_after, **night) is not None

    kept = made.now()
    assert (kept.sealed, kept.erased_on) == (None, long_after)
    assert not kept.lines.exclude(sealed=None).exists()
    assert list(grievances.pictures(kept)) == []
    assert told(GrievancesCounted)[-1].erased == 1
    found = grievance_pages.detail(kept, actor=CITIZEN, today=long_after)
    assert (found.is_erased, found.words) == (True, {})


# ---- behind the other door


def test_made_a_report_its_words_are_sealed_wiped_and_found_with_the_old_code():
    office = make_office()
    first, second = handlers(office)
    roster = roster_of(office, [first, second])
    made = make_grievance(office, photos=(pictures.jpeg(),), concerned=(second.ref,))
    work.assign_grievance(locator=made.locator, to=first.ref, actor=first, now=NOW)
    work.ask_sender(locator=made.locator, words="Siapa kenari?", actor=first, now=NOW)

    sealed(made, first)

    kept, report = made.now(), Report.objects.get()
    assert (kept.state, kept.sealed) == (GrievanceState.SEALED, None)
    assert not kept.lines.exclude(sealed=None).exists()
    assert not grievances.seen(first).exists()
    code = grievances.new_code(kept, made.keys)
    case = opened.seen_case(opened.report_of(citizen.keys_of(code)), citizen.keys_of(code))
    assert (case.words, case.made) == (SAID, Made.SERVER)
    assert [one.name for one in case.files] == ["foto-1.jpg", "percakapan.txt"]
    holders = set(report.holds.values_list("staff", flat=True))
    assert second.ref not in holders
    assert {one.ref for one in roster.roster.of_role(Role.OVERSEER)} <= holders
    assert report.locator not in str(list(Grievance.objects.values()))
    assert Notice.objects.filter(address=CONTACT).count() == 2


def test_a_report_that_was_a_complaint_ends_by_the_day_it_had_and_the_record_says_so():
    office = make_office()
    first, second = handlers(office)
    roster_of(office, [first, second])
    made = make_grievance(office)
    work.assign_grievance(locator=made.locator, to=first.ref, actor=first, now=NOW)
    due = grievances.clock_of(made.now(), ClockKind.RESOLVE).due

    sealed(made, first, now=NOW + 7 * A_DAY)

    report = Report.objects.get()
    found = {one.kind: one for one in clocks.deadlines_of(report)}
    assert found[ClockKind.RESOLVE].due == due
    assert found[ClockKind.ACKNOWLEDGE].begins == TODAY + 7 * A_DAY
    step = report.steps.get(number=1)
    assert (step.deed, step.role, step.fields["at_most"]) == (Deed.FILED, "HANDLER", 9)
    nights(1, 8)
    [changed] = told(GrievancesReclassified)
    assert (changed.after, changed.days_before, changed.days_after) == ("SUPERVISORY", 14, 14)
    assert (told(GrievancesCounted)[-1].sealed, told(GrievancesCounted)[-1].open) == (1, 0)
    check_record()


def test_what_cannot_be_sealed_stays_as_it_was():
    office = make_office()
    first, second = handlers(office)
    made = make_grievance(office)

    with pytest.raises(filing.DoorShut):
        sealed(made, first)
    roster = roster_of(office, [first, second])
    outside = tuple(one.ref for one in roster.roster.of_role(Role.OVERSEER))
    with pytest.raises(TooFewHolders):
        sealed(made, first, people=(*outside[:1], first.ref, second.ref))
    assert (made.now().state, Report.objects.count()) == (GrievanceState.FILED, 0)
    assert grievances.words_of(made.now())["words"] == SAID

    work.assign_grievance(locator=made.locator, to=first.ref, actor=first, now=NOW)
    work.answer_grievance(locator=made.locator, words="Ya.", actor=first, now=NOW)
    with pytest.raises(IllegalMove):
        sealed(made, first)


def test_a_demonstration_has_complaints_at_every_state_and_says_that_they_are_made_up():
    office = make_office()
    first, second = handlers(office)
    keyed = roster_of(office, [first, second])
    person = keyed.roster.people[0]
    seed = keyed.keys[person.ref].seed
    people = {"aduan1": Insider(actor=first, person=person, seed=seed)}
    complaints = plain.Complaints(team=Team(office=office, roster=keyed.roster, people=people))

    for n in range(17):
        complaints.work(16 - n, now=NOW + n * A_DAY)
        nights(n + 1, n + 1)

    found = Grievance.objects.order_by("pk")
    states = {GrievanceState(one.state) for one in found}
    assert states == set(GrievanceState) - {GrievanceState.SEALED, GrievanceState.ANSWERED}
    assert all(grievances.words_of(one)["words"].startswith(plain.MARK) for one in found)
    assert len(complaints.codes()) == len(found)
    check_record()
