from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure import dice
from jernih.pure.dice import BadThrows
from tests.vectors import load

VECTORS = load("dice")
BATCH = "0123456789abcdef" * 2
RECORD = VECTORS["draws"][0]["record"]
THROWS = dice.read_record(RECORD)


def row(number: int) -> tuple[str, ...]:
    """25 digits as a row of the form has them."""
    return tuple(f"{number:025}"[at : at + 5] for at in range(0, 25, 5))


throws = st.lists(st.integers(0, 10**25 - 1), min_size=5, max_size=5, unique=True).map(
    lambda numbers: tuple(map(row, numbers))
)


@pytest.mark.parametrize("one", VECTORS["draws"])
def test_the_draws_of_the_vectors_come_out(one):
    read = dice.read_record(one["record"])

    assert dice.randomness_from_dice(read, batch=one["batch"]).hex() == one["randomness"]
    assert dice.record_of(read) == one["record"]
    assert len(one["record"]) == 155


@pytest.mark.parametrize("one", VECTORS["refused"])
def test_the_records_of_the_vectors_that_are_wrong_are_refused(one):
    with pytest.raises(BadThrows, match=one["said"]):
        dice.read_record(one["record"])


def test_the_randomness_is_the_hash_that_the_docs_say():
    told = f"jernih/dice/v1\0{BATCH}\0{RECORD}".encode()

    assert dice.randomness_from_dice(THROWS, batch=BATCH) == sha256(told).digest()


@given(throws)
def test_what_is_thrown_is_spelled_typed_and_read_the_same(thrown):
    typed = {cell.name: cell.digits for row in dice.form(thrown) for cell in row}

    assert dice.read_record(dice.record_of(thrown)) == thrown
    assert dice.read_form(typed) == thrown


@given(throws, throws)
def test_other_throws_give_other_randomness(one, other):
    first, second = (dice.randomness_from_dice(thrown, batch=BATCH) for thrown in (one, other))

    assert (first == second) == (one == other)


def test_another_batch_gets_other_randomness_from_the_same_throws():
    assert dice.randomness_from_dice(THROWS, batch=BATCH) != dice.randomness_from_dice(
        THROWS, batch="f" * 32
    )


def test_one_honest_thrower_alone_is_enough():
    a_thrower, all_throwers = dice.THROWS * dice.DICE, dice.THROWERS * dice.THROWS * dice.DICE

    assert (dice.bits(a_thrower), dice.bits(all_throwers)) == (83, 415)
    assert dice.bits(a_thrower) >= dice.MIN_BITS > dice.bits(a_thrower - 1)


@given(st.integers(0, 200))
def test_bits_are_rounded_down_without_fractions(digits):
    bits = dice.bits(digits)

    assert 2**bits <= 10**digits < 2 ** (bits + 1)


def test_the_form_has_a_box_for_each_throw_and_shows_what_was_thrown():
    empty, filled = dice.form(), dice.form(THROWS)

    assert [[cell.name for cell in row] for row in empty] == [
        [f"t{thrower}-{throw}" for throw in range(1, 6)] for thrower in range(1, 6)
    ]
    assert {cell.digits for row in empty for cell in row} == {""}
    assert tuple(tuple(cell.digits for cell in row) for row in filled) == THROWS
    assert (filled[2][3].thrower, filled[2][3].throw) == (3, 4)


def test_spaces_between_typed_digits_are_forgiven():
    typed = {cell.name: " ".join(cell.digits) for row in dice.form(THROWS) for cell in row}

    assert dice.read_form(typed) == THROWS


@pytest.mark.parametrize("digits", ["", "1234", "123456", "1234x", "1234٣", "12.34", "-1234"])
def test_a_box_that_is_not_five_digits_is_named(digits):
    typed = {cell.name: cell.digits for row in dice.form(THROWS) for cell in row}
    typed["t2-4"] = digits

    with pytest.raises(BadThrows, match="thrower 2, throw 4"):
        dice.read_form(typed)


def test_a_missing_box_is_named():
    typed = {cell.name: cell.digits for row in dice.form(THROWS) for cell in row}
    del typed["t5-5"]

    with pytest.raises(BadThrows, match="thrower 5, throw 5"):
        dice.read_form(typed)


@pytest.mark.parametrize(
    ("thrown", "said"),
    [
        ((), "0 throwers"),
        (THROWS[:4], "4 throwers"),
        ((*THROWS, ("12345",) * 5), "6 throwers"),
        ((*THROWS[:4], THROWS[4][:4]), "thrower 5: 4 throws"),
        ((*THROWS[:4], (*THROWS[4], "12345")), "thrower 5: 6 throws"),
        ((*THROWS[:4], THROWS[0]), "copied"),
    ],
)
def test_nobody_may_add_a_throw_or_leave_one_out(thrown, said):
    with pytest.raises(BadThrows, match=said):
        dice.randomness_from_dice(thrown, batch=BATCH)


@pytest.mark.parametrize("batch", ["", BATCH[1:], BATCH.upper()])
def test_another_name_of_a_batch_is_refused(batch):
    with pytest.raises(BadThrows, match="batch"):
        dice.randomness_from_dice(THROWS, batch=batch)
