"""The sequencer as a process of its own, killed at moments nobody chose."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from jernih.apps.ledger import actions, queries
from jernih.apps.ledger.models import Entry
from jernih.pure.roles import CLOCK
from tests.apps.ledger import facts
from tests.record import check_record

# Never pauses, so that a kill nearly always falls into the middle of a round.
RESTLESS = """
import django
django.setup()
from threading import Event
from jernih.apps.ledger import jobs
jobs.SECONDS = 0
print("ready", flush=True)
jobs.keep_sequencing(Event())
"""


def database_url() -> str:
    where = connection.settings_dict
    password = f":{quote(where['PASSWORD'], safe='')}" if where["PASSWORD"] else ""
    host = quote(str(where["HOST"]), safe="")
    port = f":{where['PORT']}" if where["PORT"] else ""
    return f"postgresql://{where['USER']}{password}@{host}{port}/{where['NAME']}"


@contextmanager
def restless_sequencer() -> Iterator[subprocess.Popen[str]]:
    home = {
        "DATABASE_URL": database_url(),
        "JERNIH_VAR": str(settings.LOG_DIR.parent),
        "JERNIH_LOG_KEY_FILE": str(settings.LOG_KEY_FILE),
        "PYTHONPATH": "src",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", RESTLESS], env=os.environ | home, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()
        process.wait(10)


@pytest.mark.django_db(transaction=True)
def test_whenever_it_is_killed_the_next_one_loses_nothing_and_repeats_nothing():
    actions.make_key(actor=CLOCK)
    moments = random.Random(20261124)
    appended = 0

    for _ in range(2):
        with restless_sequencer() as process:
            until = time.monotonic() + moments.uniform(0.2, 0.8)
            while time.monotonic() < until:
                facts.append_many(7)
                appended += 7
            assert process.poll() is None

    findings = check_record()
    assert findings.head is not None
    assert findings.head.size == appended
    assert Entry.objects.filter(index__lt=appended).count() == appended
    assert list(queries.changed_rows()) == []
    in_order = Entry.objects.order_by("index").values_list("id", flat=True)
    assert list(in_order) == sorted(in_order)


@pytest.mark.django_db(transaction=True)
def test_two_sequencers_at_once_write_one_record():
    actions.make_key(actor=CLOCK)

    with restless_sequencer() as first, restless_sequencer() as second:
        for _ in range(20):
            facts.append_many(5)
        assert first.poll() is second.poll() is None

    findings = check_record()
    assert findings.head is not None
    assert findings.head.size == 100


@pytest.mark.django_db(transaction=True)
def test_a_fact_is_public_within_two_seconds():
    actions.make_key(actor=CLOCK)
    command = [sys.executable, "manage.py", "sequencer"]
    home = {
        "DATABASE_URL": database_url(),
        "JERNIH_VAR": str(settings.LOG_DIR.parent),
        "JERNIH_LOG_KEY_FILE": str(settings.LOG_KEY_FILE),
    }
    process = subprocess.Popen(command, env=os.environ | home)
    delays = []
    try:
        wait_for_size(0, seconds=20)
        for size in range(1, 4):
            time.sleep(0.37)
            facts.append(facts.started())
            began = time.monotonic()
            wait_for_size(size, seconds=5)
            delays.append(time.monotonic() - began)
    finally:
        process.terminate()
        code = process.wait(10)

    assert max(delays) <= 2
    assert code == 0


def wait_for_size(size: int, *, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        shown = queries.published_checkpoint()
        if shown is not None and shown.size >= size:
            return
        time.sleep(0.01)
    raise AssertionError(f"size {size} was not published within {seconds} s")
