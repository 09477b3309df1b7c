"""She takes a number, keeps the proof of it, and her own phone checks it with the network cut."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests import receipts
from tests.browser import people
from tests.browser.conftest import PHONE, chromium
from tests.browser.test_scan import film

CHECK = "/periksa/bukti/"
NO_SIGNATURES = """
  const own = crypto.subtle.importKey.bind(crypto.subtle);
  crypto.subtle.importKey = (form, key, kind, ...rest) =>
    kind === "Ed25519"
      ? Promise.reject(new DOMException("", "NotSupportedError"))
      : own(form, key, kind, ...rest);
"""
NO_CRYPTOGRAPHY = 'Object.defineProperty(crypto, "subtle", { value: undefined });'


@pytest.fixture(scope="module")
def kept(browser, site, tmp_path_factory) -> Iterator[tuple[str, bytes]]:
    """The address of somebody's proof, and its file."""
    with browser.new_context(base_url=site.url, locale="id", **PHONE) as context:
        page = context.new_page()
        people.take_number(page, *people.nobody(77), day=1)
        page.get_by_role("link", name="Lihat dan simpan bukti saya").click()
        # It is signed within seconds; the page looks again by itself.
        expect(page.get_by_role("link", name="Simpan bukti")).to_be_visible(timeout=15_000)
        # The demonstration's witness signs a little later.
        while page.get_by_text("Saksi dari luar menandatangani").is_visible():
            page.reload()
        with page.expect_download() as download:
            page.get_by_role("link", name="Simpan bukti").click()
        yield page.url, Path(download.value.path()).read_bytes()


@pytest.fixture
def file(kept, tmp_path) -> Path:
    made = tmp_path / "bukti.tlog-proof"
    made.write_bytes(kept[1])
    return made


def outcome(page: Page, verdict: str) -> None:
    expect(page.locator("[data-receipt]")).to_have_attribute("data-outcome", verdict)


def press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words).click()


def type_person(page: Page, *, name: str = "Contoh Satu") -> None:
    page.fill("[name=nik]", people.nobody(77)[0])
    page.fill("[name=name]", name)
    page.fill("[name=birth_date]", "1985-03-14")
    page.locator("[data-receipt-person] button").click()


def check_offline(page: Page, file: Path) -> None:
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.set_input_files("[data-receipt-file]", file)
    outcome(page, "GOOD")
    expect(page.get_by_text("Ya. Nomor Anda ada di catatan.")).to_be_visible()
    type_person(page, name="Contoh Dua")
    expect(page.get_by_text("Tidak. Ini bukan milik orang itu.")).to_be_visible()
    type_person(page)
    expect(page.get_by_text("Ya. Ini milik orang itu.")).to_be_visible()
    page.context.set_offline(False)


def test_with_the_network_cut_the_phone_says_that_she_is_on_the_record(open_page, file, look):
    page = open_page(CHECK, phone=True)

    check_offline(page, file)

    expect(page.locator("[data-shown=kind]")).to_have_text("Bahwa Anda mengambil nomor")
    look(page, "bukti-benar")


@pytest.mark.parametrize("missing", [NO_SIGNATURES, NO_CRYPTOGRAPHY], ids=["old", "no https"])
def test_a_phone_that_lacks_the_mathematics_does_it_by_our_own_hand(open_page, file, missing):
    page = open_page("/", phone=True)
    page.add_init_script(missing)
    page.goto(CHECK)

    check_offline(page, file)


@pytest.mark.parametrize("language", ["id", "en"])
def test_whatever_is_wrong_is_said_in_plain_words(open_page, file, look, language):
    page = open_page(CHECK, phone=True, language=language)
    raw = file.read_bytes()
    elsewhere = receipts.receipt()
    index = re.search(rb"index (\d+)", raw)
    cases = {
        "EMPTY": b"",
        "NOT_A_RECEIPT": b"Halo",
        "DAMAGED": raw[:700],
        "OTHER_OFFICE": elsewhere,
        "CHANGED": raw.replace(index[0], b"index %d" % (int(index[1]) ^ 1)),
    }

    for verdict, text in cases.items():
        page.fill("[data-receipt-text]", text.decode())
        page.locator("[data-receipt-form] button.govuk-button").last.click()
        outcome(page, verdict)
        expect(page.locator(f"[data-verdict={verdict}]")).to_be_visible()
        expect(page.locator("[data-receipt-person]")).to_be_hidden()
        assert people.overflow(page) <= 0
    look(page, "bukti-berubah")


def test_the_code_in_the_link_is_checked_at_once_and_does_not_stay_in_the_history(open_page, kept):
    page = open_page(urlsplit(kept[0]).path)

    page.get_by_role("link", name="Periksa sekarang").click()

    outcome(page, "GOOD")
    assert page.url.endswith(CHECK)


def test_the_saved_copy_works_from_the_disk_and_asks_nobody(
    open_page, browser, file, tmp_path, complaints
):
    page = open_page(CHECK)
    with page.expect_download() as download:
        page.get_by_role("link", name="Simpan halaman ini").click()
    copy = tmp_path / "periksa-bukti.html"
    download.value.save_as(copy)

    with browser.new_context(locale="id", **PHONE) as context:
        asked = []
        context.on("request", lambda request: asked.append(request.url))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        own = context.new_page()
        own.goto(copy.as_uri())
        check_offline(own, file)
        people.shoot(own, "id-360-bukti-salinan")
        assert people.overflow(own) <= 0

    assert asked == [copy.as_uri()]


def test_without_javascript_the_page_says_what_to_do_instead(open_page):
    page = open_page(CHECK, phone=True, java_script_enabled=False)

    expect(page.locator("main")).to_contain_text("jernih-verify.pyz receipt")
    expect(page.locator("[data-receipt]")).to_be_hidden()


def test_the_large_code_on_the_page_is_read_by_the_camera(camera_at: Callable[..., Page], kept):
    page = camera_at(kept[0])

    page.locator("[data-scan-start]").click()

    expect(page.locator("[data-receipt]")).to_have_attribute("data-outcome", "GOOD", timeout=20_000)


def test_the_kiosk_shows_and_prints_the_proof_of_an_arrival(open_page, site, kiosk, somebody, look):
    phone, door = open_page("/", phone=True), open_page(kiosk)
    address = people.take_number(phone, *somebody, service=2)
    people.come_in_time(site, phone)
    door.fill("[name=code]", address)
    door.locator("form > .govuk-button").click()

    press(door, "Cetak bukti saya")
    # Signed once a second: whoever is quicker presses again.
    while not door.locator(".j-receipt__code svg").is_visible():
        press(door, "Lihat lagi")

    expect(door.locator("main")).to_contain_text("Bahwa Anda sudah datang di kantor")
    look(door, "kios-bukti")


@pytest.fixture
def camera_at(playwright, tmp_path, site) -> Iterator[Callable[[str], Page]]:
    """Give a function that opens the check where a camera sees the code of this proof."""
    opened = []

    def seeing(address: str) -> Page:
        html = urlopen(address).read().decode()
        base, packed = re.search(r'href="([^"#]*)#([A-Z2-7]{500,})"', html).groups()
        seen = film([f"{base}#", packed], tmp_path / "seen.y4m", scale=3, error="l")
        browser = chromium(
            playwright,
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={seen}",
            has_camera=True,
        )
        opened.append(browser)
        context = browser.new_context(locale="id", base_url=site.url)
        context.grant_permissions(["camera"], origin=site.url)
        page = context.new_page()
        page.goto(CHECK)
        return page

    yield seeing
    for browser in opened:
        browser.close()
