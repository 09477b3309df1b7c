"""Signs of life, promises and signatures on the record: when one is appended, and when not."""

from datetime import timedelta

import pytest
from django.db import connection

from jernih.apps.ledger import actions
from jernih.apps.ledger.actions import times as acting
from jernih.apps.ledger.models import Entry
from jernih.apps.ledger.queries import times
from jernih.pure.beacon import QUICKNET, BadPulse, Pulse, time_of
from jernih.pure.events import parse_event
from jernih.pure.roles import CITIZEN, CLOCK, Refused
from tests.apps.ledger.facts import append_many
from tests.record import check_record
from tests.vectors import load

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
TEN = 10 * MINUTE
WORDS = {r["round"]: r["signature"] for r in load("beacon")["rounds"] if r["chain"] == "QUICKNET"}
ROUND, LATER = 32281667, 32285085
NOON = time_of(QUICKNET, ROUND)


def pulse(round_: int = ROUND, signature: str = "") -> Pulse:
    return Pulse(chain=QUICKNET, round=round_, signature=signature or WORDS[round_])


def beat(now=NOON, *, every=TEN, rest=timedelta(0), office="tarakan", **more):
    return actions.record_heartbeat(
        office=office, every=every, rest=rest, actor=CLOCK, now=now, **more
    )


def said(kind="record.heartbeat"):
    return [parse_event(bytes(e.body)) for e in Entry.objects.filter(kind=kind).order_by("id")]


def test_a_sign_of_life_holds_the_newest_round():
    beat(pulse=pulse())

    (fact,) = said()
    assert (fact.round, fact.signature) == (ROUND, WORDS[ROUND])
    assert (fact.offline_since, fact.witnessed_at) == ("", "")
    check_record()


def test_without_a_beacon_it_says_since_when():
    beat()
    beat(NOON + TEN)
    beat(NOON + 2 * TEN, pulse=pulse())
    beat(NOON + 3 * TEN)

    first, second, third, fourth = said()
    assert first.offline_since == second.offline_since == "2026-09-17T12:32:45Z"
    assert (third.offline_since, fourth.offline_since) == ("", "2026-09-17T13:02:45Z")
    check_record()


def test_each_office_is_offline_by_itself():
    beat()
    beat(NOON + MINUTE, office="nunukan")

    assert said()[1].offline_since == "2026-09-17T12:33:45Z"
    check_record()


def test_twice_in_one_interval_is_once():
    assert beat() is not None
    assert beat(NOON + TEN - timedelta(seconds=1)) is None
    assert beat(NOON + TEN) is not None


def test_a_clock_that_runs_fast_floods_nothing():
    """A day in a moment: true time counts as well."""
    beats = [beat(NOON + n * TEN, rest=acting.REST) for n in range(50)]

    assert [one is not None for one in beats].count(True) == 1


def test_a_clock_that_was_set_back_shows_at_once():
    """Threat 10: nobody waits until it has caught up."""
    beat(NOON + HOUR, pulse=pulse())

    assert beat(NOON - HOUR, pulse=pulse()) is not None


def test_what_is_no_round_is_not_told():
    with pytest.raises(BadPulse):
        beat(pulse=pulse(ROUND, WORDS[LATER]))

    assert said() == []


def test_nobody_but_the_clock_gives_signs_of_life():
    with pytest.raises(Refused):
        actions.record_heartbeat(office="tarakan", every=TEN, actor=CITIZEN, now=NOON)


def test_facts_about_time_are_found_among_others():
    append_many(300)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ledger_entry")
        cursor.execute("SET LOCAL enable_seqscan = off")
        for office in ({"office": "tarakan"}, {}):
            plan = times._facts(times.HEARTBEAT).filter(**office).reverse()[:1].explain()
            assert "entry_about_time" in plan
