"""Complaints about service: kept in the dark, worked on by days, never about their own reader."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from jernih.apps.complaints.actions import grievance as citizen
from jernih.apps.complaints.actions import grievance_work as work
from jernih.apps.complaints.actions.grievance_night import ring_grievance
from jernih.apps.complaints.actions.refusals import (
    BadFields,
    MayNotHold,
    TooFewHolders,
    WindowClosed,
)
from jernih.apps.complaints.models import Grievance, GrievanceLine
from jernih.apps.complaints.queries import grievances
from jernih.apps.complaints.queries.rights import NoSuchCase
from jernih.apps.notices.models import Notice
from jernih.pure.casework import CaseClass, ClockKind
from jernih.pure.grievance import GrievanceDeed, Subject
from jernih.pure.photo import BadPhoto
from jernih.pure.roles import CITIZEN, CLOCK, Actor, Refused, Role
from jernih.pure.states import GrievanceState, IllegalMove
from tests import pictures
from tests.grievance_makers import CONTACT, SAID, WORDS, make_grievance
from tests.makers import NOW, make_office
from tests.report_makers import new_keys
from tests.staff_makers import make_staff

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
S, D = GrievanceState, GrievanceDeed


class Desks:
    """An office with two handlers, and a complaint that came to it."""

    def __init__(self, **told):
        self.office = make_office()
        self.people = [make_staff(Role.HANDLER, office=self.office.slug) for _ in range(2)]
        self.first, self.second = (one.as_actor() for one in self.people)
        self.made = make_grievance(self.office, **told)
        self.now = NOW

    def do(self, action, actor=None, **said):
        actor = actor or self.first
        return action(locator=self.made.locator, actor=actor, now=self.now, **said)

    def mine(self, action, **said):
        return action(keys=self.made.keys, actor=CITIZEN, now=self.now, **said)

    def taken(self):
        self.do(work.assign_grievance, to=self.first.ref)
        return self

    def answered(self):
        self.taken().do(work.answer_grievance, words="Kursi ditambah besok.")
        return self

    def later(self, **span):
        self.now += timedelta(**span)
        return self

    @property
    def grievance(self):
        return self.made.now()

    def deeds(self):
        return [line.deed for line in self.grievance.lines.order_by("number")]


# ---- what is kept


def test_words_contact_and_pictures_lie_locked_and_no_column_knows_an_hour():
    desks = Desks(photos=(pictures.jpeg(),))
    kept = desks.grievance

    assert SAID.encode() not in bytes(kept.sealed)
    assert CONTACT.encode() not in bytes(kept.sealed)
    [(kind, body)] = grievances.pictures(kept)
    assert kind == "image/jpeg"
    assert pictures.CANARY not in body
    assert body not in bytes(kept.photos.get().body)
    assert grievances.words_of(kept) == WORDS
    columns = [*Grievance._meta.fields, *GrievanceLine._meta.fields]
    assert {one.get_internal_type() for one in columns}.isdisjoint({"DateTimeField", "TimeField"})


def test_the_same_form_sent_twice_is_one_complaint():
    office = make_office()
    make_staff(Role.HANDLER, office=office.slug)
    told = citizen.Complaint(subject=Subject.WAIT, words=WORDS, photos=(pictures.jpeg(),))
    said = {"office_id": office.pk, "told": told, "actor": CITIZEN, "now": NOW}
    code = citizen.code_for(told, chance=b"1" * 32)

    one, two = (citizen.file_grievance(code=code, **said) for _ in range(2))

    assert one == two
    assert citizen.code_for(told, chance=b"2" * 32) != code
    assert Grievance.objects.count() == 1


def test_a_picture_that_is_none_leaves_no_trace():
    with pytest.raises(BadPhoto):
        Desks(photos=(b"MZ",))

    assert not Grievance.objects.exists()


def test_nothing_is_filed_that_nobody_could_read():
    office = make_office()
    handler = make_staff(Role.HANDLER, office=office.slug)

    with pytest.raises(citizen.NobodyLeft):
        make_grievance(office, concerned=(handler.ref,))
    with pytest.raises(Refused):
        citizen.file_grievance(
            office_id=office.pk,
            told=citizen.Complaint(subject=Subject.WAIT, words=WORDS),
            code="0" * 20,
            actor=CLOCK,
            now=NOW,
        )


def test_the_tables_hold_what_the_states_say():
    desks = Desks()
    for broken in ({"state": "GONE"}, {"score": 6}, {"state": S.ASSIGNED}, {"state": S.SEALED}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Grievance.objects.filter(pk=desks.grievance.pk).update(**broken)


# ---- who sees it


def test_a_handler_sees_it_and_the_one_it_is_about_does_not():
    desks = Desks()
    about = make_grievance(desks.office, concerned=(desks.first.ref,))

    assert grievances.seen_one(desks.first, desks.made.locator).pk == desks.grievance.pk
    assert grievances.seen_one(desks.second, about.locator).pk == about.grievance.pk
    with pytest.raises(NoSuchCase):
        grievances.seen_one(desks.first, about.locator)
    with pytest.raises(NoSuchCase):
        work.answer_grievance(locator=about.locator, words="-", actor=desks.first, now=NOW)


@pytest.mark.parametrize(
    "role", [Role.HEAD, Role.IT_ADMIN, Role.COUNTER, Role.SUPERVISOR, Role.OVERSEER, Role.AUDITOR]
)
def test_nobody_else_sees_any(role):
    desks = Desks()
    other = Actor(roles=frozenset({role}), ref="s-abcdef", office=desks.office.slug)

    assert not grievances.seen(other).exists()
    with pytest.raises(Refused):
        desks.do(work.assign_grievance, other, to="s-abcdef")


def test_a_handler_of_another_office_sees_none():
    desks = Desks()
    other = make_staff(Role.HANDLER, office=make_office().slug).as_actor()

    with pytest.raises(NoSuchCase):
        desks.do(work.assign_grievance, other, to=other.ref)


def test_another_code_finds_nothing():
    desks = Desks()
    _, keys = new_keys()

    with pytest.raises(NoSuchCase):
        citizen.write_more(keys=keys, words="-", actor=CITIZEN, now=desks.now)
    Grievance.objects.update(locator=keys.locator)
    with pytest.raises(NoSuchCase):
        citizen.write_more(keys=keys, words="-", actor=CITIZEN, now=desks.now)


def test_a_handler_who_finds_it_is_about_her_hands_it_over_and_sees_it_no_more():
    desks = Desks().taken()
    say = {"whom": desks.first.ref}

    with pytest.raises(MayNotHold):
        desks.do(work.spare_handler, to=desks.first.ref, **say)
    desks.do(work.spare_handler, to=desks.second.ref, **say)

    assert desks.grievance.handler == desks.second.ref
    assert not grievances.seen(desks.first).exists()
    with pytest.raises(NoSuchCase):
        desks.do(work.answer_grievance, words="-")
    with pytest.raises(TooFewHolders):
        desks.do(work.spare_handler, desks.second, whom=desks.second.ref, to="")
    with pytest.raises(MayNotHold):
        desks.do(work.assign_grievance, desks.second, to=desks.first.ref)


def test_a_colleague_whom_it_is_about_is_left_out_without_a_line_that_says_so():
    desks = Desks().taken()

    desks.do(work.spare_handler, whom=desks.second.ref, to="")

    assert desks.grievance.concerned == [desks.second.ref]
    assert desks.deeds() == [D.FILED, D.ASSIGNED]
    with pytest.raises(MayNotHold):
        desks.do(work.spare_handler, whom="s-nobody", to="")


# ---- what is done


def test_it_is_taken_asked_answered_taken_up_again_and_rated():
    desks = Desks().taken()
    desks.do(work.ask_sender, words="Hari apa?")
    assert grievances.asks(desks.grievance)
    desks.mine(citizen.write_more, words="Senin.", photos=(pictures.png(),))
    assert not grievances.asks(desks.grievance)
    desks.do(work.answer_grievance, words="Kursi ditambah.")
    desks.mine(citizen.reopen_grievance, words="Belum ada kursi.")
    desks.do(work.answer_grievance, words="Sekarang ada.")

    desks.mine(citizen.rate_grievance, score=4)

    assert (desks.grievance.state, desks.grievance.score) == (S.CLOSED, 4)
    assert desks.deeds() == [
        D.FILED, D.ASSIGNED, D.ASKED, D.WROTE, D.ANSWERED, D.REOPENED, D.ANSWERED, D.RATED, D.CLOSED
    ]  # fmt: skip
    assert not any(SAID in str(line.fields) for line in desks.grievance.lines.all())


def test_only_who_took_it_works_on_it():
    desks = Desks().taken()

    for action in (work.ask_sender, work.answer_grievance):
        with pytest.raises(work.NotYours):
            desks.do(action, desks.second, words="-")
    desks.do(work.assign_grievance, desks.second, to=desks.second.ref)
    desks.do(work.assign_grievance, desks.second, to=desks.second.ref)

    assert desks.deeds() == [D.FILED, D.ASSIGNED, D.HANDED_OVER]


def test_nothing_is_done_out_of_its_turn():
    desks = Desks()
    with pytest.raises(IllegalMove):
        desks.do(work.answer_grievance, words="-")
    with pytest.raises(IllegalMove):
        desks.mine(citizen.rate_grievance, score=5)
    with pytest.raises(IllegalMove):
        desks.mine(citizen.reopen_grievance, words="-")
    desks.answered()
    for action, said in (
        (work.assign_grievance, {"to": desks.second.ref}),
        (work.ask_sender, {"words": "-"}),
        (work.reclassify_grievance, {"after": CaseClass.INFORMATION}),
    ):
        with pytest.raises(IllegalMove):
            desks.do(action, **said)
    with pytest.raises(IllegalMove):
        desks.mine(citizen.write_more, words="-")
    desks.mine(citizen.rate_grievance, score=1)
    with pytest.raises(IllegalMove):
        desks.mine(citizen.rate_grievance, score=5)
    with pytest.raises(IllegalMove):
        desks.do(work.spare_handler, whom=desks.second.ref, to="")


def test_nothing_is_said_without_words():
    desks = Desks().taken()

    for action in (work.ask_sender, work.answer_grievance):
        with pytest.raises(BadFields):
            desks.do(action, words="  ")
    with pytest.raises(BadFields):
        desks.mine(citizen.write_more, words=" ")
    with pytest.raises(BadFields):
        desks.mine(citizen.reopen_grievance, words="")
    with pytest.raises(BadFields):
        desks.mine(citizen.rate_grievance, score=0)


def test_another_class_keeps_the_days_it_had_and_conduct_is_not_for_this_door():
    desks = Desks(subject=Subject.QUESTION).taken()
    due = grievances.clock_of(desks.grievance, ClockKind.RESOLVE).due

    desks.do(work.reclassify_grievance, after=CaseClass.PLAIN)

    assert (desks.grievance.case_class, desks.grievance.at_most) == ("PLAIN", 5)
    assert grievances.clock_of(desks.grievance, ClockKind.RESOLVE).due == due
    line = desks.grievance.lines.get(deed=D.RECLASSIFIED)
    assert (line.fields["days_before"], line.fields["days_after"]) == (5, 5)
    for after in (CaseClass.PLAIN, CaseClass.SUPERVISORY):
        with pytest.raises(BadFields):
            desks.do(work.reclassify_grievance, after=after)


def test_who_left_an_address_hears_that_there_is_news_and_never_of_what():
    desks = Desks().taken()
    desks.do(work.ask_sender, words="Hari apa kenari?")
    desks.do(work.answer_grievance, words="Sudah kenari.")

    found = list(Notice.objects.filter(address=CONTACT))

    assert len(found) == 2
    for one in found:
        said = f"{one.subject} {one.body} {one.once_key} {one.purpose}".lower()
        assert not any(word in said for word in ("kenari", "keluhan", desks.made.locator))


def test_nobody_is_written_to_when_it_comes_in_for_that_would_tell_the_hour():
    desks = Desks(words={"words": SAID})
    desks.mine(citizen.write_more, words="lagi")
    desks.taken().do(work.answer_grievance, words="Baik.")

    assert not Notice.objects.exists()


# ---- the clock


def ring(desks):
    return ring_grievance(grievance_id=desks.grievance.pk, actor=CLOCK, now=desks.now)


def test_the_clock_rings_once_for_each_duty_that_is_late():
    desks = Desks()
    assert ring(desks) == 0
    assert ring(desks.later(days=4)) == 1
    assert ring(desks) == 0
    assert ring(desks.later(days=20)) == 1

    found = [line.fields["clock"] for line in desks.grievance.lines.filter(deed=D.OVERDUE)]
    assert found == ["ACKNOWLEDGE", "RESOLVE"]
    with pytest.raises(Refused):
        ring_grievance(grievance_id=desks.grievance.pk, actor=CITIZEN, now=desks.now)


def test_an_answer_that_comes_late_rings_first_and_once():
    desks = Desks().taken().later(days=25)

    desks.do(work.answer_grievance, words="Maaf terlambat.")

    assert desks.deeds()[2:] == [D.OVERDUE, D.ANSWERED]
    assert desks.grievance.lines.get(deed=D.ANSWERED).fields == {"is_late": True}
    assert ring(desks) == 0


def test_taken_up_again_it_may_be_late_again():
    desks = Desks().taken().later(days=25)
    desks.do(work.answer_grievance, words="Maaf.")
    desks.mine(citizen.reopen_grievance, words="Belum.")

    assert ring(desks) == 0
    assert ring(desks.later(days=30)) == 1


def test_an_answer_that_nobody_objects_to_ends_it_and_the_window_is_then_closed():
    desks = Desks().answered().later(days=14)
    assert ring(desks) == 0

    desks.later(days=1)
    with pytest.raises(WindowClosed):
        desks.mine(citizen.reopen_grievance, words="Terlambat.")

    assert ring(desks) == 1
    assert desks.grievance.state == S.CLOSED
    desks.mine(citizen.rate_grievance, score=3)
    assert desks.deeds()[-2:] == [D.CLOSED, D.RATED]
