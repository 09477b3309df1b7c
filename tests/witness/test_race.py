"""Many at once, and a witness that is killed in the middle: never two trees of one size."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from jernih.pure.tlog.cosignature import read_answer
from tests.witness.logs import Client, Log, serving

LOG = Log()
FORKS = [Log(word=f"fork {number}") for number in range(10)]


def test_of_ten_forks_sent_at_the_same_moment_one_is_cosigned(tmp_path):
    start = Barrier(len(FORKS))

    def send(fork: Log) -> tuple[int, bytes]:
        client = Client(server)
        body = fork.request(0, 40)
        start.wait(10)
        reply = client.post(body)
        client.close()
        return reply.status, reply.body

    with serving(tmp_path, LOG) as server, ThreadPoolExecutor(len(FORKS)) as threads:
        replies = list(threads.map(send, FORKS))

    winners = [at for at, (status, _) in enumerate(replies) if status == 200]
    assert len(winners) == 1
    won = FORKS[winners[0]]
    assert read_answer(replies[winners[0]][1], text=won.text(40), key=server.witness.key)
    assert [reply for reply in replies if reply[0] != 200] == [(409, b"40\n")] * 9


def test_of_ten_that_grow_differently_from_one_tree_one_is_cosigned(tmp_path):
    start = Barrier(10)
    sizes = [*range(41, 51)]

    def send(size: int) -> int:
        client = Client(server)
        start.wait(10)
        reply = client.post(LOG.request(40, size))
        client.close()
        return reply.status

    with serving(tmp_path, LOG) as server, ThreadPoolExecutor(10) as threads:
        first = Client(server)
        first.post(LOG.request(0, 40))
        statuses = list(threads.map(send, sizes))
        latest = first.latest().body.decode()
        first.close()

    assert sorted(statuses) == [200] + [409] * 9
    assert latest.startswith(LOG.text(sizes[statuses.index(200)]))


def killed(tmp_path, *words: str) -> str:
    program = [sys.executable, "-m", "tests.witness.killed", str(tmp_path), *words]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_killed_at_any_statement_it_never_signs_two_trees_of_one_size(tmp_path):
    assert "killed at each of" in killed(tmp_path)


@pytest.mark.drill
def test_killed_a_thousand_times_at_any_moment_it_never_signs_two_trees(tmp_path):
    assert "killed 1000 times" in killed(tmp_path, "1000")
