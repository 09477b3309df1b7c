"""After the day: the ministry's files meet the numbers served, and who came is forgotten."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jernih.apps.booking import jobs as booking
from jernih.apps.booking import queries
from jernih.apps.booking.models import Applicant
from jernih.apps.hall import jobs as hall
from jernih.apps.hall.models import HallDay, Ticket
from jernih.pure.roles import Role
from tests import makers
from tests.journeys.days import make_day
from tests.record import check_record
from tests.visits import Desk, says, words

pytestmark = pytest.mark.django_db
LONG_AFTER = makers.NEXT_DAY + timedelta(days=91)


@pytest.fixture
def day(clock):
    """Siti came by her code and Budi without his; a walk-in came too; all were served."""
    made = make_day(clock)
    siti, budi = made.booked(makers.make_person(name="Siti Zubaidah")), made.booked()
    supervisor = made.open()
    clock.at(max(row.starts_at for row in (siti, budi)))
    helper = Desk(made.office, Role.HELPER)
    made.kiosk().show(siti.code)
    helper.do(
        "datang/tanpa-kode/",
        number=budi.people[0].number,
        identity_seen="on",
        birth_date_0=makers.BORN.day,
        birth_date_1=makers.BORN.month,
        birth_date_2=makers.BORN.year,
    )
    wish = {"service": makers.NEW, "lane": "PRIORITY", "press_key": "k" * 32}
    helper.do("datang/tanpa-nomor/", **wish, name="Ibu Rahmawati", evidence_seen="on")
    counter = made.counter()
    for _ in range(3):
        number = counter.next()
        clock.later(minutes=1)
        counter.deal("mulai", number)
        clock.later(minutes=9)
        counter.deal("selesai", number)
    counter.do("loket/tutup/")
    clock.at(makers.ON_THE_DAY.replace(hour=9))
    supervisor.sign_in()
    supervisor.do("lantai/tutup/", id=HallDay.objects.get().pk)
    clock.at(makers.NEXT_DAY)
    return made


def test_a_days_files_and_numbers_agree_in_public(day):
    supervisor = Desk(day.office, Role.SUPERVISOR)
    lines = ["No;Jenis Permohonan;Tanggal", *(f"{n};Paspor baru;25/11/2026" for n in (1, 2, 3))]
    file = SimpleUploadedFile("daftar.csv", "\r\n".join(lines).encode())

    supervisor.do("berkas/", day=HallDay.objects.get().pk, file=file)

    public = Client().get(f"/kuota/{day.office.slug}/?dari=2026-11-20&sampai=2026-11-30")
    assert "Paspor baru 3 3 0" in words(public)
    findings = check_record()
    assert "The ministry's files were held against 1 of 1 days." in findings.notes
    assert not any("for paspor-baru" in note for note in findings.notes)


def test_whoever_came_is_forgotten_on_request_and_by_the_clock(day, clock):
    siti = Applicant.objects.get(name="Siti Zubaidah").application
    code = queries.code_of(siti.ref)

    page = Client().post(f"/nomor/{code}/hapus-data/", follow=True)
    clock.at(LONG_AFTER)
    erased = booking.erase(LONG_AFTER)
    days = hall.erase(LONG_AFTER)

    assert says(page, "Your data are erased")
    assert (erased, days) == (1, 1)
    assert set(Applicant.objects.values_list("name", flat=True)) == {""}
    assert set(Ticket.objects.values_list("walk_in_name", flat=True)) == {""}
    counts = check_record().report.counts[day.office.slug, makers.DAY]
    assert (counts["checked in"], counts["walked in"], counts["served"]) == (2, 1, 3)
