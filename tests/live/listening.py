"""A live process of its own, and a screen that listens to it."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.db import connection

from tests.site import free_port

SECONDS = 10


@dataclass
class Live:
    """A running process."""

    port: int
    process: subprocess.Popen[bytes]

    def stop(self) -> float:
        """Ask it to stop; return after how many seconds it was gone."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(SECONDS)
        return time.monotonic() - began

    def status(self, path: str, **headers: str) -> int:
        with self.asked(path, **headers) as answer:
            return answer.status

    def header(self, path: str, name: str, **headers: str) -> str | None:
        with self.asked(path, **headers) as answer:
            return answer.getheader(name)

    def is_up(self) -> bool:
        with contextlib.suppress(OSError):
            return self.status("/live/healthz") == 200
        return False

    @contextlib.contextmanager
    def asked(self, path: str, **headers: str) -> Iterator[http.client.HTTPResponse]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            line.request("GET", path, headers=headers)
            with line.getresponse() as answer:
                yield answer
        finally:
            line.close()

    @contextlib.contextmanager
    def screen(self, path: str, **headers: str) -> Iterator["Screen"]:
        """Listen to a stream for a while."""
        with self.asked(path, **headers) as answer:
            assert answer.status == 200, answer.read()
            yield Screen(answer)


@dataclass
class Event:
    name: str
    event_id: str
    body: dict[str, Any]


class Screen:
    """Whoever listens. `next` skips what is not asked for, as a page does."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self._answer = answer

    def next(self, name: str) -> Event:
        while True:
            event = self._read()
            if event.name == name:
                return event

    def _read(self) -> Event:
        found = {"event": "", "id": "", "data": "{}"}
        while (line := self._answer.readline().decode().rstrip("\n")) or not found["event"]:
            name, _, value = line.partition(": ")
            found[name] = value
        return Event(found["event"], found["id"], json.loads(found["data"]))


def database_url() -> str:
    given = connection.settings_dict
    asked = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"]}
    asked["password"] = given["PASSWORD"]
    words = "&".join(f"{name}={quote(value, safe='')}" for name, value in asked.items() if value)
    return f"postgresql:///{given['NAME']}?{words}"


@contextlib.contextmanager
def running_live(**environment: str) -> Iterator[Live]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "jernih.live"],
        env=os.environ
        | {"DATABASE_URL": database_url(), "LIVE_PORT": str(port), "LIVE_STREAMS": "50"}
        | environment,
    )
    live = Live(port, process)
    try:
        until = time.monotonic() + SECONDS
        while not live.is_up():
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
        yield live
    finally:
        if process.poll() is None:
            live.stop()
