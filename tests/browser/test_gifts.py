"""An officer declares a gift on her phone; the keeper looks at it."""

import pytest

from tests.browser.conftest import PHONE

TOLD = {
    "thing": "sekotak kurma",
    "value": "150000",
    "giver": "Bapak Contoh",
    "place": "loket 3",
    "chronology": "Ditaruh di meja, lalu pergi.",
}


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_gift_is_declared_on_a_phone_without_its_day_being_typed(staff, look, language):
    page = staff("loket2", language=language)
    page.set_viewport_size(PHONE["viewport"])
    page.goto("/petugas/gratifikasi/")
    page.click(".govuk-button")
    for name, value in (("answer", "UNREFUSABLE"), ("kind", "FOOD")):
        page.check(f"input[name={name}][value={value}]")
    for name, value in (("relation", "APPLICANT"), ("occasion", "SERVICE")):
        page.check(f"input[name={name}][value={value}]")
    for name, value in TOLD.items():
        page.fill(f"[name={name}]", value)
    page.click("form .j-button--big")
    page.wait_for_selector(".j-timeline__entry")

    look(page, f"gift-declared-{language}")

    keeper = staff("gratifikasi", language=language)
    keeper.goto("/petugas/gratifikasi/daftar/")
    keeper.click(".j-stack a")
    keeper.wait_for_selector(".j-timeline__entry")
    look(keeper, f"gift-kept-{language}")
