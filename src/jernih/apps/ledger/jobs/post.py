"""Send one request to one witness, in a thread of its own, and never wait long for her."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from threading import Thread
from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

SECONDS: Final = 10
MAX_ANSWER: Final = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a witness answered. status: of HTTP; 0 when no whole answer came."""

    status: int
    body: bytes = b""


class Post:
    """One request under way. `reply` is None until it is over."""

    def __init__(self, url: str, body: bytes, *, done: Callable[[], None]) -> None:
        """Send; `done` is called when the answer is there."""
        self.reply: Reply | None = None
        self._done = done
        # A daemon: who stops the office does not wait for a witness.
        Thread(target=self._run, args=[url, body], daemon=True, name="witness").start()

    def _run(self, url: str, body: bytes) -> None:
        try:
            self.reply = _ask(f"{url.rstrip('/')}/add-checkpoint", body)
        finally:
            self.reply = self.reply or Reply(status=0)
            self._done()


class NoRedirect(HTTPRedirectHandler):
    """The policy names the address; nobody sends us elsewhere."""

    def redirect_request(self, *_: Any) -> None:
        """Go nowhere."""
        return


def send(request: Request, *, seconds: float = SECONDS) -> Reply:
    """Send one request and wait; status 0 says that no whole answer came."""
    opener = build_opener(NoRedirect)
    try:
        try:
            answer = opener.open(request, timeout=seconds)
        except HTTPError as refusal:
            answer = refusal
        with answer:
            return Reply(status=answer.status, body=_read(answer))
    except (OSError, HTTPException, ValueError):
        return Reply(status=0)


def _ask(url: str, body: bytes) -> Reply:
    return send(Request(url, data=body, headers={"Content-Type": "application/octet-stream"}))  # noqa: S310 - of the policy


def _read(answer: Any) -> bytes:
    """Read to the end. Raises TimeoutError for an answer that is too long, or drips."""
    until = time.monotonic() + SECONDS
    found = b""
    while piece := answer.read1(4096):
        found += piece
        if len(found) > MAX_ANSWER or time.monotonic() > until:
            raise TimeoutError
    return found
