"""A kiosk without a keyboard types codes, and forgets what someone left half typed."""

from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

PUT = """async (keypad) => {
  document.querySelector("main").innerHTML =
    `<form data-kiosk-idle><input id="code" name="code" maxlength="23">${keypad}</form>`;
  await import("/static/js/keypad.js");
  await import("/static/js/kiosk.js");
}"""


def kiosk_page(page: Page) -> Page:
    page.evaluate(PUT, render_to_string("components/keypad.html", {"field": "code"}))
    return page


def test_the_keys_type_a_code_in_its_groups(open_page):
    page = kiosk_page(open_page("/nomor/"))
    field, key = page.locator("#code"), page.locator("[data-key-types]")

    for letter in "A2C4E6G":
        key.and_(page.locator(f'[data-key-types="{letter}"]')).click()
    expect(field).to_have_value("A2C4E-6G")

    page.locator("[data-key-back]").click()
    expect(field).to_have_value("A2C4E-6")

    page.locator("[data-key-clear]").click()
    expect(field).to_have_value("")


def test_the_keys_offer_only_letters_that_codes_have(open_page):
    page = kiosk_page(open_page("/nomor/"))

    keys = "".join(page.locator("[data-key-types]").all_inner_texts())

    assert keys == "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_a_code_left_half_typed_is_forgotten_after_a_minute(open_page):
    page = open_page("/nomor/")
    page.clock.install()
    kiosk_page(page)
    page.locator('[data-key-types="A"]').click()

    page.clock.fast_forward(30_000)
    expect(page.locator("#code")).to_have_value("A")
    with page.expect_navigation():
        page.clock.fast_forward(60_000)

    assert page.url.endswith("/nomor/")
    expect(page.locator("[data-keypad]")).to_have_count(0)
