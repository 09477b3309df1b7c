"""Draws for staff: planned, contributors named, cancelled; other sources; documents looked at."""

from datetime import timedelta

import pytest

from jernih.apps.booking import queries
from jernih.apps.booking.actions import draw
from jernih.apps.booking.models import Applicant, Application, Batch
from jernih.apps.ledger.models import Entry
from jernih.pure import contribution, dice
from jernih.pure.events_draw import Source
from jernih.pure.roles import Role
from jernih.pure.states import BatchState
from tests.draw_makers import (
    CLOSES_AT,
    DRAWN_AT,
    FIRST_DAY,
    OPENS_AT,
    PLANNED_AT,
    assist,
    close,
    make_batch,
    make_drawn_office,
    seat,
    seed,
)
from tests.makers import facts, make_nik, make_person, service_of, staff
from tests.record import check_record
from tests.staff_makers import make_staff, signed_in
from tests.visits import says, words

pytestmark = pytest.mark.django_db

PATIENCE = timedelta(hours=72)
NUMBERS = {"numbers_0": "49 3 9 17 22 40", "numbers_1": "1 2 3 4 50", "numbers_2": "07 19 33 55 69"}
KEY_STRING = "3.9.17.22.40.49./1.2.3.4.50./7.19.33.55.69./"


@pytest.fixture
def office(clock):
    clock.at(PLANNED_AT)
    return make_drawn_office()


def person(office, role=Role.SUPERVISOR):
    return signed_in(make_staff(role, office=office.slug))


def plan(office, client, **changes):
    fields = {"service": service_of(office).pk, "first_day": "2023-09-04"}
    return client.post("/petugas/undian/", fields | changes)


# ---- the calendar


def test_a_supervisor_plans_a_week_at_the_times_of_the_rulebook(office):
    client = person(office)

    answer = plan(office, client)

    batch = Batch.objects.get()
    assert answer["Location"] == f"/petugas/undian/{batch.ref}/"
    assert (batch.first_day, batch.opens_at) == (FIRST_DAY, OPENS_AT)
    assert client.get(answer["Location"]).status_code == 200


def test_a_supervisor_plans_a_week_at_times_of_its_own_in_the_offices_zone(office):
    times = {"opens_at": "2023-08-17T08:00", "closes_at": "2023-08-21T08:00"}

    plan(office, person(office), **times, draws_at="2023-08-22T12:00")

    batch = Batch.objects.get()
    assert batch.opens_at.isoformat() == "2023-08-17T00:00:00+00:00"
    assert batch.draws_at.isoformat() == "2023-08-22T04:00:00+00:00"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first_day": "2023-09-05"}, "A batch begins on a Monday."),
        ({"first_day": ""}, None),
        ({"service": "0"}, None),
        ({"opens_at": "2023-08-17T08:00"}, "Write all three times, or none."),
        (
            {
                "opens_at": "2023-08-17T08:00",
                "closes_at": "2023-08-21T08:00",
                "draws_at": "2023-08-21T08:30",
            },
            "These times cannot be kept: a batch opens, closes at least an hour before it is "
            "drawn, and is drawn before its first day.",
        ),
    ],
)
def test_a_plan_that_cannot_be_is_said_and_nothing_is_planned(office, changes, sentence):
    page = plan(office, person(office), **changes)

    assert page.status_code == 422
    assert sentence is None or says(page, sentence)
    assert not Batch.objects.exists()


def test_a_week_planned_twice_or_too_late_is_said(office, clock):
    client = person(office)
    plan(office, client)

    twice = plan(office, client)
    clock.at(OPENS_AT + timedelta(days=7))
    late = plan(office, person(office), first_day="2023-09-11")

    assert "4 September 2023" in words(twice)
    assert twice.status_code == late.status_code == 422
    assert "11 September 2023" in words(late)


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR, Role.OVERSEER])
def test_who_only_looks_sees_the_batches_and_no_form(office, role):
    batch = make_batch(office, at=BatchState.PLANNED)
    client = person(office, role)

    page = client.get("/petugas/undian/")

    assert batch.ref in page.content.decode()
    assert 'name="first_day"' not in page.content.decode()
    assert plan(office, client).status_code == 403
    for path in ("penyumbang", "batal", "sumber-lain"):
        assert client.get(f"/petugas/undian/{batch.ref}/{path}/").status_code == 403


@pytest.mark.parametrize("role", [Role.HELPER, Role.COUNTER, Role.IT_ADMIN])
def test_who_has_nothing_to_do_with_draws_stays_outside(office, role):
    assert person(office, role).get("/petugas/undian/").status_code == 403


def test_a_batch_of_another_office_is_not_found(office):
    batch = make_batch(make_drawn_office(), at=BatchState.PLANNED)

    assert person(office).get(f"/petugas/undian/{batch.ref}/").status_code == 404
    assert person(office).post(f"/petugas/undian/{batch.ref}/batal/").status_code == 404


def test_a_supervisor_names_a_contributor(office):
    batch = make_batch(office, at=BatchState.PLANNED)
    commitment = contribution.commit(batch.ref, secret=bytes(32))
    client = person(office)

    answer = client.post(
        f"/petugas/undian/{batch.ref}/penyumbang/",
        {"name": "ombudsman-kaltara", "commitment": commitment},
    )
    twice = client.post(
        f"/petugas/undian/{batch.ref}/penyumbang/", {"name": "pers", "commitment": commitment}
    )
    wrong = client.post(
        f"/petugas/undian/{batch.ref}/penyumbang/", {"name": "Siti Aminah", "commitment": "x"}
    )

    assert answer.status_code == 302
    assert batch.contributors.get().commitment == commitment
    assert (twice.status_code, wrong.status_code) == (422, 422)
    assert says(wrong, "Small letters, digits and hyphens only.")


def test_a_batch_is_cancelled_with_a_reason_after_one_question(office, clock):
    batch = make_batch(office)
    clock.at(OPENS_AT)
    client = person(office)
    address = f"/petugas/undian/{batch.ref}/batal/"

    asked = client.get(address)
    unsaid = client.post(address, {})
    done = client.post(address, {"reason": "STAFF_SHORT"})

    assert says(asked, "Cancel this batch?")
    assert unsaid.status_code == 422
    assert done.status_code == 302
    assert facts(office, "draw.batch-cancelled")[0].reason == "STAFF_SHORT"


def test_a_frozen_batch_has_no_button_to_cancel_and_the_form_is_refused(office, clock):
    batch = make_batch(office, at=BatchState.CLOSED)
    clock.at(CLOSES_AT)
    client = person(office)

    page = client.get(f"/petugas/undian/{batch.ref}/")
    sent = client.post(f"/petugas/undian/{batch.ref}/batal/", {"reason": "MISTAKE"})

    assert "/batal/" not in page.content.decode()
    assert sent.status_code == 409


# ---- other sources


def fallen(office, source, clock):
    """A batch that fell back to this source; the clock of pages stands at that moment."""
    batch, now = make_batch(office, at=BatchState.CLOSED), DRAWN_AT
    while batch.source != source:
        now = queries.draw_pages.may_fall_back_at(batch)
        actor = staff(office, Role.SUPERVISOR)
        batch = draw.enter_fallback(batch_id=batch.pk, actor=actor, now=now)
    clock.at(now)
    return batch


def test_the_next_source_is_entered_in_two_steps_and_not_before_its_time(office, clock):
    batch = make_batch(office, at=BatchState.CLOSED)
    address = f"/petugas/undian/{batch.ref}/sumber-lain/"
    clock.at(DRAWN_AT + PATIENCE - timedelta(minutes=1))
    early = person(office).post(address, {"is_sure": "on"})
    clock.at(DRAWN_AT + PATIENCE)
    client = person(office)

    asked = client.get(address)
    unsure = client.post(address, {})
    done = client.post(address, {"is_sure": "on"})

    assert early.status_code == unsure.status_code == 422
    assert says(asked, "Use the next source")
    assert done.status_code == 302
    [fact] = facts(office, "draw.fallback-entered")
    assert fact.source == Source.DEFAULT_CHAIN
    assert fact.officer in words(client.get(f"/undian/{batch.ref}/"))


def test_lottery_numbers_are_shown_again_before_they_are_fixed(office, clock):
    batch = fallen(office, Source.LOTTERIES, clock)
    client = person(office)
    address = f"/petugas/undian/{batch.ref}/lotre/"

    first = client.post(address, NUMBERS)
    batch.refresh_from_db()
    before = batch.seed
    done = client.post(address, NUMBERS | {"is_sure": "1"})

    assert KEY_STRING in words(first)
    assert before == ""
    assert done["Location"] == f"/petugas/undian/{batch.ref}/"
    assert facts(office, "draw.seed-fixed")[0].evidence == KEY_STRING


@pytest.mark.parametrize("typed", ["", "1 2 3", "1 2 3 4 5 50", "1 1 2 3 4 5", "a b c d e f"])
def test_numbers_that_no_lottery_drew_are_said_at_their_field(office, clock, typed):
    batch = fallen(office, Source.LOTTERIES, clock)

    page = person(office).post(
        f"/petugas/undian/{batch.ref}/lotre/", NUMBERS | {"numbers_0": typed, "is_sure": "1"}
    )

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["numbers_0"]
    assert page.context["form"]["numbers_1"].value() == NUMBERS["numbers_1"]
    assert not facts(office, "draw.seed-fixed")


def thrown(**changes):
    cells = [cell.name for row in dice.form() for cell in row]
    return {name: f"{10_000 + at}" for at, name in enumerate(cells)} | changes


def test_throws_are_written_on_a_sheet_typed_shown_again_and_fixed(office, clock):
    batch = fallen(office, Source.DICE, clock)
    client = person(office)
    address = f"/petugas/undian/{batch.ref}/dadu/"

    sheet = client.get(f"{address}lembar/")
    first = client.post(address, thrown())
    done = client.post(address, thrown() | {"is_sure": "1"})
    seat(batch.pk, now=clock.now)

    assert batch.list_root in words(sheet)
    assert words(sheet).count("_ _ _ _ _") == 25
    record = dice.record_of(dice.read_form(thrown()))
    assert record in words(first)
    assert done.status_code == 302
    assert facts(office, "draw.seed-fixed")[0].evidence == record
    check_record()


def test_a_box_left_empty_or_a_row_that_was_copied_is_said(office, clock):
    batch = fallen(office, Source.DICE, clock)
    client = person(office)
    address = f"/petugas/undian/{batch.ref}/dadu/"
    row = {f"t2-{at}": thrown()[f"t1-{at}"] for at in range(1, 6)}

    empty = client.post(address, thrown(**{"t3-4": "123"}) | {"is_sure": "1"})
    copied = client.post(address, thrown(**row) | {"is_sure": "1"})

    assert list(empty.context["form"].errors) == ["t3-4"]
    assert says(copied, "Two throwers have the same 25 digits: a row was copied. Look again.")
    assert not facts(office, "draw.seed-fixed")


@pytest.mark.parametrize("path", ["lotre", "dadu"])
def test_a_batch_that_waits_for_the_beacon_takes_neither_numbers_nor_throws(office, clock, path):
    batch = make_batch(office, at=BatchState.CLOSED)
    clock.at(DRAWN_AT)

    assert person(office).get(f"/petugas/undian/{batch.ref}/{path}/").status_code == 409


# ---- documents


@pytest.fixture
def drawn(office, clock):
    batch = make_batch(office)
    applicant = make_person()
    row = assist(batch, people=[applicant, make_person()])
    close(batch.pk)
    seed(batch.pk)
    seat(batch.pk)
    clock.at(DRAWN_AT + timedelta(days=12))
    return batch, row, applicant


def open_(client, batch, row, nik, position=0):
    return client.post(f"/petugas/undian/{batch.ref}/periksa/{row.ref}/{position}/", {"nik": nik})


def test_an_overseer_holds_the_people_that_the_seed_chose_against_their_documents(office, drawn):
    batch, row, applicant = drawn
    client = person(office, Role.OVERSEER)

    listed = client.get(f"/petugas/undian/{batch.ref}/periksa/")
    true = open_(client, batch, row, f"{applicant.nik[:8]} {applicant.nik[8:]}")
    after = client.get(f"/petugas/undian/{batch.ref}/periksa/")
    false = open_(client, batch, row, make_nik(), position=1)

    assert f"/periksa/{row.ref}/0/" in listed.content.decode()
    assert true.status_code == false.status_code == 302
    assert says(after, "It is the person who applied. This is on the record.")
    first, second = facts(office, "draw.nullifier-opened")
    assert (first.person, first.is_true) == (0, True)
    assert (second.person, second.is_true) == (1, False)
    check_record()


def test_the_id_number_from_the_document_is_kept_nowhere(office, drawn):
    batch, row, applicant = drawn

    open_(person(office, Role.AUDITOR), batch, row, applicant.nik)

    said = [bytes(body) for body in Entry.objects.values_list("body", flat=True)]
    assert not any(applicant.nik.encode() in body for body in said)
    assert not Applicant.objects.filter(nik_last4=applicant.nik).exists()


@pytest.mark.parametrize("nik", ["", "123", "1234567890123456789", "abcdefghijklmnop"])
def test_what_is_no_id_number_is_said_and_nothing_is_recorded(office, drawn, nik):
    batch, row, _ = drawn

    page = open_(person(office, Role.OVERSEER), batch, row, nik)

    assert page.status_code == 422
    assert not facts(office, "draw.nullifier-opened")


def test_whose_data_are_erased_cannot_be_held_against_a_document(office, drawn):
    batch, row, applicant = drawn
    Applicant.objects.filter(application=row).update(nullifier="", nullifier_proof=b"")

    page = open_(person(office, Role.OVERSEER), batch, row, applicant.nik)

    assert says(page, "There is nobody of this place any more: the data are erased.")
    assert not facts(office, "draw.nullifier-opened")


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.HEAD, Role.COUNTER])
def test_the_office_itself_does_not_check_itself(office, drawn, role):
    batch, row, applicant = drawn
    client = person(office, role)

    assert client.get(f"/petugas/undian/{batch.ref}/periksa/").status_code == 403
    assert open_(client, batch, row, applicant.nik).status_code == 403
    assert not facts(office, "draw.nullifier-opened")


def test_nobody_is_held_against_a_document_before_the_draw_or_without_a_place(office, clock):
    batch = make_batch(office)
    row = assist(batch)
    clock.at(OPENS_AT)
    client = person(office, Role.OVERSEER)

    assert client.get(f"/petugas/undian/{batch.ref}/periksa/").status_code == 409
    assert open_(client, batch, row, make_nik()).status_code == 404
    assert Application.objects.get().draw_number is None


def test_the_sample_is_chosen_by_the_seed_alone_and_as_large_as_the_rule_says(office, drawn):
    batch, _, _ = drawn
    visits = queries.draw_result.visits_to_check(Batch.objects.get(pk=batch.pk))
    size = queries.draw.number("audit_sample", on=batch.first_day)

    assert len(visits) == min(size, 2)
    assert visits == queries.draw_result.visits_to_check(Batch.objects.get(pk=batch.pk))
