"""What the live process reads from its environment.

DATABASE_URL: where PostgreSQL is (any libpq address).   LIVE_HOST, LIVE_PORT: where to listen.
LIVE_ORIGINS: origins of the web pages that may read the streams, with commas; `*` for all.
LIVE_STREAMS: how many open streams one process takes before it says it is full.
JERNIH_CLOCK_SHIFT: seconds by which a test moves our clock; only with JERNIH_DEVELOPMENT.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass


class Unset(Exception):
    """A setting that has no default is not set."""


@dataclass(frozen=True, kw_only=True)
class LiveSettings:
    """The settings of one process."""

    database_url: str
    host: str = "127.0.0.1"
    port: int = 8001
    # Streams carry what hangs on the wall anyway and take no cookie, so any page may read them.
    origins: frozenset[str] = frozenset({"*"})
    streams: int = 20_000
    clock_shift: int = 0


def read(environ: Mapping[str, str] = os.environ) -> LiveSettings:
    """Return the settings. Raises Unset when DATABASE_URL is missing."""
    url = environ.get("DATABASE_URL", "")
    if not url:
        raise Unset("DATABASE_URL is not set: the live process needs the address of PostgreSQL.")
    is_development = environ.get("JERNIH_DEVELOPMENT", "") in ("1", "true", "yes", "on")
    origins = environ.get("LIVE_ORIGINS", "*").split(",")
    return LiveSettings(
        database_url=url,
        host=environ.get("LIVE_HOST", "127.0.0.1"),
        port=int(environ.get("LIVE_PORT", "8001")),
        origins=frozenset(origin.strip() for origin in origins if origin.strip()),
        streams=int(environ.get("LIVE_STREAMS", "20000")),
        clock_shift=int(environ.get("JERNIH_CLOCK_SHIFT", "0")) if is_development else 0,
    )
