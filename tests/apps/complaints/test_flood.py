"""Fifty reports a minute from one address: whoever has something to tell waits a moment."""

import statistics
import time

import pytest
from django.core.cache import cache

from jernih.apps.complaints.actions import work
from jernih.apps.complaints.models import Report
from jernih.apps.ledger import actions as ledger
from jernih.pure.roles import CLOCK
from tests.apps.complaints.test_bad_sendings import FORM, Sending, make_sending
from tests.clock import clock
from tests.makers import make_office
from tests.report_makers import make_roster

__all__ = ["clock"]
pytestmark = pytest.mark.django_db

A_MINUTE, MOST_SECONDS = 50, 5
# What a slow phone hashes in a second, in its browser: a sixth of the machine that drills (below).
SLOW_PHONE = 22_000


@pytest.fixture
def roster():
    ledger.make_key(actor=CLOCK)
    return make_roster(make_office())


def send(sending: Sending, *, address: str) -> tuple[set[int], float, int]:
    """Send a report as a browser does; return all statuses, seconds here, and bits of its work."""
    sending.client.defaults["REMOTE_ADDR"] = address
    begun = time.perf_counter()
    bits = sending.client.get(f"{FORM}kerja/").json()["bits"]
    statuses = {sending.begin().status_code, *sending.put_all(), sending.finish().status_code}
    return statuses, time.perf_counter() - begun, bits


def phone_seconds(bits: int) -> float:
    """How long the work takes a slow phone, on the average."""
    return 2**bits / SLOW_PHONE


def test_in_a_flood_a_minute_long_an_honest_report_is_taken_after_seconds_of_work(roster, clock):
    cache.clear()
    for _ in range(A_MINUTE):
        work.give_challenge(now=clock.now)

    statuses, _, bits = send(make_sending(roster), address="203.0.113.7")

    assert statuses == {200}
    assert phone_seconds(bits) <= MOST_SECONDS
    # Whatever comes, the work ends at a ceiling; without JavaScript there is none.
    most = work.bits_for(10**9, calm=10, floor=10, ceiling=16)
    assert phone_seconds(most) <= 3
    assert Report.objects.count() == 1


@pytest.mark.drill
def test_ten_minutes_of_fifty_reports_a_minute_from_one_address(roster, clock):
    cache.clear()
    _, calm, floor = send(make_sending(roster), address="203.0.113.7")
    extra, refused = [], 0
    for _ in range(10):
        clock.later(minutes=1)
        for _ in range(A_MINUTE):
            statuses, _, _ = send(make_sending(roster), address="198.51.100.9")
            refused += statuses != {200}
        # From the very address of the flood, which nobody is ever refused for.
        statuses, took, bits = send(make_sending(roster), address="198.51.100.9")
        assert statuses == {200}
        extra.append(took - calm + phone_seconds(bits) - phone_seconds(floor))
    found = {"median": statistics.median(extra), "most": max(extra), "refused": refused}
    print({name: round(value, 2) for name, value in found.items()})

    assert found["median"] <= MOST_SECONDS
    assert refused == 0
    assert Report.objects.count() == 1 + 10 * (A_MINUTE + 1)
