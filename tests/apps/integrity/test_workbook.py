"""The worksheet goes out as a spreadsheet and comes back filled, or is refused in words."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jernih.apps.integrity import queries
from jernih.apps.integrity.models import ItemAnswer
from jernih.apps.integrity.queries import export
from jernih.pure.roles import Role
from jernih.pure.states import SheetState
from jernih.pure.zone import Answer, Column
from tests.apps.integrity import books
from tests.makers import make_office
from tests.visits import Desk, says, words
from tests.zone_makers import SHEET, answer, answer_all, make_sheet

pytestmark = pytest.mark.django_db
YEAR = "zona/2026/"


@pytest.fixture
def office(clock):
    return make_office()


@pytest.fixture
def head(office):
    return Desk(office, Role.HEAD)


@pytest.fixture
def sheet(office, head):
    return make_sheet(office, head.staff.as_actor())


@pytest.fixture
def blank(sheet):
    return export.as_workbook(sheet)


def bring(desk, body, name="lke.xlsx"):
    return desk.do(f"{YEAR}impor/", file=SimpleUploadedFile(name, body))


def test_the_file_has_every_item_in_the_worksheets_order(sheet, head):
    answer(sheet, head.staff.as_actor(), "P.V.1.a", "B", note="=HYPERLINK(1)\x02")

    got = head.see(f"{YEAR}lke.xlsx")

    page = openpyxl.load_workbook(io.BytesIO(got.content))[export.TITLE]
    rows = {row[0].value: row for row in page.iter_rows()}
    assert [no for no in rows if no in SHEET.by_no] == [item.no for item in SHEET.items]
    assert [cell.value for cell in rows["P.V.1.a"][4:8]] == ["B", None, 0.38, "=HYPERLINK(1)"]
    assert rows["P.V.1.a"][7].data_type == "s"
    assert got["Content-Disposition"] == f'attachment; filename="lke-{sheet.office.slug}-2026.xlsx"'


def test_a_full_sheet_comes_back_as_it_went_out(sheet, head):
    answer_all(sheet, head.staff.as_actor())
    body = export.as_workbook(sheet)
    ItemAnswer.objects.all().delete()

    page = bring(head, body)

    assert "113" in words(page)
    unit, _tpi = queries.columns(sheet)
    assert unit.scores.total == 100


def test_an_empty_cell_changes_nothing_and_a_filled_one_does(sheet, head, blank):
    answer(sheet, head.staff.as_actor(), "P.V.1.b", "B", note="tetap")
    body = books.changed(blank, books.put("P.V.1.a", letter="c", note="baru"))
    body = books.changed(body, books.put("R.V.2.a", figures="8; 6;2"))
    body = books.changed(body, books.put("H.1.1.a", figures=3600.0))

    bring(head, body)

    assert queries.answers_of(sheet, Column.UNIT) == {
        "P.V.1.a": Answer(letter="C"),
        "P.V.1.b": Answer(letter="B"),
        "R.V.2.a": Answer(figures=(8, 6, 2)),
        "H.1.1.a": Answer(figures=(3600,)),
    }
    assert queries.answer_rows(sheet, "P.V.1.b")[Column.UNIT].note == "tetap"


def test_assessors_bring_their_own_column(office, sheet, head, blank):
    answer(sheet, head.staff.as_actor(), "P.V.1.a", "A")
    head.do(f"{YEAR}pindah/", to=SheetState.PROPOSED)
    tpi = Desk(office, Role.AUDITOR)

    bring(tpi, books.changed(blank, books.put("P.V.1.a", column=Column.TPI, letter="B")))

    assert queries.answers_of(sheet, Column.TPI) == {"P.V.1.a": Answer(letter="B")}
    assert (
        says(bring(head, blank), "Integrity zone") or head.see(f"{YEAR}impor/").status_code == 302
    )


def test_what_cannot_be_read_is_said_and_nothing_is_half_saved(sheet, head, blank):
    good = books.changed(blank, books.put("P.I.1.a", letter="Y"))
    wrong = books.changed(good, books.put("P.V.1.a", letter="Z"))
    formula = books.changed(good, books.put("P.V.1.a", letter="=CHAR(65)"))

    def twice(book):
        page = book[export.TITLE]
        page.append(["P.I.1.a", *[""] * 3, "T", *[""] * 9])

    page = bring(head, wrong)
    assert page.status_code == 422
    assert says(page, "Nothing was saved.")
    assert "P.V.1.a" in words(page)
    assert "A, B, C" in words(page)
    assert "E" in words(bring(head, formula))
    no_xlsx = "This is no XLSX file that we can read."
    too_many = "The sheet has too many rows. The worksheet has about 180."
    macros = "The file has macros. Save it as XLSX without macros."
    bomb = "Unpacked, the file would be far too large."
    for body, msgid in (
        (books.changed(good, twice), ""),
        (books.long_one(1_002), too_many),
        (books.with_part(good, "xl/vbaProject.bin", b"x"), macros),
        (books.named("Lembar1"), ""),
        (books.named("LKE"), "No item of the worksheet was found. Use the file from here."),
        (b"PK\x03\x04 broken", no_xlsx),
        (b"%PDF-1.7", no_xlsx),
        (good[:-40], no_xlsx),
        (books.with_part(good, "xl/bomb.xml", b" " * 31_000_000), bomb),
        (books.with_part(good, "xl/x.xml", b'<!DOCTYPE x [<!ENTITY a "b">]>'), no_xlsx),
        (bytes(5_000_001), "The file is too large. Up to 5 MB."),
    ):
        page = bring(head, body)
        assert page.status_code == 422, msgid
        assert not msgid or says(page, msgid), msgid
        assert not ItemAnswer.objects.exists(), msgid


def test_figures_that_are_none_are_named_by_row(sheet, head, blank):
    for bad in ("1;2", "a;b;c", "-1;0;0", "99999999;0;0", "3;3;1"):
        page = bring(head, books.changed(blank, books.put("R.V.2.a", figures=bad)))

        assert page.status_code == 422
        assert "R.V.2.a" in words(page)


@pytest.mark.drill
def test_a_sheet_of_a_hundred_thousand_rows_is_refused_as_quickly(sheet, head):
    assert bring(head, books.long_one(100_000)).status_code == 422


def test_the_paper_is_a_tagged_pdf_with_every_item(sheet, head):
    got = head.see(f"{YEAR}lke.pdf")

    assert got["Content-Type"] == "application/pdf"
    assert got.content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in got.content
    assert head.see(f"{YEAR}lke.exe").status_code == 404
