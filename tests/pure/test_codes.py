import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure import codes

KEY = b"only for tests"
REF = "0123456789abcdef" * 2


def test_a_code_has_twenty_characters_that_nobody_confuses():
    code = codes.code_of(REF, key=KEY)

    assert len(code) == 20
    assert set(code) <= set(codes.ALPHABET)
    assert not set("ILOU") & set(codes.ALPHABET)


def test_the_code_of_a_ref_never_changes():
    assert codes.code_of(REF, key=KEY) == "WE09AXTNVPKMZJAX32B5"


def test_another_key_makes_another_code():
    assert codes.code_of(REF, key=b"another") != codes.code_of(REF, key=KEY)


@given(st.binary(min_size=16, max_size=16))
def test_what_is_shown_can_be_read(ref):
    code = codes.code_of(ref.hex(), key=KEY)

    assert codes.read_code(codes.show_code(code)) == code


@pytest.mark.parametrize(
    "typed",
    [
        "0123456789ABCDEFGHJK",
        "01234-56789-ABCDE-FGHJK",
        " 01234 56789 abcde fghjk ",
        "O1234-56789-ABCDE-FGHJK",
        "o1234\u201356789\u2013abcde\u2013fghjk",
        "0I234-56789-ABCDE-FGHJK",
        "0l234-56789-abcde-fghjk",
    ],
)
def test_typing_is_forgiven(typed):
    assert codes.read_code(typed) == "0123456789ABCDEFGHJK"


@pytest.mark.parametrize(
    "typed", ["", "0123", "0123456789ABCDEFGHJU", "0123456789ABCDEFGHJK0", "ß" * 20]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert codes.read_code(typed) is None


def test_one_derivation_never_stands_in_for_another():
    made = {
        codes.code_index(REF, key=KEY),
        codes.nik_index(REF, key=KEY),
        codes.one_time_hash(REF, contact="", sent_at="", key=KEY),
    }

    assert len(made) == 3


def test_a_one_time_hash_fits_one_contact_and_one_sending():
    made = {
        codes.one_time_hash("123456", contact=contact, sent_at=at, key=KEY)
        for contact in ("a@x.id", "b@x.id")
        for at in ("1", "2")
    }

    assert len(made) == 4
