"""A report is sealed in the reporter's own browser: pictures made anew, files known by bytes."""

from base64 import b64decode, b64encode
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.tagged_pictures import CAMERA, PLACE, enormous, exif, tagged

HEIC = b"\0\0\0\x18ftypheic" + bytes(600)
TAGS = (CAMERA, PLACE, exif()[:8], b"Exif", b"eXIf", b"EXIF", b"tEXt", b"xmp", b"8BIM", b"ftyp")
KINDS = ("image/jpeg", "image/png", "image/webp")

DRAW = """async ([kind, wide = 64, high = 48]) => {
  const canvas = document.createElement("canvas");
  canvas.width = wide; canvas.height = high;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; pen.fillRect(0, 0, wide, high);
  pen.fillStyle = "#a00"; pen.fillRect(0, 0, wide / 2, high);
  const blob = await new Promise((done) => canvas.toBlob(done, kind, 0.9));
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return btoa(String.fromCharCode(...bytes));
}"""

ADD = """async ([words, name, asIs]) => {
  const { readFile } = await import(`${document.body.dataset.static}js/seal/files.js`);
  const bytes = Uint8Array.from(atob(words), (sign) => sign.charCodeAt(0));
  try {
    const made = await readFile(new File([bytes], name), { asIs });
    return { ...made, body: btoa(String.fromCharCode(...made.body)) };
  } catch (problem) {
    return { reason: problem.reason ?? String(problem) };
  }
}"""


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page("/privasi/", phone=True)


def test_a_photo_leaves_without_its_place_and_device(page):
    for kind in KINDS:
        photo = tagged(kind, b64decode(page.evaluate(DRAW, [kind])))

        found = _added(page, photo, "foto.jpg")

        assert (CAMERA in photo, PLACE in photo, found["type"]) == (True, True, kind)
        assert [tag for tag in TAGS if tag in found["body"]] == []
        # The picture itself is still there: the browser reads the new file as well.
        assert _added(page, found["body"], "foto.jpg")["type"] == kind


@pytest.mark.drill
def test_a_hundred_photos_leave_without_tags_and_go_untouched_where_that_is_wanted(page):
    for n in range(100):
        kind, wide, high = KINDS[n % 3], 1 + n * 7 % 300, 1 + n * 13 % 200
        photo = tagged(kind, b64decode(page.evaluate(DRAW, [kind, wide, high])))

        found, asked = _added(page, photo, "foto.jpg"), _added(page, photo, "foto.jpg", as_is=True)

        assert [tag for tag in TAGS if tag in found["body"]] == []
        assert asked["body"] == photo


def test_a_picture_that_says_it_is_enormous_is_refused_and_the_page_lives(page):
    found = _added(page, enormous(), "foto.png")

    assert found == {"reason": "PICTURE"}
    assert _added(page, b"masih hidup", "catatan.txt")["type"] == "text/plain"


def test_an_original_goes_as_it_is_only_where_she_asks_for_it(page):
    photo = tagged("image/jpeg", b64decode(page.evaluate(DRAW, ["image/jpeg"])))

    found = _added(page, photo, "foto.jpg", as_is=True)

    assert found["body"] == photo
    assert found["isAsIs"] is True


def test_what_is_no_file_of_ours_is_refused_with_its_reason(page):
    tried = [
        (b"MZ\x90\0" + bytes(600), "foto.jpg", "TYPE"),
        (b"PK\x03\x04" + bytes(600), "foto.png", "TYPE"),
        (b"", "kosong.jpg", "EMPTY"),
        (b"\xff\xd8\xff\xe0" + bytes(600), "rusak.jpg", "PICTURE"),
        (HEIC, "IMG_0001.HEIC", "PICTURE"),
    ]

    found = [_added(page, body, name) for body, name, _ in tried]

    assert found == [{"reason": reason} for *_, reason in tried]
    # Unless she asks for it: then it goes sealed as it is.
    assert _added(page, HEIC, "IMG_0001.HEIC", as_is=True)["body"] == HEIC


def _added(page: Page, body: bytes, name: str, *, as_is: bool = False) -> dict[str, object]:
    found = page.evaluate(ADD, [b64encode(body).decode(), name, as_is])
    return found | {"body": b64decode(found["body"])} if "body" in found else found
