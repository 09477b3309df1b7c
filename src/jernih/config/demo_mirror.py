"""Let a demonstration have an overseer's mirror, on the same machine: to be seen, not trusted.

Its name ends in `.invalid`, and its pages say that it is for show. A real mirror, named in the
settings, takes its place.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from jernih.config import demo_clock, demo_witness, env, where
from jernih.pure.tlog.note import Key, write_vkey

NAME = "pengawas-peragaan.invalid"


def prepare(log: Key, *, zone: str, holidays: Iterable[date]) -> str:
    """Make the mirror's key, token and calendar, unless a real one is named; say where it will be.

    log: the public key of our record. Returns words for the start of the demonstration.
    """
    # Only here, so that `jernih run` itself stays small.
    from jernih.mirror.key import load_or_make, load_or_make_token  # noqa: PLC0415

    if env.text("MIRROR_URL", ""):
        return ""
    own = load_or_make(_folder() / "mirror-key", name=NAME)
    token = load_or_make_token(_folder() / "overseer-token")
    days = ", ".join(day.isoformat() for day in sorted(holidays))
    (_folder() / "calendar.toml").write_text(f'zone = "{zone}"\nholidays = [{days}]\n', "ascii")
    (_folder() / "log-vkey").write_text(f"{write_vkey(log)}\n", encoding="ascii")
    (_folder() / "own-vkey").write_text(f"{write_vkey(own.key)}\n", encoding="ascii")
    url = f"http://127.0.0.1:{demo_witness.choose_port(_folder())}"
    return f"{url}/  (/pengawas/: any name, password {token})"


def settings() -> dict[str, str]:
    """Return what the office's processes must know of the mirror that was prepared."""
    if not _is_ready():
        return {}
    vkey = (_folder() / "own-vkey").read_text(encoding="ascii").strip()
    return {"MIRROR_URL": f"http://127.0.0.1:{_port()}", "MIRROR_VKEY": vkey}


def command(*, site: str) -> list[str]:
    """Return how to start the mirror that was prepared; nothing where there is none.

    site: the address at which the office serves its record.
    """
    if not where.DEVELOPMENT or not _is_ready():
        return []
    folder = _folder()
    shift = demo_clock.known_shift(where.DEMO_CLOCK)
    words = ["--office", str(folder / "log-vkey"), "--url", site, "--name", NAME]
    words += ["--calendar", str(folder / "calendar.toml"), "--folder", str(folder)]
    words += ["--listen", f"127.0.0.1:{_port()}", "--demo", "--shift", str(shift)]
    return ["jernih.mirror", *words]


def _is_ready() -> bool:
    return not env.text("MIRROR_URL", "") and (_folder() / "own-vkey").exists()


def _port() -> int:
    return int((_folder() / "port").read_text(encoding="ascii"))


def _folder() -> Path:
    return where.VAR / "demo-mirror"
