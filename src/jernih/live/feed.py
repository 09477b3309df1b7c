"""The news: one LISTEN for the process, one read a burst, and what to do when the line is cut.

Two connections: one only listens, one only reads; both are opened anew when either fails.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

import psycopg

from jernih.live import events, reads
from jernih.live.hub import Hub
from jernih.pure.board import board_json

logger = logging.getLogger("jernih.live")

CHANNEL = "hall"
# Two counters that call within this time make one event; the first of a burst is never held up.
BURST_SECONDS = 0.05
CHECK_SECONDS = 5
ANEW_SECONDS = 30
BACK_OFF_SECONDS = (0.2, 0.5, 1, 2)


class Feed:
    """Keeps the topics of a hub true to the database."""

    def __init__(self, hub: Hub, database_url: str, clock: Callable[[], datetime]) -> None:
        """Keep what is needed; `run` does the work."""
        self.hub, self._url, self.now = hub, database_url, clock
        self.stale_since: datetime | None = clock()
        self._reader: reads.Connection | None = None
        self._reading = asyncio.Lock()
        self._dirty: set[str] = set()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._sent: dict[str, dict[str, Any]] = {}
        self._broken = asyncio.Event()

    async def run(self) -> None:
        """Follow the news for ever, across every break of the line."""
        tries = 0
        while True:
            try:
                async with await self._open() as listener, await self._open() as self._reader:
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
        async with self._reading:
            if self._reader is None:
                return True
            now = self.now()
            async with asyncio.timeout(CHECK_SECONDS):
                board = await reads.read_board(self._reader, office, now=now)
        if board is None:
            return False
        body = board_json(board)
        topic = self.hub.board(office)
        if topic.newest is None or self._sent.get(office) != body:
            self._sent[office] = body
            topic.publish(
                events.event(
                    "board",
                    {**body, "server_time": events.moment(now)},
                    event_id=board.event_id,
                )
            )
        return True

    def touch(self, office: str) -> None:
        """Read an office soon; news that comes while it is read makes one more reading."""
        self._dirty.add(office)
        if office not in self._tasks:
            task = asyncio.get_running_loop().create_task(self._catch_up(office))
            self._tasks[office] = task
            task.add_done_callback(lambda _: self._tasks.pop(office, None))

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
        self._sent.clear()
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
        while office in self._dirty:
            self._dirty.discard(office)
            try:
                await self.refresh(office)
            except (psycopg.Error, OSError, TimeoutError) as cut:
                logger.warning("could not read %s: %s", office, str(cut).strip() or repr(cut))
                await self._drop()
                return
            await asyncio.sleep(BURST_SECONDS)

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
        told = events.stale(self.stale_since, now=self.now())
        for stream in self.hub.streams():
            stream.put(told)
