from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.place import sentences
from jernih.pure.states import TicketState

COMMON = {"ahead": 0, "p90_minutes": None, "goes_out": False, "direction": "", "is_open": True}


def holds(state: TicketState, **more) -> list[str]:
    return sentences(state, **(COMMON | more))


def test_who_waits_hears_exactly_one_thing_about_those_before_her():
    assert holds(TicketState.WAITING) == ["WAITING", "next", "may-leave"]
    assert holds(TicketState.WAITING, ahead=1) == ["WAITING", "one-ahead", "may-leave"]
    assert holds(TicketState.WAITING, ahead=2) == ["WAITING", "many-ahead", "may-leave"]


def test_a_range_is_said_in_minutes_or_as_any_moment_never_both():
    assert "any-moment" in holds(TicketState.WAITING, p90_minutes=0)
    told = holds(TicketState.WAITING, p90_minutes=40, goes_out=True)

    assert "range" in told
    assert "go-out" in told
    assert "any-moment" not in told


def test_who_is_called_hears_where_to_go_and_cannot_leave_by_phone():
    assert holds(TicketState.CALLED, direction="Lantai 1") == ["CALLED", "way"]
    assert holds(TicketState.CALLED) == ["CALLED"]


def test_nobody_leaves_a_line_that_is_closed():
    assert holds(TicketState.PARKED) == ["PARKED", "may-leave"]
    assert holds(TicketState.PARKED, is_open=False) == ["PARKED"]


@given(st.sampled_from(TicketState), st.integers(0, 9), st.booleans())
def test_outside_the_line_nothing_is_said_about_it(state, ahead, goes_out):
    told = holds(state, ahead=ahead, p90_minutes=9, goes_out=goes_out)

    assert told[0] == state
    assert ("range" in told) == (state == TicketState.WAITING)
