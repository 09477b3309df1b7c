"""Web and live of their own beside the office of all tests, so that one of them may be killed."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from jernih.config.run import WEB
from tests.site import Site, free_port

SECONDS = 30
# The hall's own actions, as the counter and the kiosk press them: one deed a line, one answer.
HALL = """
import json, secrets, sys
import django
django.setup()
from django.utils import timezone
from jernih.apps.hall import actions, queries
from jernih.apps.hall.models import CounterDay
from jernih.apps.offices.models import Office
from jernih.pure.calling import Lane
from jernih.pure.roles import Actor, Role, kiosk
office = Office.objects.get(slug="tarakan")
by = {"actor": Actor(roles=frozenset({Role.COUNTER}), ref="s-live01", office="tarakan")}
def desk():
    return actions.open_counter(office_id=office.pk, counter=3, now=timezone.now(), **by)
tickets = {}
def come(lane="STANDBY"):
    service = desk().services.first().code
    wish = actions.WalkIn(service=service, lane=Lane(lane), press_key=secrets.token_hex(8))
    at = {"actor": kiosk("tarakan"), "now": timezone.now()}
    ticket = actions.walk_in(office_id=office.pk, wish=wish, **at)
    tickets[ticket.number] = ticket
    return ticket.number
def code(number):
    return queries.ticket_code(tickets[number])
def call():
    at = {"counter_day_id": desk().pk, "now": timezone.now(), **by}
    ticket = actions.call_next(press_key=secrets.token_hex(8), **at).ticket
    if ticket is None:
        return ""
    actions.start_ticket(number=ticket.number, **at)
    actions.finish_ticket(number=ticket.number, **at)
    return ticket.number
def serve(number):
    while (called := call()) not in (number, ""):
        pass
    return called
def empty():
    while call():
        pass
for deed in sys.stdin:
    print(json.dumps(eval(deed)), flush=True)
"""


@dataclass
class SecondOffice:
    """The same database, another web whose pages listen to a live process that tests may kill."""

    site: Site
    url: str
    live_port: int
    environment: dict[str, str]
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, name: str, *words: str, answers: str) -> None:
        self.processes[name] = self._start("-m", *words)
        until = time.monotonic() + SECONDS
        while True:
            with contextlib.suppress(OSError), urllib.request.urlopen(answers, timeout=5):
                return
            assert time.monotonic() < until, f"{name} does not answer"
            time.sleep(0.05)

    def start_live(self) -> None:
        health = f"http://127.0.0.1:{self.live_port}/live/healthz"
        self.start("live", "jernih.live", answers=health)

    def kill(self, name: str) -> None:
        """Take it away without a word, it and all it started."""
        # Leaving the block waits for its end and closes its pipes.
        with self.processes.pop(name) as process:
            os.killpg(process.pid, signal.SIGKILL)

    @contextlib.contextmanager
    def silent(self, name: str) -> Iterator[None]:
        """Let it say nothing for a while, although its lines stand: as when a cable is cut."""
        os.killpg(self.processes[name].pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self.processes[name].pid, signal.SIGCONT)

    def does(self, deed: str) -> Any:
        """Let something happen in the hall; return what comes of it, as JSON has it."""
        hall = self.processes["hall"]
        assert hall.stdin is not None
        assert hall.stdout is not None
        hall.stdin.write(f"{deed}\n".encode())
        hall.stdin.flush()
        answer = hall.stdout.readline()
        assert answer, f"the hall did not live through {deed}"
        return json.loads(answer)

    def _start(self, *words: str, **pipes: int) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, *words], env=self.environment, start_new_session=True, **pipes
        )

    def start_hall(self) -> None:
        pipe = subprocess.PIPE
        self.processes["hall"] = self._start("-c", HALL, stdin=pipe, stdout=pipe)


@contextlib.contextmanager
def running(site: Site) -> Iterator[SecondOffice]:
    web, live = free_port(), free_port()
    more = {"DJANGO_SETTINGS_MODULE": "jernih.config.settings"}
    more |= {"WEB_PORT": str(web), "LIVE_PORT": str(live), "SITE_URL": f"http://localhost:{web}"}
    office = SecondOffice(site, f"http://localhost:{web}", live, site.environment | more)
    words = list(WEB)
    words[words.index("--port") + 1] = str(web)
    try:
        office.start_hall()
        office.start_live()
        office.start("web", "granian", *words, answers=f"http://127.0.0.1:{web}/healthz")
        yield office
    finally:
        for name in list(office.processes):
            office.kill(name)
