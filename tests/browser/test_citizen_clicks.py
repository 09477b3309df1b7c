"""A citizen by clicks, by keyboard, and without JavaScript: take, move, give back, read English."""

from itertools import count

import pytest
from playwright.sync_api import expect

from tests.browser import people


@pytest.mark.parametrize("with_script", [True, False], ids=["javascript", "no javascript"])
def test_a_citizen_takes_a_number_on_a_phone(open_page, somebody, with_script):
    page = open_page("/", phone=True, java_script_enabled=with_script)

    people.take_number(page, *somebody)

    assert page.locator(".j-ticket__number").inner_text().startswith("A-")
    assert page.locator(".j-qr").count() == 1


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_step_has_a_barrier_or_a_foreign_word(open_page, look, somebody, language):
    page = open_page("/", phone=True, language=language)
    seen = count(1)

    people.take_number(page, *somebody, at_each_step=lambda at: look(at, f"ambil-{next(seen)}"))

    assert next(seen) == 8


def test_a_number_is_taken_with_the_keyboard_alone(open_page, somebody):
    nik, phone = somebody
    page = open_page("/ambil/")
    press, write = page.keyboard.press, page.keyboard.type

    def tab_to(selector):
        for _ in range(60):
            press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        pytest.fail(f"{selector} is out of reach of the Tab key on {page.url}")

    tab_to("[name=service]")
    press("Space")
    tab_to("main form .govuk-button")
    press("Enter")
    page.wait_for_url("**/ambil/orang/")
    for field, text in (
        ("p0-name", "Contoh Ketik"),
        ("p0-nik", nik),
        ("p0-birth_date_0", "14"),
        ("p0-birth_date_1", "3"),
        ("p0-birth_date_2", "1985"),
    ):
        tab_to(f"[name={field}]")
        write(text)
    press("Enter")
    page.wait_for_url("**/ambil/waktu/")
    tab_to("main form .govuk-button")
    press("Enter")
    page.wait_for_url("**/ambil/kontak/")
    tab_to("[name=contact]")
    write(phone)
    press("Enter")
    page.wait_for_url("**/ambil/kode/")
    tab_to("[name=code]")
    write(people.newest_code(page))
    press("Enter")
    page.wait_for_url("**/ambil/periksa/")
    tab_to("main form .govuk-button")
    press("Enter")
    page.wait_for_url("**/nomor/**")

    assert page.locator(".j-ticket__number").inner_text().startswith("A-")


@pytest.mark.parametrize("with_script", [True, False], ids=["javascript", "no javascript"])
def test_a_number_is_moved_once_and_then_given_back(open_page, somebody, with_script):
    page = open_page("/", phone=True, java_script_enabled=with_script)
    address = people.take_number(page, *somebody, day=1)
    when = page.locator(".j-ticket__rows dd").first.inner_text()

    page.locator("a[href$='/pindah/']").click()
    people.choose_day(page, 2)
    people.go_on(page)
    page.wait_for_url(address)
    second = page.locator(".j-ticket__number").inner_text()
    assert page.locator(".j-ticket__rows dd").first.inner_text() != when
    assert page.locator("a[href$='/pindah/']").count() == 0

    page.locator("a[href$='/kembalikan/']").click()
    assert page.locator(".j-place__number").inner_text() == second
    page.locator("main form .govuk-button--warning").click()
    page.wait_for_url(address)
    expect(page.locator(".j-ticket__state")).to_have_text("Dikembalikan")
    assert page.locator("a[href$='/kembalikan/']").count() == 0


def test_who_gives_a_number_back_twice_is_told_where_it_stands(open_page, somebody, look):
    page = open_page("/", phone=True)
    address = people.take_number(page, *somebody, day=1)
    late = page.context.new_page()
    for tab in (page, late):
        tab.goto(f"{address}kembalikan/")

    for tab in (page, late):
        with tab.expect_navigation():
            tab.locator("main form .govuk-button--warning").click()

    expect(late.locator("h1")).to_have_text("Keadaannya sudah berubah")
    expect(late.locator("main .j-tag")).to_have_text("Dikembalikan")
    look(late, "409")
    late.locator("main .govuk-button").click()
    expect(late.locator("main")).to_contain_text("tidak dapat dikembalikan")
    with page.expect_navigation():
        page.locator("a[href$='/hapus-data/']").click()
    look(page, "number-erase")


@pytest.mark.parametrize("path", ["/biaya/", "/petugas/lantai/"])
@pytest.mark.parametrize("with_script", [True, False], ids=["javascript", "no javascript"])
def test_the_other_language_is_one_click_away_and_stays(open_page, staff, path, with_script):
    more = {"java_script_enabled": with_script}
    page = staff("pengawas", path, **more) if "petugas" in path else open_page(path, **more)
    heading = page.locator("h1").inner_text()

    for language in ("en", "id"):
        page.locator(f".j-language [value={language}]").click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert page.url.endswith(path)
        assert (page.locator("h1").inner_text() == heading) == (language == "id")
        expect(page.locator(f".j-language [value={language}]")).to_have_attribute(
            "aria-current", "true"
        )
        page.goto("/")
        expect(page.locator("html")).to_have_attribute("lang", language)
        page.goto(path)
