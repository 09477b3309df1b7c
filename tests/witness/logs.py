"""A small log of our own for tests, honest or not, and a witness over real HTTP."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jernih.pure.tlog import note, proof
from jernih.pure.tlog.add_checkpoint import write_request
from jernih.pure.tlog.note import Checkpoint, Key
from jernih.pure.tlog.tree import leaf_hash, root_hash
from jernih.witness.__main__ import make
from jernih.witness.server import WitnessServer

ORIGIN = "log.example/kantor"
NAME = "witness.example/w1"


class Log:
    """Leaves and a key. word: two logs of one key and different words tell different things."""

    def __init__(self, origin: str = ORIGIN, *, word: str = "true", seed: bytes = b"L" * 32):
        self.word = word
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = Key(name=origin, public=self._private.public_key().public_bytes_raw())
        self.vkey = note.write_vkey(self.key)

    def leaves(self, size: int) -> list[bytes]:
        return [leaf_hash(f"{self.word} {at}".encode()) for at in range(size)]

    def root(self, size: int) -> bytes:
        return root_hash(self.leaves(size))

    def sign(self, text: str) -> bytes:
        return note.sign_note(text, key=self.key, sign=self._private.sign).encode()

    def text(self, size: int, *, root: bytes | None = None) -> str:
        head = Checkpoint(origin=self.key.name, size=size, root=root or self.root(size))
        return note.write_checkpoint(head)

    def checkpoint(self, size: int, *, root: bytes | None = None) -> bytes:
        return self.sign(self.text(size, root=root))

    def request(self, old: int, size: int, *, hashes: Sequence[bytes] | None = None) -> bytes:
        """Return a request; without `hashes` it carries the right proof of growth."""
        if hashes is None:
            known = old <= size
            hashes = proof.prove_consistency(self.leaves(size), old_size=old) if known else ()
        return write_request(old_size=old, proof=hashes, checkpoint=self.checkpoint(size))


@dataclass(frozen=True, kw_only=True)
class Reply:
    status: int
    body: bytes
    content_type: str


class Client:
    """Speak to one witness, over one connection that is kept."""

    def __init__(self, server: WitnessServer) -> None:
        self.key = server.witness.key
        self.port = server.server_port
        self._line = HTTPConnection("127.0.0.1", self.port, timeout=10)

    def post(self, body: bytes) -> Reply:
        return self.ask("POST", "/add-checkpoint", body)

    def latest(self, origin: str = ORIGIN) -> Reply:
        return self.ask("GET", f"/{sha256(origin.encode()).hexdigest()}/checkpoint")

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        self._line.request(method, path, body, headers)
        answer = self._line.getresponse()
        return Reply(
            status=answer.status,
            body=answer.read(),
            content_type=answer.getheader("Content-Type", ""),
        )

    def close(self) -> None:
        self._line.close()


@contextmanager
def serving(
    folder: Path, *logs: Log | str, name: str = NAME, is_demo: bool = False
) -> Iterator[WitnessServer]:
    """Serve a witness for these logs, or for these public keys, from this folder."""
    vkeys = [log if isinstance(log, str) else log.vkey for log in logs]
    witness = make(folder, name=name, logs=vkeys)
    server = WitnessServer(("127.0.0.1", 0), witness=witness, is_demo=is_demo)
    thread = Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def talking(folder: Path, *logs: Log) -> Iterator[Client]:
    """Serve a witness, and hand out somebody who speaks to it."""
    with serving(folder, *logs) as server:
        client = Client(server)
        try:
            yield client
        finally:
            client.close()
