"""A relay of the beacon on this machine: it speaks as drand's servers do, true or false."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Relay(ThreadingHTTPServer):
    """Says the same to everybody. asked: the paths that were asked for."""

    def __init__(self, says: bytes, status: int) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.says, self.status = says, status
        self.asked: list[str] = []
        self.address = f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    server: Relay

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(self.server.says)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def relay(says: object, *, status: int = 200) -> Iterator[Relay]:
    """Let one answer with these bytes, or with this value as JSON."""
    server = Relay(says if isinstance(says, bytes) else json.dumps(says).encode(), status)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
