"""Asking witnesses, keeping what they sign, and showing it; with real ones over real HTTP."""

import shutil
from datetime import timedelta
from threading import Event, Thread

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import OperationalError
from django.utils import timezone

from jernih.apps.ledger import actions, jobs, queries
from jernih.apps.ledger.actions import key
from jernih.apps.ledger.jobs.witnesses import LONGEST_PAUSE, PATIENCE, Collector, keep_witnessing
from jernih.apps.ledger.models import Cosignature, Trouble, WitnessContact
from jernih.apps.ledger.queries.witnesses import Standing, witnessing
from jernih.pure.roles import CLOCK
from jernih.pure.tlog import note
from jernih.pure.tlog.note import COSIGNATURE, Key
from jernih.pure.tlog.policy import Policy, parse_policy
from jernih.pure.tlog.tiles import BadTile
from tests.apps.ledger import facts
from tests.apps.ledger.witnesses import (
    Time,
    address,
    collect,
    witnesses,
    write_policy,
)
from tests.record import check_record, publish_record
from tests.witness.logs import Log, serving

pytestmark = pytest.mark.django_db

SEED = Ed25519PrivateKey.from_private_bytes(b"W" * 32)
STRANGER = Key(
    name="stranger.example",
    public=SEED.public_key().public_bytes_raw(),
    kind=COSIGNATURE,
)
NOBODY = "http://127.0.0.1:9"


def shown(name: str) -> bytes:
    found = queries.log_file(name)
    assert found is not None
    return found


def policy() -> Policy:
    return parse_policy(shown("policy"))


def size(name: str) -> int:
    return note.parse_checkpoint(note.parse_note(shown(name)).text).size


def trouble() -> str:
    return WitnessContact.objects.get().trouble


def test_what_two_witnesses_sign_is_shown_and_meets_the_policy(tmp_path):
    facts.append_many(3)
    with witnesses(tmp_path, "ombudsman", "university") as servers:
        collect(Collector())

    signed = policy().open(shown("checkpoint.witnessed"))
    assert {line.name for line in signed.signatures} == {
        queries.log_file("vkey").decode().partition("+")[0],
        *(server.witness.key.name for server in servers),
    }
    assert policy().met_by(signed) is not None
    assert shown("checkpoint") == shown("checkpoint.witnessed")
    check_record()


def test_growth_is_proven_from_the_tiles(tmp_path):
    collector = Collector(rest=0)
    with witnesses(tmp_path, "ombudsman"):
        for count in (1, 254, 2, 300):
            facts.append_many(count)
            collect(collector)
            assert size("checkpoint.witnessed") == size("checkpoint")

    assert Cosignature.objects.count() == 4
    assert trouble() == Trouble.NONE


def test_what_the_witness_signed_before_is_learned_from_her(tmp_path):
    collector = Collector(rest=0)
    with witnesses(tmp_path, "ombudsman"):
        facts.append_many(5)
        collect(collector)
        WitnessContact.objects.all().delete()
        facts.append_many(5)
        collect(collector)

    assert size("checkpoint.witnessed") == 10


def test_a_witness_who_lost_everything_begins_anew(tmp_path):
    facts.append_many(5)
    with witnesses(tmp_path, "ombudsman"):
        collect(Collector())
    (tmp_path / "ombudsman" / "witness.sqlite3").unlink()
    facts.append_many(5)
    with witnesses(tmp_path, "ombudsman"):
        collect(Collector())

    assert size("checkpoint.witnessed") == 10


def test_with_one_of_two_away_the_office_goes_on_unwitnessed(tmp_path):
    facts.append_many(3)
    with witnesses(tmp_path, "ombudsman") as [server]:
        write_policy([(server.witness.key, address(server)), (STRANGER, NOBODY)])
        collect(Collector())
        facts.append_many(3)
        publish_record()

    assert queries.log_file("checkpoint.witnessed") is None
    assert size("checkpoint") == 6
    assert WitnessContact.objects.get(witness=STRANGER.name).trouble == Trouble.AWAY


def test_where_one_of_two_is_enough_the_other_is_not_waited_for(tmp_path):
    facts.append_many(3)
    with witnesses(tmp_path, "ombudsman") as [server]:
        write_policy([(server.witness.key, address(server)), (STRANGER, NOBODY)], needed="any")
        collect(Collector())

    assert size("checkpoint.witnessed") == 3


def test_a_witness_who_is_away_is_asked_more_and_more_seldom():
    facts.append_many(1)
    clock = Time()
    collector = Collector(clock=clock)
    write_policy([(STRANGER, NOBODY)])
    asked = []
    collect(collector)

    for _ in range(1200):
        clock.now += 1
        collector.tick()
        if collector.is_waiting:
            asked.append(clock.now - 1000)
            collector.heard.wait(20)

    # A second each for the tick that hears of it.
    assert asked[:5] == [5, 16, 37, 78, 159]
    assert asked[-1] - asked[-2] <= LONGEST_PAUSE + 1


def test_all_are_asked_for_one_checkpoint_until_enough_have_signed_it(tmp_path):
    clock = Time()
    facts.append_many(1)
    with witnesses(tmp_path, "ombudsman") as [server]:
        write_policy([(server.witness.key, address(server)), (STRANGER, NOBODY)])
        collector = Collector(clock=clock)
        collect(collector)
        facts.append_many(1)
        clock.now += PATIENCE - 1
        collect(collector)
        signed = set(Cosignature.objects.values_list("checkpoint__size", flat=True))
        clock.now += 1
        collect(collector)

    assert signed == {1}
    assert size("checkpoint") == 2
    assert Cosignature.objects.filter(checkpoint__size=2).count() == 1


def test_there_is_a_rest_between_two_checkpoints(tmp_path):
    clock = Time()
    with witnesses(tmp_path, "ombudsman"):
        collector = Collector(clock=clock)
        for _ in range(3):
            facts.append_many(1)
            clock.now += 1
            collect(collector)

    assert list(Cosignature.objects.values_list("checkpoint__size", flat=True)) == [1]


def test_a_rewritten_history_is_refused_and_the_public_is_told(tmp_path, client):
    facts.append_many(2)
    name, seed = note.parse_skey(_skey())
    fork = Log(name, word="another history", seed=seed)
    with witnesses(tmp_path, "ombudsman") as [server]:
        server.witness.add_checkpoint(fork.request(0, 1), now=1_800_000_000)
        collect(Collector(clock=Time()))

    assert trouble() == Trouble.REFUSES
    assert queries.log_file("checkpoint.witnessed") is None
    page = client.get("/log/", headers={"accept-language": "en"}).content.decode()
    assert "ombudsman.example/saksi" in page
    assert "refuses to sign" in page


def _skey() -> str:
    actions.make_key(actor=CLOCK)
    return key.settings.LOG_KEY_FILE.read_text().strip()


def test_a_witness_who_has_seen_more_than_we_have_is_told_of(tmp_path):
    facts.append_many(2)
    name, seed = note.parse_skey(_skey())
    with witnesses(tmp_path, "ombudsman") as [server]:
        server.witness.add_checkpoint(Log(name, seed=seed).request(0, 9), now=1_800_000_000)
        collect(Collector(clock=Time()))

    assert trouble() == Trouble.AHEAD


def test_a_witness_who_does_not_know_us_is_told_of(tmp_path):
    facts.append_many(2)
    with serving(tmp_path, Log()) as server:
        write_policy([(server.witness.key, address(server))])
        collect(Collector(clock=Time()))

    assert trouble() == Trouble.UNKNOWN


def test_a_policy_that_cannot_be_read_leaves_what_is_shown(tmp_path, settings, caplog):
    facts.append_many(1)
    with witnesses(tmp_path, "ombudsman"):
        collect(Collector())
    before = shown("policy"), shown("checkpoint.witnessed")
    settings.POLICY_FILE.write_text("quorum nobody-known\n")
    facts.append_many(1)

    collect(Collector())

    assert (shown("policy"), shown("checkpoint.witnessed")) == before
    assert size("checkpoint") == 2
    assert "not shown and not followed" in caplog.text


def test_a_policy_that_is_taken_away_is_no_longer_shown(tmp_path, settings):
    facts.append_many(1)
    with witnesses(tmp_path, "ombudsman"):
        collect(Collector())
    settings.POLICY_FILE.unlink()

    publish_record()

    assert queries.log_file("policy") is None
    assert witnessing(now=timezone.now()).standing == Standing.NOBODY


def test_a_new_policy_that_nothing_meets_shows_nothing_as_witnessed(tmp_path):
    facts.append_many(1)
    with witnesses(tmp_path, "ombudsman"):
        collect(Collector())
    write_policy([(STRANGER, NOBODY)])

    publish_record()

    assert queries.log_file("checkpoint.witnessed") is None


@pytest.mark.parametrize("problem", [OperationalError("away"), BadTile("not there")])
def test_what_goes_wrong_is_logged_and_asking_goes_on(monkeypatch, caplog, problem):
    stop, left = Event(), [problem]

    def tick(_) -> None:
        if left:
            raise left.pop()
        stop.set()

    monkeypatch.setattr(Collector, "tick", tick)
    monkeypatch.setattr("jernih.apps.ledger.jobs.witnesses.TICK", 0)
    thread = Thread(target=keep_witnessing, args=[stop])
    thread.start()
    thread.join(10)

    assert stop.is_set()
    assert caplog.records


def test_without_the_tiles_nobody_is_asked_and_it_is_said(tmp_path, settings, caplog):
    collector = Collector(rest=0)
    with witnesses(tmp_path, "ombudsman"):
        facts.append_many(3)
        collect(collector)
        facts.append_many(3)
        publish_record()
        shutil.rmtree(settings.LOG_DIR / "tile")
        collector.tick()

    assert not collector.is_waiting
    assert "Witnesses cannot be asked" in caplog.text


@pytest.mark.parametrize("name", ["witnessed", "policy"])
def test_both_files_are_served_once_they_are_there(tmp_path, client, name):
    path = {"witnessed": "/log/checkpoint.witnessed", "policy": "/log/policy"}[name]
    facts.append_many(1)
    publish_record()
    assert client.get(path).status_code == 404

    with witnesses(tmp_path, "ombudsman"):
        collect(Collector())

    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=1"


def standing(*, later: timedelta = timedelta()) -> Standing:
    return witnessing(now=timezone.now() + later).standing


def test_how_the_record_stands_with_its_witnesses(tmp_path):
    facts.append_many(1)
    publish_record()
    assert standing() == Standing.NOBODY
    with witnesses(tmp_path, "ombudsman"):
        publish_record()
        assert standing() == Standing.NEVER
        collect(Collector())
    assert standing() == Standing.FRESH
    assert standing(later=timedelta(days=9)) == Standing.FRESH

    facts.append_many(1)
    publish_record()

    assert standing() == Standing.FRESH
    assert standing(later=timedelta(minutes=11)) == Standing.STALE


def test_the_sequencer_never_waits_for_a_witness(tmp_path):
    facts.append_many(1)
    write_policy([(STRANGER, NOBODY)])
    collector = Collector()
    publish_record()
    collector.tick()

    facts.append_many(1)
    assert jobs.sequence_entries() == 1

    assert size("checkpoint") == 2
    collector.heard.wait(20)
