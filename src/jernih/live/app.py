"""The addresses of the live process.

/live/board/<office> and /live/place/<key> stream; /live/healthz answers at once.
The key of a place is the one-way index of the citizen's code (keyed hash, 64 hex), not the code:
addresses end up in logs, and this process then needs no key of the office to look a place up.
"""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from types import FrameType

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from jernih.live import events, settings
from jernih.live.feed import Feed
from jernih.live.hub import Hub
from jernih.live.streams import EventStream, find_board, find_place


@contextlib.asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    chosen = settings.read()
    shift = timedelta(seconds=chosen.clock_shift)
    hub = Hub()
    feed = Feed(hub, chosen.database_url, lambda: datetime.now(UTC) + shift)
    app.state.hub, app.state.feed, app.state.settings = hub, feed, chosen
    _close_on_signals(hub)
    tasks = [
        asyncio.create_task(feed.run()),
        asyncio.create_task(hub.keep_alive(lambda: events.ping(feed.now()))),
        asyncio.create_task(_leave_with(os.getppid())),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _leave_with(parent: int) -> None:
    """Stop when the process that started us is gone: else we would keep the port for ever."""
    while os.getppid() == parent:
        await asyncio.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _close_on_signals(hub: Hub) -> None:
    """End the streams when the process is told to stop.

    The server waits for open answers before it ends the lifespan, and a stream never ends by
    itself. Its own handler works through the loop's wake-up and stays; this one runs as well.
    """
    loop = asyncio.get_running_loop()

    def closing(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - signal's shape
        loop.call_soon_threadsafe(hub.close)

    with contextlib.suppress(ValueError):  # not the main thread: a test's client
        signal.signal(signal.SIGTERM, closing)
        signal.signal(signal.SIGINT, closing)


async def healthz(request: Request) -> PlainTextResponse:
    """Answer `ok`, or since when there is no line to the database."""
    since = request.app.state.feed.stale_since
    if since is None:
        return PlainTextResponse("ok")
    return PlainTextResponse(f"stale since {since.isoformat()}", status_code=503)


app = Starlette(
    routes=[
        Route("/live/healthz", healthz),
        Route("/live/board/{office}", EventStream("office", find_board), methods=["GET"]),
        Route("/live/place/{key}", EventStream("key", find_place), methods=["GET"]),
    ],
    lifespan=_lifespan,
)
