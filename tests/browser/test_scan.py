"""The camera reads our QR codes into the field; without a camera the typed code stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Page, Playwright, expect

from tests.browser import people
from tests.browser.conftest import chromium, listen
from tests.site import Site

CODE = "ABCDEFGHJKMNPQRSTVWX"
WIDTH, HEIGHT = 640, 480
WATCH_TWO_SECONDS = """video => new Promise((done) => {
  const look = () => (video.currentTime > 2 ? done() : requestAnimationFrame(look));
  look();
})"""


def film(content: str | list[str], file: Path, *, scale: int = 8, **more: object) -> Path:
    """Write a film of one picture, a QR code: what a camera would see."""
    code = segno.make(content, micro=False, **more)
    rows = [list(row) for row in code.matrix_iter(scale=scale, border=4)]
    left, top = (WIDTH - len(rows[0])) // 2, (HEIGHT - len(rows)) // 2
    grey = bytearray(b"\xc0" * WIDTH * HEIGHT)
    for y, row in enumerate(rows):
        start = (top + y) * WIDTH + left
        grey[start : start + len(row)] = bytes(16 if dark else 235 for dark in row)
    frame = b"FRAME\n" + bytes(grey) + b"\x80" * (WIDTH * HEIGHT // 2)
    file.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip C420jpeg\n".encode() + frame * 4)
    return file


def scan_page(page: Page, site: Site, *, allowed: bool) -> Page:
    """Open a page of the office and put the scan component with a form on it."""
    with translation.override("id"):
        scan = render_to_string("components/scan.html", {"field": "code"})
    page.context.grant_permissions(["camera"] if allowed else [], origin=site.url)
    page.goto(f"{site.url}/ambil/")
    page.route("**/scanned?*", lambda route: route.fulfill(body="read"))
    page.evaluate(
        """async (scan) => {
          document.querySelector("main").innerHTML =
            `<form action="/scanned">${scan}<input id="code" name="code"></form>`;
          await import("/static/js/scan.js");
        }""",
        scan,
    )
    return page


def said(page: Page, case: str) -> str:
    """Return the words that the page keeps for this case, in its own language."""
    return page.locator("[data-scan-words]").get_attribute(f"data-{case}") or ""


@pytest.fixture
def camera(playwright: Playwright, tmp_path: Path, site: Site, complaints: list[str]) -> Iterator:
    """Give a function that opens a browser whose camera sees this content."""
    opened = []

    def seeing(content: str) -> Page:
        browser = chromium(
            playwright,
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film(content, tmp_path / 'seen.y4m')}",
            has_camera=True,
        )
        opened.append(browser)
        context = browser.new_context(locale="id", base_url=site.url)
        listen(context, site, complaints)
        return context.new_page()

    yield seeing
    for browser in opened:
        browser.close()


@pytest.mark.parametrize("content", [CODE, f"https://antrean.example/nomor/{CODE}/?l=id"])
def test_a_code_in_front_of_the_camera_is_read_and_sent(camera, site, content):
    page = scan_page(camera(content), site, allowed=True)

    page.locator("[data-scan-start]").click()

    page.wait_for_url(f"**/scanned?code={CODE}")


def test_a_foreign_code_is_said_to_be_foreign(camera, site):
    page = scan_page(camera("https://example.com/menu"), site, allowed=True)

    page.locator("[data-scan-start]").click()

    expect(page.locator("[data-scan-words]")).to_have_text(said(page, "foreign"))
    page.locator("[data-scan-stop]").click()
    expect(page.locator("[data-scan-start]")).to_be_visible()


def test_a_refused_camera_leaves_the_field_to_type_in(camera, site):
    page = scan_page(camera(CODE), site, allowed=False)

    page.locator("[data-scan-start]").click()

    expect(page.locator("[data-scan-words]")).to_have_text(said(page, "refused"))
    expect(page.locator("#code")).to_be_focused()


def test_a_machine_without_camera_says_so(browser, site):
    with browser.new_context(locale="id") as context:
        page = scan_page(context.new_page(), site, allowed=True)

        page.locator("[data-scan-start]").click()

        expect(page.locator("[data-scan-words]")).to_have_text(said(page, "missing"))


def test_the_kiosk_reads_the_receipt_by_itself_and_checks_the_person_in(
    camera, open_page, site, kiosk, somebody
):
    phone = open_page("/", phone=True)
    address = people.take_number(phone, *somebody, service=2)
    number = phone.locator(".j-ticket__number").inner_text()
    people.come_in_time(site, phone)
    door = camera(address)
    door.context.grant_permissions(["camera"], origin=site.url)

    # Nobody touches anything: the page opens the camera itself, reads, and sends.
    door.goto(kiosk)

    expect(door.locator(".j-kiosk__number")).to_have_text(number, timeout=15_000)
    phone.goto(address)
    expect(phone.locator(".j-ticket__state")).to_have_text("Di kantor")


def test_a_receipt_that_is_refused_is_not_sent_again_and_again(
    camera, open_page, site, kiosk, somebody
):
    door = camera(people.take_number(open_page("/"), *somebody, service=2, day=2))
    door.context.grant_permissions(["camera"], origin=site.url)
    sent = []
    door.on("request", lambda asked: sent.append(asked) if asked.method == "POST" else None)

    door.goto(kiosk)
    expect(door.get_by_role("alert")).to_contain_text("Nomor ini untuk")
    # The camera looks on, several times a second, and sees the same receipt.
    door.locator("video").evaluate(WATCH_TWO_SECONDS)

    assert len(sent) == 1
