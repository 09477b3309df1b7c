"""The sequencer dies at any of its lines, again and again: the record stays one, and whole."""

from pathlib import Path
from random import Random
from threading import Event

import pytest
from django.conf import settings

from jernih.apps.ledger import actions, queries
from jernih.apps.ledger.models import Entry
from jernih.pure.roles import CLOCK
from jernih.pure.tlog.cosignature import cosign
from jernih.pure.tlog.note import parse_note, write_signature, write_vkey
from jernih.pure.tlog.policy import Policy, parse_policy
from jernih.pure.tlog.tree import root_hash
from jernih.verify import Folder, verify
from tests.apps.ledger import facts
from tests.drills.crashes import Crashes
from tests.drills.mutations import TABLET, WITNESS, WITNESSED_AT
from tests.record import check_record

FEW, MANY = 40, 1_000


def witness_everything() -> Policy:
    """Declare a witness, who will sign whatever was signed."""
    vkey = write_vkey(actions.make_key(actor=CLOCK))
    text = f"log {vkey}\nwitness tablet {write_vkey(WITNESS)}\nquorum tablet\n"
    Path(settings.POLICY_FILE).write_text(text)
    return parse_policy(text.encode())


def let_her_sign(policy: Policy) -> None:
    """Keep the witness's signature under the newest checkpoint, as if she had just answered."""
    last = queries.last_checkpoint()
    if last is not None:
        line = cosign(
            parse_note(last.note.encode()).text, key=WITNESS, sign=TABLET.sign, at=WITNESSED_AT
        )
        actions.keep_cosignature(
            checkpoint=last,
            witness=policy.witnesses[0],
            answer=write_signature(line).encode(),
            actor=CLOCK,
        )


def crash_often(journal: Path, *, times: int, seed: int) -> None:
    """Kill that many rounds, with facts coming in meanwhile; then look at all that was signed."""
    policy = witness_everything()
    chance, crashes, appended, killed = Random(seed), Crashes(journal), 0, 0
    facts.append_many(3)
    _, lines = crashes.round()
    appended = 3
    while killed < times:
        more = chance.choice((0, 1, 1, 2, 3, 5, 40))
        facts.append_many(more)
        appended += more
        if chance.random() < 0.3:
            let_her_sign(policy)
        was_killed, _ = crashes.round(line=chance.randint(1, lines * 2))
        killed += was_killed
    publish_all(crashes, appended)
    let_her_sign(policy)
    crashes.round()
    check_all(crashes, appended)
    assert verify(Folder(str(settings.LOG_DIR)), policy=policy).violations == []


def publish_all(crashes: Crashes, appended: int) -> None:
    # The database lets go of a dead process's lock when it notices; a moment later at most.
    for _ in range(500):
        shown = queries.published_checkpoint()
        if shown is not None and shown.size == appended:
            return
        assert crashes.round()[0] is False
        Event().wait(0.01)
    raise AssertionError("what was appended is not published")


def check_all(crashes: Crashes, appended: int) -> None:
    rows = list(Entry.objects.order_by("index").values_list("id", "index", "leaf_hash"))
    # None lost, none twice, in the order in which they came.
    assert [index for _, index, _ in rows] == list(range(appended))
    assert [pk for pk, _, _ in rows] == sorted(pk for pk, _, _ in rows)
    # Whatever was signed, shown or not, is the beginning of the one record there is.
    leaves = [bytes(leaf) for _, _, leaf in rows]
    signed = crashes.signed()
    assert signed
    assert signed[-1].size == appended
    assert [head.size for head in signed if head.root != root_hash(leaves[: head.size])] == []
    assert list(queries.changed_rows()) == []
    check_record()


@pytest.mark.django_db(transaction=True)
def test_forty_crashes_at_any_line_leave_one_record_that_lost_and_doubled_nothing(tmp_path):
    crash_often(tmp_path / "signed", times=FEW, seed=20261124)


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_a_thousand_crashes_at_any_line_leave_one_record_that_lost_and_doubled_nothing(tmp_path):
    crash_often(tmp_path / "signed", times=MANY, seed=1)


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_a_crash_before_each_line_that_a_round_comes_to_is_survived(tmp_path):
    actions.make_key(actor=CLOCK)
    crashes, appended, line, killed = Crashes(tmp_path / "signed"), 0, 0, True
    while killed:
        line += 1
        facts.append(facts.started())
        appended += 1
        killed, _ = crashes.round(line=line, is_new=True)

    print(f"{line - 1} lines, a crash before each")
    publish_all(crashes, appended)
    check_all(crashes, appended)
