"""Reporting on a phone: sealed by the browser itself, or without JavaScript by the server."""

import re

import pytest
from playwright.sync_api import expect

WORDS = "Seorang calo meminta lima ratus ribu di depan ruang foto."


def write(page):
    page.goto("/lapor/segel/")
    page.check("[name=seen][value=BROKER]")
    page.fill("[name=asked]", "500000")
    page.fill("[name=words]", WORDS)


def follow(page, code):
    page.goto("/lapor/ikuti/")
    page.fill("[name=code]", code)
    page.locator("form .govuk-button").first.click()
    expect(page.locator(".j-timeline")).to_be_visible()


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_phone_seals_a_report_by_itself_and_its_code_opens_it(open_page, site, look, language):
    page = open_page("/lapor/", phone=True, language=language)
    before = site.rows("SELECT count(*) FROM complaints_report WHERE made = 'BROWSER'")
    write(page)
    expect(page.locator("[data-seal-holders] li").first).to_be_visible()
    look(page, "report-written")
    page.locator("[data-report] > .govuk-button, [data-report] .j-button--big").last.click()
    groups = page.locator("[data-code-groups] li")
    expect(groups.first).to_be_visible(timeout=30_000)
    code = "-".join(re.sub(r"\W", "", one) for one in groups.all_inner_texts())
    look(page, "report-code")
    page.fill("[data-group='1']", code.split("-")[1])
    page.fill("[data-group='4']", code.split("-")[4])
    page.locator("[data-code] form .govuk-button").click()
    expect(page.locator("[data-code-done]")).to_be_visible()

    follow(page, code)

    expect(page.locator("main")).to_contain_text(WORDS.split(".", maxsplit=1)[0])
    look(page, "report-case")
    assert site.rows("SELECT count(*) FROM complaints_report WHERE made = 'BROWSER'") > before
    assert page.context.cookies(site.url + "/lapor/") == [
        one for one in page.context.cookies() if one["name"] == "language"
    ]


def test_without_javascript_the_server_seals_and_the_code_is_typed_again(open_page):
    page = open_page("/lapor/", phone=True, java_script_enabled=False)
    write(page)
    page.locator("[data-report] .j-button--big").click()
    code = page.locator(".j-big strong").inner_text()
    page.fill("[name=second]", "0000")
    page.fill("[name=fifth]", code.split("-")[4])
    page.locator("form .govuk-button").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.fill("[name=second]", code.split("-")[1])
    page.fill("[name=fifth]", code.split("-")[4])
    page.locator("form .govuk-button").click()

    follow(page, code)

    expect(page.locator("main")).to_contain_text(WORDS)
