"""The phones of those who wait: whose number is it, and what is new about it.

One snapshot of an office's line serves all its phones: whoever joins is answered from memory,
and a thousand that come back at once are looked up in one statement.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from itertools import count

from jernih.live import hub, line, places, reads
from jernih.live.hub import Hub, Topic
from jernih.live.places import Snapshot

HABITS_SECONDS = 60.0

Reading = Callable[[], AbstractAsyncContextManager[reads.Connection]]


class Phones:
    """Tells the holders of numbers their place."""

    def __init__(self, topics: Hub, reading: Reading, clock: Callable[[], datetime]) -> None:
        """Keep what is needed. reading: gives the connection, or raises ConnectionError."""
        self._hub, self._reading, self._now = topics, reading, clock
        self._known: dict[str, Snapshot] = {}
        self._turns, self._turn_of = count(), dict[str, int]()
        self._taking: dict[str, asyncio.Task[Snapshot | None]] = {}
        self._asked: dict[str, asyncio.Future[str | None]] = {}
        self._asking: asyncio.Task[None] | None = None
        self._habits: dict[int, tuple[float, line.Habits]] = {}

    async def find(self, key: str) -> Topic | None:
        """Return the topic of a key with its newest state, or None when nobody holds it."""
        for watched in self._hub.places.values():
            # Also while the database is away: what was said last, and the greeting says how old.
            if key in watched and watched[key].newest is not None:
                return watched[key]
        office = self._seen_in(key) or await self._whose(key)
        if office is None:
            return None
        known = self._followed().get(office)
        # Before anything is read: news is followed for what somebody watches.
        topic = self._hub.place(office, key)
        if known is None or key not in known.rows:
            # Someone may have come a moment after the snapshot was taken.
            known = await self._take(office)
        if known is not None:
            self._say(topic, key, known)
        return topic

    async def tell(self, office: str) -> None:
        """Read the line anew and tell every phone of this office for which there is news."""
        known = await self._take(office)
        if known is not None:
            for key, topic in self._hub.places.get(office, {}).items():
                self._say(topic, key, known)

    def forget(self) -> None:
        """Trust nothing that was read: the line to the database was cut."""
        self._known.clear()

    def _say(self, topic: Topic, key: str, known: Snapshot) -> None:
        hub.say(topic, "place", known.tell(key), event_id=known.event_id, now=self._now())

    def _followed(self) -> dict[str, Snapshot]:
        """Return the snapshots that news keeps true: those of offices somebody watches."""
        self._known = {
            office: known for office, known in self._known.items() if office in self._hub.places
        }
        return self._known

    def _seen_in(self, key: str) -> str | None:
        for office, known in self._followed().items():
            if key in known.rows:
                return office
        return None

    async def _whose(self, key: str) -> str | None:
        """Return the office of a key; all who ask while a statement runs share the next one."""
        loop = asyncio.get_running_loop()
        asked = self._asked.setdefault(key, loop.create_future())
        if self._asking is None:
            self._asking = loop.create_task(self._ask())
        return await asyncio.shield(asked)

    async def _ask(self) -> None:
        try:
            while self._asked:
                await self._ask_once()
        finally:
            self._asking = None

    async def _ask_once(self) -> None:
        asked: dict[str, asyncio.Future[str | None]] = {}
        try:
            async with self._reading() as reader:
                asked, self._asked = self._asked, {}
                found = await line.offices_of(reader, list(asked))
        except Exception as cut:
            # Whatever it was, they wait for an answer and this is theirs; who asked since the
            # statement began is left to the next one.
            if not asked:
                asked, self._asked = self._asked, {}
            for future in asked.values():
                future.set_exception(cut)
        else:
            for key, future in asked.items():
                future.set_result(found.get(key))

    async def _take(self, office: str) -> Snapshot | None:
        """Take a snapshot; whoever asks before it begins to read gets the same one."""
        taking = self._taking.get(office)
        if taking is None:
            taking = asyncio.create_task(self._read(office))
            self._taking[office] = taking
        return await asyncio.shield(taking)

    async def _read(self, office: str) -> Snapshot | None:
        try:
            async with self._reading() as reader:
                # From here on news may come that this reading does not see.
                self._taking.pop(office, None)
                now, turn = self._now(), next(self._turns)
                told = await self._line_of(reader, office, now=now)
        except BaseException:
            if self._taking.get(office) is asyncio.current_task():
                del self._taking[office]
            raise
        if told is None or isinstance(told, Snapshot):
            return told
        # Playing the line forward takes a while; boards of other offices must not wait for it.
        known = await asyncio.to_thread(places.snapshot, told, now=now)
        return self._keep(office, known, turn=turn)

    def _keep(self, office: str, known: Snapshot, *, turn: int) -> Snapshot:
        """Keep a snapshot unless one that was read later is there already: time never runs back."""
        newest = self._known.get(office)
        if newest is not None and self._turn_of.get(office, -1) > turn:
            return newest
        self._known[office], self._turn_of[office] = known, turn
        return known

    async def _line_of(
        self, reader: reads.Connection, office: str, *, now: datetime
    ) -> line.Line | Snapshot | None:
        day = await reads.office_day(reader, office, now=now)
        if day is None or day.day is None or day.hall_day_id is None:
            return None
        known = self._followed().get(office)
        # The very same question has the very same answer, as on the page of a number.
        if known is not None and known.answers(places.event_id(day.day, day.step), now=now):
            return known
        habits = await self._known_habits(reader, day.hall_day_id)
        return await line.read_line(reader, day.hall_day_id, habits=habits)

    async def _known_habits(self, reader: reads.Connection, hall_day_id: int) -> line.Habits:
        clock = asyncio.get_running_loop().time()
        read_at, habits = self._habits.get(hall_day_id, (-HABITS_SECONDS, None))
        if habits is None or clock - read_at >= HABITS_SECONDS:
            habits = await line.read_habits(reader, hall_day_id)
            self._habits = {
                known: kept
                for known, kept in self._habits.items()
                if clock - kept[0] < HABITS_SECONDS
            } | {hall_day_id: (clock, habits)}
        return habits
