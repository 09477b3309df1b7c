"""What a board shows."""

from datetime import UTC, date, datetime

from jernih.pure.board import CALLS_KEPT, Board, BoardCall, BoardLine, board_json, newest_first

AT = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


def call(step: int, number: str, counter: int = 1) -> BoardCall:
    return BoardCall(step=step, number=number, counter=counter, direction="kiri", at=AT, times=1)


def board(**more) -> Board:
    known = {"office": "tarakan", "name": "Tarakan", "is_demo": True, "step": 7, "is_open": True}
    return Board(**{"day": date(2026, 11, 25), **known, **more})


def test_the_newest_call_comes_first_and_each_number_once():
    shown = newest_first([call(3, "A-001"), call(9, "A-001", 2), call(5, "A-002")])

    assert [(one.number, one.counter) for one in shown] == [("A-001", 2), ("A-002", 1)]


def test_a_board_keeps_so_many_calls_and_no_more():
    shown = newest_first(call(n, f"A-{n:03}") for n in range(50))

    assert [one.step for one in shown] == list(range(49, 49 - CALLS_KEPT, -1))


def test_all_that_wait_are_counted():
    lines = tuple(
        BoardLine(code=code, name=code, name_en=code, waiting=waiting, priority=0)
        for code, waiting in (("new", 2), ("old", 3))
    )

    assert board(lines=lines).waiting == board_json(board(lines=lines))["waiting"] == 5


def test_a_call_says_what_is_spoken():
    [told] = board_json(board(calls=(call(1, "A-017", 3),)))["calls"]

    assert told["clips"][0] == "chime"
    assert told["clips"].count("n-3") == 2


def test_a_call_without_clips_still_chimes():
    [told] = board_json(board(calls=(call(1, "A-017", 99),)))["calls"]

    assert told["clips"] == ["chime"]


def test_a_state_has_a_name_that_changes_with_each_fact():
    assert board().event_id == "2026-11-25.7"
    assert board(day=None, step=0).event_id == "closed.0"
    assert board_json(board(day=None))["day"] == ""
