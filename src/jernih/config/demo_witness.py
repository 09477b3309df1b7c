"""Let a demonstration have one witness, on the same machine: to be seen at work, not to be trusted.

Its name ends in `.invalid`, and wherever it shows, the page says that it is no real witness.
"""

import socket
from pathlib import Path

from jernih.config import where
from jernih.pure.tlog.note import Key, write_vkey

NAME = "saksi-peragaan.invalid"
MARK = "# Written by `jernih run` for the demonstration. Put your own policy here in its place.\n"


def prepare(log: Key, *, policy: Path) -> None:
    """Make the witness's key, and the policy that names it, unless a policy of one's own is there.

    log: the public key of our record.
    """
    # Only here, so that `jernih run` itself stays small.
    from jernih.witness.key import load_or_make  # noqa: PLC0415

    if policy.exists() and not is_ours(policy):
        return
    own = load_or_make(_folder() / "witness-key", name=NAME)
    (_folder() / "log-vkey").write_text(f"{write_vkey(log)}\n", encoding="ascii")
    url = f"http://127.0.0.1:{choose_port(_folder())}"
    lines = [f"log {write_vkey(log)}", f"witness peragaan {write_vkey(own.key)} {url}"]
    text = MARK + "\n".join([*lines, "quorum peragaan", ""])
    if not policy.exists() or policy.read_text("utf-8") != text:
        policy.write_text(text, encoding="utf-8")


def is_ours(policy: Path) -> bool:
    """Tell whether this policy is the demonstration's."""
    return policy.is_file() and policy.read_text("utf-8").startswith(MARK)


def command(*, policy: Path) -> list[str]:
    """Return how to start the witness that was prepared; nothing where there is none."""
    if not where.DEVELOPMENT or not is_ours(policy):
        return []
    words = ["--log", str(_folder() / "log-vkey"), "--name", NAME, "--folder", str(_folder())]
    port = (_folder() / "port").read_text(encoding="ascii")
    return ["jernih.witness", *words, "--listen", f"127.0.0.1:{port}", "--demo"]


def choose_port(folder: Path) -> int:
    """Return the port that this folder always had; another one if it is taken."""
    known = folder / "port"
    if known.exists() and _is_free(int(known.read_text(encoding="ascii"))):
        return int(known.read_text(encoding="ascii"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    known.write_text(str(port), encoding="ascii")
    return port


def _folder() -> Path:
    return where.VAR / "demo-witness"


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
