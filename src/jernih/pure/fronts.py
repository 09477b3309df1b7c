"""The fronts of the lines, for counters that call one after the other while nobody looks anew.

Source: docs/calling.md (rule v1), calling.py. Laws: tests/pure/test_fronts.py.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from jernih.pure import calling
from jernih.pure.calling import CallingPolicy, Choice, CounterNow, Lane, Waiting


class NotEnough(Exception):
    """The one to call may be behind the rows at hand."""


class Fronts:
    """The first of every lane and service, and all who came back to the counters that call."""

    def __init__(
        self, fronts: Iterable[Waiting], *, at_most: int, homes: Iterable[Waiting] = ()
    ) -> None:
        """Keep the rows.

        fronts: of each lane and service the first `at_most` by `line_place`, or all if they are
            fewer. homes: all that came back to a counter which is going to call.
        """
        self._at_most = at_most
        self._called: set[str] = set()
        parts: defaultdict[tuple[Lane, str], list[Waiting]] = defaultdict(list)
        for ticket in fronts:
            parts[ticket.lane, ticket.service].append(ticket)
        self._parts = {key: sorted(part, key=calling.line_place) for key, part in parts.items()}
        self._homes = list(homes)

    def call(
        self, *, counter: CounterNow, policy: CallingPolicy, since_priority: int, now: datetime
    ) -> Choice | None:
        """Choose as `calling.next_ticket` would among all that wait, and take the chosen one out.

        Raises NotEnough if the rows at hand do not tell.
        """
        rows = [ticket for ticket in self._homes if ticket.number not in self._called]
        for (_, service), part in self._parts.items():
            if service in counter.services and (head := self._head(part, counter)) is not None:
                rows.append(head)
        choice = calling.next_ticket(
            rows, counter=counter, policy=policy, since_priority=since_priority, now=now
        )
        if choice is not None:
            self._called.add(choice.number)
        return choice

    def _head(self, part: list[Waiting], counter: CounterNow) -> Waiting | None:
        for ticket in part:
            if ticket.number not in self._called and calling.may_call(ticket, counter=counter):
                return ticket
        if len(part) >= self._at_most:
            raise NotEnough
        return None
