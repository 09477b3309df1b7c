"""Work that is shared out to processes comes out as if one had done it."""

import os
import signal
from functools import partial

import pytest

from jernih.pure.draw_file import check_file
from jernih.pure.draw_quick import check_quickly
from jernih.pure.draw_report import as_json
from jernih.pure.events import event_bytes
from jernih.pure.hands import OneHand
from jernih.verify.content import FileContent
from jernih.verify.processes import ManyHands, hands
from tests.draw_records import LATER, OWN, QUOTAS, Story

PARTS = [b"a", b"bc", b"", b"def", b"g"]


@pytest.mark.parametrize("workers", [OneHand(), ManyHands(1), ManyHands(2), ManyHands(9)])
@pytest.mark.parametrize("parts", [PARTS, PARTS[:1], []])
def test_every_part_comes_back_in_its_place(workers, parts):
    assert list(workers.each(len, parts)) == list(map(len, parts))


@pytest.mark.parametrize("workers", [OneHand(), ManyHands(2)])
def test_what_is_begun_beside_can_be_waited_for(workers):
    wait = workers.beside(partial(sum, [1, 2]))

    assert wait() == 3


def test_it_was_another_process():
    assert ManyHands(2).beside(os.getpid)() != os.getpid()


def test_what_a_killed_process_should_have_done_is_done_here():
    here = os.getpid()

    def work():
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return "done"

    assert list(ManyHands(2).each(lambda _part: work(), PARTS)) == ["done"] * len(PARTS)


def test_work_that_fails_fails_here_with_its_own_words():
    def work(part):
        raise ValueError(part)

    with pytest.raises(ValueError, match="a"):
        list(ManyHands(2).each(work, ["a", "b"]))


def test_one_hand_is_enough_for_one_processor():
    assert isinstance(hands(1), OneHand)
    assert isinstance(hands(3), ManyHands)
    assert hands() is not None


def test_a_system_that_cannot_fork_has_one_hand(monkeypatch):
    monkeypatch.delattr(os, "fork")

    assert isinstance(hands(3), OneHand)


@pytest.mark.parametrize("workers", [OneHand(), ManyHands(2), ManyHands(3)])
def test_a_draw_is_judged_alike_by_any_number_of_processes(tmp_path, workers):
    path = tmp_path / "berkas.jsonl"
    path.write_bytes(b"".join(event_bytes(fact) + b"\n" for fact in Story().facts()[:-1]))

    with path.open("rb") as lines:
        plain = check_file(lines, quotas=QUOTAS, own=OWN, now=LATER)
    with path.open("rb") as file:
        checked = check_quickly(
            FileContent(file), quotas=QUOTAS, own=OWN, now=LATER, hands=workers, part_bytes=1_500
        )

    assert as_json(checked) == as_json(plain)


def test_a_file_is_read_from_any_place_without_pread_too(tmp_path, monkeypatch):
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    with path.open("rb") as file:
        content = FileContent(file)
        assert (content.read(3, 4), content.read(8, 9), content.size) == (b"3456", b"89", 10)

        monkeypatch.delattr(os, "pread")
        assert (content.read(3, 4), content.read(8, 9)) == (b"3456", b"89")
