from datetime import date, timedelta

import pytest

from jernih.apps.booking import actions, jobs, queries
from jernih.apps.booking.models import Seat, Slot, Supply
from jernih.apps.offices.models import Holiday, Service
from jernih.pure.reasons import HoldReason, ReleaseMode
from jernih.pure.roles import CITIZEN, CLOCK, Refused, Role
from jernih.pure.states import ApplicationState, SeatState
from tests.makers import (
    DAY,
    NOW,
    ON_THE_DAY,
    check_in,
    facts,
    make_application,
    make_office,
    make_supply,
    numbers_of,
    service_of,
    staff,
)

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 27)


@pytest.fixture
def office():
    return make_office()


def plan(office, day=DAY, **more):
    return actions.plan_supply(office_id=office.pk, day=day, **{"actor": CLOCK, "now": NOW} | more)


# ---- plan


def test_tarakan_plans_forty_numbers_a_day_with_its_priority_reserve(office):
    rows = plan(office)

    assert sum(row.planned for row in rows) == 40
    assert sum(Slot.objects.values_list("held", flat=True)) == 6
    assert {row.held_reason for row in rows} == {HoldReason.PRIORITY_RESERVE}


def test_a_plan_is_nothing_public_yet(office):
    rows = plan(office)

    assert not facts(office, "booking.supply-released")
    assert not Seat.objects.exists()
    assert queries.open_days(rows[0].service_id, now=NOW) == ()


def test_no_window_lies_in_a_break_nor_fridays_in_the_prayer(office):
    plan(office, day=FRIDAY)

    local = [
        (slot.starts_at.astimezone(office.zone).time(), slot.ends_at.astimezone(office.zone).time())
        for slot in Slot.objects.all()
    ]
    assert local
    assert all(str(ends) <= "11:30:00" or str(starts) >= "13:00:00" for starts, ends in local)


@pytest.mark.parametrize("day", [date(2026, 11, 28), date(2026, 11, 29)])
def test_a_weekend_has_no_plan(office, day):
    with pytest.raises(actions.ClosedDay):
        plan(office, day=day)


def test_a_holiday_has_no_plan(office):
    Holiday.objects.create(office=office, day=DAY, name="Hari Guru")

    with pytest.raises(actions.ClosedDay):
        plan(office)


def test_a_plan_for_the_day_itself_has_only_windows_still_to_come(office):
    plan(office, now=ON_THE_DAY)

    assert Slot.objects.exists()
    assert not Slot.objects.filter(starts_at__lte=ON_THE_DAY).exists()


def test_the_day_after_is_too_late_for_a_plan(office):
    with pytest.raises(actions.DayIsPast):
        plan(office, now=ON_THE_DAY + timedelta(days=1))


def test_after_the_last_window_today_has_no_plan(office):
    with pytest.raises(actions.DayIsPast):
        plan(office, now=ON_THE_DAY + timedelta(hours=9))


def test_a_service_that_no_counter_does_has_no_supply(office):
    office.counters.get(number=1).services.remove(service_of(office, "pengambilan"))

    rows = plan(office)

    assert {row.service.code for row in rows} == {"paspor-baru", "penggantian"}
    assert sum(row.planned for row in rows) == 40


def test_a_plan_may_change_until_it_is_published(office):
    plan(office)
    supervisor = staff(office, Role.SUPERVISOR)

    rows = plan(office, seats=20, held=5, held_reason=HoldReason.STAFF_SHORT, actor=supervisor)

    assert sum(row.planned for row in rows) == 20
    assert sum(Slot.objects.values_list("held", flat=True)) == 5
    assert {row.held_reason for row in rows} == {HoldReason.STAFF_SHORT}


def test_a_published_plan_stays(office):
    make_supply(office)

    with pytest.raises(actions.AlreadyReleased):
        plan(office, seats=20)


def test_nothing_is_planned_beyond_what_the_counters_can_do(office):
    office.counters.exclude(number=1).delete()

    rows = plan(office, seats=500)

    assert 40 < sum(row.planned for row in rows) < 100


def test_more_held_than_planned_is_refused(office):
    with pytest.raises(actions.BadPlan):
        plan(office, seats=4, held=5)


def test_two_services_with_one_letter_are_refused(office):
    Service.objects.filter(office=office, code="penggantian").update(series="A")

    with pytest.raises(actions.BadPlan):
        plan(office)


@pytest.mark.parametrize("role", [Role.COUNTER, Role.HELPER, Role.CITIZEN, Role.IT_ADMIN])
def test_others_plan_nothing(office, role):
    with pytest.raises(Refused):
        plan(office, actor=staff(office, role))


def test_a_supervisor_plans_her_own_office_only(office):
    with pytest.raises(Refused):
        plan(office, actor=staff(make_office(), Role.SUPERVISOR))


# ---- release


def test_a_release_publishes_windows_in_order_and_numbers_without_gaps(office):
    supply = make_supply(office)

    fact = next(f for f in facts(office, "booking.supply-released") if f.series == "A")
    assert (fact.day, fact.mode, fact.planned) == (DAY, ReleaseMode.OPEN, supply.planned)
    assert fact.windows[0].first == 1
    assert fact.windows[-1].last == supply.planned
    assert all(a.last + 1 == b.first for a, b in zip(fact.windows, fact.windows[1:], strict=False))
    assert [w.starts_at for w in fact.windows] == sorted(w.starts_at for w in fact.windows)
    numbers = Seat.objects.filter(series="A").order_by("n").values_list("n", flat=True)
    assert list(numbers) == list(range(1, supply.planned + 1))


def test_the_last_seats_of_a_window_are_the_held_ones(office):
    make_supply(office)

    fact = next(f for f in facts(office, "booking.supply-released") if f.series == "B")
    said = {
        n for window in fact.windows for n in range(window.last - window.held + 1, window.last + 1)
    }
    held = Seat.objects.filter(series="B", state=SeatState.HELD).values_list("n", flat=True)
    assert set(held) == said


def test_a_day_is_released_once_and_before_it_comes(office):
    supply = make_supply(office)
    later = make_supply(office, day=DAY + timedelta(days=1), is_released=False)

    with pytest.raises(actions.AlreadyReleased):
        actions.release_supply(supply_id=supply.pk, actor=CLOCK, now=NOW)
    with pytest.raises(actions.DayIsPast):
        actions.release_supply(supply_id=later.pk, actor=CLOCK, now=NOW + timedelta(days=3))
    with pytest.raises(actions.TooLate):
        actions.release_supply(
            supply_id=later.pk, opens_at=NOW - timedelta(seconds=1), actor=CLOCK, now=NOW
        )
    with pytest.raises(Refused):
        actions.release_supply(supply_id=later.pk, actor=CITIZEN, now=NOW)


def test_a_new_offices_first_numbers_open_at_once(office):
    published = jobs.fill(NOW)

    days = Supply.objects.filter(opens_at=NOW).values_list("day", flat=True).distinct()
    assert published == Supply.objects.count()
    assert min(days) == NOW.date()
    assert not Slot.objects.filter(starts_at__lte=NOW).exists()
    assert max(days) <= NOW.date() + timedelta(days=14)
    assert not any(day.weekday() > 4 for day in days)
    assert jobs.fill(NOW + timedelta(minutes=5)) == 0


def test_later_days_are_published_at_the_weekly_hour_an_hour_before_they_open(office):
    jobs.fill(NOW)
    before = Supply.objects.filter(released_at__isnull=False).count()
    friday = NOW + timedelta(days=4, hours=4)  # Friday, 14:00 at Tarakan

    assert jobs.fill(friday - timedelta(minutes=1)) == 0
    assert jobs.fill(friday) > 0

    new = Supply.objects.filter(released_at=friday)
    assert Supply.objects.filter(released_at__isnull=False).count() == before + new.count()
    assert {row.opens_at for row in new} == {friday + timedelta(hours=1)}


# ---- held and returned seats


def test_held_seats_are_offered_when_a_supervisor_says_so(office):
    supply = make_supply(office)
    supervisor = staff(office, Role.SUPERVISOR)
    held = Seat.objects.filter(slot__supply=supply, state=SeatState.HELD).count()

    freed = actions.free_held_seats(supply_id=supply.pk, seats=2, actor=supervisor, now=NOW)

    [fact] = facts(office, "booking.seats-freed")
    assert fact.numbers == freed
    assert len(freed) == 2
    assert Seat.objects.filter(slot__supply=supply, state=SeatState.HELD).count() == held - 2


@pytest.mark.parametrize("seats", [0, -1, 99])
def test_more_than_is_held_cannot_be_freed(office, seats):
    supply = make_supply(office)

    with pytest.raises(actions.NothingHeld):
        actions.free_held_seats(
            supply_id=supply.pk, seats=seats, actor=staff(office, Role.SUPERVISOR), now=NOW
        )


def test_a_counter_frees_nothing(office):
    supply = make_supply(office)

    with pytest.raises(Refused):
        actions.free_held_seats(
            supply_id=supply.pk, seats=1, actor=staff(office, Role.COUNTER), now=NOW
        )


def test_a_returned_seat_comes_back_in_the_last_evening_under_a_new_number(office):
    supply = make_supply(office)
    application = make_application(office, at=ApplicationState.WITHDRAWN)
    [old] = numbers_of(application)
    evening = NOW + timedelta(days=1, hours=9)  # 19:00 of the day before

    offered = [jobs.offer_again(now) for now in (NOW, evening - timedelta(minutes=1), evening)]

    [fact] = facts(office, "booking.seat-added")
    supply.refresh_from_db()
    assert offered == [0, 0, 1]
    assert (fact.replaces, fact.number) == (old, f"A-{supply.planned + 1:03}")
    new = Seat.objects.get(replaces__isnull=False)
    assert (new.state, new.n, new.slot_id) == (
        SeatState.FREE,
        supply.last_n,
        new.replaces.slot_id,
    )
    assert jobs.offer_again(evening + timedelta(minutes=5)) == 0


def test_a_seat_returned_on_the_day_itself_is_not_offered_again(office):
    make_supply(office)
    application = make_application(office)
    actions.withdraw(ref=application.ref, actor=CITIZEN, now=ON_THE_DAY)

    assert jobs.offer_again(ON_THE_DAY + timedelta(minutes=5)) == 0


def test_a_closed_day_gets_no_returned_seat(office):
    supply = make_supply(office)
    make_application(office, at=ApplicationState.WITHDRAWN)
    jobs.settle(ON_THE_DAY + timedelta(hours=16))

    added = actions.add_returned_seats(
        supply_id=supply.pk, actor=CLOCK, now=ON_THE_DAY + timedelta(hours=17)
    )

    assert added == ()


def test_a_returned_seat_comes_back_at_the_weekly_release(office):
    far = date(2026, 12, 9)
    make_application(office, day=far, at=ApplicationState.WITHDRAWN)
    friday = NOW + timedelta(days=4, hours=4)

    assert jobs.offer_again(friday - timedelta(seconds=1)) == 0
    assert jobs.offer_again(friday) == 1


# ---- the capacity ledger


def row_of(office, service="paspor-baru"):
    return next(row for row in queries.capacity(office.slug, DAY, DAY) if row.service == service)


def test_the_ledger_adds_up_at_every_moment(office):
    make_supply(office, is_released=False)
    rows = [row_of(office)]
    make_supply(office)
    came = make_application(office, people=2)
    make_application(office)
    make_application(office, at=ApplicationState.WITHDRAWN)
    rows.append(row_of(office))
    actions.free_held_seats(
        supply_id=Supply.objects.get(service__code="paspor-baru").pk,
        seats=1,
        actor=staff(office, Role.SUPERVISOR),
        now=NOW,
    )
    jobs.offer_again(NOW + timedelta(days=1, hours=11))
    rows.append(row_of(office))
    check_in(came.ref)
    rows.append(row_of(office))
    jobs.settle(ON_THE_DAY + timedelta(hours=16))
    rows.append(row_of(office))

    for row in rows[1:]:
        assert row.planned == row.held + row.released
        assert row.released + row.added == row.booked + row.returned + row.free
    assert (rows[0].released, rows[0].planned) == (0, rows[1].planned)
    last = rows[-1]
    assert (last.booked, last.used, last.missed, last.returned, last.added) == (3, 2, 1, 1, 1)


def test_the_ledger_can_be_taken_home(office):
    make_supply(office)

    lines = list(queries.capacity_csv(queries.capacity(office.slug, DAY, DAY)))

    assert lines[0][:4] == ["day", "service", "planned", "held"]
    assert [line[1] for line in lines[1:]] == ["paspor-baru", "penggantian", "pengambilan"]
    table = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    assert all(row["day"] == "2026-11-25" and row["released_at"].endswith("Z") for row in table)
    # Nobody has brought the ministry's files of this day yet.
    assert {row[name] for row in table for name in ("served", "processed", "difference")} == {""}


def test_a_window_has_room_for_a_family_that_goes_on_in_the_next(office):
    supply = make_supply(office)

    [day] = queries.open_days(supply.service_id, now=NOW)

    assert day.free == day.windows[0].room
    assert day.windows[-1].room == day.windows[-1].free
    assert all(window.room >= window.free for window in day.windows)


def test_windows_that_have_begun_are_not_offered(office):
    supply = make_supply(office)
    nine = ON_THE_DAY + timedelta(hours=1)

    [day] = queries.open_days(supply.service_id, now=nine)

    assert all(window.starts_at > nine for window in day.windows)


def test_bookable_services_leave_out_steps_and_walk_ins(office):
    rows = queries.bookable_services(office.slug)

    assert [row.code for row in rows] == ["paspor-baru", "penggantian", "pengambilan"]
