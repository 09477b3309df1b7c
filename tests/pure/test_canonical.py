import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure import canonical
from jernih.pure.canonical import BadCanonical
from tests.vectors import load

VECTORS = load("canonical")

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
values = st.recursive(
    st.booleans() | st.integers(-canonical.MAX_INT, canonical.MAX_INT) | texts,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="ascii"), max_size=8), inner, max_size=4)
    ),
    max_leaves=6,
)


@given(values)
def test_reading_what_was_written_gives_the_value_back(value):
    assert canonical.decode(canonical.encode(value)) == value


@given(values)
def test_every_spelling_is_plain_ascii_without_spaces_outside_of_texts(value):
    body = canonical.encode(value)

    assert body.isascii()
    assert b"\n" not in body


@given(st.binary(max_size=40))
def test_bytes_are_refused_or_are_the_one_spelling(body):
    try:
        value = canonical.decode(body)
    except BadCanonical:
        return

    assert canonical.encode(value) == body


@given(st.dictionaries(st.text(st.characters(codec="ascii")), st.integers(0, 9)), st.randoms())
def test_the_order_in_which_keys_came_does_not_matter(fields, rnd):
    keys = list(fields)
    rnd.shuffle(keys)

    assert canonical.encode({key: fields[key] for key in keys}) == canonical.encode(fields)


@pytest.mark.parametrize("text", VECTORS["good"])
def test_golden_spellings_are_accepted(text):
    assert canonical.encode(canonical.decode(text.encode())) == text.encode()


@pytest.mark.parametrize("text", VECTORS["bad"], ids=range(len(VECTORS["bad"])))
def test_every_other_spelling_is_refused(text):
    with pytest.raises(BadCanonical):
        canonical.decode(text.encode())


@pytest.mark.parametrize("body", VECTORS["not_ascii"])
def test_bytes_beyond_ascii_are_refused(body):
    with pytest.raises(BadCanonical):
        canonical.decode(bytes.fromhex(body))


def test_a_pit_of_brackets_is_refused_without_falling_in():
    with pytest.raises(BadCanonical):
        canonical.decode(b"[" * 60_000)


@pytest.mark.parametrize(
    "value", [None, 1.0, b"x", {1, 2}, {1: 2}, {"\u00e9": 1}, [None], {"a": None}, "\ud800", 2**53]
)
def test_a_value_without_a_canonical_form_is_refused(value):
    with pytest.raises(BadCanonical):
        canonical.encode(value)


def test_tuples_are_lists():
    assert canonical.encode((1, (2,))) == b"[1,[2]]"


def test_the_longest_value_fits_a_bundle_and_one_byte_more_does_not():
    longest = "x" * (canonical.MAX_BYTES - 2)

    assert len(canonical.encode(longest)) == canonical.MAX_BYTES
    assert canonical.decode(canonical.encode(longest)) == longest
    with pytest.raises(BadCanonical):
        canonical.encode(longest + "x")
    with pytest.raises(BadCanonical):
        canonical.decode(b'"' + b"x" * canonical.MAX_BYTES + b'"')


def test_the_hash_of_a_list_does_not_depend_on_its_order():
    refs = VECTORS["list_hash"]["refs"]

    assert canonical.list_hash(refs) == VECTORS["list_hash"]["hash"]
    assert canonical.list_hash(sorted(refs)) == VECTORS["list_hash"]["hash"]
    with pytest.raises(BadCanonical):
        canonical.list_hash([*refs, refs[0]])


def test_a_commitment_is_the_golden_one_and_needs_its_whole_salt():
    golden = VECTORS["commitment"]
    salt = bytes.fromhex(golden["salt"])

    found = canonical.commitment(golden["kind"], salt=salt, fields=golden["fields"])

    assert found == golden["hash"]
    with pytest.raises(BadCanonical):
        canonical.commitment(golden["kind"], salt=salt[1:], fields=golden["fields"])


def test_a_guess_at_the_person_does_not_open_a_commitment_without_the_salt():
    golden = VECTORS["commitment"]

    assert golden["hash"] != canonical.commitment(
        golden["kind"], salt=bytes(32), fields=golden["fields"]
    )
