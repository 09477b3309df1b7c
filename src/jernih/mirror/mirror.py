"""One mirror: what it holds, whom it watches, and what it does every minute by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from jernih.mirror.bells import Bells, Messenger
from jernih.mirror.clock import OwnClock
from jernih.mirror.key import checker, load_or_make, load_or_make_token
from jernih.mirror.office import Office
from jernih.mirror.receive import Receiver
from jernih.mirror.store import Store
from jernih.mirror.watch import Watch
from jernih.pure.tlog.note import Key

# How often the whole record is read, if it grew.
LOOK_EVERY: Final = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How a mirror is to be. url: of the office's site or its /log/."""

    folder: Path
    name: str
    keys: Sequence[Key]
    url: str
    clock: OwnClock
    messenger: Messenger
    is_demo: bool = False


class Mirror:
    """One mirror in one folder."""

    def __init__(self, asked: Asked) -> None:
        """Make key, token and store if they are not there yet. Raises BadKey."""
        own = load_or_make(asked.folder / "mirror-key", name=asked.name)
        self.token = load_or_make_token(asked.folder / "overseer-token")
        self.store = Store(asked.folder)
        self.office = Office(
            origin=asked.keys[0].name, key=own.key, clock=asked.clock, is_demo=asked.is_demo
        )
        self._watch = Watch(url=asked.url, trusted=asked.keys, store=self.store, verify=checker())
        self.receiver = Receiver(
            own=own,
            store=self.store,
            keys=self._watch.keys,
            verify=checker(),
            today=asked.clock.today,
            now=asked.clock.now,
        )
        self.bells = Bells(store=self.store, clock=asked.clock)
        self._messenger = asked.messenger
        self._now: Callable[[], datetime] = asked.clock.now
        self._look_at: datetime | None = None

    def tick(self) -> None:
        """Read the record if it is time, ring what must ring, and tell of it."""
        now = self._now()
        if self._look_at is None or now >= self._look_at:
            self._watch.look(day=self.office.clock.today())
            self._look_at = now + LOOK_EVERY
        self.bells.judge()
        self._messenger.tell_new(self.store)
