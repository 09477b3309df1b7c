"""Whatever bytes come in: read, or refused in words; and never the same thing in two spellings."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pure.parser import Parser
from tests.pure.parsers import PARSERS

EDITS = 10
CASES = 1 + 2 * EDITS  # of one script
FEW, MANY = 400, 100_000
# Pieces by which one spelling becomes another, or a reader falls into a pit.
PIECES = (
    *(b"\n", b"\n\n", b"\r\n", b" ", b"\t", b"\0", b"\x7f", b"\x85", b"\xff", b"\xed\xa0\x80"),
    *(sign.encode() for sign in ("\u2028", "\u00a0", "\u0661", "\ufeff", "\u2014 ")),
    *(
        b"=",
        b"==",
        b"+",
        b"/",
        b"-",
        b"-0",
        b"0",
        b"00",
        b"1",
        b".0",
        b"e0",
        b"x",
        b"p/",
        b".p/256",
    ),
    *(b'"', b"\\", b"\\u0041", b"\\n", b"null", b"true", b"{}", b"[]", b",", b'{"a":', b"'" * 3),
    *(b"#", b"none", b"quorum none\n", b"[[", b"]]", b"[a]\n", b"9" * 19, b"9" * 5000, b"[" * 2000),
)


def bent(samples: tuple[bytes, ...], script: bytes) -> Iterator[bytes]:
    """Yield what a script makes of a sample: itself, each edit alone, and one after the other.

    script: a byte that chooses the sample, then four for each edit; zeros change nothing much.
    """
    sample = samples[script[0] % len(samples)]
    yield sample
    data = sample
    for at in range(1, len(script), 4):
        how, high, low, what = script[at : at + 4]
        given = {"samples": samples, "how": how, "at": (high << 8) | low, "what": what}
        yield _edit(sample, **given)
        data = _edit(data, **given)
        yield data


def _edit(data: bytes, *, samples: tuple[bytes, ...], how: int, at: int, what: int) -> bytes:
    at %= len(data) + 1
    before, here, after = data[:at], data[at : at + 1], data[at + 1 :]
    piece = PIECES[what % len(PIECES)]
    edits = (
        lambda: before + bytes(byte ^ 1 << what % 8 for byte in here) + after,
        lambda: before + piece + data[at:],
        lambda: before + piece + after,
        lambda: before + data[at + 1 + what % 16 :],
        lambda: before + data[at : at + what] * 2 + data[at + what :],
        lambda: before,
        lambda: before + here.swapcase() + after,
        lambda: before + samples[what % len(samples)][at:],
        lambda: before + bytes([what]) + after,
        lambda: data[at:],
    )
    return edits[how % len(edits)]()


def look(parser: Parser, data: bytes) -> bool:
    """Tell whether these bytes are read; fail on a crash, and on a second spelling."""
    try:
        read = parser.read(data)
    except parser.refusal:
        return False
    spelled = parser.write(read)
    if parser.is_forgiving:
        assert parser.read(spelled) == read
    else:
        assert spelled == data
    return True


def fuzz(parser: Parser, cases: int) -> None:
    @settings(max_examples=-(-cases // CASES), deadline=None)
    @given(st.binary(min_size=1 + 4 * EDITS, max_size=1 + 4 * EDITS))
    def tried(script: bytes) -> None:
        for data in bent(parser.samples, script):
            look(parser, data)

    tried()


def named(parser: Parser) -> str:
    return parser.name


@pytest.mark.parametrize("parser", PARSERS, ids=named)
def test_what_is_true_is_read(parser):
    for sample in parser.samples:
        assert look(parser, sample)


@pytest.mark.parametrize("parser", PARSERS, ids=named)
def test_whatever_is_bent_is_refused_in_words_or_is_its_one_spelling(parser):
    fuzz(parser, FEW)


@pytest.mark.drill
@pytest.mark.parametrize("parser", PARSERS, ids=named)
def test_of_a_hundred_thousand_bent_inputs_none_is_a_crash_or_a_second_spelling(parser):
    fuzz(parser, MANY)
