"""The mirror's own pages: no barrier, and no wider than a phone; both languages stand on each."""

import pytest
from playwright.sync_api import Page

from tests.browser import people
from tests.browser.conftest import WIDTHS
from tests.mirror.cases import Time, make_case, make_mirror, send_case
from tests.mirror.serving import serving


@pytest.fixture
def mirror(tmp_path):
    """A mirror that holds one case and has not heard of the office for three weeks: bells ring."""
    time = Time()
    made = make_mirror(tmp_path, time)
    send_case(made, make_case())
    time.pass_days(21)
    made.tick()
    return made


def problems(page: Page, axe, name: str) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += axe(page)
        if people.overflow(page) > 0:
            found.append(f"{name} is wider than {width}")
        people.shoot(page, f"{width}-mirror-{name}")
    return found


def test_no_page_of_the_mirror_has_a_barrier(browser, axe, mirror):
    case = make_case()
    credentials = {"username": "pengawas", "password": mirror.token}
    with serving(mirror) as url, browser.new_context(http_credentials=credentials) as context:
        context.set_default_timeout(10_000)
        page = context.new_page()
        found = []
        for name, path in (
            ("home", "/"),
            ("overseer", "/pengawas"),
            ("case", f"/pengawas/kasus/{case.locator}"),
            ("follow", "/ikuti"),
        ):
            page.goto(url + path)
            found += problems(page, axe, name)
        page.fill("input[name=code]", case.code)
        with page.expect_navigation():
            page.locator("button").first.click()
        found += problems(page, axe, "followed")

    assert found == []
