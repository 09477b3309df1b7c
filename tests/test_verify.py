import gzip
import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from jernih import verify
from jernih.pure.events import DayClosed, DayOpened, event_bytes
from jernih.pure.tlog.note import Key, write_vkey
from jernih.verify import sources
from tests.logs import KEY, ORIGIN, write_facts, write_log
from tests.pure import booking_facts as facts

STORY = [facts.released(), facts.taken(1, "A-001")]
VKEY = write_vkey(KEY)


def serve(handler: Any) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *given: object) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    write_facts(tmp_path / "log", STORY)
    yield from serve(partial(Quiet, directory=str(tmp_path)))


def test_an_office_is_checked_over_http_from_either_address(site, capsys):
    for address in (site, f"{site}/", f"{site}/log", f"{site}/log/"):
        assert verify.main([address]) == 0

    said = capsys.readouterr().out
    assert f"{site}/log/" in said
    assert "same place as the record" in said


def test_a_key_that_was_given_is_not_asked_from_the_office(site, tmp_path, capsys):
    (tmp_path / "log" / "vkey").unlink()
    key_file = tmp_path / "key"
    key_file.write_text(VKEY + "\n")

    assert verify.main([site, "--vkey", VKEY]) == 0
    assert verify.main([site, "--vkey", str(key_file)]) == 0
    assert "same place" not in capsys.readouterr().out
    assert verify.main([site]) == 2


def test_a_record_signed_by_somebody_else_is_not_the_offices_word(tmp_path, capsys):
    write_facts(tmp_path, STORY)
    other = Key(name=ORIGIN, public=bytes(31) + b"\x01")

    assert verify.main([str(tmp_path), "--vkey", write_vkey(other)]) == 1
    assert "[signature]" in capsys.readouterr().out


def test_a_key_does_not_sign_for_another_log(tmp_path, capsys):
    write_log(tmp_path, [event_bytes(fact) for fact in STORY], origin="jernih.invalid/other")

    assert verify.main([str(tmp_path)]) == 1
    assert "signed for jernih.invalid/other" in capsys.readouterr().out


@pytest.mark.parametrize("vkey", ["nonsense", "a+00000000+AAAA"])
def test_a_key_that_cannot_be_read_checks_nothing(tmp_path, capsys, vkey):
    write_facts(tmp_path, STORY)

    assert verify.main([str(tmp_path), "--vkey", vkey]) == 2
    assert verify.main([str(tmp_path), "--vkey", vkey, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["result"] == "cannot check"


def test_an_empty_folder_checks_nothing(tmp_path, capsys):
    assert verify.main([str(tmp_path), "--vkey", VKEY]) == 2
    assert "no checkpoint" in capsys.readouterr().err


def test_an_entry_that_is_withheld_is_a_violation(tmp_path, capsys):
    write_facts(tmp_path, STORY)
    (tmp_path / "tile/entries/000.p/2").unlink()

    assert verify.main([str(tmp_path)]) == 1
    assert "not served" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_checks_nothing(tmp_path, capsys):
    write_facts(tmp_path, STORY)
    (tmp_path / "checkpoint").unlink()
    (tmp_path / "checkpoint").mkdir()

    assert verify.main([str(tmp_path)]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_what_was_seen_is_remembered_and_growth_is_fine(tmp_path, capsys):
    state = tmp_path / "seen.json"
    write_facts(tmp_path / "log", STORY[:1])
    assert verify.main([str(tmp_path / "log"), "--state", str(state)]) == 0
    write_facts(tmp_path / "log", STORY)

    assert verify.main([str(tmp_path / "log"), "--state", str(state)]) == 0
    assert remembered(state) == 2


@pytest.mark.parametrize("story", [STORY[:1], [facts.released(day=facts.NEXT_DAY)] * 3, []])
def test_a_record_that_was_rewritten_or_shrank_is_found(tmp_path, capsys, story):
    state = tmp_path / "seen.json"
    write_facts(tmp_path / "old", STORY)
    verify.main([str(tmp_path / "old"), "--state", str(state)])
    write_facts(tmp_path / "new", story)

    assert verify.main([str(tmp_path / "new"), "--state", str(state)]) == 1
    assert "[grows]" in capsys.readouterr().out
    assert remembered(state) == 2


def remembered(state: Path) -> int:
    return json.loads(state.read_text())["logs"][ORIGIN]["size"]


def test_what_another_log_had_does_not_matter(tmp_path):
    state = tmp_path / "seen.json"
    state.write_text(json.dumps({"origin": "other", "size": 9, "root": ""}))
    write_facts(tmp_path / "log", STORY)

    assert verify.main([str(tmp_path / "log"), "--state", str(state)]) == 0


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"origin":1,"size":"x","root":2}'])
def test_a_state_file_that_holds_something_else_is_said_so(tmp_path, content):
    state = tmp_path / "seen.json"
    state.write_text(content)
    write_facts(tmp_path / "log", STORY)

    assert verify.main([str(tmp_path / "log"), "--state", str(state)]) == 2


def test_the_answer_for_programs_says_everything(tmp_path, capsys):
    write_facts(tmp_path, STORY)

    assert verify.main([str(tmp_path), "--json", "--vkey", VKEY]) == 0

    said = json.loads(capsys.readouterr().out)
    assert said["result"] == "clean"
    assert said["key"] == VKEY
    assert said["size"] == 2
    assert said["days"] == [
        {
            "office": "tarakan",
            "day": "2026-11-25",
            "counts": {"planned": 6, "held back": 1, "taken": 1},
        }
    ]


class Broken(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(503)

    def log_message(self, *given: object) -> None:
        pass


def test_an_office_that_fails_is_not_accused(capsys):
    for address in serve(Broken):
        assert verify.main([address]) == 2

    assert "answers 503" in capsys.readouterr().err


class Endless(Broken):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(sources.MAX_FILE + 10))
        self.end_headers()
        self.wfile.write(bytes(sources.MAX_FILE + 10))


def test_an_endless_file_is_not_swallowed(monkeypatch, capsys):
    monkeypatch.setattr(sources, "MAX_FILE", 1000)
    for address in serve(Endless):
        assert verify.main([address]) == 2


class Forgetful(Quiet):
    """Closes each kept line after one answer, without saying so."""

    def do_GET(self) -> None:
        super().do_GET()
        self.close_connection = True


def test_a_line_that_the_server_closed_is_opened_again(tmp_path):
    write_facts(tmp_path / "log", STORY)

    for address in serve(partial(Forgetful, directory=str(tmp_path))):
        assert verify.main([address]) == 0


class Packing(Quiet):
    """Packs what it sends, unasked. spoil: what becomes of the packed bytes."""

    spoil = staticmethod(bytes)

    def do_GET(self) -> None:
        place = Path(self.translate_path(self.path))
        if not place.is_file():
            self.send_error(404)
            return
        content = place.read_bytes()
        packed = self.spoil(gzip.compress(content))
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        self.wfile.write(packed)


class Cutting(Packing):
    spoil = staticmethod(lambda packed: packed[:-9])


class Pretending(Packing):
    spoil = staticmethod(lambda packed: b"no" + packed)


@pytest.mark.parametrize(("server", "code"), [(Packing, 0), (Cutting, 2), (Pretending, 2)])
def test_files_may_come_packed_and_damage_accuses_nobody(tmp_path, capsys, server, code):
    write_facts(tmp_path / "log", STORY)
    vkey = write_vkey(KEY)

    for address in serve(partial(server, directory=str(tmp_path))):
        assert verify.main([address, "--vkey", vkey]) == code


def test_packed_bytes_that_swell_are_cut_short(monkeypatch):
    monkeypatch.setattr(sources, "MAX_FILE", 1_000)

    assert len(sources._unpacked(gzip.compress(bytes(10_000_000)))) == 1_001


def test_an_office_that_does_not_answer_is_not_accused(capsys):
    assert verify.main(["http://127.0.0.1:9"]) == 2
    assert "does not answer" in capsys.readouterr().err


OPENED = DayOpened(
    office="tarakan",
    at=facts.NINE,
    day=facts.DAY,
    step=1,
    rule_version=1,
    priority_every=2,
    early_minutes=30,
    late_minutes=30,
    recall_max=3,
    recall_gap_seconds=60,
    priority_cap=9,
    standby_cap=9,
)
CLOSED = DayClosed(
    office="tarakan",
    at=facts.NINE,
    day=facts.DAY,
    step=2,
    served=0,
    missed=0,
    left=0,
    expired=0,
    exceptions=0,
)
TABLES = {
    "office": "tarakan",
    "day": "2026-11-25",
    "step": 1,
    "since_priority": 2,
    "priority_n": 0,
    "standby_n": 0,
    "closed_at": "",
    "counters": [],
    "tickets": [],
}


def say_tables(log: Path, said: object) -> None:
    place = log / "state" / "tarakan" / "2026-11-25.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(said if isinstance(said, str) else json.dumps(said))


def test_the_offices_own_tables_are_held_against_the_record(tmp_path, capsys):
    write_facts(tmp_path, [OPENED])
    say_tables(tmp_path, TABLES)

    assert verify.main([str(tmp_path)]) == 0
    assert "own tables of 1 days" in capsys.readouterr().out


@pytest.mark.parametrize(
    "said",
    [
        TABLES | {"since_priority": 0},
        TABLES | {"day": "2026-11-26"},
        TABLES | {"office": "nunukan"},
        {"office": "tarakan", "day": "2026-11-25"},
        TABLES | {"step": "many"},
        [],
        "not json",
        "",
    ],
    ids=str,
)
def test_tables_that_say_something_else_are_a_violation(tmp_path, capsys, said):
    write_facts(tmp_path, [OPENED])
    say_tables(tmp_path, said)

    assert verify.main([str(tmp_path)]) == 1
    assert "[hall.tables]" in capsys.readouterr().out


def test_tables_may_be_ahead_of_the_record_for_a_moment_but_not_when_the_day_is_closed(
    tmp_path, capsys
):
    write_facts(tmp_path / "open", [OPENED])
    write_facts(tmp_path / "closed", [OPENED, CLOSED])
    say_tables(tmp_path / "open", TABLES | {"step": 9})
    say_tables(tmp_path / "closed", TABLES | {"step": 9})

    assert verify.main([str(tmp_path / "open")]) == 0
    assert "check again" in capsys.readouterr().out
    assert verify.main([str(tmp_path / "closed")]) == 1
    assert "after the day was closed" in capsys.readouterr().out
