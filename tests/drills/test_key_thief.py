"""The thief has the key, the files and the database: whoever saw the truth before catches her.

Each lie is a whole log of its own, every file true to a signature by the real key, and longer than
the truth. Somebody who comes for the first time, asks for no witness and holds no receipt sees
only what the rules see; that is why witnesses, receipts and state files exist.
"""

from collections.abc import Callable, Iterator, Mapping

import pytest

from jernih.pure.canonical import decode, encode
from jernih.pure.events import event_bytes
from jernih.pure.receipt import Verdict, check_receipt, parse_receipt
from jernih.pure.tlog.note import parse_vkey
from jernih.verify import Findings
from tests.apps.ledger import facts
from tests.drills.stage import Entries, Stage, receipt_of, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(tmp_path) -> Iterator[Stage]:
    with stage(tmp_path) as made:
        yield made


def at_of(entries: Entries, kind: str, *, nth: int = 0) -> int:
    return [n for n, entry in enumerate(entries) if f'"kind":"{kind}"'.encode() in entry][nth]


def rewritten(entries: Entries) -> Entries:
    """Another number was called than the one that was."""
    at = at_of(entries, "hall.called", nth=5)
    said = decode(entries[at])
    return [*entries[:at], encode(said | {"number": "Z-999"}), *entries[at + 1 :]]


def dropped(entries: Entries) -> Entries:
    at = at_of(entries, "booking.taken")
    return [*entries[:at], *entries[at + 1 :]]


def inserted(entries: Entries) -> Entries:
    """A friend took a number, too, days ago."""
    at = at_of(entries, "booking.taken", nth=2)
    friend = encode(decode(entries[at]) | {"ref": "f" * 32})
    return [*entries[:at], friend, *entries[at:]]


def reordered(entries: Entries) -> Entries:
    at = at_of(entries, "hall.checked-in", nth=3)
    return [*entries[:at], entries[at + 1], entries[at], *entries[at + 2 :]]


def back_dated(entries: Entries) -> Entries:
    """Somebody came an hour earlier than she did."""
    at = at_of(entries, "hall.checked-in", nth=4)
    said = decode(entries[at])
    early = f"{int(said['at'][11:13]) - 1:02}"
    changed = encode(said | {"at": f"{said['at'][:11]}{early}{said['at'][13:]}"})
    return [*entries[:at], changed, *entries[at + 1 :]]


MORE = [event_bytes(facts.started(f"office-{n}")) for n in range(9)]
LIES: Mapping[str, Callable[[Entries], Entries]] = {
    "rewrite": rewritten,
    "drop": dropped,
    "insert": inserted,
    "reorder": reordered,
    "back-date": back_dated,
}


def lie(day: Stage, name: str) -> Entries:
    """Tell the lie, and go on, so that the log is longer than the truth."""
    return [*LIES[name](day.entries), *MORE]


def rules(findings: Findings) -> set[str]:
    return {found.rule for found in findings.violations}


def note_of(day: Stage) -> bytes:
    """Return the checkpoint as the witness signed it, and as everybody keeps it."""
    return parse_receipt(day.receipt).proof.note


def is_proof(findings: Findings) -> bool:
    """Tell whether two checkpoints, both signed with the key, were kept as evidence."""
    return any(one.is_proof for one in findings.evidence)


def test_the_true_day_is_clean_to_everybody(day):
    folder = day.forge(day.entries)
    (folder / "checkpoint").write_bytes(note_of(day))

    for look in (day.stranger, day.reader, day.careful, day.citizen):
        assert look(folder).violations == []
    assert day.stranger(day.forge([*day.entries, *MORE], name="longer")).violations == []


def test_a_reader_who_came_before_sees_the_lie_and_keeps_the_proof_of_it(day):
    for name in LIES:
        findings = day.reader(day.forge(lie(day, name), name=name))

        assert "grows" in rules(findings), name
        assert is_proof(findings), name


def test_a_witness_refuses_the_lie_and_keeps_it_as_evidence(day):
    for name in LIES:
        entries = lie(day, name)

        assert day.ask_witness(day.forge(entries, name=name), entries).status == 422, name

    kept = list((day.home / "witness" / "evidence").iterdir())
    assert len(kept) == len(LIES)
    assert all(day.thief.name in one.read_text() for one in kept)
    assert day.witness.latest(day.thief.name).body == note_of(day)


def test_somebody_new_who_asks_for_the_witness_is_told_that_nobody_signed(day):
    for name in LIES:
        assert "witnessed" in rules(day.careful(day.forge(lie(day, name), name=name))), name


def test_an_old_cosigned_checkpoint_beside_the_lie_convicts_it_to_somebody_new(day):
    for name in LIES:
        folder = day.forge(lie(day, name), name=name)
        (folder / "checkpoint.witnessed").write_bytes(note_of(day))

        findings = day.careful(folder)

        assert "witnessed" in rules(findings), name
        assert is_proof(findings), name


def test_a_citizens_receipt_convicts_the_log_that_she_is_not_in_any_more(day):
    for name in LIES:
        findings = day.citizen(day.forge(lie(day, name), name=name))

        assert "grows" in rules(findings), name
        assert is_proof(findings), name
    # The receipt itself stays good, whatever the office shows now.
    key = parse_vkey(day.thief.vkey)
    assert check_receipt(day.receipt, key=key, policy=day.policy).verdict == Verdict.GOOD


TELLS = {
    "rewrite": "hall.call",
    "drop": "booking.application",
    "insert": "booking.number",
    "reorder": "hall.steps",
    "back-date": "hall.steps",
}


def test_even_somebody_new_sees_by_the_rules_that_the_day_does_not_add_up(day):
    for name, rule in TELLS.items():
        assert rule in rules(day.stranger(day.forge(lie(day, name), name=name))), name


def test_a_fork_of_the_same_size_is_proof_of_guilt_to_reader_citizen_and_witness(day):
    entries = [*day.entries[:-1], day.entries[0]]
    folder = day.forge(entries)

    assert is_proof(day.reader(folder))
    assert is_proof(day.citizen(folder))
    assert day.ask_witness(folder, entries).status == 422
    (kept,) = (day.home / "witness" / "evidence").iterdir()
    assert kept.name.startswith("two-trees-")


def test_a_rollback_is_seen_by_the_reader_and_refused_by_the_witness(day):
    entries = day.entries[:-9]
    folder = day.forge(entries)

    assert rules(day.reader(folder)) == {"grows"}
    assert day.ask_witness(folder, entries).status == 400
    assert day.ask_witness(folder, entries, old=len(entries)).status == 409
    # Nothing of it proves guilt: an old checkpoint was true once.
    assert not is_proof(day.reader(folder))


def test_a_receipt_made_up_with_the_stolen_key_is_not_witnessed(day):
    entries = lie(day, "insert")
    folder = day.forge(entries)
    raw = receipt_of(entries, folder, (folder / "checkpoint").read_bytes())

    checked = check_receipt(raw, key=parse_vkey(day.thief.vkey), policy=day.policy)
    assert checked.verdict == Verdict.UNWITNESSED


def test_a_smooth_lie_told_to_somebody_new_who_asks_nobody_is_not_seen_and_that_is_why(day):
    """The residual: no rule is broken, so only what others saw before can tell."""
    at = at_of(day.entries, "booking.taken")
    said = decode(day.entries[at])
    # The seat is sold: its number is bound to somebody else's name.
    sold = encode(said | {"commitments": ["0" * 64 for _ in said["commitments"]]})
    folder = day.forge([*day.entries[:at], sold, *day.entries[at + 1 :], *MORE])

    assert day.stranger(folder).violations == []
    assert is_proof(day.reader(folder))
    assert is_proof(day.citizen(folder))
    assert "witnessed" in rules(day.careful(folder))
