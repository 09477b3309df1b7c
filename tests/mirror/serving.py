"""A mirror that answers over HTTP in a thread, and what a browser or an office asks of it."""

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from threading import Thread

from jernih.mirror.mirror import Mirror
from jernih.mirror.server import MirrorServer


@contextmanager
def serving(mirror: Mirror, *, port: int = 0) -> Iterator[str]:
    """Serve it, and give its address."""
    server = MirrorServer(("127.0.0.1", port), mirror=mirror)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def ask(
    url: str, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, bytes]:
    line = HTTPConnection(url.removeprefix("http://"), timeout=20)
    try:
        line.request(method, path, body=body, headers=headers)
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()


def ask_json(url: str, path: str, said: dict[str, str]) -> tuple[int, bytes]:
    return ask(url, "POST", path, json.dumps(said).encode())


def as_overseer(mirror: Mirror) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'x:{mirror.token}'.encode()).decode()}"}
