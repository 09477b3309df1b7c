"""The witness of a demonstration: stays the same, says what it is, gives way to a real policy."""

import socket

import pytest

from jernih.config import demo_witness, where
from jernih.pure.tlog.policy import parse_policy
from jernih.witness.__main__ import main
from tests.witness.logs import Log

LOG = Log()


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(where, "VAR", tmp_path)
    monkeypatch.setattr(where, "DEVELOPMENT", True)
    return tmp_path


def test_policy_key_and_address_stay_the_same_from_start_to_start(home):
    demo_witness.prepare(LOG.key, policy=home / "policy")
    first = (home / "policy").read_bytes()
    demo_witness.prepare(LOG.key, policy=home / "policy")

    assert (home / "policy").read_bytes() == first
    policy = parse_policy(first)
    assert policy.logs[0].key == LOG.key
    assert policy.witnesses[0].key.name.endswith(".invalid")
    assert policy.witnesses[0].url in first.decode()


def test_a_taken_port_is_given_up_for_another(home):
    demo_witness.prepare(LOG.key, policy=home / "policy")
    port = int((home / "demo-witness" / "port").read_text())
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        demo_witness.prepare(LOG.key, policy=home / "policy")

    assert f":{port}" not in (home / "policy").read_text()


def test_a_policy_of_ones_own_is_left_alone_and_nothing_is_started(home):
    (home / "policy").write_text("quorum none\n")

    demo_witness.prepare(LOG.key, policy=home / "policy")

    assert (home / "policy").read_text() == "quorum none\n"
    assert demo_witness.command(policy=home / "policy") == []


def test_a_real_office_never_starts_it(home, monkeypatch):
    demo_witness.prepare(LOG.key, policy=home / "policy")
    monkeypatch.setattr(where, "DEVELOPMENT", False)

    assert demo_witness.command(policy=home / "policy") == []


def test_its_command_is_one_that_the_witness_understands(home, capsys):
    demo_witness.prepare(LOG.key, policy=home / "policy")
    module, *words = demo_witness.command(policy=home / "policy")
    port = int((home / "demo-witness" / "port").read_text())

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        code = main(words)

    assert (module, code) == ("jernih.witness", 2)
    assert "in use" in capsys.readouterr().err
