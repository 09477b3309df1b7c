"""One open stream: greet, bring up to date, stay until either side leaves."""

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from jernih.live import events
from jernih.live.hub import Stream, Topic

SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}")
KEY = re.compile(r"[0-9a-f]{64}")
HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    # A proxy that collects before it passes on would make the board late.
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
)

Find = Callable[[Any, str], Awaitable[Topic | None]]


async def find_board(state: Any, office: str) -> Topic | None:
    """Return the topic of an office's boards, or None when there is no such office."""
    if not SLUG.fullmatch(office):
        return None
    topic: Topic = state.hub.board(office)
    if topic.newest is None and not await state.feed.refresh(office):
        return None
    return topic


async def find_place(state: Any, key: str) -> Topic | None:
    """Return the topic of a place in line, or None for a key that nobody holds."""
    if not KEY.fullmatch(key):
        return None
    found: Topic | None = await state.feed.phones.find(key)
    return found


class EventStream:
    """An address that streams one topic."""

    def __init__(self, name: str, find: Find) -> None:
        """Keep the name of the path's parameter, and how its topic is found."""
        self._name, self._find = name, find

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the state and then the news, until either side leaves."""
        state = scope["app"].state
        allow = _allowed(Headers(scope=scope).get("origin", ""), state.settings.origins)
        if state.hub.is_closing or state.hub.count >= state.settings.streams:
            await _say("The house is full.", 503, allow)(scope, receive, send)
            return
        # A database that is away is no reason to send anyone away: the stream says so and waits.
        topic: Topic | None = None
        with contextlib.suppress(psycopg.Error, OSError, TimeoutError):
            topic = await self._find(state, scope["path_params"][self._name])
            if topic is None:
                await _say("Nothing is here.", 404, allow)(scope, receive, send)
                return
        if topic is None:
            await _say("The database is away.", 503, allow)(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": [*HEADERS, *allow]})
        await _stay(state, topic, receive, send)


def _greeting(state: Any, topic: Topic) -> bytes:
    now = state.feed.now()
    since = state.feed.stale_since
    parts = [
        events.retry(state.hub.count),
        events.ping(now),
        topic.newest or b"",
        events.stale(since, now=now) if since else b"",
    ]
    return b"".join(parts)


async def _stay(state: Any, topic: Topic, receive: Receive, send: Send) -> None:
    owner = asyncio.current_task()
    assert owner is not None  # noqa: S101 - a request is always a task
    stream = Stream(send, owner)
    # Nothing is awaited between the two, so no news falls between the greeting and the joining.
    stream.put(_greeting(state, topic))
    state.hub.join(topic, stream)
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    except asyncio.CancelledError:
        # The hub closes, or a write failed: end the answer in form, so that the server may stop.
        with contextlib.suppress(Exception):
            await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        state.hub.leave(topic, stream)


def _say(words: str, status: int, allow: list[tuple[bytes, bytes]]) -> PlainTextResponse:
    answer = PlainTextResponse(words, status_code=status, headers={"Cache-Control": "no-store"})
    answer.raw_headers.extend(allow)
    return answer


def _allowed(origin: str, origins: frozenset[str]) -> list[tuple[bytes, bytes]]:
    if "*" in origins:
        return [(b"access-control-allow-origin", b"*")]
    if origin in origins:
        return [(b"access-control-allow-origin", origin.encode()), (b"vary", b"Origin")]
    return []
