"""Run sigsum-witness, a witness that other people wrote (Debian: sigsum-go), for our record.

Two ways of its own: it takes only logs named after their key, and Debian 12's build answers no
address unless Go's older rules for them are asked for.
"""

import os
import shutil
import socket
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from struct import pack

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from jernih.config.processes import wait_for
from jernih.pure.tlog.note import COSIGNATURE, Key

PACKAGES = "sigsum-go, in Debian 12 from bookworm-backports"
PROGRAM = "sigsum-witness"


def is_here() -> bool:
    return shutil.which(PROGRAM) is not None


def origin_of(public: bytes) -> str:
    """Return the only name by which it knows a log of this key."""
    return f"sigsum.org/v1/tree/{sha256(public).hexdigest()}"


@contextmanager
def witness(folder: Path, *, log: Key) -> Iterator[tuple[Key, str]]:
    """Serve a witness for this log; hand out its key and its address."""
    own = Ed25519PrivateKey.generate()
    public = own.public_key().public_bytes_raw()
    _write_private(folder / "own", own)
    (folder / "log.pub").write_text(_openssh(log.public))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["-k", "own", "--log-key", "log.pub", "--state-file", "state", f"127.0.0.1:{port}"]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            [PROGRAM, *words],
            cwd=folder,
            env=os.environ | {"GODEBUG": "httpmuxgo121=0"},
            stderr=said,
        )
    try:
        assert wait_for(lambda: _answers(port), 20), (folder / "said").read_text()
        name = f"sigsum.org/v1/witness/{sha256(public).hexdigest()}"
        yield Key(name=name, public=public, kind=COSIGNATURE), f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _openssh(public: bytes) -> str:
    kind = b"ssh-ed25519"
    blob = pack(">I", len(kind)) + kind + pack(">I", len(public)) + public
    return f"ssh-ed25519 {b64encode(blob).decode()} log\n"


def _write_private(path: Path, own: Ed25519PrivateKey) -> None:
    path.touch(0o600)
    path.write_bytes(own.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
