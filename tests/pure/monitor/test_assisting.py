"""Who registers others: how many, how fast, when, and what became of them."""

from datetime import timedelta

from jernih.pure.monitor import assisting
from jernih.pure.monitor.assisting import Clients, Typed
from jernih.pure.monitor.favour import gains_of
from jernih.pure.reasons import AlarmKind
from tests.pure.hall_facts import DAY, HELPER, at
from tests.pure.monitor.book import NUMBERS
from tests.pure.monitor.calls import call


def typed(n, *, seconds=300, people=1, is_outside=False):
    return [
        Typed(helper=HELPER, at=at(0) + i * timedelta(seconds=seconds), people=people,
              is_outside=is_outside, day=DAY)
        for i in range(n)
    ]  # fmt: skip


def kinds(rows):
    return [found.kind for found in assisting.look_at_typing(rows, numbers=NUMBERS).found]


def test_thirty_people_a_day_at_a_human_pace_are_no_wonder():
    assert kinds(typed(30)) == []
    assert kinds([]) == []


def test_one_more_person_is():
    assert kinds(typed(31)) == [AlarmKind.HELPER_MANY]
    assert kinds(typed(4, people=8)) == [AlarmKind.HELPER_MANY]


def test_typing_faster_than_anyone_can_stands_out_after_the_second_time():
    assert kinds(typed(3, seconds=20)) == []
    assert kinds(typed(4, seconds=20)) == [AlarmKind.HELPER_FAST]


def test_clocks_set_back_do_not_hide_it():
    rows = typed(6, seconds=20)

    assert kinds(rows[::-1]) == [AlarmKind.HELPER_FAST]


def test_outside_opening_hours_three_stand_out():
    assert kinds(typed(2, is_outside=True)) == []
    assert kinds(typed(3, is_outside=True)) == [AlarmKind.HELPER_HOURS]


def clients(mine):
    everybody = Clients(people=400, priority=40, over=300, absent=18)
    looked = assisting.look_at_clients({HELPER: mine}, everybody=everybody, numbers=NUMBERS)
    return {found.kind: found for found in looked.found}


def test_many_priority_claims_and_many_absent_ones_may_stand_out():
    found = clients(Clients(people=40, priority=20, over=40, absent=12))

    assert found[AlarmKind.HELPER_PRIORITY].chance < 1e-6
    assert found[AlarmKind.HELPER_PRIORITY].figures["permille"] == 500
    assert found[AlarmKind.HELPER_PRIORITY].figures["others_permille"] == 56
    assert found[AlarmKind.HELPER_ABSENT].chance < 1e-4


def test_a_few_clients_prove_nothing():
    assert clients(Clients(people=4, priority=4, over=4, absent=4)) == {}
    assert clients(Clients(people=40, priority=4, over=30, absent=2))[
        AlarmKind.HELPER_PRIORITY
    ].chance > 0.2  # fmt: skip


def test_a_helper_who_registers_everybody_is_compared_with_nobody():
    everybody = Clients(people=40, priority=20, over=40, absent=9)

    looked = assisting.look_at_clients({HELPER: everybody}, everybody=everybody, numbers=NUMBERS)

    assert looked.found == ()


def test_clients_who_are_let_past_stand_out():
    turn = [*range(40, 48), *range(40), *range(48, 60)]
    calls = [call(n, place=at(n / 2), helper=HELPER if 40 <= n < 48 else "") for n in turn]

    looked = assisting.look_at_favour(gains_of(calls), seed="x")

    [found] = looked.found
    assert (found.kind, found.subject) == (AlarmKind.FAVOUR, HELPER)
    assert found.figures["people"] == 8
    assert found.chance < 0.01


def test_clients_called_in_turn_do_not():
    calls = [call(n, helper=HELPER if n % 3 else "") for n in range(60)]

    assert assisting.look_at_favour(gains_of(calls), seed="x").found == ()
