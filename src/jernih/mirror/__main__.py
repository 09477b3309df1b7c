"""Run the overseer's mirror: `python -m jernih.mirror --office VKEY --url https://OFFICE`."""

import argparse
import signal
import sqlite3
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from types import FrameType
from typing import Final

from jernih.mirror.bells import Messenger
from jernih.mirror.clock import BadCalendar, OwnClock, read_calendar, read_own_rules
from jernih.mirror.key import HAS_LIBRARY, BadKey, office_keys
from jernih.mirror.mirror import Asked, Mirror
from jernih.mirror.server import MirrorServer
from jernih.pure.tlog.note import write_vkey

TICK_SECONDS: Final = 60.0


def main(words: Sequence[str] | None = None) -> int:
    """Make key and token if there are none, say who we are, and serve until told to stop."""
    asked = _parser().parse_args(words)
    try:
        mirror = make(asked)
        host, port = _address(asked.listen)
        server = MirrorServer((host, port), mirror=mirror)
    except (BadKey, BadCalendar, OSError, OverflowError, sqlite3.Error) as reason:
        print(reason, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    shown = host if host not in ("", "0.0.0.0") else "THIS-COMPUTER"  # noqa: S104 - compared only
    url = asked.public_url or f"http://{shown}:{server.server_port}"
    print(_greeting(mirror, url=url, folder=asked.folder), flush=True)
    stop = Event()
    Thread(target=_keep_ticking, args=[mirror, stop], daemon=True, name="bells").start()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("The mirror stops. What it holds stays in its folder.", flush=True)
    finally:
        stop.set()
        server.server_close()
    return 0


def make(asked: argparse.Namespace) -> Mirror:
    """Return the mirror that lives in a folder. Raises BadKey, BadCalendar, OSError."""
    shift = timedelta(seconds=asked.shift if asked.demo else 0)
    clock = OwnClock(
        now=lambda: datetime.now(UTC) + shift,
        calendar=read_calendar(_text(asked.calendar)),
        rules=read_own_rules(_text(asked.rules)),
    )
    return Mirror(
        Asked(
            folder=asked.folder,
            name=asked.name,
            keys=office_keys(asked.office),
            url=asked.url,
            clock=clock,
            messenger=Messenger(
                command=asked.command, mail_to=asked.mail_to, mail_server=asked.mail_server
            ),
            is_demo=asked.demo,
        )
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="jernih mirror", description=__doc__)
    add = parser.add_argument
    add("--office", action="append", required=True, help="public key of its record, or a file")
    add("--url", required=True, help="address of the office's site; its /log/ is read")
    add("--name", default="pengawas.invalid/jernih", help="your name, as in ombudsman.example/x")
    add("--folder", type=Path, default=Path("mirror"), help="where everything is kept")
    add("--listen", default="0.0.0.0:8788", help="host:port")
    add("--public-url", default="", help="the address by which the office reaches you")
    add("--calendar", type=Path, help="TOML: zone and holidays (docs/mirror.md)")
    add("--rules", type=Path, help="TOML: days of each deadline, in place of the packaged ones")
    add("--command", default="", help="run for each new alarm, which it gets as JSON")
    add("--mail-to", default="", help="address that is written to for each new alarm")
    add("--mail-server", default="localhost:25", help="host:port of the mail server")
    add("--demo", action="store_true", help="say on the pages that it is for show")
    add("--shift", type=int, default=0, help="with --demo: seconds by which its clock runs ahead")
    return parser


def _text(path: Path | None) -> str:
    return path.read_text("utf-8") if path else ""


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal():
        raise OSError(f"{text!r} is no address to listen on; write host:port.")
    return host, int(port)


def _keep_ticking(mirror: Mirror, stop: Event) -> None:
    while not stop.is_set():
        try:
            mirror.tick()
        except Exception:
            # Words from outside end up here: a bug in reading them must not stop the bells.
            traceback.print_exc()
        stop.wait(TICK_SECONDS)


def _greeting(mirror: Mirror, *, url: str, folder: Path) -> str:
    office = mirror.office
    lines = [
        f"Mirror {office.key.name}, for {office.origin}.",
        "Give the office these lines for its settings:",
        "",
        f"MIRROR_URL={url}",
        f"MIRROR_VKEY={write_vkey(office.key)}",
        "",
        f"Page for everybody: {url}/",
        f"Page for the overseer: {url}/pengawas/  (any name; the password is in "
        f"{(folder / 'overseer-token').resolve()})",
        f"Everything is kept in {folder.resolve()}: copy it somewhere else every day.",
    ]
    if not office.clock.has_holidays:
        lines.append("No holidays were given (--calendar): deadlines are counted without them.")
    if not HAS_LIBRARY:
        lines.append("Signing without the cryptography package: slower, and not constant time.")
    return "\n".join(lines)


def _as_ctrl_c(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - signal's shape
    raise KeyboardInterrupt


if __name__ == "__main__":
    raise SystemExit(main())
