"""What reporters and holders of sealed reports do in their browsers."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.site import Site

CASES = "/petugas/kasus/"
# Opening a key is a long sum on purpose.
LONG = 30_000


def seal(page: Page, words: str, *, concerned: str = "") -> str:
    """Seal and send a report in the browser, and write its code down; return the code."""
    page.goto("/lapor/segel/")
    page.check("[name=seen][value=BROKER]")
    page.fill("[name=asked]", "500000")
    page.fill("[name=words]", words)
    if concerned:
        page.check(f"[name=concerned][value='{concerned}']")
    page.locator("[data-report] .j-button--big").click()
    groups = page.locator("[data-code-groups] li")
    expect(groups.first).to_be_visible(timeout=LONG)
    code = [re.sub(r"\W", "", one) for one in groups.all_inner_texts()]
    for at in (1, 4):
        page.fill(f"[data-group='{at}']", code[at])
    page.locator("[data-code] form .govuk-button").click()
    expect(page.locator("[data-code-done]")).to_be_visible()
    return "-".join(code)


def follow(page: Page, code: str) -> Locator:
    """Open a report by its code; return what was done in it."""
    page.goto("/lapor/ikuti/")
    page.fill("[name=code]", code)
    page.locator("form .govuk-button").first.click()
    steps = page.locator(".j-timeline")
    expect(steps).to_be_visible(timeout=LONG)
    return steps


def newest_case(site: Site) -> str:
    return site.rows("SELECT locator FROM complaints_report ORDER BY id DESC LIMIT 1")[0][0]


def passphrase(site: Site) -> str:
    """What opens every key of the demonstration."""
    kept = Path(site.environment["JERNIH_VAR"], "demo-report-keys-tarakan.txt")
    return kept.read_text().splitlines()[0]


def unlock(page: Page, site: Site) -> None:
    page.fill("#passphrase", passphrase(site))
    page.keyboard.press("Enter")
    expect(page.locator("[data-when-unlocked]")).to_be_visible(timeout=LONG)


class Desk:
    """A case on the page of somebody who holds it, with her key open."""

    def __init__(self, page: Page, site: Site, case: str) -> None:
        self.page, self.case = page, case
        unlock(page, site)
        page.locator(f".j-alarm__title a[href*='{case}']").click()
        self.wait()

    def wait(self) -> None:
        expect(self.page.locator("[data-part=opened]")).to_be_visible(timeout=LONG)

    def again(self) -> None:
        """Go by the list to the case as it stands now; the key stays open."""
        self.page.locator(".j-back a").click()
        self.page.locator(f".j-alarm__title a[href*='{self.case}']").click()
        self.wait()

    def form(self, deed: str, *, asks: str = "") -> Locator:
        """Unfold the form of a deed. asks: for which deed a second person is asked."""
        has = self.page.locator(f"[name=deed][value={asks}]" if asks else "button[type=submit]")
        form = self.page.locator(f"form[data-deed={deed}]", has=has).first
        folded = self.page.locator("details:not([open])", has=form)
        if folded.count():
            folded.locator("summary").click()
        return form

    def fill(self, deed: str, words: str = "", *, asks: str = "", **fields: str) -> Locator:
        form = self.form(deed, asks=asks)
        if words:
            form.locator("[data-said]").fill(words)
        for name, value in fields.items():
            field = form.locator(f"[name={name}]")
            kind = field.first.get_attribute("type")
            if kind == "radio":
                form.locator(f"[name={name}][value={value}]").check()
            elif kind == "checkbox":
                field.check()
            elif field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        return form

    def send(self, form: Locator, *, is_last: bool = False) -> None:
        """Press its button, and wait until the page says that it is done.

        is_last: the case is not hers any more afterwards.
        """
        told = self.page.locator("[data-told]")
        # What was said of the last deed must not be taken for this one.
        told.evaluate("one => { one.textContent = ''; }")
        form.locator("button[type=submit]").click()
        expect(told).to_have_text(re.compile(r"^(Selesai|Done)\."), timeout=LONG)
        if not is_last:
            self.wait()

    def do(self, deed: str, words: str = "", *, asks: str = "", **fields: str) -> None:
        self.send(self.fill(deed, words, asks=asks, **fields))
