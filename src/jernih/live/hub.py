"""Who listens to what: every open stream, and the newest bytes of every topic.

Each event is a whole state, so a stream needs no queue: its mailbox holds the newest event only.
A phone that stops reading costs one event, and sees the newest state when it reads again.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import datetime
from typing import Any

from jernih.live import events

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PING_SECONDS = 15


class Stream:
    """One open connection."""

    __slots__ = ("_send", "_waiting", "_writer", "owner")

    def __init__(self, send: Send, owner: "asyncio.Task[Any]") -> None:
        """Keep what writes to the connection, and the task that lives as long as it does."""
        self._send, self.owner = send, owner
        self._waiting: bytes | None = None
        self._writer: asyncio.Task[None] | None = None

    def put(self, event: bytes) -> None:
        """Send this soon; what still waits is replaced, for it is older."""
        self._waiting = event
        if self._writer is None:
            self._writer = asyncio.get_running_loop().create_task(self._write())

    def ping(self, event: bytes) -> None:
        """Show that the line stands, unless something is on its way anyway."""
        if self._writer is None:
            self.put(event)

    async def _write(self) -> None:
        try:
            while self._waiting is not None:
                event, self._waiting = self._waiting, None
                await self._send({"type": "http.response.body", "body": event, "more_body": True})
        except Exception:
            # Whatever the server says, this stream is gone.
            self.owner.cancel()
        finally:
            self._writer = None


class Topic:
    """What a set of streams listens to; `newest` is sent to whoever joins.

    said: what `newest` says, to see whether there is news; None when it must be said again.
    """

    __slots__ = ("is_idle", "newest", "said", "streams")

    def __init__(self) -> None:
        """Start with nobody and nothing."""
        self.newest: bytes | None = None
        self.said: object = None
        self.is_idle = False
        self.streams: set[Stream] = set()

    def publish(self, event: bytes, *, said: object) -> None:
        """Give every stream the new state."""
        self.newest, self.said = event, said
        for stream in self.streams:
            stream.put(event)


class Hub:
    """All topics of one process: one for each office's boards, one for each watched place."""

    def __init__(self) -> None:
        """Start with no topic."""
        self.boards: dict[str, Topic] = {}
        self.places: dict[str, dict[str, Topic]] = {}
        self.count = 0
        self.is_closing = False

    def board(self, office: str) -> Topic:
        """Return the topic of an office's boards."""
        return self.boards.setdefault(office, Topic())

    def place(self, office: str, key: str) -> Topic:
        """Return the topic of one place in an office's line."""
        return self.places.setdefault(office, {}).setdefault(key, Topic())

    def join(self, topic: Topic, stream: Stream) -> None:
        """Add a stream."""
        topic.streams.add(stream)
        self.count += 1

    def leave(self, topic: Topic, stream: Stream) -> None:
        """Take a stream out; an empty topic keeps its place until `sweep`."""
        if stream in topic.streams:
            topic.streams.remove(stream)
            self.count -= 1

    def topics(self) -> list[Topic]:
        """Return every topic."""
        places = (topic for places in self.places.values() for topic in places.values())
        return [*self.boards.values(), *places]

    def offices(self) -> list[str]:
        """Return the offices somebody watches."""
        return sorted({*self.boards, *self.places})

    def streams(self) -> list[Stream]:
        """Return every open stream."""
        return [stream for topic in self.topics() for stream in topic.streams]

    def sweep(self) -> None:
        """Forget the topics that nobody listened to at this sweep and the one before.

        Not at the first: someone may be on her way to join.
        """
        self.boards = {name: topic for name, topic in self.boards.items() if _is_wanted(topic)}
        for office, places in list(self.places.items()):
            kept = {key: topic for key, topic in places.items() if _is_wanted(topic)}
            if kept:
                self.places[office] = kept
            else:
                del self.places[office]

    async def keep_alive(self, ping: Callable[[], bytes]) -> None:
        """Ping every stream every 15 seconds, a fifteenth of them each second."""
        second = 0
        while True:
            await asyncio.sleep(1)
            second = (second + 1) % PING_SECONDS
            if second == 0:
                self.sweep()
            event = ping()
            for stream in self.streams():
                if id(stream) // 64 % PING_SECONDS == second:
                    stream.ping(event)

    def close(self) -> None:
        """End every stream, so that the process can stop."""
        self.is_closing = True
        for stream in self.streams():
            stream.owner.cancel()


def say(topic: Topic, name: str, body: dict[str, Any], *, event_id: str, now: datetime) -> None:
    """Publish a state unless it is what was said last; written down once for all who listen."""
    if topic.said == body:
        return
    timed = {**body, "server_time": events.moment(now)}
    topic.publish(events.event(name, timed, event_id=event_id), said=body)


def _is_wanted(topic: Topic) -> bool:
    was_idle, topic.is_idle = topic.is_idle, not topic.streams
    return not (was_idle and topic.is_idle)
