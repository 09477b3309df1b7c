"""Real witnesses for tests of the record, and somebody who answers what no witness would."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

from django.conf import settings

from jernih.apps.ledger import actions
from jernih.apps.ledger.jobs.witnesses import Collector
from jernih.pure.roles import CLOCK
from jernih.pure.tlog.note import Key, write_vkey
from jernih.witness.server import WitnessServer
from tests.record import publish_record
from tests.witness.logs import serving


@contextmanager
def witnesses(folder: Path, *names: str) -> Iterator[list[WitnessServer]]:
    """Serve witnesses of our record, and write the policy that needs every one of them."""
    log = actions.make_key(actor=CLOCK)
    with ExitStack() as stack:
        servers = [
            stack.enter_context(
                serving(folder / name, write_vkey(log), name=f"{name}.example/saksi")
            )
            for name in names
        ]
        write_policy([(server.witness.key, address(server)) for server in servers])
        yield servers


def address(server: HTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_port}"


def write_policy(known: Sequence[tuple[Key, str]], *, needed: str = "all") -> None:
    log = actions.make_key(actor=CLOCK)
    lines = [f"log {write_vkey(log)}"]
    lines += [f"witness w{at} {write_vkey(key)} {url}" for at, (key, url) in enumerate(known)]
    members = " ".join(f"w{at}" for at in range(len(known)))
    lines += [f"group enough {needed} {members}", "quorum enough", ""]
    settings.POLICY_FILE.write_text("\n".join(lines))


class Time:
    """A clock for the pauses between requests, moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def collect(collector: Collector) -> None:
    """Publish, ask, and take in answers until nobody has still to answer; then publish again."""
    publish_record()
    collector.tick()
    while collector.is_waiting:
        assert collector.heard.wait(20)
        collector.tick()
    publish_record()


@contextmanager
def answering(status: int, body: bytes, content_type: str = "text/plain") -> Iterator[HTTPServer]:
    """Serve somebody who answers every request the same."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
