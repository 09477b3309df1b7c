"""What the verifier remembers from visit to visit, and what it keeps when a log turns on itself."""

import json
from pathlib import Path

import pytest

from jernih import verify
from jernih.pure.events import event_bytes
from jernih.pure.tlog.note import Key, open_note, parse_checkpoint, write_vkey
from jernih.verify.words import language_of
from tests.logs import KEY, ORIGIN, write_facts, write_log
from tests.pure import booking_facts as facts

STORY = [facts.released(), facts.taken(1, "A-001"), facts.withdrawn(1, "A-001")]
OTHER = [facts.released(), facts.taken(2, "A-002"), facts.withdrawn(2, "A-002")]
VKEY = write_vkey(KEY)


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "seen.json"


def visit(log: Path, state: Path, *words: str) -> int:
    return verify.main([str(log), "--state", str(state), *words])


def evidence(state: Path) -> list[dict[str, str]]:
    return json.loads(state.read_text())["evidence"]


def test_every_log_is_remembered_by_its_name(tmp_path, state):
    write_facts(tmp_path / "one", STORY[:1])
    entries = [event_bytes(fact) for fact in STORY]
    write_log(tmp_path / "two", entries, key=Key(name="two.invalid", public=KEY.public))

    assert visit(tmp_path / "one", state) == visit(tmp_path / "two", state) == 0
    write_facts(tmp_path / "one", STORY)
    assert visit(tmp_path / "one", state) == 0

    logs = json.loads(state.read_text())["logs"]
    assert {name: seen["size"] for name, seen in logs.items()} == {ORIGIN: 3, "two.invalid": 3}
    assert parse_checkpoint(open_note(logs[ORIGIN]["note"].encode(), keys=[KEY]).text).size == 3
    assert evidence(state) == []


@pytest.mark.parametrize("now", [OTHER, OTHER[:2], [*OTHER, facts.taken(3, "A-003")]], ids=len)
def test_both_sides_of_a_fork_are_printed_and_kept_and_prove_it_to_anybody(
    tmp_path, state, capsys, now
):
    write_facts(tmp_path / "old", STORY[:2])
    visit(tmp_path / "old", state)
    write_facts(tmp_path / "new", now)

    assert visit(tmp_path / "new", state) == visit(tmp_path / "new", state) == 1

    said = capsys.readouterr().out
    (pair,) = evidence(state)
    assert pair["is_proof"]
    for name, folder in (("old", "old"), ("new", "new")):
        assert pair[name] == (tmp_path / folder / "checkpoint").read_text()
        assert pair[name] in said
    roots = {
        parse_checkpoint(open_note(pair[n].encode(), keys=[KEY]).text).root
        for n in pair
        if n in ("old", "new")
    }
    assert len(roots) == 2
    assert "this proves to anybody" in said


def test_a_record_that_shrank_is_kept_as_a_pair_but_is_no_proof_alone(tmp_path, state, capsys):
    write_facts(tmp_path / "old", STORY)
    visit(tmp_path / "old", state)
    write_facts(tmp_path / "new", STORY[:2])

    assert visit(tmp_path / "new", state) == 1

    (pair,) = evidence(state)
    assert not pair["is_proof"]
    assert "now 2. An old copy is shown, or entries were taken away" in capsys.readouterr().out
    assert json.loads(state.read_text())["logs"][ORIGIN]["size"] == 3


def test_a_fork_is_kept_in_the_answer_for_programs_too(tmp_path, state, capsys):
    write_facts(tmp_path / "old", STORY)
    visit(tmp_path / "old", state)
    write_facts(tmp_path / "new", OTHER)
    capsys.readouterr()

    visit(tmp_path / "new", state, "--json")

    (pair,) = json.loads(capsys.readouterr().out)["evidence"]
    assert pair == evidence(state)[0]


def test_a_remembered_checkpoint_that_the_log_never_signed_convicts_nobody(tmp_path, state):
    write_facts(tmp_path / "old", STORY)
    visit(tmp_path / "old", state)
    said = json.loads(state.read_text())
    said["logs"][ORIGIN]["root"] = "A" * 43 + "="
    said["logs"][ORIGIN]["note"] = said["logs"][ORIGIN]["note"].replace("\n3\n", "\n2\n")
    state.write_text(json.dumps(said))

    assert visit(tmp_path / "old", state) == 1

    assert [pair["is_proof"] for pair in evidence(state)] == [False]


def test_a_rule_that_was_broken_does_not_stop_the_memory(tmp_path, state):
    write_facts(tmp_path / "log", [*STORY, facts.taken(2, "A-001")])

    assert visit(tmp_path / "log", state) == 1

    assert json.loads(state.read_text())["logs"][ORIGIN]["size"] == 4


def test_another_key_than_before_is_said_unless_the_reader_gives_it(tmp_path, state, capsys):
    write_facts(tmp_path / "log", STORY)
    visit(tmp_path / "log", state)
    said = json.loads(state.read_text())
    other = write_vkey(Key(name=ORIGIN, public=bytes(31) + b"\x01"))
    said["logs"][ORIGIN]["vkey"] = other
    state.write_text(json.dumps(said))

    assert visit(tmp_path / "log", state) == 1
    assert "Another key signs now" in capsys.readouterr().out
    assert visit(tmp_path / "log", state, "--vkey", VKEY) == 0
    assert visit(tmp_path / "log", state) == 0


def test_what_the_first_version_remembered_is_still_read(tmp_path, state):
    write_facts(tmp_path / "log", STORY)
    state.write_text(json.dumps({"origin": ORIGIN, "size": 1, "root": "A" * 43 + "="}))

    assert visit(tmp_path / "log", state) == 1
    assert evidence(state) == []


def test_a_state_that_cannot_be_written_is_said_and_what_was_found_is_printed(tmp_path, capsys):
    write_facts(tmp_path / "log", STORY)

    assert visit(tmp_path / "log", tmp_path / "nowhere" / "seen.json") == 2

    said = capsys.readouterr()
    assert "Clean" in said.out
    assert "cannot be written" in said.err


@pytest.mark.parametrize(
    ("locale", "language"),
    [("id_ID.UTF-8", "id"), ("id", "id"), ("en_US.UTF-8", "en"), ("C.UTF-8", "en"), ("", "en")],
)
def test_the_language_is_that_of_the_computer(locale, language):
    assert language_of(locale) == language
