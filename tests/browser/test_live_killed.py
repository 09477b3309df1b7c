"""The live process is killed: what hangs on the wall stays, says how old it is, and comes back."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import second_office
from tests.browser.conftest import DESK, PHONE
from tests.browser.second_office import SecondOffice
from tests.site import running_site

MINUTES = 60_000
SECONDS_TO_RETURN = 20_000


@pytest.fixture(scope="module")
def office() -> Iterator[SecondOffice]:
    """An office of its own: these tests use up the whole reserve of a day's walk-ins."""
    with running_site() as site, second_office.running(site) as running:
        yield running


@pytest.fixture
def living(office):
    """The second office with its live process, also after a test that killed it."""
    if "live" not in office.processes:
        office.start_live()
    return office


@pytest.fixture
def opened(browser) -> Iterator[Callable[..., Page]]:
    """Give a function that opens a page whose time can be set forward.

    The page gets a mark that a reload would wipe off, and may complain of the line, but of nothing
    else.
    """
    contexts, wrong = [], []

    def open_it(address: str, *, form: dict[str, object] = DESK) -> Page:
        context = browser.new_context(locale="id", **form)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.clock.install()
        page.goto(address)
        expect(page.locator("#age")).to_have_attribute("data-state", "fresh")
        page.evaluate("window.isTheSamePage = true")
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert wrong == []


def minutes_ago(page: Page, minutes: int) -> list[str]:
    """The times, as the page's clock has them, that its last sign of life can have had."""
    begin = "new Date(Date.now() - {} * 1000).toTimeString().slice(0, 5)"
    seconds = (minutes * 60, minutes * 60 + 30)
    return [page.evaluate(begin.format(ago)).replace(":", r"\.") for ago in seconds]


def two_who_wait_alone(office: SecondOffice) -> list[str]:
    """Serve whomever other tests left in the line, then let two come; return their numbers."""
    office.does("empty()")
    return [office.does("come('PRIORITY')") for _ in range(2)]


def place_of(office: SecondOffice, number: str) -> str:
    code = office.does(f"code('{number}')")
    return f"{office.url}/tempat/{code}/"


def let_it_ask_until_it_says(page: Page, sentence: Locator) -> None:
    """Let half a minute pass at a time: the web remembers a line's step for a second."""
    until = time.monotonic() + 10
    while sentence.is_hidden():
        assert time.monotonic() < until, "it does not say so"
        with page.expect_response("**/tempat/**"):
            page.clock.fast_forward(30_000)


def is_still_the_same(page: Page) -> bool:
    return bool(page.evaluate("window.isTheSamePage === true"))


def test_a_board_whose_live_process_is_killed_says_since_when_and_catches_up(opened, living):
    number = living.does("[come(), call()][1]")
    page = opened(f"{living.url}/layar/tarakan")
    waiting = page.locator("#waiting").inner_text()

    living.kill("live")
    page.clock.fast_forward(5 * MINUTES)

    age, lost = page.locator("#age"), page.locator("#lost")
    expect(age).to_have_attribute("data-state", "lost")
    expect(age).to_contain_text("5 menit")
    expect(lost).to_be_visible()
    expect(lost).to_contain_text(re.compile("|".join(minutes_ago(page, 5))))
    expect(page.locator(f"#calls [data-number='{number}']")).to_be_visible()
    assert page.locator("#waiting").inner_text() == waiting

    called = living.does("[come(), call()][1]")
    living.start_live()

    expect(age).to_have_attribute("data-state", "fresh", timeout=SECONDS_TO_RETURN)
    expect(page.locator(f"#calls [data-number='{called}']")).to_be_visible()
    expect(lost).to_be_hidden()
    assert is_still_the_same(page)


def test_a_silent_line_is_told_and_the_first_sign_of_life_ends_it(opened, living):
    page = opened(f"{living.url}/layar/tarakan")
    age, lost = page.locator("#age"), page.locator("#lost")

    with living.silent("live"):
        page.clock.fast_forward(40_000)
        expect(age).to_have_attribute("data-state", "old")
        expect(lost).to_be_visible()
        page.clock.fast_forward(5 * MINUTES)
        expect(age).to_have_attribute("data-state", "lost")
        expect(lost).not_to_be_empty()

    # The live process gives a sign every fifteen seconds.
    expect(age).to_have_attribute("data-state", "fresh", timeout=SECONDS_TO_RETURN)
    expect(lost).to_be_hidden()


def test_a_phone_draws_its_place_from_the_stream_without_asking_the_page_again(opened, living, axe):
    before, hers = two_who_wait_alone(living)
    page = opened(place_of(living, hers), form=PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    expect(page.locator("#place [data-when='one-ahead']")).to_be_visible()

    living.does(f"serve('{before}')")
    expect(page.locator("#place [data-when='next']")).to_be_visible()
    living.does(f"serve('{hers}')")
    expect(page.locator("#place [data-when='SERVED']").last).to_be_visible()

    expect(page.locator("#place [data-when='next']")).to_be_hidden()
    expect(page.locator("#place button")).to_be_hidden()
    assert asked == []
    assert axe(page) == []


def test_a_phone_off_the_net_says_how_old_its_place_is_and_catches_up(opened, living):
    before, hers = two_who_wait_alone(living)
    page = opened(place_of(living, hers), form=PHONE)
    one_before = page.locator("#place [data-when='one-ahead']")
    expect(one_before).to_be_visible()

    page.context.set_offline(True)
    living.kill("live")
    page.clock.fast_forward(5 * MINUTES)

    expect(page.locator("#age")).to_have_attribute("data-state", "lost")
    expect(page.locator("#age")).to_contain_text("5 menit")
    expect(one_before).to_be_visible()

    living.does(f"serve('{before}')")
    living.start_live()
    page.context.set_offline(False)

    expect(page.locator("#place [data-when='next']")).to_be_visible(timeout=SECONDS_TO_RETURN)
    expect(page.locator("#age")).to_have_attribute("data-state", "fresh")
    assert is_still_the_same(page)
    living.does(f"serve('{hers}')")


def test_while_the_live_process_is_dead_a_phone_asks_the_page_itself(opened, living):
    before, hers = two_who_wait_alone(living)
    page = opened(place_of(living, hers), form=PHONE)
    expect(page.locator("#place [data-when='one-ahead']")).to_be_visible()

    living.kill("live")
    living.does(f"serve('{before}')")
    page.clock.fast_forward(1 * MINUTES)

    expect(page.locator("#place [data-when='next']")).to_be_visible()
    expect(page.locator("#age")).to_have_attribute("data-state", "fresh")
    living.does(f"serve('{hers}')")
    let_it_ask_until_it_says(page, page.locator("#place [data-when='SERVED']").last)
    assert is_still_the_same(page)
