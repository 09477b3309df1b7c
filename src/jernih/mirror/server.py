"""Speak HTTP for the mirror: many small words, some large bodies, nobody's address is kept."""

import os
import re
import socket
import sys
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final
from uuid import uuid4

from jernih.mirror.html import POLICY
from jernih.mirror.mirror import Mirror
from jernih.mirror.receive import Answer
from jernih.mirror.routes import Page, get, post
from jernih.pure.seal import mirror_call
from jernih.pure.seal.manifest import MAX_SEALED

CONNECTIONS: Final = 32
SECONDS: Final = 30
# 26 files of the largest class, and what a ZIP adds.
MAX_CASE: Final = 27 * MAX_SEALED
MAX_FORM: Final = 4_096
_CHUNK: Final = 2**18

_LENGTH: Final = re.compile(r"0|[1-9][0-9]{0,10}")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_FILE: Final = re.compile(re.escape(mirror_call.CASES) + r"/([0-9a-f]{32})/([a-z0-9-]+\.age)")
_MOST: Final = {
    mirror_call.CASES: MAX_CASE,
    mirror_call.STEPS: mirror_call.MAX_STEP,
    mirror_call.LIFE: mirror_call.MAX_LIFE,
}


class MirrorServer(ThreadingHTTPServer):
    """The mirror on one address; so many connections at once, more are turned away."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], *, mirror: Mirror) -> None:
        """Listen; nothing is answered before `serve_forever`."""
        self.mirror = mirror
        self._room = BoundedSemaphore(CONNECTIONS)
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Give the connection a thread, if there is room."""
        if self._room.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve one connection to its end."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over a connection that broke; anything else is a bug and is shown."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "jernih-mirror", ""
    timeout = SECONDS
    server: MirrorServer

    def setup(self) -> None:
        super().setup()
        # Head and body of an answer go out as two small pieces: without this the second waits.
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def do_GET(self) -> None:
        self._send(get(self.server.mirror, self.path, shown=self.headers.get("Authorization", "")))

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def do_POST(self) -> None:
        if self.path in _MOST:
            return self._office_call(most=_MOST[self.path])
        length = self._length(most=MAX_FORM)
        if length is None:
            return self._hang_up(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return self._send(post(self.server.mirror, self.path, self.rfile.read(length)))

    def do_PUT(self) -> None:
        if not _FILE.fullmatch(self.path):
            return self._hang_up(HTTPStatus.NOT_FOUND)
        return self._office_call(most=MAX_SEALED)

    def _office_call(self, *, most: int) -> None:
        """Take a call of the office: nothing of it is read before its signature was checked."""
        digest = self.headers.get(mirror_call.HASH_HEADER, "")
        signature = self.headers.get(mirror_call.SIGNATURE_HEADER, "")
        length = self._length(most=most)
        if length is None or not _DIGEST.fullmatch(digest):
            return self._hang_up(HTTPStatus.BAD_REQUEST)
        if not self.server.mirror.receiver.is_office(
            self.command, self.path, digest=digest, signature=signature
        ):
            return self._hang_up(HTTPStatus.FORBIDDEN)
        place = self.server.mirror.store.incoming / uuid4().hex
        try:
            if not self._read_to(place, length, digest=digest):
                return self._hang_up(HTTPStatus.BAD_REQUEST)
            answer = self._take(place, digest)
        finally:
            place.unlink(missing_ok=True)
        return self._send(Page(status=answer.status, body=answer.body))

    def _take(self, place: Path, digest: str) -> Answer:
        receiver = self.server.mirror.receiver
        if named := _FILE.fullmatch(self.path):
            return receiver.take_file(named[1], named[2], place, digest=digest)
        if self.path == mirror_call.CASES:
            return receiver.take_case(place)
        if self.path == mirror_call.STEPS:
            return receiver.take_step(place.read_bytes())
        return receiver.take_life(place.read_bytes())

    def _read_to(self, place: Path, length: int, *, digest: str) -> bool:
        """Write the body into a file, and tell whether it is the one that was signed."""
        hashed = sha256()
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            while length:
                piece = self.rfile.read(min(_CHUNK, length))
                if not piece:
                    return False
                hashed.update(piece)
                out.write(piece)
                length -= len(piece)
        return hashed.hexdigest() == digest

    def _length(self, *, most: int) -> int | None:
        said = self.headers.get("Content-Length", "")
        if "Transfer-Encoding" in self.headers or not _LENGTH.fullmatch(said):
            return None
        return int(said) if int(said) <= most else None

    def _hang_up(self, status: HTTPStatus) -> None:
        self.close_connection = True
        self._send(Page(status=status, body=f"{status.phrase}\n".encode()))

    def _send(self, page: Page) -> None:
        size = page.file.stat().st_size if page.file else len(page.body)
        self.send_response(page.status)
        self.send_header("Content-Type", page.content_type)
        self.send_header("Content-Length", str(size))
        for name, value in {**_HEADERS, **page.headers}.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        if page.file is None:
            self.wfile.write(page.body)
            return
        with page.file.open("rb") as kept:
            if page.is_passing:
                page.file.unlink()
            while piece := kept.read(_CHUNK):
                self.wfile.write(piece)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's
        """Say nothing: who asked, and when, is nobody's business."""


_HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": POLICY,
}
