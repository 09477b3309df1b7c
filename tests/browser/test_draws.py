"""The pages of a draw in a browser: their looks, and the draw repeated by the reader herself."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from jernih import verify
from jernih.pure import contribution
from tests.site import Site

SECRET = re.compile(r"([0-9a-f]{4} ){15}[0-9a-f]{4}")
BENT = {
    "a list root": (rb'"list_root":"[0-9a-f]{8}', b'"list_root":"00000000', "LIST"),
    "a seed": (rb'"seed":"[0-9a-f]{8}', b'"seed":"00000000', "SEED"),
    "a randomness": (rb'"randomness":"[0-9a-f]{8}', b'"randomness":"00000000', "RANDOMNESS"),
}


@pytest.fixture(scope="module")
def draws(site: Site) -> dict[str, str]:
    """The ref of a batch of the demonstration in each state that it shows."""
    found = site.rows("SELECT DISTINCT ON (state) state, ref FROM booking_batch ORDER BY state, id")
    refs = dict(found)
    assert {"OPEN", "CLOSED", "DRAWN"} <= set(refs)
    return refs


@pytest.fixture
def mine(site: Site, draws: dict[str, str]) -> tuple[int, str]:
    """The place and the ref of somebody who got a number."""
    [row] = site.rows(
        "SELECT draw_number, ref FROM booking_application WHERE draw_number IS NOT NULL"
        " AND granted_at IS NOT NULL ORDER BY draw_number OFFSET 16 LIMIT 1"
    )
    return row


def outcome(page: Page) -> str:
    """What the page says once it has counted."""
    done = re.compile("OPEN|CLOSED|SEEDED|DRAWN|LIST|SEED|RAND|ORDER|SEATS|unread|offline")
    state = page.locator("[data-check-state]")
    expect(state).to_have_attribute("data-outcome", done)
    return state.get_attribute("data-outcome") or ""


def test_a_reader_repeats_the_draw_and_finds_herself(open_page, site, draws, mine):
    place, ref = mine
    [(of,)] = site.rows(
        "SELECT max(draw_number) FROM booking_application WHERE batch_id ="
        " (SELECT id FROM booking_batch WHERE ref = %s)",
        draws["DRAWN"],
    )
    page = open_page(f"/undian/{draws['DRAWN']}/periksa/?nomor={ref}", phone=True)

    assert outcome(page) == "DRAWN"
    answers = page.locator("[data-check]").evaluate_all("all => all.map(one => one.dataset.result)")
    assert answers == ["right"] * 7
    words = page.locator("#saya").inner_text()
    assert words.startswith(f"Saya nomor {place} dari {of}")
    page.goto(f"/undian/{draws['DRAWN']}/?nomor={ref}")
    assert words in page.locator("#saya").inner_text()


@pytest.mark.parametrize("what", BENT)
def test_a_bent_copy_is_found_out_and_named(open_page, site, draws, tmp_path, what):
    before, after, check = BENT[what]
    page = open_page(f"/undian/{draws['DRAWN']}/periksa/")
    assert outcome(page) == "DRAWN"
    body = page.request.get(f"/undian/{draws['DRAWN']}/berkas.jsonl").body()
    file = tmp_path / "undian.jsonl"
    file.write_bytes(re.sub(before, after, body, count=1))

    page.locator("[data-check-own]").evaluate("one => one.closest('details').open = true")
    page.locator("[data-check-own]").set_input_files(file)

    line = page.locator(f"[data-check={check}]")
    expect(line).to_have_attribute("data-result", "wrong")
    assert "SALAH" in line.inner_text()
    assert verify.main(["draw", str(file)]) == 1


def test_what_is_no_file_of_a_draw_is_said(open_page, draws, tmp_path):
    page = open_page(f"/undian/{draws['DRAWN']}/periksa/")
    outcome(page)
    file = tmp_path / "surat.txt"
    file.write_text("Dengan hormat,")

    page.locator("[data-check-own]").set_input_files(file)

    expect(page.locator("[data-check-state]")).to_have_attribute("data-outcome", "unread")


def test_a_batch_that_waits_has_its_list_right_already(open_page, draws):
    page = open_page(f"/undian/{draws['CLOSED']}/periksa/")

    assert outcome(page) == "CLOSED"
    expect(page.locator("[data-check=LIST]")).to_have_attribute("data-result", "right")
    expect(page.locator("[data-check=SEED]")).to_have_attribute("data-result", "later")


def test_without_javascript_the_page_says_what_to_run(open_page, draws):
    page = open_page(f"/undian/{draws['DRAWN']}/periksa/", java_script_enabled=False)

    assert "jernih-verify.pyz draw undian.jsonl" in page.locator(".j-no-js").inner_text()
    assert not page.locator("[data-checks]").is_visible()


def test_a_secret_is_made_in_the_browser_and_opens_its_commitment(open_page, draws):
    page = open_page(f"/undian/{draws['OPEN']}/buat-rahasia/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    made = []
    for _ in range(2):
        page.click("[data-secret-make]")
        made.append(page.locator("[data-secret-words]").inner_text())

    assert made[0] != made[1]
    assert all(SECRET.fullmatch(secret) for secret in made)
    commitment = page.locator("[data-secret-commitment]").inner_text()
    secret = contribution.read_secret(made[1])
    assert commitment == contribution.commit(draws["OPEN"], secret=secret)
    # The picture of the tab may still come; nothing else is asked of anybody.
    assert [url for url in asked if "/static/" not in url] == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_public_page_of_a_draw_has_a_barrier(open_page, look, draws, mine, language):
    page = open_page("/undian/", language=language)
    look(page, "undian")
    for state in ("OPEN", "CLOSED", "DRAWN"):
        page.goto(f"/undian/{draws[state]}/?nomor={mine[1]}")
        look(page, f"undian-{state.lower()}")
    for path in ("suar", "rahasia", "buat-rahasia", "periksa"):
        page.goto(f"/undian/{draws['CLOSED']}/{path}/?nomor={mine[1]}")
        if path == "periksa":
            outcome(page)
        look(page, f"undian-{path}")
    page.goto(f"/undian/{draws['DRAWN']}/periksa/?nomor={mine[1]}")
    outcome(page)
    look(page, "undian-periksa-drawn")


@pytest.fixture
def waits_for(site: Site, draws: dict[str, str]) -> Iterator[Callable[[str], None]]:
    """Give a function that makes the waiting batch look as if it had fallen back to a source."""
    change = "UPDATE booking_batch SET source = %s WHERE ref = %s RETURNING id"
    yield lambda source: site.rows(change, source, draws["CLOSED"])
    site.rows(change, "QUICKNET", draws["CLOSED"])


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_staff_page_of_a_draw_has_a_barrier(staff, look, draws, waits_for, language):
    page = staff("pengawas", "/petugas/undian/", language=language)
    look(page, "petugas-undian")
    for state in ("OPEN", "CLOSED", "DRAWN"):
        page.goto(f"/petugas/undian/{draws[state]}/")
        look(page, f"petugas-undian-{state.lower()}")
    for path in ("penyumbang", "batal", "sumber-lain"):
        page.goto(f"/petugas/undian/{draws['OPEN']}/{path}/")
        look(page, f"petugas-undian-{path}")
    waits_for("LOTTERIES")
    page.goto(f"/petugas/undian/{draws['CLOSED']}/lotre/")
    look(page, "petugas-undian-lotre")
    waits_for("DICE")
    for path in ("dadu", "dadu/lembar"):
        page.goto(f"/petugas/undian/{draws['CLOSED']}/{path}/")
        look(page, f"petugas-undian-{path.replace('/', '-')}")


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_page_of_who_looks_at_documents_has_a_barrier(staff, look, draws, language):
    page = staff("auditor", f"/petugas/undian/{draws['DRAWN']}/periksa/", language=language)
    look(page, "petugas-undian-periksa")
    page.locator("tbody a").first.click()
    look(page, "petugas-undian-dokumen")
