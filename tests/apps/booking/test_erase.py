"""Whoever has ended is forgotten: by herself on request, by the clock in time; the record stays."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from jernih.apps.booking import actions, jobs, queries
from jernih.apps.booking.models import Applicant, Application, NoShow
from jernih.apps.hall import actions as hall
from jernih.apps.notices.models import Notice
from jernih.pure.roles import CITIZEN, CLOCK, Actor, Refused, Role
from jernih.pure.states import ApplicationState, IllegalMove, NoticeState
from tests import makers
from tests.makers import DAY, NEXT_DAY, NOW, ON_THE_DAY
from tests.record import check_record

pytestmark = pytest.mark.django_db

KEPT = timedelta(days=90)
ENDED = [ApplicationState.WITHDRAWN, ApplicationState.EXPIRED]


@pytest.fixture
def office():
    return makers.make_office()


def ended(office, at=ApplicationState.WITHDRAWN, **more) -> Application:
    return makers.make_application(office, at=at, **more)


def erase(application: Application, **more) -> None:
    actions.erase_application(**{"ref": application.ref, "actor": CITIZEN, "now": NEXT_DAY, **more})


def everything_kept() -> str:
    """Every text of every table of the office, as a thief of the database would read it."""
    tables = [name for name in connection.introspection.table_names() if "_" in name]
    kept = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            kept += [row[0] for row in cursor.fetchall()]
    return "\n".join(kept)


@pytest.mark.parametrize("at", ENDED)
def test_nothing_that_says_who_it_was_is_left_in_any_table(office, at):
    contact = makers.make_contact("siti.aminah@contoh.id")
    person = makers.make_person(name="Siti Zubaidah Aminah")
    session_key = makers.make_proof(office, contact)
    application = ended(office, at, people=[person], contact=contact, session_key=session_key)
    salt = bytes(application.applicants.get().salt).hex()
    mark = application.applicants.get().nik_index
    actions.forget_proofs(actor=CLOCK, now=NOW + timedelta(days=2))
    Notice.objects.update(state=NoticeState.SENT, sent_at=NOW)
    NoShow.objects.update(excused_at=NOW)
    before = everything_kept()

    erase(application)
    actions.forget_absences(actor=CLOCK, now=NEXT_DAY)

    # The procrastinate tables hold no more than moments.
    after = everything_kept()
    for trace in ("Zubaidah", "siti.aminah@", salt, mark, f"{person.birth_date}"):
        assert trace in before
        assert trace not in after


def test_the_record_names_the_application_and_nobody_can_open_it_any_more(office):
    application = ended(office)
    commitment = application.applicants.get().commitment

    erase(application)

    [fact] = makers.facts(office, "booking.erased")
    assert fact.ref == application.ref
    row = queries.application(application.ref)
    assert row.erased_at == NEXT_DAY
    assert [(p.name, p.birth_date, p.nik_last4, p.salt_hex) for p in row.people] == [
        ("", None, "", "")
    ]
    assert row.people[0].commitment == commitment
    assert jobs.offer_again(ON_THE_DAY - timedelta(hours=12)) == 1
    check_record()


def test_a_whole_family_is_erased_together(office):
    application = ended(office, people=3)

    erase(application)

    assert Applicant.objects.filter(name="", nik_index="", salt=b"").count() == 3


@pytest.mark.parametrize("at", [ApplicationState.GRANTED, ApplicationState.CONFIRMED])
def test_who_still_holds_a_number_is_not_erased(office, at):
    application = ended(office, at)

    with pytest.raises(actions.NotEnded):
        erase(application)

    assert application.applicants.get().name
    assert makers.facts(office, "booking.erased") == []


def test_who_is_in_the_hall_is_erased_only_after_the_day_has_closed(office):
    application = ended(office, ApplicationState.GRANTED)
    day = hall.open_hall_day(office_id=office.pk, actor=CLOCK, now=ON_THE_DAY)
    hall.check_in(
        office_id=office.pk,
        code=queries.code_of(application.ref),
        actor=makers.staff(office, Role.HELPER),
        now=ON_THE_DAY,
    )
    with pytest.raises(actions.NotEnded):
        erase(application, now=ON_THE_DAY)

    hall.close_hall_day(hall_day_id=day.pk, actor=CLOCK, now=NEXT_DAY)
    erase(application)

    assert Application.objects.get().erased_at == NEXT_DAY
    check_record()


def test_twice_is_once(office):
    application = ended(office)

    erase(application)
    erase(application, now=NEXT_DAY + KEPT)

    assert Application.objects.get().erased_at == NEXT_DAY
    assert len(makers.facts(office, "booking.erased")) == 1


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.CITIZEN, Role.CLOCK)])
def test_no_member_of_staff_can_erase_anybody(office, role):
    application = ended(office)

    with pytest.raises(Refused):
        erase(application, actor=makers.staff(office, role))
    with pytest.raises(Refused):
        actions.forget_absences(actor=makers.staff(office, role), now=NEXT_DAY)


def test_the_database_itself_keeps_the_living(office):
    ended(office, ApplicationState.GRANTED)

    with pytest.raises(IntegrityError), transaction.atomic():
        Applicant.objects.update(name="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Applicant.objects.update(nik_index="")


def test_a_name_that_is_gone_is_not_corrected(office):
    application = ended(office, ApplicationState.GRANTED)
    makers.check_in(application.ref)
    makers.end_day(office)
    erase(application)

    with pytest.raises(IllegalMove):
        actions.correct_name(
            applicant_id=application.applicants.get().pk,
            nik=makers.make_nik(),
            name="Siti",
            actor=Actor(roles=frozenset({Role.COUNTER}), ref="s-aaaaaa", office=office.slug),
            now=NEXT_DAY,
        )


def test_an_erased_person_may_take_a_number_again(office):
    person = makers.make_person()
    erase(ended(office, people=[person]))

    again = ended(office, ApplicationState.GRANTED, people=[person])

    assert again.applicants.get().name == person.name


# ---- messages


def test_messages_of_others_to_the_same_address_stay_until_they_are_sent(office):
    contact = makers.make_contact()
    first = ended(office, contact=contact, session_key=makers.make_proof(office, contact), people=1)
    later = NOW + timedelta(minutes=5)
    key = makers.make_proof(office, contact, now=later)
    second = ended(office, ApplicationState.GRANTED, contact=contact, session_key=key, now=later)

    erase(first, now=later)

    waiting = Notice.objects.exclude(address="").exclude(purpose="one-time-code")
    assert [second.ref in one.once_key for one in waiting.filter(expires_at__gt=later)] == [True]
    # What a sender may have in hand just now is given up by the clock, then wiped.
    assert Notice.objects.filter(once_key__contains=first.ref, expires_at=later).count() == 2


# ---- the clock


def test_the_clock_erases_when_the_days_of_the_rulebook_are_over(office):
    ended(office)  # given back at NOW
    assert jobs.offer_again(ON_THE_DAY - timedelta(hours=12)) == 1
    last = NOW + KEPT

    assert jobs.erase(last) == 0
    assert jobs.erase(last + timedelta(days=1)) == 1
    assert jobs.erase(last + timedelta(days=1)) == 0
    check_record()


def test_the_clock_erases_who_came_by_the_day_of_the_visit(office):
    ended(office, ApplicationState.PRESENT)
    makers.end_day(office)
    midnight = ON_THE_DAY + KEPT

    assert queries.to_erase(now=midnight) == []
    assert len(queries.to_erase(now=midnight + timedelta(days=1))) == 1


def test_the_clock_leaves_the_living_alone(office):
    ended(office, ApplicationState.GRANTED)
    makers.make_application(office, at=ApplicationState.PRESENT)

    assert jobs.erase(NOW + timedelta(days=3650)) == 0


# ---- absences


def absent(office, day, *, mark="aa" * 32, excused=False) -> NoShow:
    return NoShow.objects.create(
        nik_index=mark,
        day=day,
        number=f"A-{NoShow.objects.count() + 1:03}",
        office=office,
        ref="00" * 16,
        excused_at=NOW if excused else None,
    )


def marked() -> list:
    return sorted(NoShow.objects.exclude(nik_index="").values_list("day", flat=True))


def on(day):
    return ON_THE_DAY + (day - DAY)


def test_one_absence_counts_for_its_days_and_is_forgotten(office):
    absent(office, DAY)

    actions.forget_absences(actor=CLOCK, now=on(DAY + KEPT))
    assert marked() == [DAY]

    actions.forget_absences(actor=CLOCK, now=on(DAY + KEPT + timedelta(days=1)))
    assert marked() == []
    assert NoShow.objects.count() == 1


def test_while_a_pause_runs_its_absences_stay_and_go_when_it_ends(office):
    second = DAY + timedelta(days=89)
    absent(office, DAY)
    absent(office, second)
    end = second + timedelta(days=14)

    actions.forget_absences(actor=CLOCK, now=on(end - timedelta(days=1)))
    assert marked() == [DAY, second]

    actions.forget_absences(actor=CLOCK, now=on(end))
    assert marked() == []


def test_an_absence_after_a_pause_counts_anew(office):
    third = DAY + timedelta(days=40)
    for day in (DAY, DAY + timedelta(days=1), third):
        absent(office, day)

    actions.forget_absences(actor=CLOCK, now=on(third))

    assert marked() == [third]


def test_an_excused_absence_is_forgotten_at_once_and_others_people_stay(office):
    absent(office, DAY, excused=True)
    absent(office, DAY, mark="bb" * 32)

    assert actions.forget_absences(actor=CLOCK, now=NEXT_DAY) == 1
    assert list(NoShow.objects.exclude(nik_index="").values_list("nik_index", flat=True)) == [
        "bb" * 32
    ]


def test_a_citizen_cannot_have_absences_forgotten(office):
    with pytest.raises(Refused):
        actions.forget_absences(actor=CITIZEN, now=NEXT_DAY)


def test_erasing_somebody_leaves_the_pause_she_has_earned(office):
    person = makers.make_person()
    for n in range(2):
        day = DAY + timedelta(days=n)
        application = makers.make_application(
            office, at=ApplicationState.EXPIRED, people=[person], day=day
        )
        erase(application, now=on(day + timedelta(days=1)))
    makers.make_supply(office, day=DAY + timedelta(days=2))

    with pytest.raises(actions.Paused):
        makers.make_application(office, people=[person], day=DAY + timedelta(days=2))
