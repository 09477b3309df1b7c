"""From the sofa to the counter, in real Chromium: phone, kiosk, counter, two boards, floor."""

import subprocess
import sys
import time

import pytest

from tests.browser import people


# First of all, for it needs the day's first window: that one may be checked in for at once.
def test_a_number_is_checked_in_called_on_two_boards_and_served(
    open_page, site, somebody, password_of, kiosk
):
    phone = open_page("/", phone=True)
    address = people.take_number(phone, *somebody)
    number = phone.locator(".j-ticket__number").inner_text()

    door = open_page(kiosk)
    door.fill("[name=code]", address)
    door.locator("form > .govuk-button").click()
    assert door.locator(".j-kiosk__number").inner_text() == number

    boards = [open_page("/layar/tarakan"), open_page("/layar/tarakan")]
    desk = open_page("/")
    people.sign_in(desk, "loket1", password_of("loket1"))
    desk.goto("/petugas/loket/")
    desk.locator("[name=counter]").first.check()
    people.go_on(desk)
    desk.wait_for_selector(".j-next")
    desk.keyboard.press("n")
    desk.wait_for_selector(".j-now--called")
    called = time.monotonic()
    for board in boards:
        board.get_by_text(number).first.wait_for(timeout=1000)
    assert time.monotonic() - called < 1
    assert desk.locator(".j-now__number").inner_text() == number
    people.shoot(boards[0], "id-board-called")
    people.shoot(desk, "id-desk-called")

    phone.goto(address)
    phone.get_by_role("link", name="Lihat giliran Anda").click()
    assert "loket 1" in phone.inner_text("main").lower()

    desk.keyboard.press("m")
    desk.wait_for_selector("form[action$='/selesai/']")
    desk.keyboard.press("s")
    desk.wait_for_selector(".j-now--idle")

    assert "1 served" in verified(site.url)


def verified(url: str) -> str:
    """What the verifier says once the newest facts are published: a matter of seconds."""
    said = ""
    for _ in range(10):
        told = subprocess.run(
            [sys.executable, "-m", "jernih.verify", url],
            capture_output=True,
            text=True,
            check=False,
        )
        said = told.stdout
        assert told.returncode == 0, said + told.stderr
        if "served" in said:
            break
        time.sleep(1)
    return said


def test_a_helper_registers_someone_and_prints_a_slip(open_page, somebody, password_of):
    nik, _phone = somebody
    page = open_page("/")
    people.sign_in(page, "bantuan", password_of("bantuan"))
    page.goto("/petugas/bantuan/")
    page.locator("[name=service]").first.check()
    people.go_on(page)
    page.wait_for_url("**service=**")
    people.fill_person(page, nik)
    people.go_on(page)
    page.wait_for_url(lambda url: "service=" not in url)

    assert "s-" in page.inner_text("main")
    assert page.locator(".j-ticket__number").inner_text().startswith("A-")


@pytest.mark.parametrize(("language", "name"), [("id", "Paspor baru"), ("en", "New passport")])
def test_a_supervisor_reads_services_by_name(open_page, password_of, language, name):
    page = open_page("/", language=language)
    people.sign_in(page, "pengawas", password_of("pengawas"))

    page.goto("/petugas/kuota/")

    assert name in page.inner_text("main")
    assert "paspor-baru" not in page.inner_text("main")
