"""A board whose line never opens says so, and recovers by itself."""

from playwright.sync_api import expect

FRESH = "fresh"


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
