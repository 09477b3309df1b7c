"""Pages of complaints about service: told on a phone, worked on at a desk, counted for all."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jernih.apps.complaints import jobs
from jernih.apps.complaints.models import Grievance, GrievanceLine, GrievanceNight, Report
from jernih.apps.complaints.queries import grievances
from jernih.pure.grievance import GrievanceDeed, Subject
from jernih.pure.roles import Role
from jernih.pure.states import GrievanceState
from tests import pictures
from tests.clock import clock
from tests.grievance_makers import CONTACT, SAID, make_grievance
from tests.makers import NOW, make_office
from tests.report_makers import PEOPLE, make_roster
from tests.visits import Desk, indonesian, says, words

__all__ = ["clock"]
pytestmark = pytest.mark.django_db
DOOR, FOLLOW, HOME = "/lapor/layanan/", "/lapor/layanan/ikuti/", "aduan/"
SHOWN = re.compile(r"\b(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}\b")
FORBIDDEN = "/petugas/aduan/" + "0" * 32 + "/"


@pytest.fixture
def office(clock):
    return make_office()


@pytest.fixture
def handler(office):
    return Desk(office, Role.HANDLER)


@pytest.fixture
def visitor(handler):
    """A browser whose cookies would be seen, at an office that reads complaints."""
    return Client(enforce_csrf_checks=True)


def form(visitor, **more):
    page = visitor.get(DOOR)
    chance = re.search(r'name="chance" value="([0-9a-f]{64})"', page.content.decode())
    said = {"subject": "WAIT", "words": SAID, "ticket": "A-017", "contact": CONTACT}
    return {"chance": chance[1], **said, **more}


def told(visitor, **more):
    return visitor.post(DOOR, form(visitor, **more))


def code_on(page):
    return SHOWN.search(page.content.decode())[0]


# ---- the citizen


def test_a_complaint_is_told_on_one_page_and_followed_by_its_code(visitor, handler):
    photo = SimpleUploadedFile("a.jpg", pictures.jpeg(), content_type="image/jpeg")
    code = code_on(told(visitor, photos=photo, day_0="20", day_1="11", day_2="2026"))

    page = visitor.post(FOLLOW, {"code": code.lower().replace("-", " ")})

    assert SAID in words(page)
    assert says(page, "Someone takes it up")
    assert visitor.cookies == {}
    assert page["Cache-Control"] == "no-store"
    kept = Grievance.objects.get()
    assert grievances.words_of(kept)["day"] == "2026-11-20"
    assert (kept.photos.count(), kept.is_assisted) == (1, False)
    assert says(visitor.get("/lapor/"), "Service is slow or poor")


def test_whoever_speaks_of_money_is_offered_the_sealed_door_first_and_may_stay(visitor):
    fields = form(visitor, words="Petugas minta uang rokok.")

    offered = visitor.post(DOOR, fields)
    by_subject = told(visitor, subject="MONEY", words="Begini.")

    for page in (offered, by_subject):
        assert page.status_code == 200
        assert says(page, "Is it about money, a gift or a broker?")
        assert "/lapor/segel/" in page.content.decode()
    assert "Petugas minta uang rokok." in offered.content.decode()
    assert not Grievance.objects.exists()
    code_on(visitor.post(DOOR, fields | {"stay": "1"}))
    assert Grievance.objects.count() == 1


def test_what_is_wrong_is_said_in_plain_words_and_nothing_is_kept(visitor, handler):
    bad = SimpleUploadedFile("a.jpg", b"MZ\x90", content_type="image/jpeg")
    page = told(visitor, subject="", words=" ", contact="siti", photos=bad)

    assert page.status_code == 422
    for line in (
        "Please choose one.",
        "Please fill this in.",
        "This is no e-mail address and no mobile number. Example: 0812 3456 7890.",
        "We can read photos only: JPEG, PNG or WebP.",
    ):
        assert says(page, line)
    many = [SimpleUploadedFile(f"{n}.png", pictures.png()) for n in range(6)]
    assert says(told(visitor, photos=many), "At most five photos at once.")
    page = told(visitor, concerned=[handler.staff.ref])
    assert says(
        page, "Nobody would be left to read it. Please use the sealed report: others read it."
    )
    assert not Grievance.objects.exists()


def test_where_nobody_reads_complaints_none_is_taken(office):
    page = Client().get(DOOR)

    assert page.status_code == 503
    assert "lapor.go.id" in words(page)


def test_a_wrong_code_opens_nothing(visitor):
    for path, said in ((FOLLOW, {"code": "0000"}), (f"{DOOR}tulis/", {"code": "x"})):
        assert visitor.post(path, said).status_code == 422
    other = "0123-4567-89AB-CDEF-GHJK-"
    assert visitor.post(FOLLOW, {"code": other}).status_code == 422
    assert visitor.post(f"{DOOR}apa/", {"code": other}).status_code == 404
    assert visitor.get(FOLLOW).status_code == 200


def test_a_code_of_either_door_is_shown_at_the_page_of_reports_too(visitor, office):
    made = make_grievance(office)
    code = code_on(told(visitor))

    page = visitor.post("/lapor/ikuti/", {"code": code})

    assert says(page, "My complaint")
    assert made.locator not in page.content.decode()


def test_its_sender_answers_says_it_is_not_solved_and_rates(visitor, handler):
    code = code_on(told(visitor))
    locator = Grievance.objects.get().locator
    base = f"{HOME}{locator}/"
    handler.do(f"{base}ambil/", **{"assign-to": handler.staff.ref})
    handler.do(f"{base}tanya/", **{"ask-words": "Hari apa, Bu?"})
    page = visitor.post(FOLLOW, {"code": code})
    assert "Hari apa, Bu?" in words(page)
    assert says(page, "We asked you something. Until you answer, the clock stands still.")
    photo = SimpleUploadedFile("a.png", pictures.png(), content_type="image/png")

    empty = visitor.post(f"{DOOR}tulis/", {"code": code})
    wrote = visitor.post(
        f"{DOOR}tulis/", {"code": code, "more-words": "Jumat.", "more-photos": photo}
    )
    handler.do(f"{base}jawab/", **{"answer-words": "Kursi ditambah."})
    late = visitor.post(f"{DOOR}tulis/", {"code": code, "more-words": "lagi"})
    again = visitor.post(f"{DOOR}belum/", {"code": code, "again-words": "Belum ada."})
    handler.do(f"{base}jawab/", **{"answer-words": "Sekarang sudah."})
    unrated = visitor.post(f"{DOOR}nilai/", {"code": code})
    rated = visitor.post(f"{DOOR}nilai/", {"code": code, "rate-score": "4"})

    assert says(empty, "Write something, or add a photo.")
    assert "Jumat." in words(wrote)
    assert says(late, "This is no longer possible: see below where your complaint stands.")
    assert "Belum ada." in words(again)
    assert unrated.status_code == 422
    assert says(rated, "Ended")
    assert Grievance.objects.get().score == 4
    shown = handler.see(base)
    assert "Jumat." in words(shown)
    assert "Sekarang sudah." in words(shown)
    assert GrievanceLine.objects.filter(deed=GrievanceDeed.RATED).exists()


def test_a_helper_writes_one_down_and_it_stays_marked(visitor, office, handler):
    helper = Desk(office, Role.HELPER)
    fields = form(visitor)

    page = helper.do("lapor/layanan/", **fields)

    assert code_on(page)
    assert Grievance.objects.get().is_assisted
    shown = handler.see(f"{HOME}{Grievance.objects.get().locator}/")
    assert says(shown, "Written down with help from staff")
    assert Desk(office, Role.COUNTER).see("lapor/layanan/").status_code == 403


# ---- the desk


def test_who_it_is_about_finds_nothing_and_nobody_else_comes_in(office, handler):
    made = make_grievance(office)
    about = Desk(office, Role.HANDLER)
    Grievance.objects.update(concerned=[about.staff.ref])
    page = f"{HOME}{made.locator}/"

    assert made.locator[:8] in words(handler.see(HOME))
    assert made.locator[:8] not in words(about.see(HOME))
    hidden, absent = about.see(page), about.client.get(FORBIDDEN)
    assert hidden.status_code == absent.status_code == 404
    assert len(hidden.content) == len(absent.content)
    for deed in ("ambil", "jawab", "segel"):
        assert about.do(f"{page}{deed}/").status_code == 404
    for role in (Role.IT_ADMIN, Role.COUNTER, Role.SUPERVISOR, Role.OVERSEER, Role.HEAD):
        other = Desk(office, role)
        assert [other.see(path).status_code for path in (HOME, page)] == [403, 403]
        assert other.see("papan-aduan/").status_code == (200 if role == Role.HEAD else 403)


def test_a_picture_is_shown_without_its_tags_to_a_handler_alone(office, handler):
    made = make_grievance(office, photos=(pictures.jpeg(),))
    path = f"{HOME}{made.locator}/foto/{made.grievance.photos.get().pk}"

    shown = handler.see(path)

    assert shown["Content-Type"] == "image/jpeg"
    assert pictures.CANARY not in shown.content
    assert handler.see(f"{HOME}{made.locator}/foto/0").status_code == 404


def test_deeds_are_refused_in_words_and_keep_what_was_typed(office, handler):
    made = make_grievance(office, subject=Subject.QUESTION)
    other = Desk(office, Role.HANDLER)
    page = f"{HOME}{made.locator}/"
    handler.do(f"{page}ambil/", **{"assign-to": handler.staff.ref})

    theirs = other.do(f"{page}jawab/", **{"answer-words": "Halo."})
    empty = handler.do(f"{page}jawab/", **{"answer-words": ""})
    changed = handler.do(f"{page}golongan/", **{"class-after": "PLAIN"})
    conduct = handler.do(f"{page}golongan/", **{"class-after": "SUPERVISORY"})
    spared = handler.do(f"{page}tentang/", **{"spare-whom": other.staff.ref, "spare-to": ""})
    alone = handler.do(f"{page}tentang/", **{"spare-whom": handler.staff.ref, "spare-to": ""})
    shut = handler.do(f"{page}segel/")

    assert says(theirs, "Somebody else works on it. Take it over first.")
    assert empty.status_code == conduct.status_code == 422
    assert says(changed, "Put into another class")
    assert "5 hari kerja" in words(changed)
    assert says(spared, "Done. It stands in the log.")
    assert "tersegel" in words(alone)
    assert says(shut, "No sealed reports can be kept now: the roster is not in force.")
    assert handler.do(f"{page}apa/").status_code == 404


def test_made_a_report_the_old_code_shows_the_new_one(visitor, office, handler):
    others = [f"s-zz000{n}" for n in range(len(PEOPLE) - 1)]
    make_roster(office, refs=(handler.staff.ref, *others))
    code = code_on(told(visitor))
    locator = Grievance.objects.get().locator

    done = handler.do(f"{HOME}{locator}/segel/", **{"seal-people": ["s-zz0000"]})
    page = visitor.post(FOLLOW, {"code": code})
    case = visitor.post("/lapor/ikuti/", {"code": code_on(page)})

    assert says(done, "Done. It stands in the log.")
    assert locator[:8] not in words(done)
    assert says(page, "Your complaint is now a sealed report")
    assert SAID not in words(page)
    assert SAID in words(case)
    assert Grievance.objects.get().state == GrievanceState.SEALED
    assert not Report.objects.get().holds.filter(staff="s-zz0000").exists()


# ---- figures


def test_the_board_counts_and_shows_no_word(office, handler):
    made = make_grievance(office)
    make_grievance(office, subject=Subject.QUESTION)
    handler.do(f"{HOME}{made.locator}/ambil/", **{"assign-to": handler.staff.ref})

    page = Desk(office, Role.HEAD).see("papan-aduan/")

    assert says(page, "What waits, by class")
    assert handler.staff.full_name in words(page)
    assert SAID not in words(page)


def test_everybody_reads_counts_and_small_ones_are_hidden(office, handler, clock):
    for n in range(7):
        make_grievance(office, subject=Subject.WAIT if n else Subject.PAPERS)
    jobs.tell(NOW + timedelta(days=1))
    clock.at(NOW + timedelta(days=1))
    page = Client().get("/aduan/")
    assert says(page, "wait for an answer")
    GrievanceNight.objects.update(day="2026-12-31")

    page = Client().get("/aduan/")

    assert says(page, "What complaints were about")
    assert says(page, "hidden")
    shown = page.content.decode()
    assert SAID not in shown
    row = re.search(r"Berkas saya ditolak[^<]*</th><td[^>]*>([^<]*)", shown)
    assert row[1] == indonesian("hidden")
