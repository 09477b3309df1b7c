"""Source of the example: RFC 3797, section 6 (key string, hashes and selections)."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure import rfc3797
from jernih.pure.rfc3797 import BadKeyString, BadNumbers, Lottery, TooWeak
from tests.vectors import load

VECTORS = load("rfc3797")
RFC = VECTORS["rfc"]
SIX = Lottery(name="six-of-49", numbers=6, low=1, high=49)
FOUR = Lottery(name="four-digits", numbers=3, low=0, high=9999, is_distinct=False)

sources = st.lists(
    st.lists(st.integers(0, 10**15 - 1), min_size=1, max_size=4), min_size=1, max_size=4
)


def test_the_example_of_the_rfc_comes_out():
    text = rfc3797.key_string(RFC["sources"])

    assert text == RFC["key_string"]
    for at, one in enumerate(RFC["hashes"]):
        assert rfc3797.digest(text, at=at).hex() == one.lower()
    assert rfc3797.select(text, pool=25, count=16)[:10] == RFC["selected"]


@pytest.mark.parametrize("one", VECTORS["seeds"])
def test_the_seeds_of_the_vectors_come_out(one):
    assert rfc3797.key_string(one["sources"]) == one["key_string"]
    assert rfc3797.seed_from(one["key_string"]).hex() == one["seed"]


@pytest.mark.parametrize("text", VECTORS["refused"])
def test_a_second_spelling_is_refused(text):
    with pytest.raises(BadKeyString):
        rfc3797.seed_from(text)


@given(sources)
def test_a_key_string_says_what_was_drawn_and_nothing_else(drawn):
    text = rfc3797.key_string(drawn)

    assert rfc3797.read_key_string(text) == tuple(tuple(sorted(source)) for source in drawn)
    assert rfc3797.seed_from(text) == sha256(b"jernih/rfc3797/v1\x00" + text.encode()).digest()


@given(sources, st.randoms())
def test_the_order_within_a_source_does_not_matter(drawn, rnd):
    shuffled = [rnd.sample(source, len(source)) for source in drawn]

    assert rfc3797.key_string(shuffled) == rfc3797.key_string(drawn)


@given(sources, sources)
def test_other_numbers_give_another_key_string(one, other):
    same = [sorted(source) for source in one] == [sorted(source) for source in other]

    assert (rfc3797.key_string(one) == rfc3797.key_string(other)) == same


@given(st.integers(1, 60), st.data())
def test_the_rfcs_selection_takes_each_at_most_once(pool, data):
    count = data.draw(st.integers(0, pool))

    chosen = rfc3797.select(RFC["key_string"], pool=pool, count=count)

    assert len(set(chosen)) == count
    assert set(chosen) <= set(range(1, pool + 1))


@pytest.mark.parametrize("drawn", [[], [[]], [[1], []], [[-1]], [[10**15]]])
def test_what_is_no_draw_has_no_key_string(drawn):
    with pytest.raises(BadKeyString):
        rfc3797.key_string(drawn)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("3 14 15 9 26 49", (3, 9, 14, 15, 26, 49)),
        (" 03  14\t15\n09 26 049 ", (3, 9, 14, 15, 26, 49)),
        ("49 26 15 14 9 3", (3, 9, 14, 15, 26, 49)),
    ],
)
def test_typed_numbers_are_read_in_any_order(typed, numbers):
    assert rfc3797.read_numbers(typed, lottery=SIX) == numbers


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "0 numbers, not 6"),
        ("1 2 3 4 5", "5 numbers, not 6"),
        ("1 2 3 4 5 6 7", "7 numbers, not 6"),
        ("1 2 3 4 5 50", "50 is not from 1 to 49"),
        ("0 2 3 4 5 6", "0 is not from 1 to 49"),
        ("1 2 3 4 5 5", "twice"),
        ("1 2 3 4 5 05", "twice"),
        ("1,2,3,4,5,6", "'1,2,3,4,5,6' is not a whole number"),
        ("1.234 2 3 4 5 6", "'1.234' is not a whole number"),
        ("1 2 3 4 5 -6", "'-6' is not a whole number"),
        ("1 2 3 4 5 +6", "'\\+6' is not a whole number"),
        ("1 2 3 4 5 ٦", "is not a whole number"),
        ("1 2 3 4 5 1_0", "'1_0' is not a whole number"),
        ("1 2 3 4 5 " + "9" * 16, "is not a whole number"),
        ("1 2 3 4 5 six", "'six' is not a whole number"),
    ],
)
def test_what_this_lottery_cannot_have_drawn_is_refused_by_name(typed, said):
    with pytest.raises(BadNumbers, match=f"^six-of-49: .*{said}"):
        rfc3797.read_numbers(typed, lottery=SIX)


def test_a_number_may_come_twice_where_the_lottery_says_so():
    assert rfc3797.read_numbers("0417 0417 9999", lottery=FOUR) == (417, 417, 9999)


@given(st.lists(st.integers(1, 49), min_size=6, max_size=6, unique=True), st.randoms())
def test_what_was_drawn_is_read_however_it_was_typed(drawn, rnd):
    typed = "  ".join(f"{number:02}" for number in rnd.sample(drawn, 6))

    assert rfc3797.read_numbers(typed, lottery=SIX) == tuple(sorted(drawn))


def test_bits_are_counted_down_and_never_up():
    # 13,983,816 draws of 6 out of 49; 10^12 / 6 results of three numbers of four digits.
    assert SIX.bits == 23
    assert FOUR.bits == 37
    assert Lottery(name="coin", numbers=1, low=0, high=1).bits == 1


@given(st.integers(1, 3), st.integers(1, 6))
def test_no_result_of_a_lottery_is_likelier_than_its_bits_say(numbers, choices):
    lottery = Lottery(name="x", numbers=numbers, low=1, high=choices, is_distinct=False)
    counts: dict[tuple[int, ...], int] = {}
    for code in range(choices**numbers):
        drawn = tuple(sorted(code // choices**at % choices for at in range(numbers)))
        counts[drawn] = counts.get(drawn, 0) + 1

    if numbers <= choices:
        assert max(counts.values()) * 2**lottery.bits <= choices**numbers


def test_too_few_outcomes_are_no_seed():
    rfc3797.check_enough([SIX, SIX, SIX])
    for few in ([], [SIX, SIX], [FOUR]):
        with pytest.raises(TooWeak, match="fewer than 64"):
            rfc3797.check_enough(few)
