import pytest

from jernih.apps.hall import actions
from jernih.apps.hall.models import CallException
from jernih.pure import events
from jernih.pure.calling import Lane
from jernih.pure.reasons import ExceptionReason
from jernih.pure.roles import Actor, Refused, Role
from jernih.pure.states import IllegalMove, TicketState
from tests.hall_makers import (
    by,
    facts,
    make_desk,
    make_hall,
    make_ticket,
    make_walk_in,
    press_next,
    said,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return make_hall()


@pytest.fixture
def desk(hall):
    desk = make_desk(hall)
    make_ticket(hall)
    make_ticket(hall)
    return desk


def except_(hall, desk, number="A-002", reason=ExceptionReason.HEALTH, **more):
    return actions.call_by_exception(**by(hall, desk, number=number, reason=reason, **more))


def test_the_record_says_who_was_called_instead_of_whom_and_why(hall, desk):
    ticket = except_(hall, desk)

    fact = facts(hall)[-1]
    assert isinstance(fact, events.CalledByException)
    assert (fact.number, fact.instead_of, fact.reason) == ("A-002", "A-001", ExceptionReason.HEALTH)
    assert (fact.officer, fact.second_officer) == (desk.officer, "")
    assert (ticket.state, ticket.counter_id) == (TicketState.CALLED, desk.counter_id)
    row = CallException.objects.get()
    assert (row.officer, row.instead_of, row.explained_at) == (desk.officer, "A-001", None)


def test_it_counts_as_a_call_of_the_rule(hall, desk):
    before = hall.day.since_priority

    except_(hall, desk)

    assert hall.day.since_priority == before + 1


def test_for_other_a_second_member_of_staff_vouches(hall, desk):
    with pytest.raises(actions.SecondNeeded):
        except_(hall, desk, reason=ExceptionReason.OTHER)

    boss = hall.staff("boss01", Role.SUPERVISOR)
    except_(hall, desk, reason=ExceptionReason.OTHER, second=boss)

    assert facts(hall)[-1].second_officer == "s-boss01"


def test_nobody_vouches_for_herself(hall, desk):
    myself = hall.staff(desk.officer.removeprefix("s-"))

    with pytest.raises(actions.SecondNeeded):
        except_(hall, desk, reason=ExceptionReason.OTHER, second=myself)


def test_a_person_without_a_name_in_the_house_does_not_vouch(hall, desk):
    nobody = Actor(roles=frozenset({Role.SUPERVISOR}), office=hall.office.slug)

    with pytest.raises(actions.SecondNeeded):
        except_(hall, desk, reason=ExceptionReason.OTHER, second=nobody)


@pytest.mark.parametrize("role", [Role.HELPER, Role.IT_ADMIN, Role.AUDITOR])
def test_only_who_may_vouch_vouches(hall, desk, role):
    with pytest.raises(Refused):
        except_(hall, desk, reason=ExceptionReason.OTHER, second=hall.staff("second", role))


def test_a_supervisor_of_another_office_does_not_vouch(hall, desk):
    stranger = Actor(roles=frozenset({Role.SUPERVISOR}), ref="s-strang", office="nunukan")

    with pytest.raises(Refused):
        except_(hall, desk, reason=ExceptionReason.OTHER, second=stranger)


def test_who_is_next_anyway_needs_no_exception(hall, desk):
    with pytest.raises(actions.SameRule):
        except_(hall, desk, number="A-001")

    assert not CallException.objects.exists()


def test_an_officer_cannot_call_whom_she_registered_not_even_by_exception(hall, desk):
    make_ticket(hall, helper=desk.officer)

    with pytest.raises(actions.OwnClient):
        except_(hall, desk, number="A-003")


def test_a_counter_cannot_call_for_what_it_does_not_do(hall):
    desk = make_desk(hall, 2, services=["replacement"])
    make_ticket(hall)

    with pytest.raises(actions.UnknownService):
        except_(hall, desk, number="A-001")


def test_someone_who_does_not_wait_is_not_called(hall, desk):
    other = make_desk(hall, 2)
    press_next(hall, other)

    with pytest.raises(IllegalMove):
        except_(hall, desk, number="A-001")


@pytest.mark.parametrize(
    "number", ["A-009", "A-2", "A-0002", "", "A-", "-002", "a-002", "A-²", "A-99999999"]
)
def test_a_number_that_nobody_has_is_unknown(hall, desk, number):
    with pytest.raises(actions.UnknownNumber):
        except_(hall, desk, number=number)


def test_a_busy_counter_makes_no_exception(hall, desk):
    press_next(hall, desk)

    with pytest.raises(actions.CounterBusy):
        except_(hall, desk)


def test_two_clicks_are_one_exception(hall, desk):
    except_(hall, desk)
    except_(hall, desk)

    assert said(hall).count("called-by-exception") == 1
    assert CallException.objects.count() == 1


def test_a_priority_ticket_called_out_of_turn_resets_the_count():
    hall = make_hall()
    desk = make_desk(hall)
    make_walk_in(hall, Lane.PRIORITY)
    make_walk_in(hall, Lane.PRIORITY)

    except_(hall, desk, number="P-002")

    assert hall.day.since_priority == 0


def test_a_supervisor_hears_the_explanation_once(hall, desk):
    except_(hall, desk)
    row = CallException.objects.get()

    for name in ("boss01", "boss02"):
        actions.explain_exception(
            exception_id=row.pk, actor=hall.staff(name, Role.SUPERVISOR), now=hall.now
        )

    row.refresh_from_db()
    assert (row.explained_by, row.explained_at) == ("s-boss01", hall.now)


def test_nobody_takes_note_of_her_own_explanation(hall, desk):
    except_(hall, desk)
    both = Actor(roles=frozenset({Role.SUPERVISOR}), ref=desk.officer, office=hall.office.slug)

    with pytest.raises(actions.SecondNeeded):
        actions.explain_exception(
            exception_id=CallException.objects.get().pk, actor=both, now=hall.now
        )


def test_an_officer_does_not_close_the_case_of_another(hall, desk):
    except_(hall, desk)

    with pytest.raises(Refused):
        actions.explain_exception(
            exception_id=CallException.objects.get().pk,
            actor=hall.staff("other1"),
            now=hall.now,
        )
