"""A citizen takes part in a draw by touch, without JavaScript, by keyboard, in English."""

from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people


def take_part(page: Page, nik: str, phone: str, *, at_each_step=bool) -> str:
    """Walk through all steps into the open draw of the demonstration; return the number's page."""
    page.goto("/ambil/?service=penggantian")
    people.go_on(page)
    page.wait_for_url("**/ambil/cara/")
    at_each_step(page)
    people.go_on(page)
    page.wait_for_url("**/ambil/orang/")
    people.fill_person(page, nik)
    people.go_on(page)
    page.wait_for_url("**/ambil/waktu/")
    page.locator("details.j-day summary").click()
    page.select_option("[name=rank_1]", "1")
    page.select_option("[name=rank_0]", "2")
    page.locator("[name=time_1]").select_option(index=2)
    page.check("[name=standby]")
    at_each_step(page)
    people.go_on(page)
    page.wait_for_url("**/ambil/kontak/")
    page.fill("[name=contact]", phone)
    people.go_on(page)
    page.wait_for_url("**/ambil/kode/")
    page.fill("[name=code]", people.newest_code(page))
    people.go_on(page)
    page.wait_for_url("**/ambil/periksa/")
    at_each_step(page)
    people.go_on(page)
    page.wait_for_url("**/nomor/**")
    at_each_step(page)
    return page.url


@pytest.mark.parametrize("with_script", [True, False], ids=["javascript", "no javascript"])
def test_a_citizen_takes_part_on_a_phone_and_leaves_again(open_page, somebody, with_script):
    page = open_page("/", phone=True, java_script_enabled=with_script)

    take_part(page, *somebody)

    expect(page.locator("main")).to_contain_text("Anda ikut undian.")
    wished = page.locator("main ol li").all_inner_texts()
    assert len(wished) == 2
    assert "WITA" in wished[0]
    page.get_by_role("link", name="Keluar dari undian, atau ubah pilihan").click()
    people.go_on(page)
    expect(page.locator("main")).to_contain_text("Anda sudah keluar dari undian.")


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_step_into_a_draw_has_a_barrier_or_a_foreign_word(open_page, look, somebody, language):
    page = open_page("/", phone=True, language=language)
    seen = count(1)

    def at(shown: Page) -> None:
        for folded in shown.locator("main details").all():
            folded.evaluate("one => { one.open = true; }")
        look(shown, f"undian-ambil-{next(seen)}")

    take_part(page, *somebody, at_each_step=at)
    page.goto(page.url + "keluar/")
    at(page)

    assert next(seen) == 6


def test_days_are_ranked_with_the_keyboard_alone(open_page, somebody):
    nik, _phone = somebody
    page = open_page("/ambil/?service=penggantian")
    press = page.keyboard.press

    def tab_to(selector: str) -> None:
        for _ in range(60):
            press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        pytest.fail(f"{selector} is out of reach of the Tab key on {page.url}")

    people.go_on(page)
    page.wait_for_url("**/ambil/cara/")
    tab_to("[name=way]")
    press("Space")
    press("Enter")
    page.wait_for_url("**/ambil/orang/")
    people.fill_person(page, nik)
    people.go_on(page)
    page.wait_for_url("**/ambil/waktu/")
    tab_to("details.j-day summary")
    press("Enter")
    tab_to("[name=rank_0]")
    press("ArrowDown")
    tab_to("[name=standby]")
    press("Space")
    tab_to("main form .govuk-button")
    press("Enter")

    page.wait_for_url("**/ambil/kontak/")
