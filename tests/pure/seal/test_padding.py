import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.seal import padding
from jernih.pure.seal.padding import BadPadding
from tests.pure.seal.people import GOLDEN


@pytest.mark.parametrize(("size", "found"), GOLDEN["padding"])
def test_the_smallest_class_that_holds_it_is_taken(size, found):
    assert padding.size_class(size) == found


def test_the_classes_double_from_4_kib_to_32_mib():
    assert padding.CLASSES[0] == 4_096
    assert padding.CLASSES[-1] == 32 * 2**20
    with pytest.raises(BadPadding, match="more than 33554432"):
        padding.size_class(32 * 2**20 + 1)


@given(st.binary(max_size=9_000))
def test_a_file_comes_back(body):
    padded = padding.pad_file(body)

    assert len(padded) in padding.CLASSES
    assert padding.strip_file(padded, size=len(body)) == body


@given(st.text("{}", max_size=9_000).map(str.encode))
def test_json_comes_back(body):
    padded = padding.pad_json(body)

    assert len(padded) in padding.CLASSES
    assert padded.endswith(b"\n")
    assert padding.strip_json(padded) == body


@pytest.mark.parametrize(
    "padded",
    [
        b"",
        b"{}\n",
        b"{}" + b" " * 4_094,
        b"{}" + b" " * 8_189 + b"\n",
        b"{}" + b" " * 4_093 + b"\n ",
    ],
)
def test_json_filled_up_otherwise_is_refused(padded):
    with pytest.raises(BadPadding, match="not filled up"):
        padding.strip_json(padded)


@pytest.mark.parametrize(
    ("padded", "size"),
    [
        (bytes(4_096), -1),
        (bytes(4_096), 4_097),
        (bytes(8_192), 4_096),
        (bytes(4_095), 1),
        (bytes(4_095) + b"x", 1),
    ],
)
def test_a_file_filled_up_otherwise_is_refused(padded, size):
    with pytest.raises(BadPadding, match="fill"):
        padding.strip_file(padded, size=size)
