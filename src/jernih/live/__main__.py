"""`python -m jernih.live`: serve the streams with granian, one worker."""

import resource

from granian import Granian
from granian.constants import HTTPModes, Interfaces, RuntimeModes

from jernih.live import settings


def main() -> None:
    """Serve until told to stop."""
    chosen = settings.read()
    # Every stream is an open file.
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    # One worker: one LISTEN, one read of the database for each burst. Backlog and backpressure
    # count open streams as unfinished requests, so the defaults would stall near a thousand.
    room = max(chosen.streams + 1024, 2048)
    Granian(
        "jernih.live.app:app",
        address=chosen.host,
        port=chosen.port,
        interface=Interfaces.ASGI,
        workers=1,
        runtime_mode=RuntimeModes.st,
        http=HTTPModes.http1,
        websockets=False,
        backlog=room,
        backpressure=room,
        workers_kill_timeout=5,
        log_level="warning",  # type: ignore[arg-type]
    ).serve()


if __name__ == "__main__":
    main()
