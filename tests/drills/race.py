"""Race for few numbers over real HTTP, against several worker processes, as brokers would.

Every attempt is the last step of the form: a browser with its sealed draft presses *take*.
Some people try with many browsers at once, some press twice: none of it may give two numbers.
"""

import contextlib
import http.client
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

from jernih.apps.booking.models import ContactProof
from jernih.apps.booking.views.draft import COOKIE, Draft, keep
from jernih.apps.offices.models import Service
from tests.site import free_port

ROOT = Path(__file__).resolve().parents[2]
WORKERS, BROWSERS = 3, 24
PATH = "/ambil/periksa/"
CSRF = "a" * 32
# One attempt in ten is the same person in another browser, one in ten the same form once more.
AGAIN = 0.1


@dataclass(frozen=True)
class Attempt:
    """One press of the button. person, form: equal ones are the same person, the same form."""

    person: int
    form: int
    cookie: str


@dataclass(frozen=True)
class Answer:
    """What the press brought: the code of an application, or a refusal."""

    attempt: Attempt
    status: int
    code: str


@contextlib.contextmanager
def web(workers: int = WORKERS) -> Iterator[int]:
    """Serve this test's database by several processes; yield the port."""
    port = free_port()
    target = connection.settings_dict
    host = quote(str(target["HOST"]), safe="")
    environment = os.environ | {
        "DATABASE_URL": f"postgresql:///{target['NAME']}?host={host}&user={target['USER']}",
        "DATABASE_CONNECTION_SECONDS": "600",
        "PYTHONPATH": f"{ROOT / 'src'}",
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", "4", "--no-ws"]
    command += ["--log-level", "error", "jernih.config.wsgi:application"]
    served = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        _wait(port)
        yield port
    finally:
        served.terminate()
        served.wait(20)


def make_attempts(service: Service, count: int, *, seed: int = 1) -> list[Attempt]:
    """Prepare browsers that each proved a contact and stand before the last button."""
    chance = random.Random(seed)
    attempts: list[Attempt] = []
    proofs = []
    for form in range(count):
        draw = chance.random()
        if attempts and draw < AGAIN:
            attempts.append(chance.choice(attempts))
            continue
        is_same = bool(attempts) and draw < 2 * AGAIN
        person = chance.choice(attempts).person if is_same else form
        draft = _draft(service, person, form)
        proofs.append(_proof(draft))
        attempts.append(Attempt(person=person, form=form, cookie=_sealed(draft)))
    ContactProof.objects.bulk_create(proofs, batch_size=2000)
    chance.shuffle(attempts)
    return attempts


def race(port: int, attempts: Sequence[Attempt], *, browsers: int = BROWSERS) -> list[Answer]:
    """Press every button, many at once; a lost reply is pressed again, as people do."""
    shares = [attempts[at::browsers] for at in range(browsers)]
    with ThreadPoolExecutor(browsers) as pool:
        return [a for answers in pool.map(lambda s: _browse(port, s), shares) for a in answers]


def _browse(port: int, attempts: Sequence[Attempt]) -> list[Answer]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    answers = []
    for attempt in attempts:
        try:
            answers.append(_press(line, attempt))
        except (http.client.HTTPException, OSError):
            line.close()
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            answers.append(_press(line, attempt))
    line.close()
    return answers


def _press(line: http.client.HTTPConnection, attempt: Attempt) -> Answer:
    headers = {
        "Cookie": f"csrftoken={CSRF}; {COOKIE}={attempt.cookie}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    line.request("POST", PATH, urlencode({"csrfmiddlewaretoken": CSRF}), headers)
    response = line.getresponse()
    response.read()
    where = response.headers.get("Location", "")
    code = where.removeprefix("/nomor/").strip("/") if where.startswith("/nomor/") else ""
    return Answer(attempt=attempt, status=response.status, code=code)


def _draft(service: Service, person: int, form: int) -> Draft:
    born = date(1950, 1, 1) + timedelta(days=person // 9000)
    return Draft(
        office=service.office.slug,
        service_id=service.pk,
        people=[
            {
                "nik": f"657101{born:%d%m%y}{person % 9000 + 1:04}",
                "name": "Siti Aminah",
                "birth_date": born.isoformat(),
                "priority": "G",
            }
        ],
        any_after=True,
        contact_kind="EMAIL",
        contact=f"siti{form}@contoh.id",
        session_key=f"{form:032x}",
        once_key=f"{form:032x}",
    )


def _proof(draft: Draft) -> ContactProof:
    now = timezone.now()
    return ContactProof(
        contact=draft.contact,
        contact_kind=draft.contact_kind,
        session_key=draft.session_key,
        code_hash="",
        sent_at=now,
        expires_at=now,
        proven_at=now,
    )


def _sealed(draft: Draft) -> str:
    assert asdict(draft)["people"]
    return keep(HttpResponse(), draft).cookies[COOKIE].value


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with contextlib.suppress(OSError), contextlib.closing(line):
            line.request("GET", "/healthz")
            if line.getresponse().status == http.client.OK:
                return
        time.sleep(0.2)
    raise TimeoutError("the web processes do not answer")
