"""From the sofa to the counter, in real Chromium: phone, kiosk, counter, two boards, floor."""

import subprocess
import sys
import time
from itertools import count
from pathlib import Path

import pytest

from tests.browser import people

_people = count(1)


@pytest.fixture
def password_of(site):
    kept = Path(site.environment["JERNIH_VAR"]) / "demo-sign-ins-tarakan.txt"
    known = dict(line.split() for line in kept.read_text().splitlines())
    return known.__getitem__


@pytest.fixture
def somebody():
    """A person nobody is, and a phone nobody has."""
    n = next(_people)
    return f"65719914038500{n:02d}", f"0812340001{n:02d}"


@pytest.fixture
def kiosk(site):
    [(slug, key)] = site.rows("SELECT slug, kiosk_key FROM offices_office")
    return f"/kios/{slug}/pasang/{key}/"


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


@pytest.mark.parametrize("with_script", [True, False], ids=["javascript", "no javascript"])
def test_a_citizen_takes_a_number_on_a_phone(open_page, somebody, with_script):
    page = open_page("/", phone=True, java_script_enabled=with_script)

    people.take_number(page, *somebody)

    assert page.locator(".j-ticket__number").inner_text().startswith("A-")
    assert page.locator(".j-qr").count() == 1


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_step_has_a_barrier_or_a_foreign_word(open_page, axe, somebody, language):
    page = open_page("/", phone=True, language=language)
    problems, seen = [], count(1)

    def look(page):
        problems.extend(axe(page))
        problems.extend(people.leaks(page) if language == "id" else [])
        people.shoot(page, f"{language}-360-ambil-{next(seen)}")

    people.take_number(page, *somebody, at_each_step=look)

    assert problems == []


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


PAGES = {
    "": (
        "/",
        "/ambil/",
        "/nomor/",
        "/kuota/tarakan/",
        "/layar/tarakan",
        "/layar/tarakan/1",
        "/kios/tarakan/",
        "/log/",
        "/periksa/",
        "/nomor/AAAAAAAAAAAAAAAAAAAA/",
    ),
    "bantuan": ("/petugas/bantuan/", "/petugas/datang/", "/petugas/datang/tanpa-nomor/"),
    "loket2": ("/petugas/loket/",),
    "pengawas": ("/petugas/lantai/", "/petugas/kuota/", "/petugas/pindah/"),
}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("who", PAGES, ids=lambda who: who or "citizen")
def test_no_page_has_a_barrier_a_foreign_word_or_overflows(
    open_page, axe, password_of, who, language
):
    page = open_page("/", language=language)
    problems = []
    if who:
        people.sign_in(page, who, password_of(who))

    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for path in PAGES[who]:
            page.goto(path)
            problems += axe(page)
            problems += people.leaks(page) if language == "id" else []
            if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
                problems.append(f"{path} is wider than {width}")
            people.shoot(page, f"{language}-{width}-{path.strip('/').replace('/', '-') or 'home'}")

    assert problems == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_page_of_the_kiosk_has_a_barrier(open_page, axe, kiosk, language):
    page = open_page(kiosk, language=language)
    problems = [*axe(page), *(people.leaks(page) if language == "id" else [])]
    people.shoot(page, f"{language}-kiosk")
    page.goto("/kios/tarakan/tanpa-nomor/")
    problems += [*axe(page), *(people.leaks(page) if language == "id" else [])]
    people.shoot(page, f"{language}-kiosk-walk-in")

    assert problems == []


@pytest.mark.parametrize(("language", "name"), [("id", "Paspor baru"), ("en", "New passport")])
def test_a_supervisor_reads_services_by_name(open_page, password_of, language, name):
    page = open_page("/", language=language)
    people.sign_in(page, "pengawas", password_of("pengawas"))

    page.goto("/petugas/kuota/")

    assert name in page.inner_text("table")
    assert "paspor-baru" not in page.inner_text("table")
