"""Into a draw: who may, how often, until when; and what the record says of it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from jernih.apps.booking import actions, queries
from jernih.apps.booking.actions import draw
from jernih.apps.booking.actions.draw.key import load_key
from jernih.apps.booking.actions.draw.steps import entries_of
from jernih.apps.booking.models import Applicant, Application, ContactProof, NoShow
from jernih.apps.ledger.models import Entry
from jernih.apps.notices.models import Notice
from jernih.apps.offices import queries as offices
from jernih.pure import rulebook, vrf
from jernih.pure.draw_list import Group
from jernih.pure.events_draw import CancelReason, WishedDay
from jernih.pure.people import PersonFault, Preference
from jernih.pure.reasons import Channel, PriorityClass
from jernih.pure.roles import CITIZEN, CLOCK, Refused, Role
from jernih.pure.states import ApplicationState, BatchState
from tests.draw_makers import (
    CLOSES_AT,
    DRAWN_AT,
    FIRST_DAY,
    HELPER,
    OPENS_AT,
    SIGNATURE,
    assist,
    close,
    join,
    make_batch,
    make_drawn_office,
    make_wish,
    seat,
    seed,
)
from tests.makers import (
    REPLACEMENT,
    facts,
    make_person,
    make_proof,
    make_supply,
    make_wanted,
    service_of,
    staff,
)
from tests.record import check_record, names_nobody, publish_record
from tests.vectors import load

pytestmark = pytest.mark.django_db
LAST_MINUTE = CLOSES_AT - timedelta(minutes=1)


@pytest.fixture
def batch():
    return make_batch(make_drawn_office())


def send(batch, wanted, **more):
    return draw.join_batch(
        batch_id=batch.pk, wanted=wanted, **{"actor": CITIZEN, "now": OPENS_AT, **more}
    )


def nothing_joined():
    return not Application.objects.exists() and not ContactProof.objects.exclude(used_at=None)


def test_somebody_joins_and_the_record_says_so(batch):
    people = [make_person(name="Siti Aminah"), make_person(priority=PriorityClass.PRIORITY)]
    wanted = make_wish(
        batch,
        people=people,
        preferences=(Preference(day=FIRST_DAY + timedelta(days=1)), Preference(day=FIRST_DAY)),
        any_after=FIRST_DAY,
        standby=True,
    )

    taken = send(batch, wanted)

    application = Application.objects.get(ref=taken.ref)
    assert (application.state, application.batch) == (ApplicationState.APPLIED, batch)
    [fact] = facts(batch.office, "draw.applied")
    rows = application.applicants.order_by("position")
    assert (fact.batch, fact.ref, fact.channel) == (batch.ref, taken.ref, Channel.WEB)
    assert fact.classes == (PriorityClass.GENERAL, PriorityClass.PRIORITY)
    assert fact.wishes == (
        WishedDay(day=FIRST_DAY + timedelta(days=1), starts_at=""),
        WishedDay(day=FIRST_DAY, starts_at=""),
    )
    assert (fact.any_after, fact.standby, fact.lost) == ("2023-09-04", True, ())
    assert fact.commitments == tuple(row.commitment for row in rows)
    assert fact.nullifiers == tuple(row.nullifier for row in rows)
    assert Notice.objects.filter(purpose="received").count() == 1


def test_the_record_names_nobody(batch):
    wanted = make_wish(batch, people=[make_person(name="Siti Aminah")])

    send(batch, wanted)

    publish_record()
    bodies = b" ".join(bytes(body) for body in Entry.objects.values_list("body", flat=True))
    [person] = wanted.people
    for secret in (person.nik, person.nik[-4:] + '"', "Siti", wanted.contact.address):
        assert secret.encode() not in bodies
    assert names_nobody()


def test_her_own_papers_open_commitment_and_mark_and_nobody_elses(batch):
    wanted = make_wish(batch, people=[make_person()])
    [person] = wanted.people

    row = queries.application(send(batch, wanted).ref)

    [mine] = row.people
    key = load_key().public
    proof = bytes.fromhex(mine.proof_hex)
    opened = actions.person_commitment(person, salt=bytes.fromhex(mine.salt_hex))
    assert opened == mine.commitment
    marked = vrf.open_nullifier(key, nik=person.nik, batch=batch.ref, proof=proof)
    assert marked == mine.nullifier
    with pytest.raises(vrf.BadProof):
        vrf.open_nullifier(key, nik=make_person().nik, batch=batch.ref, proof=proof)


def test_a_citizen_is_no_helper_and_a_counter_applies_for_nobody(batch):
    wanted = make_wish(batch)

    with pytest.raises(Refused):
        draw.assist_batch(batch_id=batch.pk, wanted=wanted, actor=CITIZEN, now=OPENS_AT)
    with pytest.raises(Refused):
        send(batch, wanted, actor=staff(batch.office, Role.COUNTER))

    assert nothing_joined()


def test_a_helper_of_another_office_is_refused(batch):
    stranger = replace(HELPER, office="kantor-lain")
    wanted = make_wish(batch, contact=None)

    with pytest.raises(Refused):
        draw.assist_batch(batch_id=batch.pk, wanted=wanted, actor=stranger, now=OPENS_AT)

    assert nothing_joined()


def test_the_helper_is_named_on_the_record_and_the_odds_are_the_same(batch):
    alone = join(batch)
    helped = assist(batch)

    first, second = facts(batch.office, "draw.applied")
    assert (first.channel, first.helper) == (Channel.WEB, "")
    assert (second.channel, second.helper) == (Channel.ASSISTED, HELPER.ref)
    assert helped.batch == alone.batch
    assert helped.helper == HELPER.ref
    close(batch.pk)
    seed(batch.pk)
    seat(batch.pk)
    check_record()


@pytest.mark.parametrize("state", [BatchState.PLANNED, BatchState.ANNOUNCED, BatchState.CLOSED])
def test_a_batch_that_is_not_open_takes_nobody(state):
    batch = make_batch(make_drawn_office(), at=state)

    with pytest.raises(draw.BatchNotOpen):
        send(batch, make_wish(batch))

    assert nothing_joined()


def test_a_cancelled_batch_takes_nobody(batch):
    draw.cancel_batch(
        batch_id=batch.pk,
        reason=CancelReason.MISTAKE,
        actor=staff(batch.office, Role.SUPERVISOR),
        now=OPENS_AT,
    )

    with pytest.raises(draw.BatchNotOpen):
        send(batch, make_wish(batch))

    assert nothing_joined()


def test_the_last_minute_counts_and_the_hour_itself_does_not(batch):
    send(batch, make_wish(batch, now=LAST_MINUTE), now=LAST_MINUTE)

    with pytest.raises(draw.BatchNotOpen):
        # The clock has not closed it yet; it takes nobody all the same.
        send(batch, make_wish(batch, now=LAST_MINUTE), now=CLOSES_AT)

    assert Application.objects.count() == 1


def test_a_batch_is_for_its_own_service_only(batch):
    other = service_of(batch.office, REPLACEMENT).pk

    with pytest.raises(draw.BatchNotOpen):
        send(batch, make_wish(batch, service_id=other))

    assert nothing_joined()


def test_sent_twice_it_is_in_the_draw_once_also_when_that_has_closed(batch):
    wanted = make_wish(batch)
    first = send(batch, wanted)

    again = send(batch, wanted)
    close(batch.pk)
    late = send(batch, wanted, now=CLOSES_AT + timedelta(minutes=5))

    assert (again.ref, again.code, again.is_repeat) == (first.ref, first.code, True)
    assert (late.ref, late.is_repeat) == (first.ref, True)
    assert len(facts(batch.office, "draw.applied")) == 1


def test_a_person_is_in_the_draw_once_and_it_is_said_of_whom(batch):
    twin = make_person()
    join(batch, people=[twin])
    wanted = make_wish(batch, people=[make_person(), twin])

    with pytest.raises(actions.AlreadyHolding) as refused:
        send(batch, wanted)

    assert refused.value.people == (1,)
    assert Application.objects.count() == 1
    proof = ContactProof.objects.get(contact=wanted.contact.address)
    assert (proof.tries, proof.used_at) == (1, None)


def test_who_holds_a_number_of_the_service_is_in_no_draw_of_it(batch):
    person, open_day = make_person(), date(2023, 8, 25)
    make_supply(batch.office, day=open_day, now=OPENS_AT)
    wanted = make_wanted(
        batch.office, people=[person], preferences=(Preference(day=open_day),), now=OPENS_AT
    )
    actions.take_numbers(wanted=wanted, actor=CITIZEN, now=OPENS_AT)

    with pytest.raises(actions.AlreadyHolding):
        join(batch, people=[person])

    assert not Application.objects.filter(batch=batch).exists()


def test_a_family_has_eight_people_at_most(batch):
    with pytest.raises(actions.TooManyPeople):
        send(batch, make_wish(batch, people=9))
    with pytest.raises(actions.TooManyPeople):
        send(batch, make_wish(batch, people=[]))

    assert nothing_joined()
    assert Applicant.objects.filter(application=join(batch, people=8)).count() == 8


@pytest.mark.parametrize(
    "wish",
    [
        {"preferences": (Preference(day=FIRST_DAY - timedelta(days=7)),)},
        {"preferences": (Preference(day=FIRST_DAY), Preference(day=date(2023, 9, 9)))},
        {"preferences": ()},
        {"preferences": (), "any_after": date(2023, 9, 9)},
    ],
    ids=["another week", "a Saturday", "nothing", "after the last day"],
)
def test_only_days_of_the_batch_can_be_wished(batch, wish):
    with pytest.raises(actions.NotOffered):
        send(batch, make_wish(batch, **wish))

    assert nothing_joined()


def test_any_day_from_one_on_is_a_wish_too(batch):
    application = join(batch, preferences=(), any_after=FIRST_DAY + timedelta(days=4))

    assert application.preferences == []


def test_a_contact_has_to_be_proven_once_for_each_application(batch):
    wanted = make_wish(batch)
    stranger = make_wish(batch, contact=wanted.contact, session_key="f" * 32)
    send(batch, wanted)
    again = replace(make_wish(batch, contact=wanted.contact), session_key=wanted.session_key)

    for unproven in (stranger, again, make_wish(batch, contact=None)):
        with pytest.raises(actions.Unproven):
            send(batch, unproven)

    assert Application.objects.count() == 1


def test_a_proof_is_good_for_its_minutes(batch):
    wanted = make_wish(batch)

    with pytest.raises(actions.Unproven):
        send(batch, wanted, now=OPENS_AT + timedelta(days=1))

    session = make_proof(batch.office, wanted.contact, now=OPENS_AT + timedelta(days=1))
    assert send(batch, replace(wanted, session_key=session), now=OPENS_AT + timedelta(days=1)).ref


def test_what_cannot_be_a_person_is_refused(batch):
    with pytest.raises(actions.BadPeople) as refused:
        send(batch, make_wish(batch, people=[make_person(nik="123")]))

    assert [problem.reason for problem in refused.value.problems] == [PersonFault.NIK_LENGTH]
    assert nothing_joined()


def test_who_stayed_away_twice_waits_before_the_next_draw(batch):
    person = make_person()
    for day in (date(2023, 8, 1), date(2023, 8, 10)):
        NoShow.objects.create(
            nik_index=queries.nik_index(person.nik),
            day=day,
            number="A-001",
            office=batch.office,
            ref="0" * 32,
        )

    with pytest.raises(actions.Paused) as refused:
        send(batch, make_wish(batch, people=[make_person(), person]))

    assert refused.value.person == 1
    assert nothing_joined()


# ---- long waiting


@pytest.fixture
def long_waiting(monkeypatch):
    """An office that keeps two in ten numbers for who waited two draws in vain."""
    book = dict(offices.rulebook())
    rules = dict(book["draw"])
    for name, value in {"long_after": 2, "long_percent": 20}.items():
        rules[name] = tuple(replace(entry, value=value) for entry in rules[name])
    book["draw"] = rules
    assert rulebook.in_force(rules, "long_after", on=FIRST_DAY) == 2
    monkeypatch.setattr(offices, "rulebook", lambda: book)


def a_draw(office, *, first_day, draws_at, signature="", family=()):
    """Open the draw of a week; with a signature, draw it: a family of four finds no room."""
    friday = first_day + timedelta(days=4)
    before = draws_at - timedelta(days=20)
    actions.plan_supply(office_id=office.pk, day=friday, seats=6, held=0, actor=CLOCK, now=before)
    times = replace(queries.draw.batch_times(office, first_day=first_day), draws_at=draws_at)
    batch = draw.plan_batch(
        service_id=service_of(office).pk, first_day=first_day, times=times, actor=CLOCK, now=before
    )
    draw.announce_batch(batch_id=batch.pk, actor=CLOCK, now=times.announces_at)
    draw.open_batch(batch_id=batch.pk, actor=CLOCK, now=times.opens_at)
    wish = {"people": family, "preferences": (Preference(day=friday),)}
    application = assist(batch, now=times.opens_at, **wish)
    if signature:
        draw.close_batch(batch_id=batch.pk, actor=CLOCK, now=times.closes_at)
        draw.fix_seed(batch_id=batch.pk, evidence=signature, actor=CLOCK, now=draws_at)
        draw.draw_batch(batch_id=batch.pk, actor=CLOCK, now=draws_at)
    application.refresh_from_db()
    return application


@pytest.mark.usefixtures("long_waiting")
def test_who_lost_twice_waits_long_and_is_in_that_group_on_the_list():
    office, family = make_drawn_office(), [make_person() for _ in range(4)]
    rounds = {row["round"]: row for row in load("beacon")["rounds"]}
    later = datetime.fromisoformat(rounds[657413]["at"])

    first = a_draw(
        office, first_day=FIRST_DAY, draws_at=DRAWN_AT, signature=SIGNATURE, family=family
    )
    second = a_draw(
        office,
        first_day=date(2023, 9, 25),
        draws_at=later,
        signature=rounds[657413]["signature"],
        family=family,
    )
    third = a_draw(
        office, first_day=date(2023, 10, 9), draws_at=later + timedelta(days=13), family=family
    )
    newcomer = assist(third.batch, now=third.applied_at)

    assert [one.state for one in (first, second, third)] == ["UNSEATED", "UNSEATED", "APPLIED"]
    assert (first.lost, second.lost) == ([], [first.ref])
    assert third.lost == [first.ref, second.ref]
    told = {fact.ref: fact.lost for fact in facts(office, "draw.applied")}
    assert told[third.ref] == (first.ref, second.ref)
    groups = {entry.ref: entry.group for entry in entries_of(third.batch, [third, newcomer])}
    assert groups == {third.ref: Group.LONG_WAITING, newcomer.ref: Group.GENERAL}
    assert third.batch.supplies.filter(kept_long__gt=0).exists()


def test_where_nothing_is_kept_for_the_long_waiting_nobody_asks_who_lost(batch):
    assert batch.long_after == 0
    assert join(batch).lost == []
