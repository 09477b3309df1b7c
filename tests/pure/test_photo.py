"""Photos leave without place, device and author, and stay pictures."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jernih.pure import photo
from tests import pictures

MADE = {photo.JPEG: pictures.jpeg(), photo.PNG: pictures.png(), photo.WEBP: pictures.webp()}


@pytest.mark.parametrize("kind", MADE)
def test_a_picture_leaves_without_tags(kind):
    made = photo.clean(MADE[kind])

    assert made.kind == kind
    assert pictures.CANARY not in made.data
    assert b"xap" not in made.data
    assert photo.clean(made.data) == made


def test_which_way_is_up_is_kept_and_nothing_else_of_the_tags():
    made = photo.clean(pictures.jpeg(turned=6)).data

    assert made.count(b"Exif\0\0") == 1
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in made
    assert b"Exif" not in photo.clean(pictures.jpeg(turned=1)).data
    assert b"Exif" not in photo.clean(pictures.jpeg(turned=77)).data


def test_the_coded_picture_is_the_same_byte_for_byte():
    scan = b"\x12\xff\x00\x34\xff\xd0\x56\xff\xd9"

    assert photo.clean(pictures.jpeg()).data.endswith(scan)


@pytest.mark.parametrize(
    "data",
    [b"", b"MZ\x90\0", b"GIF89a", b"\xff\xd8\xff\xd9", b"%PDF-1.7", b"RIFF\x04\0\0\0WEBP"],
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(photo.BadPhoto):
        photo.clean(data)


@settings(max_examples=60)
@given(st.sampled_from(sorted(MADE)), st.integers(0, 200), st.binary(max_size=6))
def test_bent_bytes_are_read_or_refused(kind, at, bent):
    data = MADE[kind][:at] + bent + MADE[kind][at + len(bent) :]
    try:
        made = photo.clean(data)
    except photo.BadPhoto:
        return

    assert photo.clean(made.data) == made


@pytest.mark.parametrize("kind", MADE)
def test_a_picture_that_breaks_off_anywhere_is_read_or_refused(kind):
    whole = MADE[kind][: -len(pictures.CANARY)]
    for at in range(len(whole)):
        with pytest.raises(photo.BadPhoto):
            photo.clean(whole[:at])
