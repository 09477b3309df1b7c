"""A board whose line is cut says how old its news is, and recovers by itself."""

from playwright.sync_api import Page, expect

FRESH = "fresh"


def board(open_page) -> Page:
    """A board whose time a test can set forward, opened once the line stands."""
    page = open_page("/")
    page.clock.install()
    page.goto("/layar/tarakan")
    expect(page.locator("#age")).to_have_attribute("data-state", FRESH)
    return page


def test_a_silent_line_is_told_and_the_first_sign_of_life_ends_it(open_page):
    page = board(open_page)

    page.clock.fast_forward(40_000)
    expect(page.locator("#age")).to_have_attribute("data-state", "old")
    expect(page.locator("#lost")).to_be_visible()
    page.clock.fast_forward(300_000)
    expect(page.locator("#age")).to_have_attribute("data-state", "lost")
    assert page.locator("#lost").inner_text().strip()

    # The live process gives a sign every fifteen seconds.
    expect(page.locator("#age")).to_have_attribute("data-state", FRESH, timeout=20_000)
    expect(page.locator("#lost")).to_be_hidden()


def test_a_board_that_opens_while_the_line_is_down_says_so_and_recovers(open_page):
    page = open_page("/")
    page.clock.install()
    refused = []

    def cut(route):
        refused.append(route.request.url)
        route.fulfill(status=404, headers={"access-control-allow-origin": "*"}, body="")

    page.route("**/live/board/**", cut)
    page.goto("/layar/tarakan")
    page.clock.fast_forward(100_000)
    expect(page.locator("#lost")).to_be_visible()
    assert refused

    page.unroute("**/live/board/**")
    page.clock.fast_forward(30_000)
    expect(page.locator("#age")).to_have_attribute("data-state", FRESH)
    expect(page.locator("#lost")).to_be_hidden()
