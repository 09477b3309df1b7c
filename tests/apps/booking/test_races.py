"""Many at once: the database gives each seat once, each person one number, each form one answer."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from jernih.apps.booking import actions
from jernih.apps.booking.models import Applicant, Application, Seat
from jernih.pure.people import Preference
from jernih.pure.reasons import MoveReason
from jernih.pure.roles import CITIZEN, CLOCK, Role
from jernih.pure.states import IllegalMove, SeatState
from tests.makers import (
    DAY,
    NOW,
    ON_THE_DAY,
    check_in,
    end_day,
    facts,
    make_application,
    make_office,
    make_person,
    make_supply,
    make_wanted,
    staff,
)

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 10


@pytest.fixture
def office():
    made = make_office()
    make_supply(made)
    return made


def keep_free(seats: int) -> None:
    free = Seat.objects.filter(state=SeatState.FREE, series="A").order_by("n")
    Seat.objects.filter(pk__in=[seat.pk for seat in free[seats:]]).update(state=SeatState.UNUSED)


def at_once(deeds: list[Callable[[], object]]) -> list[object]:
    """Do all deeds at the same moment, each on a connection of its own; refusals are answers."""
    ready = Barrier(len(deeds))

    def run(deed):
        ready.wait()
        try:
            return deed()
        except actions.BookingRefusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def taking(wanted):
    return lambda: actions.take_numbers(wanted=wanted, actor=CITIZEN, now=NOW)


def kinds(answers):
    return Counter(type(answer).__name__ for answer in answers)


def seats_are_sound():
    held = Applicant.objects.filter(is_live=True).values_list("seat_id", flat=True)
    taken = Seat.objects.filter(state=SeatState.TAKEN).values_list("pk", flat=True)
    assert sorted(held) == sorted(taken)


def test_ten_people_race_for_four_seats_and_four_get_one(office):
    keep_free(4)
    wanted = [make_wanted(office) for _ in range(THREADS)]

    answers = at_once([taking(w) for w in wanted])

    assert kinds(answers) == {"Taken": 4, "Full": 6}
    assert Seat.objects.filter(state=SeatState.TAKEN).count() == 4
    assert len(facts(office, "booking.taken")) == 4
    seats_are_sound()


def test_families_that_race_leave_no_seat_unsold_that_one_could_have(office):
    keep_free(9)
    wanted = [make_wanted(office, people=4) for _ in range(THREADS)]

    answers = at_once([taking(w) for w in wanted])

    assert kinds(answers) == {"Taken": 2, "Full": 8}
    assert Seat.objects.filter(state=SeatState.FREE, series="A").count() == 1
    seats_are_sound()


def test_the_last_seats_go_to_whoever_fits(office):
    keep_free(5)
    sizes = [3, 3, 2, 2, 1, 1, 4, 5, 2, 1]
    wanted = [make_wanted(office, people=size) for size in sizes]

    answers = at_once([taking(w) for w in wanted])

    assert set(kinds(answers)) <= {"Taken", "Full"}
    left = Seat.objects.filter(state=SeatState.FREE, series="A").count()
    refused = [size for size, a in zip(sizes, answers, strict=True) if type(a) is actions.Full]
    assert all(size > left for size in refused)
    seats_are_sound()


def test_one_person_in_ten_places_at_once_gets_one_number(office):
    person = make_person()
    wanted = [make_wanted(office, people=[person]) for _ in range(THREADS)]

    answers = at_once([taking(w) for w in wanted])

    assert kinds(answers) == {"Taken": 1, "AlreadyHolding": 9}
    assert Applicant.objects.count() == 1
    seats_are_sound()


def test_families_that_share_people_do_not_wait_in_a_circle(office):
    one, two = make_person(), make_person()
    wanted = [
        make_wanted(office, people=[one, two] if n % 2 else [two, one]) for n in range(THREADS)
    ]

    answers = at_once([taking(w) for w in wanted])

    assert kinds(answers) == {"Taken": 1, "AlreadyHolding": 9}
    seats_are_sound()


def test_one_form_sent_ten_times_at_once_is_one_application(office):
    wanted = make_wanted(office, people=2)

    answers = at_once([taking(wanted)] * THREADS)

    assert kinds(answers) == {"Taken": THREADS}
    assert len({answer.code for answer in answers}) == 1
    assert sum(not answer.is_repeat for answer in answers) == 1
    assert Application.objects.count() == 1
    seats_are_sound()


def test_one_proof_used_by_ten_forms_at_once_is_good_for_one(office):
    first = make_wanted(office)
    wanted = [
        make_wanted(office, contact=first.contact, session_key=first.session_key)
        for _ in range(THREADS)
    ]

    answers = at_once([taking(w) for w in wanted])

    assert kinds(answers) == {"Taken": 1, "Unproven": 9}
    seats_are_sound()


def test_moves_and_takers_share_the_last_seats_without_loss(office):
    other = make_supply(office, day=DAY.replace(day=26))
    moving = [make_application(office, day=other.day) for _ in range(5)]
    keep_free(3)
    wanted = [make_wanted(office) for _ in range(5)]
    here = (Preference(day=DAY),)

    answers = at_once(
        [taking(w) for w in wanted]
        + [
            lambda ref=a.ref: actions.move_numbers(
                ref=ref, preferences=here, actor=CITIZEN, now=NOW
            )
            for a in moving
        ]
    )

    assert kinds(answers)["Full"] == 7
    seats_are_sound()


def test_a_move_and_a_withdrawal_at_once_leave_one_of_them_done(office):
    make_supply(office, day=DAY.replace(day=26))
    application = make_application(office)
    there = (Preference(day=DAY.replace(day=26)),)

    def withdraw():
        actions.withdraw(ref=application.ref, actor=CITIZEN, now=NOW)

    def move():
        try:
            actions.move_numbers(ref=application.ref, preferences=there, actor=CITIZEN, now=NOW)
        except actions.BookingRefusal:
            raise
        except Exception as refusal:
            return refusal
        return None

    at_once([withdraw, move])

    application.refresh_from_db()
    assert application.state == "WITHDRAWN"
    assert not Seat.objects.filter(state=SeatState.TAKEN).exists()


def test_a_check_in_and_a_withdrawal_at_once_leave_one_of_them_done(office):
    application = make_application(office)

    def withdraw():
        try:
            actions.withdraw(ref=application.ref, actor=CITIZEN, now=ON_THE_DAY)
        except IllegalMove as refusal:
            return refusal

    def come():
        try:
            check_in(application.ref)
        except IllegalMove as refusal:
            return refusal

    answers = at_once([withdraw, come])

    application.refresh_from_db()
    assert kinds(answers) == {"NoneType": 1, "IllegalMove": 1}
    seat = Seat.objects.get(applicant__application=application)
    assert (application.state, seat.state) in {("WITHDRAWN", "RETURNED"), ("PRESENT", "USED")}


def test_a_day_that_closes_while_people_take_and_move_leaves_nothing_open(office):
    other = make_supply(office, day=DAY.replace(day=26))
    moving = [make_application(office, day=other.day) for _ in range(3)]
    wanted = [make_wanted(office) for _ in range(6)]

    def move(ref):
        return lambda: actions.move_numbers(
            ref=ref, preferences=(Preference(day=DAY),), actor=CITIZEN, now=NOW
        )

    at_once([taking(w) for w in wanted] + [move(a.ref) for a in moving] + [lambda: end_day(office)])

    open_seats = [SeatState.FREE, SeatState.HELD, SeatState.TAKEN]
    assert not Seat.objects.filter(day=DAY, state__in=open_seats).exists()
    assert not Application.objects.filter(day=DAY, state="GRANTED").exists()
    seats_are_sound()


def test_one_day_released_by_ten_clocks_at_once_has_its_numbers_once(office):
    supply = make_supply(office, day=DAY.replace(day=26), is_released=False)

    answers = at_once(
        [lambda: actions.release_supply(supply_id=supply.pk, actor=CLOCK, now=NOW)] * THREADS
    )

    assert kinds(answers) == {"Supply": 1, "AlreadyReleased": 9}
    assert Seat.objects.filter(slot__supply=supply).count() == supply.planned


def test_one_returned_seat_offered_by_ten_clocks_at_once_comes_back_once(office):
    application = make_application(office)
    actions.withdraw(ref=application.ref, actor=CITIZEN, now=NOW)
    supply = make_supply(office)
    evening = NOW.replace(day=24, hour=11)

    answers = at_once(
        [lambda: actions.add_returned_seats(supply_id=supply.pk, actor=CLOCK, now=evening)]
        * THREADS
    )

    assert sum(len(answer) for answer in answers) == 1
    assert len(facts(office, "booking.seat-added")) == 1


def test_one_day_planned_by_ten_at_once_has_one_plan(office):
    day = DAY.replace(day=26)
    supervisor = staff(office, Role.SUPERVISOR)

    at_once(
        [lambda: actions.plan_supply(office_id=office.pk, day=day, actor=supervisor, now=NOW)]
        * THREADS
    )

    supply = make_supply(office, day=day, is_released=False)
    assert sum(slot.planned for slot in supply.slots.all()) == supply.planned


def test_ten_codes_asked_for_at_once_are_one(office):
    wanted = make_wanted(office, contact=None)
    contact = actions.read_contact("rara@contoh.id")

    answers = at_once(
        [
            lambda: actions.ask_code(
                office_slug=office.slug,
                contact=contact,
                session_key=wanted.once_key,
                language="id",
                now=NOW,
            )
        ]
        * THREADS
    )

    assert kinds(answers) == {"CodeSent": 1, "TooSoon": 9}


def test_office_fault_and_citizen_move_one_application_one_after_the_other(office):
    make_supply(office, day=DAY.replace(day=26))
    application = make_application(office)
    there = (Preference(day=DAY.replace(day=26)),)
    supervisor = staff(office, Role.SUPERVISOR)

    at_once(
        [
            lambda: actions.move_numbers(
                ref=application.ref, preferences=there, actor=CITIZEN, now=NOW
            ),
            lambda: actions.move_numbers(
                ref=application.ref,
                preferences=there,
                reason=MoveReason.OFFICE_FAULT,
                actor=supervisor,
                now=NOW,
            ),
        ]
    )

    application.refresh_from_db()
    assert application.moves == 1
    assert len(facts(office, "booking.moved")) == 2
    seats_are_sound()
