"""Reporting on a phone: sealed by the browser itself, or without JavaScript by the server."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

WORDS = "Seorang calo meminta lima ratus ribu di depan ruang foto."


def write(page):
    page.goto("/lapor/segel/")
    page.check("[name=seen][value=BROKER]")
    page.fill("[name=asked]", "500000")
    page.fill("[name=words]", WORDS)


def sealed(page, *, concerned=""):
    """Seal and send a report in the browser; return the code that it shows."""
    write(page)
    if concerned:
        page.check(f"[name=concerned][value='{concerned}']")
    page.locator("[data-report] .j-button--big").click()
    groups = page.locator("[data-code-groups] li")
    expect(groups.first).to_be_visible(timeout=30_000)
    return "-".join(re.sub(r"\W", "", one) for one in groups.all_inner_texts())


def follow(page, code):
    page.goto("/lapor/ikuti/")
    page.fill("[name=code]", code)
    page.locator("form .govuk-button").first.click()
    expect(page.locator(".j-timeline")).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_phone_seals_a_report_by_itself_and_its_code_opens_it(open_page, site, look, language):
    page = open_page("/lapor/", phone=True, language=language)
    before = site.rows("SELECT count(*) FROM complaints_report WHERE made = 'BROWSER'")
    page.goto("/lapor/segel/")
    expect(page.locator("[data-seal-holders] li").first).to_be_visible()
    look(page, "report-form")
    code = sealed(page)
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


def test_her_own_browser_opens_her_case_and_seals_what_she_adds(open_page, look):
    page = open_page("/lapor/", phone=True)
    code = sealed(page)
    posted = []
    page.on("request", lambda one: posted.append(one.post_data or ""))
    page.on("dialog", lambda one: one.accept())
    steps = page.locator("[data-steps] > li")

    page.goto("/lapor/ikuti/")
    page.fill("[name=code]", code[:-1] + ("1" if code[-1] == "0" else "0"))
    page.keyboard.press("Enter")
    expect(page.locator("[data-say=NO_CODE]")).to_be_visible()
    follow(page, code)
    page.fill("#follow-words", "Namanya Contoh.")
    page.set_input_files(
        "#follow-files", {"name": "lagi.txt", "mimeType": "text/plain", "buffer": b"lagi"}
    )
    expect(page.locator("[data-write] [data-seal-files] li")).to_have_count(1)
    page.locator("[data-write] .govuk-button").first.click()
    expect(page.locator("[data-say=SENT]")).to_be_visible(timeout=30_000)
    expect(steps.last).to_contain_text("Namanya Contoh.")
    look(page, "report-followed")
    with page.expect_download() as file:
        steps.last.locator("button").click()
    with page.expect_download() as card:
        page.locator("[data-card]").click()
    page.locator("[data-withdraw] summary").click()
    page.locator("[data-withdraw] button").click()
    expect(steps).to_have_count(3, timeout=30_000)

    assert Path(file.value.path()).read_bytes() == b"lagi"
    assert Path(card.value.path()).read_bytes().startswith(b"%PDF-")
    assert not any(one in sent for sent in posted for one in (code, code.replace("-", "")[:20]))
    assert not any("Contoh" in one for one in posted)


def test_a_browser_remembers_the_list_and_is_shown_no_older_and_no_others(open_page, look):
    page = open_page("/lapor/segel/", phone=True)
    expect(page.locator("[data-seal-holders] li").first).to_be_visible()
    put = "value => localStorage.setItem('jernih.roster', JSON.stringify(value))"
    known = page.evaluate("JSON.parse(localStorage.getItem('jernih.roster'))")

    page.evaluate(put, known | {"key": "ab" * 32})
    page.reload()
    expect(page.locator("[data-say=OTHER]")).to_be_visible()
    expect(page.locator("[data-report]")).to_be_hidden()
    look(page, "report-other-words")
    page.locator("[data-words-same]").click()
    expect(page.locator("[data-report]")).to_be_visible()
    page.evaluate(put, known | {"serial": 99})
    page.reload()
    expect(page.locator("[data-say=OLDER]")).to_be_visible()
    expect(page.locator("[data-report]")).to_be_hidden()

    assert known.keys() == {"key", "serial"}


def unlocked(staff, site, case):
    """The page of a case, as a handler's own browser opens it."""
    phrase = Path(site.environment["JERNIH_VAR"], "demo-report-keys-tarakan.txt").read_text()
    desk = staff("aduan1", f"/petugas/kasus/{case}/")
    desk.fill("input[type=password]", phrase.splitlines()[0])
    desk.keyboard.press("Enter")
    expect(desk.locator("main")).to_contain_text(WORDS, timeout=30_000)
    return desk


def test_a_handler_opens_it_in_her_browser_and_what_she_writes_reaches_the_reporter(
    open_page, staff, site, look
):
    page = open_page("/lapor/", phone=True)
    code = sealed(page)
    [(case,)] = site.rows("SELECT locator FROM complaints_report ORDER BY id DESC LIMIT 1")

    desk = unlocked(staff, site, case)
    expect(desk.locator("main")).to_contain_text("Calo, di dalam atau di luar kantor")
    form = desk.locator("form[data-deed=terima]")
    desk.locator("details", has=form).locator("summary").click()
    form.locator("textarea").fill("Kami sudah menerima laporan Anda.")
    look(desk, "case-open")
    form.locator("button[type=submit]").click()
    expect(desk.locator("main")).to_contain_text("Kami sudah menerima", timeout=30_000)

    follow(page, code)

    expect(page.locator("main")).to_contain_text("Kami sudah menerima laporan Anda.")


def test_an_officer_whom_a_report_is_about_cannot_even_find_it(open_page, staff, site):
    [(accused,)] = site.rows("SELECT ref FROM accounts_staff WHERE username = 'aduan2'")
    page = open_page("/lapor/", phone=True)
    sealed(page, concerned=accused)
    [(case,)] = site.rows("SELECT locator FROM complaints_report ORDER BY id DESC LIMIT 1")

    hers = staff("aduan2", "/petugas/kasus/")
    overseers = staff("ombudsman", "/petugas/kasus/")
    heads = staff("pimpinan")

    # Two handlers less one leave too few inside: only the overseers hold it.
    assert case in overseers.content()
    assert heads.request.get(f"/petugas/kasus/{case}/").status == 403
    assert hers.request.get(f"/petugas/kasus/{case}/").status == 404
    assert case not in hers.content()


def test_without_javascript_the_server_seals_and_the_code_is_typed_again(open_page):
    page = open_page("/lapor/", phone=True, java_script_enabled=False)
    write(page)
    page.locator("[data-report] .j-button--big").click()
    code = page.locator(".j-big strong").inner_text()
    page.fill("[name=second]", "0000")
    page.fill("[name=fifth]", code.split("-")[4])
    page.locator("form .govuk-button:not(.govuk-button--secondary)").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.fill("[name=second]", code.split("-")[1])
    page.fill("[name=fifth]", code.split("-")[4])
    with page.expect_navigation():
        page.locator("form .govuk-button:not(.govuk-button--secondary)").click()

    follow(page, code)

    expect(page.locator("main")).to_contain_text(WORDS)
