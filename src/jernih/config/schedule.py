"""What the clock starts, and how often: one list.

Each job is a procrastinate task in the `jobs.py` of its app, takes one argument
`timestamp` (whole seconds, UTC, the moment it was due), and is safe to run twice.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.module_loading import import_string


@dataclass(frozen=True, kw_only=True)
class Tick:
    """One line of the clock. cron: five fields, or six with seconds last; in UTC."""

    job: str
    cron: str
    why: str


SCHEDULE: Final[tuple[Tick, ...]] = (
    Tick(
        job="notices.jobs.send_due_notices",
        cron="* * * * *",
        why="messages that were held for the morning, or refused before, go out",
    ),
)


def register(app: Any) -> None:
    """Hand the list to procrastinate; it calls this once Django is ready."""
    for tick in SCHEDULE:
        app.periodic(cron=tick.cron)(import_string(f"jernih.apps.{tick.job}"))
