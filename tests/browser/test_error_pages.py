"""What goes wrong is said on a page like any other, in the language of the reader."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import expect

SEND = """([action, bytes, token]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = action;
  const text = document.createElement("textarea");
  text.name = "text";
  text.value = "x".repeat(bytes);
  form.append(text);
  if (token) form.append(document.querySelector("[name=csrfmiddlewaretoken]").cloneNode());
  document.body.append(form);
  form.submit();
}"""


def send(page, action, *, size=1, token=True):
    with page.expect_navigation():
        page.evaluate(SEND, [action, size, token])


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_refusal_is_a_page_in_plain_words(open_page, look, language):
    page = open_page("/ambil/", language=language)
    page.goto("/tidak-ada/")
    look(page, "404")
    page.goto("/nomor/AAAAAAAAAAAAAAAAAAAA/konfirmasi/")
    look(page, "405")
    page.goto("/ambil/")
    send(page, "/ambil/", size=1_100_000)
    look(page, "413")
    page.goto("/ambil/")
    send(page, "/ambil/", token=False)
    look(page, "csrf")
    page.goto("/layar/tarakan/99")
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("language", ["id", "en"])
def test_staff_who_may_not_are_told_so(staff, look, language):
    page = staff("loket2", "/petugas/akun/", language=language)

    look(page, "403")

    assert page.locator("main .govuk-button").get_attribute("href") == "/petugas/"


# Nothing in the office breaks on purpose: these two come as the office would write them.
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", ["400", "429", "500"])
def test_our_own_mistakes_are_said_as_plainly(open_page, look, name, language):
    with translation.override(language):
        said = render_to_string(f"errors/{name}.html", {"wait_minutes": 3})
    page = open_page("/", language=language)
    page.route("**/rusak", lambda route: route.fulfill(body=said, content_type="text/html"))

    page.goto("/rusak")

    look(page, name)
