"""The bytes of server-sent events.

Source: WHATWG HTML, 9.2 Server-sent events.
"""

import json
from datetime import datetime
from typing import Any


def event(name: str, body: dict[str, Any], *, event_id: str = "") -> bytes:
    """Return one event; `body` becomes one line of JSON."""
    text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
    head = f"id: {event_id}\n" if event_id else ""
    return f"{head}event: {name}\ndata: {text}\n\n".encode()


def ping(now: datetime) -> bytes:
    """Return the time, which also shows that the line stands (comments reach no page)."""
    return event("ping", {"server_time": moment(now)})


def stale(since: datetime, *, now: datetime) -> bytes:
    """Return the news that there is no news: the database cannot be reached since then."""
    return event("stale", {"since": moment(since), "server_time": moment(now)})


def retry(count: int) -> bytes:
    """Return how long to wait before coming back, spread so that not all come at once."""
    return b"retry: %d\n\n" % (1000 + count * 37 % 2000)


def moment(value: datetime) -> str:
    """Write a moment as the browser's Date reads it."""
    return value.isoformat(timespec="milliseconds")
