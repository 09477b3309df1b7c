"""The whole promise of the record at once, over a day of the demonstration that is really played.

With the server off, a copy of the public files and the program prove the day clean; one changed
byte is named; a laptop witness refuses a rewritten history; a phone proves a receipt offline.
"""

from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PHONE
from tests.browser.test_receipts import outcome
from tests.drills import strangers
from tests.drills.kill_day import check
from tests.drills.office import drill_office
from tests.drills.strangers import Outside, Somebody

COPY = "/periksa/bukti/simpan/"


@pytest.mark.drill
def test_with_the_office_off_anybody_proves_its_day_and_names_a_lie(browser, tmp_path):
    with drill_office() as office:
        office.start()
        played = office.command("demo_day", "--speed", "0")
        assert played.wait(900) == 0, (office.folder / "demo.log").read_text()
        check(office, print, slug="tarakan")
        page = tmp_path / "periksa-bukti.html"
        page.write_bytes(urlopen(office.environment["SITE_URL"] + COPY).read())
        everybody = list(strangers.people_of(office.rows(strangers.PEOPLE)))
        office.stop()
        outside = strangers.take_away(
            office.folder / "log", tmp_path, key=office.folder / "log-key"
        )

    print(f"{len(outside.entries)} facts, {len(everybody) // 2} people")
    strangers.look(outside, everybody)
    prove_a_receipt(browser, page, outside, everybody)


def prove_a_receipt(
    browser: Browser, page: Path, outside: Outside, everybody: list[Somebody]
) -> None:
    """Prove a receipt on a phone without a network, by the page that was saved before."""
    file, who = strangers.a_receipt(outside, everybody)
    (outside.home / "bukti.tlog-proof").write_bytes(file)
    with browser.new_context(locale="id", offline=True, **PHONE) as context:
        phone = context.new_page()
        phone.goto(page.as_uri())
        phone.set_input_files("[data-receipt-file]", outside.home / "bukti.tlog-proof")
        outcome(phone, "GOOD")
        phone.fill("[name=nik]", who.person.nik)
        phone.fill("[name=name]", who.person.name)
        phone.fill("[name=birth_date]", f"{who.person.birth_date}")
        phone.locator("[data-receipt-person] button").click()
        expect(phone.get_by_text("Ya. Ini milik orang itu.")).to_be_visible()
        phone.set_input_files(
            "[data-receipt-file]",
            {
                "name": "bukti.tlog-proof",
                "mimeType": "text/plain",
                "buffer": file.replace(b"\nindex ", b"\nindex 1", 1),
            },
        )
        expect(phone.locator("[data-receipt]")).not_to_have_attribute("data-outcome", "GOOD")
