"""Someone is called who is not next: with a coded reason, in public, looked at by a supervisor."""

import pytest

from jernih.apps.hall.models import CallException
from jernih.pure.reasons import ExceptionReason
from jernih.pure.roles import Role
from tests.journeys.days import make_day
from tests.record import check_record
from tests.staff_makers import PASSWORD, make_staff
from tests.visits import at_counter, people_of, says, words

pytestmark = pytest.mark.django_db


def two_waiting(day):
    rows = [day.booked(), day.booked()]
    supervisor = day.open()
    for row in rows:
        day.kiosk().show(row.code)
        day.clock.later(seconds=30)
    return supervisor, [people_of(row)[0] for row in rows]


def test_a_reason_is_enough_for_a_case_of_health_and_the_supervisor_sees_it(clock):
    day = make_day(clock)
    supervisor, [first, second] = two_waiting(day)
    counter = day.counter()

    page = counter.do("loket/khusus/", number=second.lower().replace("-0", ""), reason="HEALTH")
    floor = supervisor.see("lantai/")
    row = CallException.objects.get()
    seen = supervisor.do("lantai/lihat/", id=row.pk)

    assert at_counter(page) == second
    assert first in words(floor)
    assert counter.staff.ref in words(floor)
    row.refresh_from_db()
    assert row.explained_by == supervisor.staff.ref
    assert supervisor.staff.ref in words(seen)
    check_record()


def test_another_reason_needs_a_second_officer_who_types_her_password(clock):
    day = make_day(clock)
    _supervisor, [_first, second] = two_waiting(day)
    counter = day.counter()
    colleague = make_staff(Role.COUNTER, username="rina", office=day.office.slug)
    wanted = {"number": second, "reason": ExceptionReason.OTHER.value}

    alone = counter.do("loket/khusus/", **wanted)
    wrong = counter.do(
        "loket/khusus/", second_name="rina", second_password="not hers at all", **wanted
    )
    itself = counter.do(
        "loket/khusus/",
        second_name=counter.staff.username,
        second_password=PASSWORD,
        **wanted,
    )
    together = counter.do("loket/khusus/", second_name="rina", second_password=PASSWORD, **wanted)

    assert [page.status_code for page in (alone, wrong, itself)] == [422] * 3
    assert says(alone, "For the reason “Other” a second officer must agree.")
    assert says(wrong, "User name and password do not belong together.")
    assert "not hers at all" not in wrong.content.decode()
    assert at_counter(together) == second
    assert CallException.objects.get().second_officer == colleague.ref
    check_record()


def test_the_one_who_is_next_anyway_is_no_exception(clock):
    day = make_day(clock)
    _supervisor, [first, _second] = two_waiting(day)
    counter = day.counter()

    page = counter.do("loket/khusus/", number=first, reason="HEALTH")

    assert page.status_code == 422
    assert says(page, "This number is next anyway. Press “Next”.")
    assert not CallException.objects.exists()
    check_record()


def test_a_second_officer_who_may_not_vouch_is_not_one(clock):
    day = make_day(clock)
    _supervisor, [_first, second] = two_waiting(day)
    counter = day.counter()
    make_staff(Role.HELPER, username="budi", office=day.office.slug)

    page = counter.do(
        "loket/khusus/",
        number=second,
        reason="OTHER",
        second_name="budi",
        second_password=PASSWORD,
    )

    assert page.status_code in (403, 422)
    assert not CallException.objects.exists()
    check_record()
