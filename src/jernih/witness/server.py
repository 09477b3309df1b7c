"""Speak HTTP for the witness: few words, short waits, small bodies."""

import json
import re
import socket
import sys
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import BoundedSemaphore
from typing import Any, Final

from jernih.pure.tlog.add_checkpoint import MAX_REQUEST
from jernih.pure.tlog.note import write_vkey
from jernih.witness import evidence, page
from jernih.witness.alarm import HOURS, alarms
from jernih.witness.judge import Answer, Witness

CONNECTIONS: Final = 32
SECONDS: Final = 15

_LENGTH: Final = re.compile(r"0|[1-9][0-9]{0,8}")
_LATEST: Final = re.compile(r"/([0-9a-f]{64})/checkpoint")
_NOT_FOUND: Final = Answer(status=HTTPStatus.NOT_FOUND, body=b"not here\n")


class WitnessServer(ThreadingHTTPServer):
    """The witness on one address; so many connections at once, more are turned away."""

    daemon_threads = True
    witness: Witness

    def __init__(
        self,
        address: tuple[str, int],
        *,
        witness: Witness,
        is_demo: bool,
        hours: int = HOURS,
    ) -> None:
        """Listen; nothing is answered before `serve_forever`. hours: of silence until it rings."""
        self.witness = witness
        self.is_demo = is_demo
        self.hours = hours
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
    server_version, sys_version = "jernih-witness", ""
    timeout = SECONDS
    server: WitnessServer

    def setup(self) -> None:
        super().setup()
        # Head and body of an answer go out as two small pieces: without this the second waits.
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def do_POST(self) -> None:
        if self.path != "/add-checkpoint":
            self.close_connection = True
            return self._send(_NOT_FOUND)
        length = self.headers.get("Content-Length", "")
        if "Transfer-Encoding" in self.headers or not _LENGTH.fullmatch(length):
            self.close_connection = True
            return self._send(Answer(status=HTTPStatus.LENGTH_REQUIRED, body=b"how long?\n"))
        if int(length) > MAX_REQUEST:
            self.close_connection = True
            return self._send(
                Answer(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE, body=b"too long\n")
            )
        body = self.rfile.read(int(length))
        return self._send(self.server.witness.add_checkpoint(body, now=int(time.time())))

    def do_GET(self) -> None:
        self._send(self._page())

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def _page(self) -> Answer:
        witness = self.server.witness
        if self.path == "/":
            return Answer(
                status=HTTPStatus.OK,
                body=page.page(own=witness.key, logs=self._rows(), is_demo=self.server.is_demo),
                content_type="text/html; charset=utf-8",
            )
        if self.path == "/vkey":
            return Answer(status=HTTPStatus.OK, body=f"{write_vkey(witness.key)}\n".encode())
        if self.path == "/alarm.json":
            ringing = [alarm.as_json() for row in self._rows() for alarm in row.alarms]
            return Answer(
                status=HTTPStatus.OK,
                body=f"{json.dumps({'alarms': ringing})}\n".encode(),
                content_type="application/json",
            )
        if asked := _LATEST.fullmatch(self.path):
            latest = witness.latest(asked[1])
            found = latest.note.encode() if latest else None
        else:
            found = evidence.read(witness.folder, self.path.removeprefix("/evidence/"))
        return _NOT_FOUND if found is None else Answer(status=HTTPStatus.OK, body=found)

    def _rows(self) -> list[page.LogRow]:
        witness, now, hours = self.server.witness, int(time.time()), self.server.hours
        with witness.store.reading() as book:
            return [
                page.LogRow(
                    origin=origin,
                    latest=book.latest(origin),
                    alarms=tuple(alarms(book, origin, now=now, hours=hours)),
                    refusals=book.refusals(origin),
                )
                for origin in witness.logs
            ]

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", page.POLICY)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's
        """Say nothing: who asked is nobody's business, and the store keeps what matters."""
