"""The news: one LISTEN for the process, one read a burst, and what to do when the line is cut.

Two connections: one only listens, one only reads; both are opened anew when either fails.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from datetime import datetime

import psycopg
from psycopg import IsolationLevel

from jernih.live import events, hub, reads
from jernih.live.hub import Hub
from jernih.live.phones import Phones
from jernih.pure.board import board_json

logger = logging.getLogger("jernih.live")

CHANNEL = "hall"
# Two counters that call within this time make one event; the first of a burst is never held up.
BURST_SECONDS = 0.05
CHECK_SECONDS = 5
ANEW_SECONDS = 30
# Every call moves everybody's place; a phone is told at most so often.
PLACES_SECONDS = 1.0
BACK_OFF_SECONDS = (0.2, 0.5, 1, 2)


class Feed:
    """Keeps the topics of a hub true to the database."""

    def __init__(self, topics: Hub, database_url: str, clock: Callable[[], datetime]) -> None:
        """Keep what is needed; `run` does the work."""
        self.hub, self._url, self.now = topics, database_url, clock
        self.stale_since: datetime | None = clock()
        self._reader: reads.Connection | None = None
        self._reading = asyncio.Lock()
        self._dirty: set[str] = set()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._places_at: dict[str, float] = {}
        self._broken = asyncio.Event()
        self.phones = Phones(topics, self._line, clock)

    async def run(self) -> None:
        """Follow the news for ever, across every break of the line."""
        tries = 0
        while True:
            try:
                async with await self._open() as listener, await self._open() as self._reader:
                    # What one event tells is read in one transaction, all of it from one moment.
                    await self._reader.set_isolation_level(IsolationLevel.REPEATABLE_READ)
                    await self._reader.set_read_only(True)
                    tries = 0
                    await self._follow(listener)
                    self._lose("a reading failed")
            except (psycopg.Error, OSError, TimeoutError) as cut:
                self._lose(str(cut).strip() or repr(cut))
            finally:
                self._reader = None
            await asyncio.sleep(BACK_OFF_SECONDS[min(tries, len(BACK_OFF_SECONDS) - 1)])
            tries += 1

    async def refresh(self, office: str) -> bool:
        """Read one office and tell its boards; False when there is no such office."""
        if self._reader is None:
            return True
        async with self._line() as reader:
            now = self.now()
            board = await reads.read_board(reader, office, now=now)
        if board is None:
            return False
        body = board_json(board)
        hub.say(self.hub.board(office), "board", body, event_id=board.event_id, now=now)
        return True

    @contextlib.asynccontextmanager
    async def _line(self) -> AsyncIterator[reads.Connection]:
        """Give the one reading connection. Raises ConnectionError while there is none."""
        async with self._reading, asyncio.timeout(CHECK_SECONDS):
            if self._reader is None:
                raise ConnectionError("no line to the database")
            yield self._reader

    def touch(self, office: str) -> None:
        """Read an office soon; news that comes while it is read makes one more reading."""
        self._dirty.add(office)
        if office not in self._tasks:
            self._tasks[office] = asyncio.get_running_loop().create_task(self._catch_up(office))

    async def _open(self) -> reads.Connection:
        return await psycopg.AsyncConnection.connect(
            self._url, autocommit=True, connect_timeout=CHECK_SECONDS, application_name="live"
        )

    async def _follow(self, listener: reads.Connection) -> None:
        await listener.execute(f"LISTEN {CHANNEL}")
        self._broken.clear()
        logger.warning("listening to the database")
        self.stale_since = None
        # What was said while nobody listened is lost: read everything, and say so to everybody.
        for topic in self.hub.topics():
            topic.said = None
        checks = 0
        while not self._broken.is_set():
            if checks % (ANEW_SECONDS // CHECK_SECONDS) == 0:
                # Also without news: at midnight the day changes.
                for office in self.hub.offices():
                    self.touch(office)
            checks += 1
            async for news in listener.notifies(timeout=CHECK_SECONDS):
                if news.payload in self.hub.boards or news.payload in self.hub.places:
                    self.touch(news.payload)
            await self._check()

    async def _check(self) -> None:
        """Raise when the server is gone without a word, as when a cable is cut."""
        if self._reader is not None:
            async with self._reading, asyncio.timeout(CHECK_SECONDS):
                await self._reader.execute("SELECT 1")

    async def _catch_up(self, office: str) -> None:
        try:
            while office in self._dirty:
                self._dirty.discard(office)
                if office in self.hub.boards:
                    await self.refresh(office)
                await self._tell_places(office)
                await asyncio.sleep(BURST_SECONDS)
        except (psycopg.Error, OSError, TimeoutError) as cut:
            logger.warning("could not read %s: %s", office, str(cut).strip() or repr(cut))
            await self._drop()
        finally:
            # Here, not after the task: news between the last look and its end would be lost.
            del self._tasks[office]

    async def _tell_places(self, office: str) -> None:
        if not self.hub.places.get(office):
            return
        loop = asyncio.get_running_loop()
        wait = self._places_at.get(office, 0.0) + PLACES_SECONDS - loop.time()
        if wait > 0:
            loop.call_later(wait, self.touch, office)
            return
        self._places_at[office] = loop.time()
        await self.phones.tell(office)

    async def _drop(self) -> None:
        """Give the connections up; `run` opens new ones."""
        self._broken.set()
        if self._reader is not None:
            with contextlib.suppress(psycopg.Error, OSError):
                await self._reader.close()

    def _lose(self, why: str) -> None:
        """Tell every stream since when there is no news; once for each break of the line."""
        if self.stale_since is not None:
            return
        logger.warning("no line to the database: %s", why)
        self.stale_since = self.now()
        self.phones.forget()
        told = events.stale(self.stale_since, now=self.now())
        for stream in self.hub.streams():
            stream.put(told)
