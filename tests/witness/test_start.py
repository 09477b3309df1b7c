"""How a witness is started: by one line, with a key that is made once, with or without packages."""

import os
import signal
import stat
import subprocess
import sys
import urllib.request

import pytest

from jernih.pure.tlog import note
from jernih.pure.tlog.cosignature import read_answer
from jernih.pure.tlog.policy import parse_policy
from jernih.verify import pack
from jernih.witness import key
from jernih.witness.__main__ import main, make
from tests.witness.logs import NAME, Log

LOG = Log()


def test_one_line_starts_it_and_it_prints_its_line_for_the_policy(tmp_path):
    words = ["--log", LOG.vkey, "--name", NAME, "--listen", "127.0.0.1:0"]
    program = [sys.executable, "-c", "from jernih.config.cli import main; main()", "witness"]
    process = subprocess.Popen(
        [*program, *words, "--folder", str(tmp_path)],
        env=os.environ | {"PYTHONPATH": "src"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout:
        said = [process.stdout.readline() for _ in range(6)]
        line = next(one for one in said if one.startswith("witness "))
        policy = parse_policy(f"log {LOG.vkey}\n{line}quorum w1\n".encode())
        url = policy.witnesses[0].url
        request = urllib.request.Request(f"{url}/add-checkpoint", data=LOG.request(0, 3))
        with urllib.request.urlopen(request, timeout=10) as answer:
            cosigned = answer.read()
        process.send_signal(signal.SIGTERM)
        process.wait(10)

    assert read_answer(cosigned, text=LOG.text(3), key=policy.witnesses[0].key)
    assert stat.S_IMODE((tmp_path / "witness-key").stat().st_mode) == 0o600


def test_it_runs_on_a_bare_python_and_signs_the_same(tmp_path):
    one = make(tmp_path, name=NAME, logs=[LOG.vkey])
    program = f"""
import sys
sys.path.insert(0, "src")
from pathlib import Path
from jernih.verify import pack
from jernih.witness import key
from jernih.witness.__main__ import make
assert not key.HAS_LIBRARY
one = make(Path({str(tmp_path)!r}), name={NAME!r}, logs=[{LOG.vkey!r}])
sys.stdout.buffer.write(one.add_checkpoint(bytes.fromhex({LOG.request(0, 3).hex()!r}), now=9).body)
"""

    bare = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, check=False
    )

    assert bare.returncode == 0, bare.stderr
    assert bare.stdout == one.add_checkpoint(LOG.request(3, 3), now=9).body


def test_the_log_may_be_named_by_a_file(tmp_path):
    file = tmp_path / "vkey"
    file.write_text(f"{LOG.vkey}\n")

    assert list(make(tmp_path, name=NAME, logs=[str(file)]).logs) == [LOG.key.name]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--log", "nonsense", "--name", NAME], "no log's public key"),
        (["--log", LOG.vkey, "--name", "two words"], "no name for a witness"),
        (["--log", LOG.vkey, "--name", "a+b"], "no name for a witness"),
        (["--log", LOG.vkey, "--log", LOG.vkey, "--name", NAME], "given twice"),
        (["--log", LOG.vkey, "--name", NAME, "--listen", "here"], "host:port"),
        (["--log", LOG.vkey, "--name", NAME, "--listen", "127.0.0.1:99999"], "0-65535"),
    ],
)
def test_what_cannot_be_meant_is_said_plainly(tmp_path, capsys, words, says):
    assert main([*words, "--folder", str(tmp_path)]) == 2
    assert says in capsys.readouterr().err


def test_a_witness_is_not_watched_in_place_of_a_log(tmp_path):
    other = make(tmp_path / "other", name="other.example", logs=[LOG.vkey]).key

    with pytest.raises(key.BadKey, match="witness's key"):
        make(tmp_path, name=NAME, logs=[note.write_vkey(other)])


def test_the_key_of_another_name_open_to_others_or_broken_is_not_used(tmp_path):
    make(tmp_path, name=NAME, logs=[LOG.vkey])
    file = tmp_path / "witness-key"

    with pytest.raises(key.BadKey, match="new folder"):
        make(tmp_path, name="other.example", logs=[LOG.vkey])
    file.chmod(0o644)
    with pytest.raises(key.BadKey, match="chmod 600"):
        make(tmp_path, name=NAME, logs=[LOG.vkey])
    file.chmod(0o600)
    file.write_text("nothing\n")
    with pytest.raises(key.BadKey, match="no key of a witness"):
        make(tmp_path, name=NAME, logs=[LOG.vkey])


def test_of_two_that_start_at_once_both_get_the_first_ones_key(tmp_path, monkeypatch):
    winner = key.load_or_make(tmp_path / "witness-key", name=NAME)
    monkeypatch.setattr(type(tmp_path), "exists", lambda _: False)

    assert key.load_or_make(tmp_path / "witness-key", name=NAME).key == winner.key
    assert [path.name for path in tmp_path.iterdir()] == ["witness-key"]


def test_checking_says_the_same_with_and_without_the_library(monkeypatch):
    signed = note.open_note(LOG.checkpoint(3), keys=[LOG.key]).signatures[0].blob
    for given in (signed, bytes(64), b""):
        answers = []
        for has_library in (True, False):
            monkeypatch.setattr(key, "HAS_LIBRARY", has_library)
            answers.append(key.checker()(LOG.key.public, given, LOG.text(3).encode()))
        assert answers[0] == answers[1] == (given == signed)


def test_one_file_is_all_that_a_witness_needs(tmp_path):
    program = tmp_path / "jernih-witness.pyz"
    program.write_bytes(pack.witness())
    words = ["--log", LOG.vkey, "--name", NAME, "--listen", "127.0.0.1:0"]
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", str(program), *words, "--folder", str(tmp_path / "w")],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout:
        said = [process.stdout.readline() for _ in range(8)]
        process.send_signal(signal.SIGTERM)
        process.wait(10)

    assert said[0] == f"Witness {NAME}, watching {LOG.key.name}.\n"
    assert "not constant time" in said[7]
    assert pack.witness() == pack.witness()
