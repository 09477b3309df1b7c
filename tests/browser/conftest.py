"""One running office and one Chromium for all browser tests of a run."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, sync_playwright

from tests.site import Site, running_site

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
            # One worker has the office and the browser; the others go on with the rest.
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with running_site() as running:
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


def chromium(playwright: Playwright, *more: str) -> Browser:
    """Start the machine's own Chromium, or else Playwright's, with `more` switches."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), playwright.chromium.executable_path)
    if not Path(program).exists():
        pytest.fail(CURE)
    return playwright.chromium.launch(executable_path=program, args=[*SWITCHES, *more])


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Give a function that opens a page in a browser of its own, and fail on what it complains of.

    path: begins with /. phone: small and touched. Words in `more` go to the browser's context,
    e.g. java_script_enabled=False, permissions=["camera"].
    """
    contexts, complaints = [], []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            complaints.append(message.text)

    def open_it(
        path: str = "/", *, phone: bool = False, language: str = "id", **more: object
    ) -> Page:
        context = browser.new_context(
            base_url=site.url, locale=language, **(PHONE if phone else DESK) | more
        )
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": "language", "value": language, "url": site.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Give a function that returns what axe finds on a page, one line each."""
    source = AXE.read_text()

    def violations(page: Page) -> list[str]:
        page.evaluate(source)
        found = page.evaluate("() => axe.run()")["violations"]
        return [f"{page.url} {v['id']}: {n['html']}" for v in found for n in v["nodes"]]

    return violations
