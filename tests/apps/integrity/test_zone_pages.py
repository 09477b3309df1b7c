"""The pages of the zone: filled by the unit, assessed by others, read by everybody."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jernih.apps.integrity import queries
from jernih.apps.integrity.models import Evidence, PlanStep, Sheet
from jernih.pure.roles import Role
from jernih.pure.states import SheetState
from jernih.pure.zone import Answer, Column
from tests import pictures
from tests.makers import make_office
from tests.visits import Desk, says, words
from tests.zone_makers import answer_all, make_sheet

pytestmark = pytest.mark.django_db
YEAR = "zona/2026/"


@pytest.fixture
def office(clock):
    return make_office()


@pytest.fixture
def head(office):
    return Desk(office, Role.HEAD)


@pytest.fixture
def tpi(office):
    return Desk(office, Role.AUDITOR)


@pytest.fixture
def sheet(office, head):
    return make_sheet(office, head.staff.as_actor())


def test_the_head_begins_a_year_and_others_wait_for_it(office, head, tpi):
    assert says(tpi.see("zona/"), "There is no worksheet yet. The head of office begins it.")
    assert says(head.see("zona/"), "Begin the worksheet")
    page = head.do("zona/baru/", year="2026")

    assert says(page, "Being filled in")
    assert Sheet.objects.get().year == 2026
    again = head.do("zona/baru/", year="2026")
    assert again.status_code == 422
    assert says(again, "There is a worksheet of this year already.")
    assert says(head.do("zona/baru/", year="2040"), "Only last year, this year or the next one.")
    assert head.see("zona/baru/").status_code == 200
    assert tpi.do("zona/baru/", year="2027").status_code == 403


def test_half_an_area_is_answered_on_one_page(sheet, head):
    page = f"{YEAR}bagian/R.V/"
    assert says(head.see(page), "Not answered")

    said = head.do(page, **{
        "R-V-1-a": "B", "R-V-1-a-note": "catatan kanari", "R-V-2-a-0": "8", "R-V-2-a-1": "6",
        "R-V-2-a-2": "2", "R-V-3-a-0": "4", "R-V-3-a-1": "4",
    })  # fmt: skip

    assert says(said, "Saved. Every change stands on the public record.")
    assert queries.answers_of(sheet, Column.UNIT) == {
        "R.V.1.a": Answer(letter="B"),
        "R.V.2.a": Answer(figures=(8, 6, 2)),
        "R.V.3.a": Answer(figures=(4, 4)),
    }
    assert "catatan kanari" in words(head.see(f"{YEAR}butir/R.V.1.a/"))


def test_an_answer_off_its_scale_is_said_at_its_item_and_keeps_what_was_typed(sheet, head):
    page = head.do(f"{YEAR}bagian/R.V/", **{"R-V-1-a": "A", "R-V-2-a-0": "3", "R-V-2-a-1": "9"})

    assert page.status_code == 422
    words_said = "All figures are needed; what has been done cannot be more than there is."
    assert says(page, words_said)
    assert 'value="9"' in page.content.decode()
    assert queries.answers_of(sheet, Column.UNIT) == {}
    assert head.see(f"{YEAR}bagian/X.V/").status_code == 404


def test_the_year_says_what_is_missing_and_goes_to_the_assessors_and_back(sheet, head, tpi):
    page = head.see(YEAR)
    assert says(page, "Not enough yet")
    assert says(page, "Where most is to be gained")
    assert says(head.do(f"{YEAR}pindah/", to="PROPOSED"), "Nothing has been answered yet.")
    answer_all(sheet, head.staff.as_actor())

    proposed = head.do(f"{YEAR}pindah/", to="PROPOSED")

    assert says(proposed, "With the assessors")
    assert head.do(f"{YEAR}bagian/R.V/", **{"R-V-1-a": "E"}).status_code == 200
    assert queries.answers_of(sheet, Column.UNIT)["R.V.1.a"] == Answer(letter="A")
    tpi.do(f"{YEAR}bagian/R.V/", **{"R-V-1-a": "B"})
    assert queries.answers_of(sheet, Column.TPI) == {"R.V.1.a": Answer(letter="B")}
    assert says(tpi.do(f"{YEAR}pindah/", to="ASSESSED"), "Assessed")
    assert tpi.do(f"{YEAR}pindah/", to="FILLING").status_code == 409
    assert tpi.do(f"{YEAR}pindah/", to="AWAY").status_code == 404
    assert head.see("zona/2031/").status_code == 404


def test_evidence_is_added_opened_and_taken_back(sheet, head):
    page = f"{YEAR}butir/P.V.1.b/"
    assert says(head.see(page), "What our own programs count now")
    photo = SimpleUploadedFile("rapat.jpg", pictures.jpeg())
    assert "rapat.jpg" in words(head.do(f"{page}berkas/", **{"file-file": photo}))
    head.do(f"{page}tautan/", **{"link-link": "https://contoh.id/", "link-name": "Berita"})
    head.do(f"{page}angka/")
    row = Evidence.objects.get(name="rapat.jpg")

    got = head.see(f"{YEAR}bukti/{row.ref}")

    assert got.content == pictures.jpeg()
    assert got["Content-Disposition"].startswith("attachment")
    assert Evidence.objects.count() == 3
    assert says(head.do(f"{page}tarik/", evidence=row.ref), "taken back")
    assert head.see(f"{YEAR}bukti/{row.ref}").status_code == 404
    assert head.do(f"{page}tarik/", evidence="0").status_code == 404
    assert head.do(f"{YEAR}butir/P.I.1.a/angka/").status_code == 404
    assert head.do(f"{page}apa/").status_code == 404
    assert head.see(f"{YEAR}butir/P.X/").status_code == 404


def test_evidence_of_a_wrong_kind_or_too_large_is_refused_in_a_plain_sentence(sheet, head):
    page = f"{YEAR}butir/P.V.1.b/"
    program = SimpleUploadedFile("foto.jpg", b"MZ\x90\x00")
    large = SimpleUploadedFile("besar.pdf", b"%PDF-" + bytes(15_000_000))

    refused = head.do(f"{page}berkas/", **{"file-file": program})

    assert says(
        refused,
        "We take PDF, JPEG, PNG, WebP, XLSX and DOCX without macros, up to 15 MB, "
        "or a web address.",
    )
    assert says(
        head.do(f"{page}berkas/", **{"file-file": large}), "The file is too large. Up to 15 MB."
    )
    assert says(head.do(f"{page}berkas/"), "Please choose a file.")
    assert head.do(f"{page}tautan/", **{"link-link": "javascript:1"}).status_code == 422
    huge = head.client.post(
        f"/petugas/{page}berkas/", b"x", content_type="multipart/form-data; boundary=b",
        CONTENT_LENGTH="200000000",
    )  # fmt: skip
    assert huge.status_code == 413
    assert not Evidence.objects.exists()


def test_something_is_planned_by_somebody_until_a_day_and_done(sheet, head):
    page = f"{YEAR}butir/P.V.1.a/"
    due = {"plan-due_on_0": "20", "plan-due_on_1": "11", "plan-due_on_2": "2026"}

    said = head.do(f"{page}rencana/", **{
        "plan-words": "Pasang spanduk", "plan-owner": head.staff.ref, **due,
    })  # fmt: skip

    assert says(said, "Overdue")
    step = PlanStep.objects.get()
    assert "Pasang spanduk" in words(head.see(YEAR))
    assert says(head.do(f"{page}selesai/", step=step.pk), "Done")
    assert head.do(f"{page}selesai/", step="x").status_code == 404
    assert head.do(f"{page}rencana/").status_code == 422


def test_other_offices_and_other_roles_see_nothing(sheet, head):
    other = Desk(make_office(), Role.HEAD)
    counter = Desk(sheet.office, Role.COUNTER)

    assert other.see(YEAR).status_code == 404
    assert counter.see(YEAR).status_code == 403
    assert Client().get("/petugas/zona/2026/").status_code == 302


def test_everybody_sees_points_and_which_minimums_are_unconfirmed(sheet, head):
    before = Client().get("/zona/")
    assert says(
        before, "No worksheet has been proposed yet. As soon as one is, its points stand here."
    )
    assert says(before, "unconfirmed")
    answer_all(sheet, head.staff.as_actor())
    head.do(f"{YEAR}pindah/", to=SheetState.PROPOSED)

    page = Client().get("/zona/")

    assert "100,00" in words(page)
    assert says(page, "Enough for WBBM")
    assert len(page.content) < 60_000


def test_without_an_office_there_are_no_such_pages(clock):
    assert Client().get("/zona/").status_code == 404
    assert Client().get("/janji/").status_code == 404
