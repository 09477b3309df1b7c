"""What people do in a browser: take a number, sign in; and what every page is held to."""

import re
from datetime import timedelta
from functools import cache
from pathlib import Path

import polib
from playwright.sync_api import Page

from jernih.ui import labels
from tests.site import Site

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "src" / "jernih" / "locale" / "id" / "LC_MESSAGES" / "django.po"
SHOTS = ROOT / "var" / "screenshots"
TEXTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const others = "script, style, template, textarea, [data-as-sent], [lang]:not(html)";
  const texts = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent && !parent.closest(others)) {
      texts.push(walker.currentNode.textContent.trim().replace(/\\s+/g, " "));
    }
  }
  return texts;
}"""


CHECK_IN_BEFORE = timedelta(minutes=30)
ENGLISH = re.compile(r"\b(the|and|your|you|with|this|of)\b")


def nobody(n: int) -> tuple[str, str]:
    """A NIK and a phone that no other test has. n: 1 to 99."""
    return f"65719914038500{n:02d}", f"0812340001{n:02d}"


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


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


def choose_day(page: Page, day: int) -> None:
    """Choose the first free time of the nth day that is offered; 0 is the first one."""
    offered = page.locator("details.j-day").nth(day)
    if offered.get_attribute("open") is None:
        offered.locator("summary").click()
    offered.locator("input[name=first]:enabled").first.check()


def walk_in(page: Page, lane: str) -> str:
    """Take a number at the kiosk without a booking; return its code."""
    page.goto("/kios/tarakan/tanpa-nomor/")
    page.check(f"[name=lane][value={lane}]")
    page.locator("[name=service]").first.check()
    page.locator("form > .govuk-button").click()
    page.wait_for_selector(".j-kiosk__number")
    return page.locator("[name=code]").first.input_value()


def confirm(page: Page, password: str) -> None:
    """Some pages want the password once more."""
    if "reauthenticate" in page.url:
        page.fill("#id_password", password)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "reauthenticate" not in url)


def come_in_time(site: Site, page: Page) -> None:
    """Let time pass until check-in for the number on this page is open."""
    said = re.search(r"(\d\d)\.(\d\d)–", page.locator(".j-ticket__rows").inner_text())
    assert said
    opens = site.now.replace(hour=int(said[1]), minute=int(said[2]), second=0) - CHECK_IN_BEFORE
    site.later(max(0, int((opens - site.now).total_seconds()) + 1))


def take_number(
    page: Page,
    nik: str,
    phone: str,
    *,
    service: int = 0,
    day: int | None = None,
    at_each_step=bool,
) -> str:
    """Walk through all steps; return the address of the number's page.

    service: the nth that is offered. day: the nth day that is offered; None: the next free time.
    """
    page.goto("/ambil/")
    at_each_step(page)
    page.locator("input[name=service]").nth(service).check()
    go_on(page)
    page.wait_for_url("**/ambil/orang/")
    at_each_step(page)
    fill_person(page, nik)
    go_on(page)
    page.wait_for_url("**/ambil/waktu/")
    at_each_step(page)
    if day is not None:
        choose_day(page, day)
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


def sign_out(page: Page) -> None:
    """Sign out, and wait until the office has answered: the next step must not cut this one off."""
    with page.expect_navigation():
        page.locator(".j-staffbar__who button").click()


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
    # A word that is right in both languages may be the name of another thing.
    indonesian = {entry.msgstr for entry in book}
    return frozenset(
        entry.msgid
        for entry in book
        if entry.msgstr and entry.msgid not in indonesian and "%" not in entry.msgid
    )


def leaks(page: Page) -> list[str]:
    """English that stands on an Indonesian page."""
    texts = sorted(set(page.evaluate(TEXTS)))
    return [
        f"{page.url}: {text}" for text in texts if text in english() or ENGLISH.search(text.lower())
    ]


@cache
def codes() -> frozenset[str]:
    """What closed sets store, PAPER_MISSING and the like: people read its words instead."""
    sets = (labels.STATES, labels.ROLES, labels.REASONS, labels.LANES)
    known = {member.value for pairs in sets for member, _label in pairs} | {"EMAIL", "WHATSAPP"}
    return frozenset(code for code in known if len(code) > 3)


def bare_codes(page: Page) -> list[str]:
    """Stored values that stand on a page as they are stored."""
    words = set(re.findall(r"\b[A-Z][A-Z_]{3,}\b", " ".join(page.evaluate(TEXTS))))
    return [f"{page.url}: {code}" for code in sorted(words & codes())]


def shoot(page: Page, name: str) -> None:
    """Keep a picture of the whole page in var/screenshots, for eyes."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    kept = str(SHOTS / f"{name}.jpg")
    page.screenshot(path=kept, full_page=True, caret="initial", type="jpeg", quality=80)
