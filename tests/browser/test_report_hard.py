"""A report against the odds: cut lines, old browsers, a forged list, a search of the office."""

import gzip
import re
import secrets
from collections import Counter
from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.canaries import Places, hits, read, spellings
from tests.browser.conftest import PHONE
from tests.site import Site

FORM = "/lapor/segel/"
MOST_BYTES = 110_000
CODE = re.compile(r"\b(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}\b")
# A browser says so when the line is back; here it always is.
LINE_IS_BACK = "setInterval(() => dispatchEvent(new Event('online')), 25)"
NO_SUBTLE = "Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined })"


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A browser that may complain: here lines are cut on purpose."""
    context = browser.new_context(base_url=site.url, locale="id", **PHONE)
    context.set_default_timeout(10_000)
    yield context
    context.close()


def forty(tag: str) -> list[str]:
    return [f"{tag}{n:02}" for n in range(40)]


def weight(page: Page) -> dict[str, int]:
    """Bytes of all that the form loads, each as it comes over the wire, without its headers.

    In development static files come as they are; an office packs them once, as is done here.
    """
    seen = []
    page.on("requestfinished", lambda one: seen.append(one))  # noqa: PLW0108 - wants ours
    page.goto(FORM)
    expect(page.locator("[data-seal-holders] li").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    came = {one.url: one.sizes()["responseBodySize"] for one in seen}
    packed = {
        one.url: len(gzip.compress(one.response().body(), 9))
        for one in seen
        if "/static/" in one.url
    }
    return {url: min(size, packed.get(url, size)) for url, size in came.items()}


def cut_each_step(page: Page) -> Counter[str]:
    """Cut the line before each request is heard, then before its answer is, then let it through."""
    asked: Counter[str] = Counter()

    def go(route: Route) -> None:
        step = f"{route.request.method} {route.request.url}"
        asked[step] += 1
        if asked[step] == 1:
            return route.abort("internetdisconnected")
        if asked[step] == 2:
            route.fetch()
            return route.abort("connectionreset")
        return route.continue_()

    page.route(re.compile(f"{FORM}.+"), go)
    return asked


def without_script(page: Page, tag: str) -> str:
    """File a report by the plain form; return its code."""
    form = page.request.get(FORM).text()
    [chance] = re.findall(r'name="chance" value="([0-9a-f]{64})"', form)
    large = {"name": f"{tag}.txt", "mimeType": "text/plain"}
    large["buffer"] = " ".join(forty(tag)).encode() * 5_000
    told = {"chance": chance, "words": " ".join(forty(tag)), "who": tag, "files": large}
    answer = page.request.post(FORM, multipart=told | {"end": "1"})
    return CODE.search(answer.text())[0]


def test_a_line_cut_at_every_step_loses_nothing_and_forty_words_are_nowhere_at_the_office(
    phone, site
):
    sealed, plain = (f"kenari{secrets.token_hex(7)}" for _ in range(2))
    places, page = Places(site), phone.new_page()
    before = site.rows("SELECT count(*) FROM complaints_report")[0][0]

    fetched = weight(page)
    assert sum(fetched.values()) <= MOST_BYTES, fetched
    page.fill("[name=words]", " ".join(forty(sealed)))
    page.fill("[name=who]", forty(sealed)[0])
    page.fill("[name=place]", forty(sealed)[1])
    words = {"name": f"{sealed}.txt", "mimeType": "text/plain"}
    page.set_input_files("[type=file]", [words | {"buffer": " ".join(forty(sealed)).encode()}])
    expect(page.locator("[data-outcome=ADDED]")).to_be_visible()
    page.evaluate(LINE_IS_BACK)
    asked = cut_each_step(page)
    page.locator("[data-report] .j-button--big").click()
    expect(page.locator("[data-code-groups] li").first).to_be_visible(timeout=60_000)

    # Challenge, opening, seven files and the end: each was cut twice, and there is one report.
    steps = {step for step, times in asked.items() if times > 2}
    assert len(steps) == 10, asked
    [(count,)] = site.rows("SELECT count(*) FROM complaints_report")
    assert count == before + 1
    assert without_script(page, plain)
    _found_nowhere(places, sealed, plain)


def _found_nowhere(places: Places, sealed: str, plain: str) -> None:
    [(locator,)] = places.site.rows("SELECT locator FROM complaints_report ORDER BY id LIMIT 1")
    [(latest,)] = places.site.rows("SELECT locator FROM complaints_report ORDER BY id DESC LIMIT 1")
    words = [*spellings(sealed), *spellings(plain)]
    dump, tables = places.dump(), [read(path) for path in places.tables()]
    wal, folders = ([read(path) for path in some()] for some in (places.wal, places.folders))
    every = [dump, *tables, *wal, *folders]
    assert [found for body in every for found in hits(body, words)] == []
    # The same looking finds what is there.
    assert locator.encode() in dump
    assert any(latest.encode() in body for body in tables)
    assert any(latest.encode() in body for body in wal)
    assert any(b"The office is open" in body for body in folders)
    # What the browser sealed was in no process in clear; what the server seals was, for a moment.
    typed, seen, known = [sealed.encode(), sealed.encode("utf-16-le")], set(), False
    for pid, memory in places.memory():
        seen.add(pid)
        known = known or b"jernih.apps.complaints" in memory
        assert hits(memory, typed) == []
    assert known
    assert len(seen) >= 4


def test_a_browser_that_cannot_seal_says_so_and_a_forged_or_old_list_shuts_both_doors(phone):
    page = phone.new_page()
    page.add_init_script(NO_SUBTLE)
    page.goto(FORM)
    expect(page.locator("[data-say=PLAIN]")).to_be_visible()
    expect(page.locator("[data-say=PLAIN]")).to_contain_text("Peramban ini tidak bisa menyegel")
    page.fill("[name=words]", "Ada calo di ruang foto.")
    page.locator("[data-report] .j-button--big").click()
    expect(page.locator("main")).to_contain_text(CODE)

    for pattern, there in (
        (r'(data-note="[^"]*?)HANDLER', r"\1DECIDER"),
        (r'data-today="[^"]*"', 'data-today="2031-01-01"'),
    ):
        page = phone.new_page()
        page.route(re.compile(f"{FORM}$"), partial(_bent, pattern, there))
        page.goto(FORM)
        expect(page.locator("[data-say=ROSTER]")).to_contain_text("Jangan melapor di sini sekarang")
        expect(page.locator("[data-report]")).to_be_hidden()


def _bent(pattern: str, there: str, route: Route) -> None:
    answer = route.fetch()
    body, changed = re.subn(pattern, there, answer.text(), count=1)
    assert changed
    route.fulfill(response=answer, body=body)


@pytest.mark.drill
def test_the_most_work_takes_a_slow_phone_three_seconds(phone):
    page = phone.new_page()
    page.goto("/privasi/")
    slow = phone.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    rate = page.evaluate(
        """async () => {
          const { search } = await import(`${document.body.dataset.static}js/seal/work.js`);
          const given = { challenge: "1764000000.0123456789abcdef.16.0", bits: 99 };
          search(given, { most: 5_000 });
          const begun = performance.now();
          search(given, { most: 20_000 });
          return 20_000 / (performance.now() - begun) * 1000;
        }"""
    )
    print(f"{rate:.0f} hashes a second, six times slowed")

    assert 2**16 / rate <= 3
