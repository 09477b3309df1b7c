"""Turn a call into the clips that are played: chime, number, counter, spoken twice.

Clips are files `static/voice/id/<name>.mp3`; WORDS says what each speaks, for whoever records them.
Source: the custom of offices: "Nomor antrean A nol satu tujuh, silakan menuju loket dua".
Vectors: tests/pure/test_voice.py.
"""

from re import fullmatch
from string import ascii_lowercase

COUNTERS = 20
TIMES = 2
CHIME, NUMBER, GO_TO, COUNTER = "chime", "nomor-antrean", "silakan-menuju", "loket"

DIGIT_WORDS = (
    *("nol", "satu", "dua", "tiga", "empat"),
    *("lima", "enam", "tujuh", "delapan", "sembilan"),
)
# As letters are spelled aloud in Indonesian; a speech program alone reads them in English.
LETTER_WORDS = (
    *("a", "be", "ce", "de", "e", "ef", "ge", "ha", "i", "je", "ka", "el", "em"),
    *("en", "o", "pe", "ki", "er", "es", "te", "u", "ve", "we", "eks", "ye", "zet"),
)


class BadCall(ValueError):
    """Said of a number or counter for which there are no clips."""


def counter_words(n: int) -> str:
    """Return 1..20 in Indonesian. Raises BadCall."""
    if not 1 <= n <= COUNTERS:
        raise BadCall(f"counter {n}")
    if n < 10:
        return DIGIT_WORDS[n]
    if n in (10, 11):
        return ("sepuluh", "sebelas")[n - 10]
    return "dua puluh" if n == COUNTERS else f"{DIGIT_WORDS[n - 10]} belas"


WORDS: dict[str, str] = {
    NUMBER: "nomor antrean",
    GO_TO: "silakan menuju",
    COUNTER: "loket",
    **{
        f"letter-{letter}": words
        for letter, words in zip(ascii_lowercase, LETTER_WORDS, strict=True)
    },
    **{f"digit-{n}": words for n, words in enumerate(DIGIT_WORDS)},
    **{f"n-{n}": counter_words(n) for n in range(1, COUNTERS + 1)},
}
CLIPS = frozenset({CHIME, *WORDS})


def clips(number: str, *, counter: int) -> tuple[str, ...]:
    """Return the names of the clips of one call in their order; all of them are in CLIPS.

    number: as on the board, A-017. counter: 1..20. Raises BadCall.
    """
    sentence = _sentence(number, counter)
    return (CHIME, *sentence * TIMES)


def words_of(number: str, *, counter: int) -> str:
    """Return what is spoken, once, for screens that show it and for browsers' own voices.

    Raises BadCall.
    """
    said = " ".join(WORDS[clip] for clip in _sentence(number, counter))
    return said.replace(f" {WORDS[GO_TO]}", f", {WORDS[GO_TO]}")


def _sentence(number: str, counter: int) -> tuple[str, ...]:
    if not fullmatch(r"[A-Z]-[0-9]{3,5}", number):
        raise BadCall(f"number {number!r}")
    counter_words(counter)
    letter, digits = number[0].lower(), number[2:]
    return (
        NUMBER,
        f"letter-{letter}",
        *(f"digit-{digit}" for digit in digits),
        GO_TO,
        COUNTER,
        f"n-{counter}",
    )
