"""The spoken call: its clips, its words, its limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure import voice
from jernih.pure.voice import BadCall

numbers = st.from_regex(r"[A-Z]-[0-9]{3,5}", fullmatch=True)


def test_a_call_is_a_chime_and_then_the_sentence_twice():
    once = (
        "nomor-antrean",
        "letter-a",
        "digit-0",
        "digit-1",
        "digit-7",
        "silakan-menuju",
        "loket",
        "n-2",
    )

    assert voice.clips("A-017", counter=2) == ("chime", *once, *once)


@pytest.mark.parametrize(
    ("number", "counter", "words"),
    [
        ("A-017", 2, "nomor antrean a nol satu tujuh, silakan menuju loket dua"),
        ("P-003", 10, "nomor antrean pe nol nol tiga, silakan menuju loket sepuluh"),
        ("S-120", 11, "nomor antrean es satu dua nol, silakan menuju loket sebelas"),
        (
            "C-999",
            12,
            "nomor antrean ce sembilan sembilan sembilan, silakan menuju loket dua belas",
        ),
        ("Z-1000", 20, "nomor antrean zet satu nol nol nol, silakan menuju loket dua puluh"),
    ],
)
def test_numbers_and_counters_are_said_as_people_say_them(number, counter, words):
    assert voice.words_of(number, counter=counter) == words


@given(numbers, st.integers(1, voice.COUNTERS))
def test_every_call_is_made_of_clips_that_are_recorded(number, counter):
    assert set(voice.clips(number, counter=counter)) <= voice.CLIPS


def test_every_clip_but_the_chime_has_words_and_no_two_numbers_sound_alike():
    assert set(voice.WORDS) == voice.CLIPS - {"chime"}
    for kind in ("letter-", "digit-", "n-"):
        said = [words for clip, words in voice.WORDS.items() if clip.startswith(kind)]
        assert len(said) == len(set(said))


@pytest.mark.parametrize(
    ("number", "counter"),
    [
        ("A-17", 1),
        ("a-017", 1),
        ("A017", 1),
        ("A-０１７", 1),
        ("A-017\n", 1),
        ("", 1),
        ("A-017", 0),
        ("A-017", 21),
        ("A-017", -1),
    ],
)
def test_what_cannot_be_said_is_refused(number, counter):
    with pytest.raises(BadCall):
        voice.clips(number, counter=counter)
    with pytest.raises(BadCall):
        voice.words_of(number, counter=counter)
