"""The supervisor brings the ministry's list; everyone sees how it meets the numbers served."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jernih.apps.hall import actions
from jernih.apps.hall.models import HallDay
from jernih.apps.offices.models import FilesCompared
from jernih.pure.roles import CLOCK, Role
from tests import makers
from tests.visits import Desk, says, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(clock):
    clock.at(makers.ON_THE_DAY)
    made = makers.make_office()
    makers.make_supply(made)
    day = actions.open_hall_day(office_id=made.pk, actor=CLOCK, now=makers.ON_THE_DAY)
    clock.at(makers.NEXT_DAY)
    actions.close_hall_day(hall_day_id=day.pk, actor=CLOCK, now=makers.NEXT_DAY)
    return made


@pytest.fixture
def desk(office):
    return Desk(office, Role.SUPERVISOR)


def bring(desk: Desk, *lines: str, name: str = "daftar.csv"):
    file = SimpleUploadedFile(name, "\n".join(lines).encode(), content_type="text/csv")
    return desk.do("berkas/", day=HallDay.objects.get().pk, file=file)


def test_a_list_is_counted_and_shown_to_everyone(office, desk):
    page = bring(desk, "Jenis Permohonan;Jumlah", "Paspor baru;1")

    assert says(page, "{n} file was counted. The comparison is public now.", n=1)
    public = desk.client.get(f"/kuota/{office.slug}/?dari=2026-11-20&sampai=2026-11-30")
    assert "Paspor baru 1 0 +1" in words(public)
    rows = csv.DictReader(
        io.StringIO(
            desk.client.get(
                f"/kuota/{office.slug}.csv?dari=2026-11-20&sampai=2026-11-30"
            ).content.decode()
        )
    )
    [row] = [row for row in rows if row["service"] == makers.NEW]
    assert (row["served"], row["processed"], row["difference"]) == ("0", "1", "1")


def test_every_wrong_line_is_named_and_nothing_is_written(desk):
    page = bring(desk, "layanan,tanggal", "Paspor baru,25/11/2026", "Visa,25/11/2026", "x,y,z")

    assert page.status_code == 422
    assert says(page, "Line {line}: this office has no service “{word}”.", line=3, word="Visa")
    assert says(page, "Line {line} has more or fewer cells than the first line.", line=4)
    assert not FilesCompared.objects.exists()


def test_a_spreadsheet_is_not_a_list(desk):
    file = SimpleUploadedFile("daftar.xlsx", b"PK\x03\x04\x00\x00")
    page = desk.do("berkas/", day=HallDay.objects.get().pk, file=file)

    assert says(
        page, "This is not a CSV file. In the spreadsheet choose “Save as”, then “CSV UTF-8”."
    )


def test_a_file_that_is_too_large_is_not_read(desk):
    page = bring(desk, "layanan", "x" * 500_000)

    assert says(page, "The file is larger than 500 kB. A day's list is much smaller.")


def test_without_a_file_or_with_a_strange_day_the_page_asks_again(desk):
    assert says(desk.do("berkas/", day=HallDay.objects.get().pk), "Choose the file.")
    file = SimpleUploadedFile("daftar.csv", b"layanan\n")
    assert desk.do("berkas/", day=0, file=file).status_code == 422


def test_other_staff_do_not_see_the_page(office):
    assert Desk(office, Role.COUNTER, Role.HEAD).see("berkas/").status_code == 403


def test_before_any_day_was_closed_the_page_says_so(clock):
    fresh = makers.make_office()

    assert says(Desk(fresh, Role.SUPERVISOR).see("berkas/"), "No day has been closed yet")


def test_many_days_cost_no_more_questions_than_one(office, desk, clock):
    bring(desk, "layanan", "Paspor baru")
    with CaptureQueriesContext(connection) as one:
        desk.see("berkas/")
    for _ in range(3):
        clock.later(days=1)
        day = actions.open_hall_day(office_id=office.pk, actor=CLOCK, now=clock.now)
        actions.close_hall_day(hall_day_id=day.pk, actor=CLOCK, now=clock.now)
    desk.sign_in()
    desk.see("berkas/")

    with CaptureQueriesContext(connection) as four:
        page = desk.see("berkas/")

    assert len(page.context["days"]) == 4
    assert len(four) == len(one)
