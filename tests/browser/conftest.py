"""One running office and one Chromium for all browser tests of a run."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    sync_playwright,
)

from tests.browser import people
from tests.site import Site, running_site

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
# Every rule of these sets, and the size of what is touched, which axe leaves off by itself.
AXE_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    # It would read sheets by putting them into pages, which our policy forbids.
    "preload": False,
}
# The same engine without the windows that nobody sees here: half the work.
SHELL = "chromium-headless-shell"
WHOLE = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = (360, 1280)
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
CURE = (
    "No Chromium. On Debian: sudo apt-get install chromium. Elsewhere: playwright install chromium"
)

SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark each test of this folder as soon as it is known: groups are read before all are."""
    item.add_marker(pytest.mark.browser)
    # One worker, one office: to start it costs as much as thirty pages.
    item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with running_site(has_draws=True) as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = chromium(playwright)
    yield started
    started.close()


def chromium(playwright: Playwright, *more: str, has_camera: bool = False) -> Browser:
    """Start the machine's own Chromium, or else Playwright's, with `more` switches.

    has_camera: only the whole browser has one, false or true.
    """
    names = WHOLE if has_camera else (SHELL, *WHOLE)
    program = next(filter(None, map(shutil.which, names)), playwright.chromium.executable_path)
    if not Path(program).exists():
        pytest.fail(CURE)
    return playwright.chromium.launch(executable_path=program, args=[*SWITCHES, *more])


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """Collect what browsers complain of and whom they ask outside; there may be none."""
    heard: list[str] = []
    yield heard
    assert not heard, "\n".join(heard)


@pytest.fixture
def open_page(browser: Browser, site: Site, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Give a function that opens a page in a browser of its own, and fail on what it complains of.

    path: begins with /. phone: small and touched. Words in `more` go to the browser's context,
    e.g. java_script_enabled=False, permissions=["camera"].
    """
    contexts = []

    def open_it(
        path: str = "/", *, phone: bool = False, language: str = "id", **more: object
    ) -> Page:
        context = browser.new_context(
            base_url=site.url, locale=language, **(PHONE if phone else DESK) | more
        )
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": "language", "value": language, "url": site.url}])
        contexts.append(context)
        listen(context, site, complaints)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_it
    for context in contexts:
        context.close()


def listen(context: BrowserContext, site: Site, complaints: list[str]) -> None:
    """Note errors, broken policies and every request that leaves this office."""
    ours = (site.url + "/", site.live + "/", "data:", "blob:")

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            where = message.location
            complaints.append(f"{where['url']}:{where['lineNumber']} {message.text}")

    def follow(request: Request) -> None:
        if not request.url.startswith(ours):
            complaints.append(f"asked outside: {request.url}")

    context.on("console", note)
    context.on("request", follow)
    context.on("weberror", lambda error: complaints.append(str(error.error)))


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Give a function that returns what axe finds on a page, one line each."""
    source = AXE.read_text()

    def violations(page: Page) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        found = page.evaluate("rules => axe.run(rules)", AXE_RULES)["violations"]
        return [f"{page.url} {v['id']}: {n['html']}" for v in found for n in v["nodes"]]

    return violations


@pytest.fixture
def look(axe: Callable[[Page], list[str]]) -> Iterator[Callable[..., None]]:
    """Give a function that looks at a page on a phone and on a desk, and keeps its pictures.

    The test fails at its end for barriers, foreign words, and what is wider than the screen.
    """
    problems: list[str] = []

    def at(page: Page, name: str) -> None:
        language = page.evaluate("document.documentElement.lang")
        before = page.viewport_size
        problems.extend(people.leaks(page) if language == "id" else [])
        problems.extend(people.bare_codes(page))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            # The wide form has the same words in either language: once is enough.
            if width == WIDTHS[0] or language == "id":
                problems.extend(axe(page))
            if people.overflow(page) > 0:
                problems.append(f"{page.url} is wider than {width}")
            people.shoot(page, f"{language}-{width}-{name}")
        page.set_viewport_size(before)

    yield at
    assert not problems, "\n".join(problems)


_people = count(1)


@pytest.fixture
def somebody() -> tuple[str, str]:
    """A person nobody is, and a phone nobody has."""
    return people.nobody(next(_people))


@pytest.fixture(scope="session")
def password_of(site: Site) -> Callable[[str], str]:
    kept = Path(site.environment["JERNIH_VAR"]) / "demo-sign-ins-tarakan.txt"
    known = dict(line.split() for line in kept.read_text().splitlines())
    return known.__getitem__


@pytest.fixture
def staff(open_page: Callable[..., Page], password_of: Callable[[str], str]) -> Callable[..., Page]:
    """Give a function that opens a page as this member of staff."""

    def signed_in(name: str, path: str = "/petugas/", **more: object) -> Page:
        page = open_page("/petugas/masuk/login/", **more)
        people.sign_in(page, name, password_of(name))
        page.goto(path)
        return page

    return signed_in


@pytest.fixture(scope="session")
def kiosk(site: Site) -> str:
    """The address that makes a browser the kiosk."""
    [(slug, key)] = site.rows("SELECT slug, kiosk_key FROM offices_office")
    return f"/kios/{slug}/pasang/{key}/"
