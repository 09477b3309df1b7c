"""Which sentences hold about a place in the line: one rule for the page and for the stream.

The page holds every sentence in the reader's language; these names say which of them to show.
"""

from jernih.pure.states import TicketState

# Only a long wait is worth going out for, and half of the middle of the range is safe.
WORTH_LEAVING_MINUTES, STEP_MINUTES = 30, 5
MAY_LEAVE = frozenset({TicketState.WAITING, TicketState.PARKED})


def sentences(
    state: TicketState,
    *,
    ahead: int,
    p90_minutes: int | None,
    goes_out: bool,
    direction: str,
    is_open: bool,
) -> list[str]:
    """Return the names of what holds, the state itself first.

    goes_out: there is a time until which it is safe to be away. is_open: the hall's day is.
    """
    waits = state is TicketState.WAITING
    holds = {
        state.value: True,
        "next": waits and ahead == 0,
        "one-ahead": waits and ahead == 1,
        "many-ahead": waits and ahead > 1,
        "any-moment": waits and p90_minutes == 0,
        "range": waits and bool(p90_minutes),
        "go-out": waits and goes_out,
        "way": state is TicketState.CALLED and direction != "",
        "may-leave": is_open and state in MAY_LEAVE,
    }
    return [name for name, is_so in holds.items() if is_so]
