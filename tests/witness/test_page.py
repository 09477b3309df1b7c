"""What an officer sees on the witness's page, and what is kept when something is wrong."""

import json
import re

import pytest

from jernih.pure.tlog import note
from jernih.pure.tlog.add_checkpoint import parse_request
from tests.witness.logs import Client, Log, serving, talking

LOG = Log()
LIAR = Log(word="false")


def page(client: Client) -> str:
    reply = client.ask("GET", "/")
    assert reply.content_type == "text/html; charset=utf-8"
    return reply.body.decode()


def files(client: Client) -> list[str]:
    names = dict.fromkeys(re.findall(r"href='(evidence/[^']+)'", page(client)))
    return [client.ask("GET", f"/{name}").body.decode() for name in names]


def test_before_anything_was_sent_it_says_so_in_both_languages(tmp_path):
    with talking(tmp_path, LOG) as client:
        shown = page(client)

    assert "Belum ada yang dikirim" in shown
    assert "Nothing was sent yet" in shown
    assert LOG.key.name in shown


def test_it_says_how_long_the_record_is_and_that_it_only_grew(tmp_path):
    with talking(tmp_path, LOG) as client:
        client.post(LOG.request(0, 777))
        shown = page(client)

    assert "777" in shown
    assert "Catatan ini hanya bertambah" in shown
    assert "role=alert" not in shown


def test_a_history_not_shown_to_continue_is_told_loudly_and_kept(tmp_path):
    with talking(tmp_path, LOG) as client:
        client.post(LOG.request(0, 777))
        client.post(LIAR.request(777, 1000))
        client.post(LIAR.request(777, 1000))
        shown, kept = page(client), files(client)

    assert "KAMI MENOLAK MENANDATANGANI" in shown
    assert "(2×)" in shown
    assert len(kept) == 1
    assert LOG.text(777) in kept[0]
    assert LIAR.text(1000) in kept[0]


def test_the_kept_request_can_be_judged_by_anybody(tmp_path):
    with talking(tmp_path, LOG) as client:
        client.post(LOG.request(0, 7))
        client.post(LIAR.request(7, 7))
        kept = files(client)[0]

    ours = kept.partition("=== signed before ===\n")[2].partition("=== sent ===\n")[0]
    sent = parse_request(kept.partition("=== sent ===\n")[2].encode()).checkpoint
    first, second = (note.open_note(one, keys=[LOG.key]) for one in (ours.encode(), sent))
    roots = {note.parse_checkpoint(one.text).root for one in (first, second)}
    sizes = {note.parse_checkpoint(one.text).size for one in (first, second)}
    assert (len(roots), sizes) == (2, {7})


@pytest.mark.parametrize("old", [7, 3, 0])
def test_two_trees_of_one_size_are_proof_of_guilt_however_they_are_sent(tmp_path, old):
    with talking(tmp_path, LOG) as client:
        client.post(LOG.request(0, 7))
        client.post(LOG.request(7, 9))
        client.post(LIAR.request(old, 7))
        client.post(LOG.request(9, 12))

        assert "BUKTI KECURANGAN" in page(client)
        assert "PROOF OF FRAUD" in page(client)
        assert "BUKTI: log ini menandatangani dua isi" in files(client)[0]


def test_an_honest_checkpoint_sent_with_a_wrong_proof_is_settled_later(tmp_path):
    with talking(tmp_path, LOG) as client:
        client.post(LOG.request(0, 7))
        client.post(LOG.request(7, 9, hashes=[]))
        before = page(client)
        client.post(LOG.request(7, 9))
        after = page(client)

    assert "WE REFUSE TO SIGN" in before
    assert "later shown to be honest" in after
    assert "This record only grew" in after


def test_a_wrong_proof_passed_by_leaves_a_doubt_that_is_not_shouted(tmp_path, monkeypatch):
    with talking(tmp_path, LOG) as client:
        client.post(LOG.request(0, 7))
        client.post(LOG.request(7, 9, hashes=[]))
        monkeypatch.setattr("time.time", lambda: 4_000_000_000)
        client.post(LOG.request(7, 10))
        shown = page(client)

    assert "It may have been a mistake of the sender" in shown
    assert "role=alert" not in shown


def test_a_tree_already_signed_sent_again_with_a_wrong_proof_says_nothing(tmp_path):
    with talking(tmp_path, LOG) as client:
        client.post(LOG.request(0, 7))
        client.post(LOG.request(7, 7, hashes=[bytes(32)]))

        assert files(client) == []


def test_what_the_log_did_not_sign_is_not_kept(tmp_path):
    with talking(tmp_path, LOG) as client:
        client.post(LOG.request(0, 7))
        client.post(Log(word="false", seed=b"X" * 32).request(7, 9))

        assert files(client) == []


def test_only_so_much_evidence_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("jernih.witness.store.KEEP_REFUSALS", 3)
    with talking(tmp_path, LOG) as client:
        for size in range(1, 6):
            client.post(LIAR.request(0, size, hashes=[bytes(32)]))

        assert len(files(client)) == 3


def test_old_checkpoints_are_let_go_but_never_the_last(tmp_path, monkeypatch):
    monkeypatch.setattr("jernih.witness.store.KEEP", 2)
    with serving(tmp_path, LOG) as server:
        client = Client(server)
        for size in range(5):
            client.post(LOG.request(size, size + 1))
        client.close()
        with server.witness.store.reading() as book:
            kept = [size for size in range(1, 6) if book.note_of(LOG.key.name, size)]
            latest = book.latest(LOG.key.name)

    assert kept == [4, 5]
    assert latest is not None
    assert latest.size == 5


@pytest.mark.parametrize(
    "path",
    ["/evidence/", "/evidence/../witness-key", "/evidence/x.txt", "/witness-key", "/evidence/.txt"],
)
def test_nothing_but_evidence_is_handed_out(tmp_path, path):
    with talking(tmp_path, LOG) as client:
        assert client.ask("GET", path).status == 404


def test_a_demonstration_says_that_it_is_one(tmp_path):
    with serving(tmp_path, LOG, is_demo=True) as server:
        client = Client(server)
        shown = page(client)
        client.close()

    assert "Saksi peragaan, di mesin yang sama: bukan saksi sungguhan." in shown


def test_the_head_alone_has_no_body(tmp_path):
    with talking(tmp_path, LOG) as client:
        reply = client.ask("HEAD", "/")

    assert (reply.status, reply.body) == (200, b"")


def test_a_day_and_an_hour_without_news_are_told_loudly_and_news_ends_it(tmp_path, monkeypatch):
    with talking(tmp_path, LOG) as client:
        monkeypatch.setattr("time.time", lambda: 1_000_000)
        client.post(LOG.request(0, 7))
        monkeypatch.setattr("time.time", lambda: 1_000_000 + 25 * 3_600)
        in_time = page(client)
        monkeypatch.setattr("time.time", lambda: 1_000_001 + 25 * 3_600)
        late, said = page(client), client.ask("GET", "/alarm.json").body
        client.post(LOG.request(7, 9))
        after, ended = page(client), client.ask("GET", "/alarm.json").body

    assert "role=alert" not in in_time + after
    assert "TIDAK ADA KABAR" in late
    assert "NO NEWS FOR MORE THAN A DAY" in late
    assert json.loads(said)["alarms"] == [
        {"log": LOG.key.name, "kind": "SILENT", "size": 7, "since": "1970-01-12T13:46:40Z"}
    ]
    assert json.loads(ended) == {"alarms": []}
