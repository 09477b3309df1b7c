"""Who comes while others are written is written with those that came too, and hears her own."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from jernih.apps.hall.actions.crowd import AT_MOST, Crowd, Crowds


class Desk:
    """Writes when it is let; remembers who was written together."""

    def __init__(self) -> None:
        self.crowd: Crowd[int, str] = Crowd()
        self.began, self.let = Event(), Event()
        self.groups: list[list[int]] = []

    def write(self, deeds):
        self.groups.append(list(deeds))
        self.began.set()
        assert self.let.wait(30)
        return [f"answer {deed}" if deed % 2 == 0 else None for deed in deeds]

    def join(self, deed):
        return self.crowd.join(deed, write=self.write)

    def wait_for(self, others):
        until = time.monotonic() + 30
        while len(self.crowd._queue) < others:
            assert time.monotonic() < until
            os.sched_yield()


def at_once(desk, first, others):
    """Let one lead, and the others come before she is done."""
    with ThreadPoolExecutor(len(others) + 1) as pool:
        leads = pool.submit(desk.join, first)
        assert desk.began.wait(30)
        follow = [pool.submit(desk.join, other) for other in others]
        desk.wait_for(len(others))
        desk.let.set()
        return [leads, *follow]


def test_alone_a_deed_is_done_at_once():
    desk = Desk()
    desk.let.set()

    assert [desk.join(2), desk.join(3), desk.join(4)] == ["answer 2", None, "answer 4"]
    assert desk.groups == [[2], [3], [4]]


def test_those_who_come_meanwhile_are_written_together_and_each_hears_her_own():
    desk = Desk()

    answers = [done.result() for done in at_once(desk, 0, list(range(2, 12)))]

    assert answers == [
        "answer 0",
        *(f"answer {n}" if n % 2 == 0 else None for n in range(2, 12)),
    ]
    assert [len(group) for group in desk.groups] == [1, 10]
    assert sorted(desk.groups[1]) == list(range(2, 12))


def test_a_crowd_is_written_in_parts_and_nobody_is_forgotten():
    desk = Desk()
    others = list(range(2, 2 * AT_MOST + 12, 2))

    answers = [done.result() for done in at_once(desk, 0, others)]

    assert answers == [f"answer {n}" for n in (0, *others)]
    assert [len(group) for group in desk.groups] == [1, AT_MOST, len(others) - AT_MOST]


def test_when_writing_fails_one_hears_why_and_the_others_are_left_alone():
    class Failing(Desk):
        def write(self, deeds):
            answers = super().write(deeds)
            if len(deeds) > 1:
                raise KeyError(deeds[0])
            return answers

    desk = Failing()

    first, *others = at_once(desk, 0, [2, 4, 6])

    assert first.result() == "answer 0"
    heard = [done.exception() or done.result() for done in others]
    assert sorted(map(type, heard), key=str) == [KeyError, type(None), type(None)]
    assert desk.join(8) == "answer 8"


def test_each_office_has_a_crowd_of_its_own():
    crowds: Crowds[int, str] = Crowds()

    assert crowds.of("tarakan") is crowds.of("tarakan")
    assert crowds.of("tarakan") is not crowds.of("nunukan")


def test_a_deed_that_dies_lets_the_next_one_lead():
    crowd: Crowd[int, str] = Crowd()

    def die(deeds):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        crowd.join(1, write=die)

    assert crowd.join(2, write=lambda deeds: [f"done {deeds[0]}"]) == "done 2"
