"""What a witness says to what it is sent, over real HTTP (C2SP tlog-witness v1.0.0)."""

import socket
import struct
from base64 import b64encode
from collections.abc import Iterator
from http.client import HTTPException

import pytest

from jernih.pure.tlog import note
from jernih.pure.tlog.add_checkpoint import MAX_REQUEST, write_request
from jernih.pure.tlog.cosignature import cosigned_at, read_answer
from jernih.witness.__main__ import make
from tests.witness.logs import NAME, ORIGIN, Client, Log, Reply, serving, talking

LOG = Log()
LIAR = Log(word="false")


@pytest.fixture
def client(tmp_path) -> Iterator[Client]:
    with talking(tmp_path, LOG) as one:
        yield one


def is_cosigned(reply: Reply, client: Client, *, size: int) -> bool:
    line = read_answer(reply.body, text=LOG.text(size), key=client.key)
    return reply.status == 200 and line.name == client.key.name


def test_the_first_checkpoint_is_cosigned_without_a_proof(client):
    assert is_cosigned(client.post(LOG.request(0, 777)), client, size=777)


def test_growth_that_is_proven_is_cosigned(client):
    client.post(LOG.request(0, 777))

    assert is_cosigned(client.post(LOG.request(777, 1000)), client, size=1000)


def test_the_same_checkpoint_again_is_cosigned_again(client):
    client.post(LOG.request(0, 5))

    assert is_cosigned(client.post(LOG.request(5, 5)), client, size=5)


def test_an_empty_log_is_cosigned_and_may_grow(client):
    assert is_cosigned(client.post(LOG.request(0, 0)), client, size=0)
    assert is_cosigned(client.post(LOG.request(0, 3)), client, size=3)


def test_whoever_names_another_old_size_is_told_the_right_one(client):
    client.post(LOG.request(0, 777))

    reply = client.post(LOG.request(0, 1000))

    assert (reply.status, reply.body) == (409, b"777\n")
    assert reply.content_type == "text/x.tlog.size"


def test_a_rollback_is_told_the_right_size_and_never_cosigned(client):
    client.post(LOG.request(0, 777))

    assert client.post(LOG.request(700, 700)).status == 409
    assert client.post(LOG.request(777, 700)).status == 400


def test_a_log_that_is_not_watched_is_not_found(client):
    assert client.post(Log("log.example/other").request(0, 1)).status == 404


def test_a_checkpoint_signed_by_another_key_is_forbidden(client):
    assert client.post(Log(seed=b"X" * 32).request(0, 1)).status == 403


def test_a_wrong_signature_by_the_right_key_is_forbidden(client):
    signed = LOG.checkpoint(1).replace(LOG.text(1).encode(), LOG.text(2).encode())

    reply = client.post(write_request(old_size=0, proof=(), checkpoint=signed))

    assert reply.status == 403


def test_a_strangers_signature_beside_it_does_not_matter(client):
    signed = LOG.checkpoint(1) + "\u2014 stranger AAAAAAAA\n".encode()

    reply = client.post(write_request(old_size=0, proof=(), checkpoint=signed))

    assert is_cosigned(reply, client, size=1)


def test_a_wrong_proof_is_refused(client):
    client.post(LOG.request(0, 777))

    assert client.post(LOG.request(777, 1000, hashes=[bytes(32)] * 9)).status == 422
    assert client.post(LOG.request(777, 1000, hashes=[])).status == 422
    assert client.latest().body.startswith(LOG.text(777).encode())


def test_a_rewritten_history_is_refused(client):
    client.post(LOG.request(0, 777))

    assert client.post(LIAR.request(777, 1000)).status == 422


def test_a_proof_where_none_is_needed_is_refused(client):
    assert client.post(LOG.request(0, 5, hashes=[bytes(32)])).status == 422


def test_the_same_size_with_another_root_is_refused(client):
    client.post(LOG.request(0, 5))

    assert client.post(LIAR.request(5, 5)).status == 422


def test_an_empty_log_with_a_root_of_its_own_is_refused(client):
    signed = LOG.checkpoint(0, root=bytes(32))

    reply = client.post(write_request(old_size=0, proof=(), checkpoint=signed))

    assert reply.status == 422


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 0\n\n",
        b"old 0\n\nnot a note",
        b"old 00\n\n" + LOG.checkpoint(1),
        b"old 0\n" + b64encode(bytes(31)) + b"\n\n" + LOG.checkpoint(1),
        b"old 0\n\n" + LOG.sign("one line\n"),
        b"old 0\n\n" + LOG.sign(f"{ORIGIN}\n01\n{b64encode(bytes(32)).decode()}\n"),
        b"old 0\n\n" + LOG.checkpoint(1) + b"\n",
    ],
)
def test_a_malformed_request_is_a_bad_request(client, body):
    assert client.post(body).status == 400


def test_nobody_is_listened_to_endlessly(client):
    assert client.post(b"x" * (MAX_REQUEST + 1)).status == 413


def test_a_body_without_a_length_is_not_read(client):
    reply = client.ask("POST", "/add-checkpoint", None, **{"Transfer-Encoding": "chunked"})

    assert reply.status == 411


@pytest.mark.parametrize("path", ["/other", "/add-checkpoint/", "/sign-subtree"])
def test_nothing_else_can_be_sent(client, path):
    assert client.ask("POST", path, b"").status == 404


def test_what_was_signed_last_is_shown_with_both_signatures(client):
    assert client.latest().status == 404
    client.post(LOG.request(0, 5))
    client.post(LOG.request(5, 8))

    opened = note.open_note(client.latest().body, keys=[LOG.key, client.key])

    assert note.parse_checkpoint(opened.text).size == 8
    assert [line.name for line in opened.signatures] == [ORIGIN, client.key.name]


def test_the_key_is_the_same_after_a_new_start_and_so_is_what_was_signed(tmp_path):
    with talking(tmp_path, LOG) as client:
        client.post(LOG.request(0, 777))
        first = client.ask("GET", "/vkey").body
    with talking(tmp_path, LOG) as client:
        again = client.ask("GET", "/vkey").body
        reply = client.post(LIAR.request(0, 777))

    assert again == first
    assert (reply.status, reply.body) == (409, b"777\n")


def test_of_a_log_that_is_not_watched_nothing_is_shown(client):
    assert client.latest("log.example/other").status == 404


def test_more_connections_than_there_is_room_for_are_turned_away(tmp_path, monkeypatch):
    monkeypatch.setattr("jernih.witness.server.CONNECTIONS", 1)
    with serving(tmp_path, LOG) as server:
        first, second = Client(server), Client(server)
        assert first.ask("GET", "/vkey").status == 200

        with pytest.raises((HTTPException, OSError)):
            second.ask("GET", "/vkey")
        assert first.post(LOG.request(0, 1)).status == 200
        first.close()
        second.close()


def test_whoever_hangs_up_in_the_middle_harms_nobody(client, capfd):
    with socket.create_connection(("127.0.0.1", client.port), timeout=10) as line:
        line.sendall(b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 99999\r\n\r\nold")
        # Closed with a reset, as by a cable that is pulled.
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    assert client.post(LOG.request(0, 1)).status == 200
    assert "Traceback" not in capfd.readouterr().err


def test_two_logs_are_watched_apart(tmp_path):
    other = Log("log.example/other", seed=b"O" * 32)
    with talking(tmp_path, LOG, other) as client:
        client.post(LOG.request(0, 7))

        assert client.post(other.request(0, 3)).status == 200
        assert client.latest("log.example/other").body.startswith(other.text(3).encode())


def test_a_log_that_changes_its_key_is_watched_on_by_both(tmp_path):
    new = Log(seed=b"N" * 32)
    with talking(tmp_path, LOG) as client:
        client.post(LOG.request(0, 7))
        assert client.post(new.request(7, 8)).status == 403
    with talking(tmp_path, LOG, new) as client:
        assert client.post(LOG.request(7, 8)).status == 200
        assert client.post(new.request(8, 9)).status == 200
        assert client.post(Log(word="false", seed=b"N" * 32).request(9, 10)).status == 422


def test_a_clock_that_is_set_back_does_not_set_back_what_is_told(tmp_path):
    witness = make(tmp_path, name=NAME, logs=[LOG.vkey])

    first = witness.add_checkpoint(LOG.request(0, 5), now=2_000_000_000)
    then = witness.add_checkpoint(LOG.request(5, 6), now=1_900_000_000)

    at = [
        cosigned_at(read_answer(one.body, text=LOG.text(size), key=witness.key))
        for one, size in ((first, 5), (then, 6))
    ]
    assert at[0] == at[1]
