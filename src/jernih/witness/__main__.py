"""Run a witness: `python -m jernih.witness --log VKEY --name ombudsman.example/tarakan`."""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from types import FrameType

from jernih.pure.tlog.note import write_vkey
from jernih.witness.alarm import HOURS, Bell
from jernih.witness.judge import Witness
from jernih.witness.key import HAS_LIBRARY, BadKey, checker, load_or_make, parse_log_keys
from jernih.witness.server import WitnessServer
from jernih.witness.store import Store


def main(words: Sequence[str] | None = None) -> int:
    """Make the key if there is none, say who we are, and serve until told to stop."""
    asked = _parser().parse_args(words)
    try:
        witness = make(asked.folder, name=asked.name, logs=asked.log)
        host, port = _address(asked.listen)
        server = WitnessServer(
            (host, port), witness=witness, is_demo=asked.demo, hours=asked.silent_after
        )
    except (BadKey, OSError, OverflowError) as reason:
        print(reason, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    shown = host if host not in ("", "0.0.0.0") else "THIS-COMPUTER"  # noqa: S104 - compared only
    print(_greeting(witness, url=asked.url or f"http://{shown}:{server.server_port}"), flush=True)
    stopped = Event()
    if asked.command:
        bell = Bell(
            witness.store,
            logs=list(witness.logs),
            command=asked.command,
            hours=asked.silent_after,
        )
        bell.start(clock=stopped)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("The witness stops. What it signed stays in its folder.", flush=True)
    finally:
        stopped.set()
        server.server_close()
    return 0


def make(folder: Path, *, name: str, logs: Sequence[str]) -> Witness:
    """Return the witness that lives in this folder. Raises BadKey.

    logs: public keys, or the names of files that hold one.
    """
    lines = [Path(one).read_text("utf-8") if Path(one).is_file() else one for one in logs]
    keys = parse_log_keys(lines)
    own = load_or_make(folder / "witness-key", name=name)
    store = Store(folder / "witness.sqlite3")
    return Witness(own=own, logs=keys, store=store, folder=folder, verify=checker())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="jernih witness", description=__doc__)
    parser.add_argument(
        "--log", action="append", required=True, help="public key of a log, or a file that holds it"
    )
    parser.add_argument("--name", required=True, help="your name, as in ombudsman.example/tarakan")
    parser.add_argument(
        "--folder", type=Path, default=Path("witness"), help="where key and store are kept"
    )
    parser.add_argument("--listen", default="0.0.0.0:8787", help="host:port")
    parser.add_argument("--url", default="", help="the address by which the office reaches you")
    parser.add_argument(
        "--command", default="", help="run once for each new alarm, which it gets as JSON"
    )
    parser.add_argument(
        "--silent-after",
        type=int,
        default=HOURS,
        metavar="HOURS",
        help="without news for so long it rings (%(default)s: an office writes every night)",
    )
    parser.add_argument("--demo", action="store_true", help="say on the page that it is for show")
    return parser


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal():
        raise OSError(f"{text!r} is no address to listen on; write host:port.")
    return host, int(port)


def _greeting(witness: Witness, *, url: str) -> str:
    short = witness.key.name.rpartition("/")[2]
    lines = [
        f"Witness {witness.key.name}, watching {', '.join(witness.logs)}.",
        "Give the office this line for its policy file:",
        "",
        f"witness {short} {write_vkey(witness.key)} {url}",
        "",
        f"Page for people: {url}/",
        f"Key, store and evidence: {witness.folder.resolve()}  (keep a copy of the key, nowhere "
        "others can read it; never run two witnesses with one key)",
    ]
    if not HAS_LIBRARY:
        lines.append("Signing without the cryptography package: slower, and not constant time.")
    return "\n".join(lines)


def _as_ctrl_c(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - signal's shape
    raise KeyboardInterrupt


if __name__ == "__main__":
    raise SystemExit(main())
