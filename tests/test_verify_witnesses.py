"""Witnesses whom the reader trusts, and what they signed, held against what the office shows."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jernih import verify
from jernih.pure.events import Event, event_bytes
from jernih.pure.tlog.cosignature import cosign
from jernih.pure.tlog.note import COSIGNATURE, Key, parse_note, write_signature, write_vkey
from tests.logs import KEY, write_facts
from tests.pure import booking_facts as facts
from tests.witness_records import Tree, policy_text

STORY = [facts.released(), facts.taken(1, "A-001"), facts.withdrawn(1, "A-001")]
OTHER = [facts.released(), facts.taken(2, "A-002"), facts.withdrawn(2, "A-002")]
AT = facts.MORNING + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "mine.txt"
    path.write_bytes(policy_text())
    return path


def cosigned(
    folder: Path, story: list[Event], *, who: Iterable[int] = (0, 1), at: datetime = AT
) -> str:
    """Write this story's log with cosignatures under its checkpoint; return the checkpoint."""
    write_facts(folder, story)
    who = list(who)
    lines = Tree(story).note([at] * len(who), who=who).signatures
    note = (folder / "checkpoint").read_text() + "".join(map(write_signature, lines))
    (folder / "checkpoint").write_text(note)
    return note


def check(folder: Path, policy: Path, *words: str) -> int:
    return verify.main([str(folder), "--policy", str(policy), *words])


def test_a_witnessed_record_is_clean_and_needs_no_other_key(tmp_path, policy, capsys):
    cosigned(tmp_path / "log", STORY)
    (tmp_path / "log" / "vkey").unlink()

    assert check(tmp_path / "log", policy) == 0
    assert "Witnessed: 3 entries, by ombudsman, university" in capsys.readouterr().out
    assert check(tmp_path / "log", policy, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["key"], said["witnessed"]["size"]) == (write_vkey(KEY), 3)
    assert said["witnessed"]["by"] == dict.fromkeys(
        ("ombudsman", "university"), "2026-11-24T01:01:00Z"
    )


@pytest.mark.parametrize("who", [(), (0,), (2,)], ids=len)
def test_too_few_witnesses_are_a_violation_for_who_asks_for_them(tmp_path, policy, capsys, who):
    cosigned(tmp_path / "log", STORY, who=who)

    assert check(tmp_path / "log", policy) == 1
    assert "[witnessed]" in capsys.readouterr().out
    assert verify.main([str(tmp_path / "log")]) == 0


def test_a_cosignature_that_is_not_hers_is_a_violation(tmp_path, policy, capsys):
    note = cosigned(tmp_path / "log", STORY)
    line = write_signature(parse_note(note.encode()).signatures[1])
    other = Tree(OTHER).note([AT, AT]).signatures[0]
    (tmp_path / "log" / "checkpoint").write_text(note.replace(line, write_signature(other)))

    assert check(tmp_path / "log", policy) == 1
    assert "cannot be held against the witnesses" in capsys.readouterr().out


def test_what_came_after_the_witnesses_is_counted_but_is_no_violation(tmp_path, policy, capsys):
    note = cosigned(tmp_path / "log", STORY[:2])
    write_facts(tmp_path / "log", STORY)
    (tmp_path / "log" / "checkpoint.witnessed").write_text(note)

    assert check(tmp_path / "log", policy) == 0
    assert "Not witnessed since 2026-11-24 01:01:00 UTC: 1 entries" in capsys.readouterr().out


def test_a_day_without_witnesses_is_a_violation_for_who_asks_for_them(tmp_path, policy, capsys):
    note = cosigned(tmp_path / "log", STORY[:1])
    write_facts(tmp_path / "log", [STORY[0], facts.at_the_end(facts.freed("A-006"))])
    (tmp_path / "log" / "checkpoint.witnessed").write_text(note)

    assert check(tmp_path / "log", policy) == 1
    assert "Not witnessed since" in capsys.readouterr().out
    (tmp_path / "log" / "policy").write_bytes(policy_text())
    assert verify.main([str(tmp_path / "log")]) == 0
    assert "Note: Not witnessed since" in capsys.readouterr().out


def test_history_that_was_rewritten_after_the_witnesses_is_proven(tmp_path, policy, capsys):
    note = cosigned(tmp_path / "log", STORY[:2])
    write_facts(tmp_path / "log", OTHER)
    (tmp_path / "log" / "checkpoint.witnessed").write_text(note)

    assert check(tmp_path / "log", policy, "--json") == 1

    said = json.loads(capsys.readouterr().out)
    assert [found["rule"] for found in said["violations"]] == ["witnessed"]
    (pair,) = said["evidence"]
    assert pair["is_proof"]
    assert (pair["old"], pair["new"]) == (note, (tmp_path / "log" / "checkpoint").read_text())


def test_a_record_shorter_than_what_witnesses_signed_is_found(tmp_path, policy, capsys):
    note = cosigned(tmp_path / "log", STORY)
    write_facts(tmp_path / "log", STORY[:2])
    (tmp_path / "log" / "checkpoint.witnessed").write_text(note)

    assert check(tmp_path / "log", policy) == 1
    assert "Witnesses have signed 3 entries; the office shows 2." in capsys.readouterr().out


def test_a_fact_that_speaks_of_a_time_after_its_witnesses_is_found(tmp_path, policy, capsys):
    cosigned(tmp_path / "log", STORY, at=facts.MORNING - timedelta(hours=1))

    assert check(tmp_path / "log", policy) == 1
    assert "An entry speaks of 2026-11-24 01:00:00 UTC" in capsys.readouterr().out


def test_the_clock_of_a_demonstration_is_not_held_against_its_own_witness(tmp_path, capsys):
    """By night its clock is moved into office hours, and its witness is for show."""
    log = tmp_path / "log"
    write_facts(log, STORY)
    secret = Ed25519PrivateKey.generate()
    public = secret.public_key().public_bytes_raw()
    key = Key(name="saksi.invalid", public=public, kind=COSIGNATURE)
    note = parse_note((log / "checkpoint").read_bytes())
    line = cosign(note.text, key=key, sign=secret.sign, at=facts.MORNING - timedelta(hours=1))
    with (log / "checkpoint").open("a") as checkpoint:
        checkpoint.write(write_signature(line))
    vkeys = f"log {write_vkey(KEY)}\nwitness saksi {write_vkey(key)}\nquorum saksi\n"
    (log / "policy").write_text(vkeys)

    assert verify.main([str(log)]) == 0

    assert "The witnesses are a demonstration's" in capsys.readouterr().out
    (tmp_path / "mine").write_text(vkeys)
    assert verify.main([str(log), "--policy", str(tmp_path / "mine")]) == 1


def test_the_offices_own_policy_is_used_but_named_as_its_own(tmp_path, capsys):
    cosigned(tmp_path / "log", STORY)
    (tmp_path / "log" / "policy").write_bytes(policy_text())

    assert verify.main([str(tmp_path / "log")]) == 0

    said = capsys.readouterr().out
    assert "Witnessed: 3 entries" in said
    assert "taken from the office's own list" in said


@pytest.mark.parametrize("served", [None, b"quorum none\n", b"nonsense\n"])
def test_an_office_without_witnesses_is_told_so(tmp_path, capsys, served):
    write_facts(tmp_path / "log", STORY)
    if served:
        (tmp_path / "log" / "policy").write_bytes(served)

    assert verify.main([str(tmp_path / "log")]) == 0
    assert "itnesses" in capsys.readouterr().out


def test_a_policy_that_asks_for_nobody_is_content(tmp_path, policy):
    write_facts(tmp_path / "log", STORY)
    policy.write_text(f"log {write_vkey(KEY)}\nquorum none\n")

    assert check(tmp_path / "log", policy) == 0


def test_a_policy_of_another_log_does_not_know_this_one(tmp_path, policy, capsys):
    cosigned(tmp_path / "log", STORY)
    other = write_vkey(Key(name="other.invalid", public=bytes(31) + b"\x01"))
    policy.write_bytes(policy_text().replace(write_vkey(KEY).encode(), other.encode()))

    assert check(tmp_path / "log", policy) == 1
    assert "[signature]" in capsys.readouterr().out
    assert check(tmp_path / "log", policy, "--vkey", write_vkey(KEY)) == 2


@pytest.mark.parametrize("content", [None, b"log nonsense\n"])
def test_a_policy_that_cannot_be_read_checks_nothing(tmp_path, policy, content, capsys):
    write_facts(tmp_path / "log", STORY)
    policy.unlink()
    if content:
        policy.write_bytes(content)

    assert check(tmp_path / "log", policy) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_root_that_witnesses_are_said_to_have_signed_must_be_the_records(tmp_path, capsys):
    tree = Tree([facts.released()])
    from tests.witness_records import declared  # noqa: PLC0415

    tree.add(declared(AT), facts.taken(1, "A-001"))
    true = list(tree.stamp(AT, AT).facts)
    false = list(Tree([*tree.facts[:-1]]).stamp(AT, AT, root="ab" * 32).facts)
    write_facts(tmp_path / "true", true)
    write_facts(tmp_path / "false", false)
    capsys.readouterr()

    verify.main([str(tmp_path / "true"), "--json"])
    assert "record.witnessed" not in capsys.readouterr().out
    assert verify.main([str(tmp_path / "false"), "--json"]) == 1
    assert "another record of 3" in capsys.readouterr().out
    assert event_bytes(true[0]) == event_bytes(false[0])
