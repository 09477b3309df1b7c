"""Keep a line so that its heads are at hand: a call is then made again without a look at all rows.

Vectors: tests/pure/test_audit_line.py.
"""

from heapq import heappop, heappush

from jernih.pure.calling import CounterNow, Place, Waiting, home_place, line_place

# Rows by their place, smallest first. Who left stays until she would be the first.
# The running number decides between two entries of one row.
Entry = tuple[Place, int, Waiting]


class WaitingLine:
    """All who wait in a hall, grouped by what decides whether and where a counter may call them."""

    def __init__(self) -> None:
        """Start empty."""
        self._rows: dict[str, Waiting] = {}
        self._joined = 0
        # service -> (lane, helper) -> heap, and for those who came back (home counter, helper).
        self._lanes: dict[str, dict[tuple[str, str], list[Entry]]] = {}
        self._homes: dict[str, dict[tuple[int, str], list[Entry]]] = {}

    def join(self, row: Waiting) -> None:
        """Let a number wait, in place of what was known of it."""
        self._rows[row.number] = row
        self._joined += 1
        lanes = self._lanes.setdefault(row.service, {})
        heap = lanes.setdefault((row.lane, row.helper), [])
        heappush(heap, (line_place(row), self._joined, row))
        if row.returned_at is not None:
            homes = self._homes.setdefault(row.service, {})
            heap = homes.setdefault((row.home_counter, row.helper), [])
            heappush(heap, (home_place(row), self._joined, row))

    def leave(self, number: str) -> None:
        """Let a number wait no longer."""
        self._rows.pop(number, None)

    def rows(self) -> list[Waiting]:
        """Return all who wait."""
        return list(self._rows.values())

    def heads(self, counter: CounterNow) -> list[Waiting]:
        """Return rows that suffice for this counter: by them its choice is the one by all rows.

        That is the first of each lane that it may call, and the first who came back to it.
        """
        found: dict[str, Entry] = {}
        for service in counter.services:
            for (lane, helper), heap in self._lanes.get(service, {}).items():
                if not helper or helper != counter.officer:
                    self._see(heap, lane, found)
            for (home, helper), heap in self._homes.get(service, {}).items():
                if home == counter.number and (not helper or helper != counter.officer):
                    self._see(heap, "home", found)
        return [row for _, _, row in found.values()]

    def _see(self, heap: list[Entry], where: str, found: dict[str, Entry]) -> None:
        rows = self._rows
        while heap:
            entry = heap[0]
            row = entry[2]
            if rows.get(row.number) is row:
                best = found.get(where)
                if best is None or entry < best:
                    found[where] = entry
                return
            heappop(heap)
