"""A row that only its reporter finds, another one each quarter, and that anyone can add up."""

import hmac

import pytest

from jernih.pure.accountability import (
    BadBoard,
    Row,
    Stage,
    board_hash,
    handle_of,
    make_board,
    parse_board,
    write_board,
)

SALTS = [bytes([n]) * 32 for n in range(1, 6)]
PERIOD = "2026-Q4"


def rows(period: str = PERIOD) -> list[Row]:
    stages = [Stage.RECEIVED, Stage.READ, Stage.CLOSED, Stage.READ, Stage.CLOSED]
    return [
        Row(handle=handle_of(salt, period), stage=stage, is_in_time=n != 1)
        for n, (salt, stage) in enumerate(zip(SALTS, stages, strict=True))
    ]


BOARD = make_board("tarakan", PERIOD, rows())
FILE = write_board(BOARD)


def test_a_board_is_read_as_it_was_written():
    assert parse_board(FILE) == BOARD
    assert FILE.splitlines()[:2] == [b"jernih-board/v1,tarakan,2026-Q4", b"handle,stage,in_time"]
    assert parse_board(write_board(make_board("tarakan", PERIOD, []))).rows == ()


def test_the_order_of_filing_cannot_be_seen():
    assert write_board(make_board("tarakan", PERIOD, rows()[::-1])) == FILE


def test_the_reporter_finds_her_row_with_what_her_code_makes():
    digest = hmac.digest(SALTS[1], b"jernih-segel/v1/board\x002026-Q4", "sha256")

    assert BOARD.find(digest[:16].hex()) == rows()[1]
    assert BOARD.find(handle_of(SALTS[1], "2027-Q1")) is None


def test_rows_of_two_quarters_cannot_be_linked_by_their_names():
    assert not {row.handle for row in rows()} & {row.handle for row in rows("2027-Q1")}


def test_anyone_can_add_it_up():
    lines = [line.split(",") for line in FILE.decode().splitlines()[2:]]

    for stage in Stage:
        assert BOARD.count(stage) == sum(line[1] == stage for line in lines)
    assert BOARD.late == sum(line[2] == "no" for line in lines) == 1


@pytest.mark.parametrize(
    "spoiled",
    [
        b"",
        b"x",
        FILE[:-1],
        FILE.replace(b"handle", b"name"),
        FILE.replace(b"READ", b"read"),
        FILE.replace(b"Q4", b"Q5"),
        FILE + FILE.splitlines(keepends=True)[-1],
        b"".join(FILE.splitlines(keepends=True)[:2] + FILE.splitlines(keepends=True)[:1:-1]),
        FILE.replace(b"\n", b"\r\n"),
        FILE + b"\xff\n",
    ],
)
def test_another_spelling_is_refused(spoiled):
    with pytest.raises(BadBoard):
        parse_board(spoiled)


def test_two_reports_cannot_share_a_row():
    with pytest.raises(BadBoard):
        make_board("tarakan", PERIOD, [rows()[0], rows()[0]])


def test_every_byte_of_the_file_is_in_its_hash():
    assert len({board_hash(FILE[:at] + b"!" + FILE[at + 1 :]) for at in range(len(FILE))}) == len(
        FILE
    )
