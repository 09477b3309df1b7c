"""A counter by clicks: call again, pause, send on, out of turn, break; and the supervisor's eye."""

import pytest
from playwright.sync_api import expect

from tests.browser import people

A_GAP = 61


@pytest.fixture
def arrives(staff):
    """Give a function by which the front desk lets someone in without a booking."""
    page = staff("bantuan")

    def arrive(lane: str = "STANDBY") -> str:
        page.goto("/petugas/datang/tanpa-nomor/")
        page.check(f"[name=lane][value={lane}]")
        page.locator("[name=service]").first.check()
        people.go_on(page)
        return page.locator(".j-place__number").inner_text()

    return arrive


@pytest.fixture
def counter(staff):
    """Give a function that sits an officer down at a counter; all leave at the end."""
    desks = []

    def sit(name: str, n: int):
        page = staff(name, "/petugas/loket/")
        page.on("dialog", lambda asked: asked.accept())
        # An officer who sits at her counter already finds it open.
        if page.locator("[name=counter]").count():
            page.check(f"[name=counter][value='{n}']")
            people.go_on(page)
        page.wait_for_selector(".j-next")
        desks.append(page)
        return page

    yield sit
    for page in desks:
        page.goto("/petugas/loket/")
        if page.locator("form[action$='/selesai/']").count():
            do(page, "selesai")
        if page.locator("form[action$='/tutup/']").count():
            do(page, "tutup")
        expect(page.locator("[name=counter]").first).to_be_visible()


def do(page, deed: str) -> None:
    """Press the button of a deed and wait for the page that comes back."""
    with page.expect_navigation():
        page.locator(f"form[action$='/{deed}/'] button").first.click()


def at_counter(page) -> str:
    return page.locator(".j-now__number").inner_text()


def test_someone_is_called_again_after_a_minute_is_missed_and_comes_after_all(
    counter, arrives, site, look
):
    number = arrives()
    desk = counter("loket1", 1)
    look(desk, "desk-idle")
    do(desk, "berikut")
    assert at_counter(desk) == number

    do(desk, "ulang")
    expect(desk.locator(".j-notice")).to_contain_text("memanggil ulang")
    site.later(A_GAP)
    do(desk, "ulang")
    expect(desk.locator(".j-now__facts").first).to_contain_text("1 kali")
    look(desk, "desk-called-again")

    site.later(A_GAP)
    do(desk, "terlewat")
    expect(desk.locator(".is-slim")).to_contain_text(number)
    look(desk, "desk-missed")
    do(desk, "kembali")
    do(desk, "berikut")
    assert at_counter(desk) == number
    do(desk, "mulai")


def test_a_paused_number_comes_first_and_a_sent_on_one_is_called_for_its_new_service(
    counter, arrives, look
):
    number, other = arrives(), arrives()
    desk = counter("loket1", 1)
    do(desk, "berikut")
    do(desk, "mulai")
    look(desk, "desk-serving")
    desk.select_option("#park-reason", "PHOTOCOPY")
    do(desk, "tunda")
    expect(desk.locator(".j-now--idle")).to_be_visible()
    look(desk, "desk-paused")
    do(desk, "kembali")
    do(desk, "berikut")
    assert at_counter(desk) == number

    do(desk, "mulai")
    desk.select_option("#transfer-to", "wawancara")
    do(desk, "alih")
    # Only counter 3 does interviews. The number keeps its place: before the one who came after it.
    interviews = counter("loket3", 3)
    do(interviews, "berikut")
    assert at_counter(interviews) == number
    expect(interviews.locator(".j-now__facts").first).to_contain_text("Wawancara")
    do(interviews, "mulai")
    do(interviews, "berikut")
    assert at_counter(interviews) == other
    do(interviews, "mulai")


def test_out_of_turn_takes_a_reason_a_second_officer_and_the_eye_of_the_supervisor(
    counter, arrives, staff, password_of, look
):
    first, second = arrives(), arrives()
    desk = counter("loket1", 1)
    with desk.expect_navigation():
        desk.locator("a[href$='/khusus/']").click()
    look(desk, "desk-exception")
    desk.fill("[name=number]", second.lower().replace("-", ""))
    desk.select_option("[name=reason]", "OTHER")
    with desk.expect_navigation():
        people.go_on(desk)
    expect(desk.locator(".govuk-error-summary")).to_be_visible()
    look(desk, "desk-exception-refused")
    desk.fill("[name=second_name]", "loket2")
    desk.fill("[name=second_password]", password_of("loket2"))
    people.go_on(desk)
    desk.wait_for_selector(".j-now--called")
    assert at_counter(desk) == second

    floor = staff("pengawas", "/petugas/lantai/")
    row = floor.locator("tr", has_text=second)
    expect(row).to_contain_text(first)
    look(floor, "floor-exception")
    do(floor, "lihat")
    expect(row.locator("form")).to_have_count(0)
    expect(row.locator("td").last).to_contain_text("s-")
    do(desk, "mulai")
    do(desk, "berikut")
    assert at_counter(desk) == first
    do(desk, "mulai")


def test_a_break_is_seen_on_the_sign_and_the_supervisor_closes_a_counter(
    counter, staff, open_page, look
):
    desk = counter("loket2", 2)
    sign = open_page("/layar/tarakan/2")
    desk.select_option("#break-reason", "PRAYER")
    do(desk, "istirahat")
    expect(sign.locator("[data-of=BREAK]")).to_be_visible(timeout=1000)
    expect(desk.locator(".j-now")).to_contain_text("Salat")
    look(desk, "desk-break")
    look(sign, "sign-break")
    with desk.expect_navigation():
        desk.keyboard.press("n")
    expect(sign.locator("[data-of=OPEN]")).to_be_visible(timeout=1000)

    floor = staff("pengawas", "/petugas/lantai/")
    floor.on("dialog", lambda asked: asked.accept())
    look(floor, "floor")
    do(floor, "tutup-loket")
    expect(sign.locator("[data-of=CLOSED]")).to_be_visible(timeout=1000)


def test_letters_of_a_name_are_corrected_with_the_document_in_hand(
    counter, open_page, kiosk, somebody, site, look
):
    phone = open_page("/")
    address = people.take_number(phone, *somebody, service=2)
    people.come_in_time(site, phone)
    door = open_page(kiosk)
    door.fill("[name=code]", address)
    door.locator("form > .govuk-button").click()
    door.wait_for_selector(".j-kiosk__number")
    desk = counter("loket1", 1)
    do(desk, "berikut")
    do(desk, "mulai")

    with desk.expect_navigation():
        desk.locator("a[href*='/petugas/nama/']").click()
    look(desk, "name-correct")
    desk.fill("[name=nik]", somebody[0])
    desk.fill("[name=name]", "Contoh Satuu")
    people.go_on(desk)
    desk.wait_for_selector(".j-next")
    expect(desk.locator(".j-now")).to_contain_text("Contoh Satuu")
