"""What people do in a browser: take a number, sign in; and what every page is held to."""

import re
from functools import cache
from pathlib import Path

import polib
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "src" / "jernih" / "locale" / "id" / "LC_MESSAGES" / "django.po"
SHOTS = ROOT / "var" / "screenshots"
TEXTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent && !["SCRIPT", "STYLE", "TITLE"].includes(parent.tagName)) {
      texts.push(walker.currentNode.textContent.trim().replace(/\\s+/g, " "));
    }
  }
  return texts;
}"""


def go_on(page: Page) -> None:
    page.locator("main form .govuk-button").first.click()


def fill_person(page: Page, nik: str, *, name: str = "Contoh Satu") -> None:
    page.fill("[name=p0-name]", name)
    page.fill("[name=p0-nik]", nik)
    day, month, year = int(nik[6:8]) % 40, int(nik[8:10]), 1900 + int(nik[10:12])
    for box, part in enumerate((day, month, year)):
        page.fill(f"[name=p0-birth_date_{box}]", str(part))


def newest_code(page: Page) -> str:
    """The six digits of the newest message, as the demonstration shows them."""
    outbox = page.context.new_page()
    outbox.goto("/demo/pesan/")
    found = re.search(r"\b(\d{6})\b", outbox.inner_text("main"))
    outbox.close()
    assert found
    return found[1]


def take_number(page: Page, nik: str, phone: str, *, at_each_step=bool) -> str:
    """Walk through all steps; return the address of the number's page."""
    page.goto("/ambil/")
    at_each_step(page)
    page.locator("input[name=service]").first.check()
    go_on(page)
    page.wait_for_url("**/ambil/orang/")
    at_each_step(page)
    fill_person(page, nik)
    go_on(page)
    page.wait_for_url("**/ambil/waktu/")
    at_each_step(page)
    go_on(page)
    page.wait_for_url("**/ambil/kontak/")
    at_each_step(page)
    page.fill("[name=contact]", phone)
    go_on(page)
    page.wait_for_url("**/ambil/kode/")
    at_each_step(page)
    page.fill("[name=code]", newest_code(page))
    go_on(page)
    page.wait_for_url("**/ambil/periksa/")
    at_each_step(page)
    go_on(page)
    page.wait_for_url("**/nomor/**")
    at_each_step(page)
    return page.url


def sign_in(page: Page, username: str, password: str) -> None:
    page.goto("/petugas/masuk/login/")
    page.fill("#id_login", username)
    page.fill("#id_password", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/petugas/")


@cache
def english() -> frozenset[str]:
    """Sentences that an Indonesian page must not show, since they have Indonesian words."""
    book = polib.pofile(str(CATALOGUE))
    return frozenset(
        entry.msgid
        for entry in book
        if entry.msgstr and entry.msgstr != entry.msgid and "%" not in entry.msgid
    )


def leaks(page: Page) -> list[str]:
    """English sentences that stand on an Indonesian page."""
    # A word that is right in both languages may be the name of another thing.
    indonesian = {entry.msgstr for entry in polib.pofile(str(CATALOGUE))}
    texts = set(page.evaluate(TEXTS))
    return [f"{page.url}: {text}" for text in sorted(texts & (english() - indonesian))]


def shoot(page: Page, name: str) -> None:
    """Keep a picture of the whole page in var/screenshots, for eyes."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(SHOTS / f"{name}.png"), full_page=True)
