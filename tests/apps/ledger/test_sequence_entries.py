"""Publishing, and what is left when it stops at any step."""

import signal
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection, connections, transaction

from jernih.apps.ledger import actions, jobs, queries
from jernih.apps.ledger.actions import files, sequence
from jernih.apps.ledger.models import Checkpoint, Entry
from jernih.pure.roles import CITIZEN, CLOCK, Refused
from tests.apps.ledger import facts
from tests.record import check_record, publish_record


class PowerCut(Exception):
    pass


def snapshot() -> dict[str, bytes]:
    home = Path(settings.LOG_DIR)
    return {
        str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()
    }


@pytest.mark.django_db
def test_waiting_facts_are_numbered_in_the_order_of_their_ids():
    entries = facts.append(facts.started(), facts.released(), facts.started("other"))

    publish_record()

    found = Entry.objects.order_by("index").values_list("index", "id")
    assert list(found) == list(enumerate(entry.pk for entry in entries))


@pytest.mark.django_db
def test_what_is_published_verifies():
    facts.append(facts.started(), facts.released())

    findings = check_record()

    assert findings.head is not None
    assert findings.head.size == 2
    assert findings.report is not None
    assert findings.report.counts == {("tarakan", facts.DAY): {"planned": 10, "held back": 2}}


@pytest.mark.django_db
def test_an_empty_record_is_signed_and_verifies():
    findings = check_record()

    assert findings.head is not None
    assert findings.head.size == 0


@pytest.mark.django_db
def test_the_record_grows_over_many_rounds_and_full_tiles():
    for count in (1, 254, 1, 1, 300, 211):
        facts.append_many(count)
        check_record()

    assert Checkpoint.objects.count() == 7 - 1
    assert not list(Path(settings.LOG_DIR).glob("tile/0/00[01].p"))
    assert not list(queries.changed_rows())


@pytest.mark.django_db
def test_a_round_with_nothing_new_signs_nothing():
    facts.append(facts.started())
    publish_record()
    before = snapshot()

    assert jobs.sequence_entries() == 0

    assert Checkpoint.objects.count() == 1
    assert snapshot() == before


@pytest.mark.django_db
def test_a_long_standstill_is_worked_off_in_rounds(monkeypatch):
    monkeypatch.setattr(sequence, "MAX_ROUND", 100)
    facts.append_many(250)
    actions.make_key(actor=CLOCK)

    rounds = [jobs.sequence_entries() for _ in range(4)]

    assert rounds == [100, 100, 50, 0]
    check_record()


STEPS = (
    (sequence, "signers"),
    (files, "_keep_all"),
    (files, "_replace"),
    (actions, "number_waiting"),
    (actions, "grow_files"),
    (actions, "sign_checkpoint"),
    (actions, "publish"),
    (actions, "show_witnesses"),
    (files, "_drop_partials"),
)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("module", "step"), STEPS, ids=[step for _, step in STEPS])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_at_any_step_is_healed_by_the_next_run(monkeypatch, module, step, when):
    facts.append_many(200)
    publish_record()
    facts.append_many(100)
    real = getattr(module, step)

    def cut(*given, **named):
        if when == "after":
            real(*given, **named)
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(module, step, cut)
        with pytest.raises(PowerCut):
            jobs.sequence_entries()

    facts.append_many(3)
    findings = check_record()
    assert findings.head is not None
    assert findings.head.size == 303
    assert list(queries.changed_rows()) == []


@pytest.mark.django_db(transaction=True)
def test_only_one_sequencer_works_at_a_time():
    facts.append(facts.started())
    actions.make_key(actor=CLOCK)
    done = []

    def second() -> None:
        done.append(jobs.sequence_entries())
        connections.close_all()

    queries.take_sequencer_lock()
    other = threading.Thread(target=second)
    other.start()
    other.join()
    queries.free_sequencer_lock()

    assert done == [0]
    assert jobs.sequence_entries() == 1


@pytest.mark.django_db(transaction=True)
def test_the_lock_is_free_again_after_a_failed_round(monkeypatch):
    facts.append(facts.started())
    with pytest.raises(actions.BadLogKey):
        jobs.sequence_entries()
    freed = []

    def second() -> None:
        freed.append(queries.take_sequencer_lock())
        connections.close_all()

    other = threading.Thread(target=second)
    other.start()
    other.join()

    assert freed == [True]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "step", [actions.number_waiting, actions.grow_files, actions.heal_files, actions.publish]
)
def test_nobody_but_the_clock_may_sequence(step):
    with pytest.raises(Refused):
        step(actor=CITIZEN)


@pytest.mark.django_db
def test_nobody_but_the_clock_may_sign():
    edge = actions.grow_files(actor=CLOCK)

    with pytest.raises(Refused):
        actions.sign_checkpoint(edge=edge, actor=CITIZEN, now=facts.NOON)


@pytest.mark.django_db(transaction=True)
def test_a_fact_committed_late_comes_after_those_already_numbered():
    publish_record()
    late_began, late_may_commit = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            actions.append(facts.started("late"))
            late_began.set()
            late_may_commit.wait(10)
        connections.close_all()

    thread = threading.Thread(target=late)
    thread.start()
    late_began.wait(10)
    facts.append(facts.started("early"))
    publish_record()
    late_may_commit.set()
    thread.join()
    check_record()

    offices = Entry.objects.order_by("index").values_list("office", flat=True)
    assert list(offices) == ["early", "late"]


@pytest.mark.django_db(transaction=True)
def test_the_loop_publishes_until_it_is_told_to_stop(monkeypatch):
    monkeypatch.setattr(jobs, "SECONDS", 0.01)
    actions.make_key(actor=CLOCK)
    facts.append(facts.started())
    stop = threading.Event()

    def run() -> None:
        jobs.keep_sequencing(stop)
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    for _ in range(500):
        shown = queries.published_checkpoint()
        if shown is not None and shown.size == 1:
            break
        threading.Event().wait(0.01)
    stop.set()
    thread.join(10)

    assert shown is not None
    assert shown.size == 1
    assert connection.ensure_connection() is None


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_waited_for(monkeypatch):
    monkeypatch.setattr(jobs, "SECONDS", 0)
    actions.make_key(actor=CLOCK)
    facts.append(facts.started())
    stop, real, failures = threading.Event(), actions.number_waiting, [True, True]

    def away_twice(**named):
        if failures:
            failures.pop()
            raise OperationalError("server closed the connection")
        stop.set()
        return real(**named)

    monkeypatch.setattr(actions, "number_waiting", away_twice)
    jobs.keep_sequencing(stop)

    assert str(Checkpoint.objects.get(size=1)).startswith("1 20")
    check_record()


@pytest.mark.django_db(transaction=True)
def test_when_more_waits_than_one_round_holds_it_does_not_pause(monkeypatch):
    monkeypatch.setattr(sequence, "MAX_ROUND", 2)
    actions.make_key(actor=CLOCK)
    facts.append_many(5)
    pauses = []

    class Stop(threading.Event):
        def wait(self, timeout=None):
            pauses.append(timeout)
            self.set()
            return True

    jobs.keep_sequencing(Stop())

    assert pauses == [jobs.SECONDS]
    assert queries.published_checkpoint().size == 5


@pytest.mark.django_db(transaction=True)
def test_the_command_runs_one_round_or_until_it_is_told_to_stop(monkeypatch):
    told = []
    monkeypatch.setattr(jobs, "keep_sequencing", told.append)
    monkeypatch.setattr(signal, "signal", lambda number, action: action(number, None))
    actions.make_key(actor=CLOCK)
    facts.append(facts.started())

    call_command("sequencer", once=True)
    call_command("sequencer")

    assert queries.published_checkpoint().size == 1
    assert told[0].is_set()
