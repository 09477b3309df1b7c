"""What the pages of /ambil/ say to mistakes: a plain sentence, nothing written, nothing lost."""

from datetime import date

import pytest

from jernih.apps.booking.forms import PROBLEMS
from jernih.apps.booking.models import ContactProof
from jernih.apps.booking.views.words import CONTACT
from jernih.apps.notices.models import Notice
from jernih.pure.people import PersonFault
from tests import makers
from tests.visits import Citizen, posted, says, value_of

pytestmark = pytest.mark.django_db

F = PersonFault
BORN = date(1990, 1, 1)


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"nik": "657101010190001"}, F.NIK_LENGTH),
        ({"nik": "65710101019000123"}, F.NIK_LENGTH),
        ({"nik": "6571O10101900012"}, F.NIK_LETTERS),
        ({"nik": "0071010101900012"}, F.NIK_PROVINCE),
        ({"nik": "6571013102900012"}, F.NIK_DATE),
        ({"nik": "6571010101900000"}, F.NIK_SERIAL),
        ({"birth_date": date(1990, 1, 2)}, F.NIK_BIRTH_DATE),
        ({"birth_date": date(2090, 1, 1)}, F.BIRTH_FUTURE),
        ({"name": "R2-D2"}, F.NAME_SIGNS),
        ({"name": "<b>Siti</b>"}, F.NAME_SIGNS),
        ({"name": "..."}, F.NAME_EMPTY),
        ({"name": "Siti " * 20 + "A"}, F.NAME_LONG),
    ],
    ids=lambda value: value.value if isinstance(value, F) else None,
)
def test_a_mistake_in_a_person_is_said_and_what_was_typed_stays(siti, change, fault):
    person = makers.make_person(
        **{"nik": "6571010101900012", "name": "Siti Aminah", "birth_date": BORN} | change
    )
    siti.choose()

    page = siti.name(person)

    assert page.status_code == 422
    assert says(page, PROBLEMS[fault])
    assert value_of(page, "p0-nik") == person.nik
    assert value_of(page, "p0-name") == person.name
    assert value_of(page, "p0-birth_date_2") == str(person.birth_date.year)


@pytest.mark.usefixtures("nothing_written")
def test_who_jumps_over_a_mistake_in_a_person_meets_it_at_the_end(siti):
    siti.choose()
    siti.name(makers.make_person(nik="6571O10101900012"))
    siti.wish()
    siti.give_address()
    siti.type_code()

    page = siti.post("periksa/")

    assert page.status_code == 422
    assert says(page, PROBLEMS[F.NIK_LETTERS])
    assert value_of(page, "p0-nik") == "6571O10101900012"


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"p0-nik": ""}, "Write the NIK, 16 digits."),
        ({"p0-name": ""}, "Write the name as on the KTP."),
        ({"p0-birth_date_1": ""}, "The day, the month and the year are all needed."),
        (
            {"p0-birth_date_0": "31", "p0-birth_date_1": "2"},
            "This date does not exist. Example: 27 3 1985.",
        ),
        ({"p0-birth_date_2": "nineteen"}, "This date does not exist. Example: 27 3 1985."),
        (
            {f"p0-birth_date_{part}": "" for part in range(3)},
            "Fill in the day, the month and the year.",
        ),
    ],
)
def test_a_field_left_out_is_said_and_the_others_stay(siti, fields, sentence):
    siti.choose()
    person = makers.make_person()

    page = siti.post("orang/", **posted(person) | fields)

    assert page.status_code == 422
    assert says(page, sentence)
    assert value_of(page, "p0-name") == fields.get("p0-name", person.name)
    assert value_of(page, "p0-nik") == fields.get("p0-nik", person.nik)


@pytest.mark.parametrize(
    "name",
    [
        "Nur’aini Ma'ruf",
        "D`Arcy",
        "Suharto",
        "Sri-Rejeki A.",
        ("Bartholomeus " * 8)[:100].strip().ljust(100, "a"),
        "  Siti   Aminah ",
    ],
)
def test_names_as_people_have_them_are_taken_as_they_are(siti, name):
    row = siti.take(makers.make_person(name=name))

    assert row.people[0].name.replace("’", "'").replace("`", "'") == " ".join(
        name.replace("’", "'").replace("`", "'").split()
    )
    assert len(row.people[0].name) <= 100


@pytest.mark.parametrize(
    "typed", ["6571 0101 0190 0012", "6571-0101-0190-0012", "657101.010190.0012"]
)
def test_a_nik_may_be_typed_in_groups(siti, typed):
    siti.choose()

    page = siti.name(makers.make_person(nik=typed, birth_date=BORN))

    assert page.status_code == 302


def test_an_unknown_region_is_a_warning_and_one_goes_on(siti):
    siti.choose()

    page = siti.client.post(
        "/ambil/orang/",
        posted(makers.make_person(nik="6599990101900012", birth_date=BORN)),
        follow=True,
    )

    assert page.redirect_chain == [("/ambil/waktu/", 302)]
    assert says(page, PROBLEMS[F.NIK_DISTRICT])


@pytest.mark.usefixtures("nothing_written")
def test_a_nik_that_is_there_twice_is_said_at_the_second_person(siti):
    twin = makers.make_person()
    siti.choose(count=2)

    page = siti.name(twin, twin)

    assert page.status_code == 422
    assert says(page, PROBLEMS[F.NIK_TWICE])
    assert 'href="#id_p1-nik"' in page.content.decode()


@pytest.mark.usefixtures("nothing_written")
def test_every_mistake_of_a_family_is_said_at_once(siti):
    siti.choose(count=3)

    page = siti.name(
        makers.make_person(nik="123"),
        makers.make_person(name="???"),
        makers.make_person(birth_date=date(1990, 1, 2), nik="6571010101900012"),
    )

    assert page.status_code == 422
    for fault in (F.NIK_LENGTH, F.NAME_EMPTY, F.NIK_BIRTH_DATE):
        assert says(page, PROBLEMS[fault])


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("6281234567890", "+6281234567890"),
        ("+62 812-3456-7890", "+6281234567890"),
        ("0812 3456 7890", "+6281234567890"),
        ("00628123456 7890", "+6281234567890"),
        ("Siti@Contoh.ID", "Siti@contoh.id"),
    ],
)
def test_a_number_or_address_is_read_however_it_is_typed(siti, typed, address):
    siti.come_to("kontak/")

    page = siti.give_address(typed, kind="WHATSAPP")

    assert page.status_code == 302
    assert ContactProof.objects.get().contact == address


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("0551 21234", "PHONE_FIXED"),
        ("+60 12-345 6789", "PHONE_FOREIGN"),
        ("0812", "PHONE"),
        ("bukan nomor", "PHONE"),
        ("siti@contoh", "EMAIL"),
    ],
)
def test_an_address_that_cannot_be_reached_is_refused_and_kept(siti, typed, reason):
    siti.come_to("kontak/")

    page = siti.give_address(typed)

    assert page.status_code == 422
    assert says(page, CONTACT[reason])
    assert value_of(page, "contact") == typed
    assert not Notice.objects.exists()


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize(
    "first",
    [
        "2026-11-20T08:00:00+08:00",  # past
        "2026-11-28T08:00:00+08:00",  # a Saturday
        "2026-11-25T12:15:00+08:00",  # no window
        "2027-06-01T08:00:00+08:00",  # not published
        "2026-11-25",
        "'; DROP TABLE",
        "",
    ],
)
def test_a_tampered_time_is_refused_in_words(siti, first):
    siti.come_to("waktu/")

    page = siti.wish(first)

    assert page.status_code == 422
    sentence = (
        "This time is no longer free. Choose another one." if first else "Choose a day and a time."
    )
    assert says(page, sentence)


def test_a_time_that_filled_up_meanwhile_is_said_and_all_else_is_kept(siti, office):
    siti.come_to("waktu/")
    from jernih.apps.booking import queries  # noqa: PLC0415

    [day] = queries.open_days(makers.service_of(office).pk, now=makers.NOW)
    window = day.windows[0]
    siti.wish(window.starts_at.isoformat())
    siti.give_address()
    siti.type_code()
    for _ in range(window.free):
        rival = Citizen(office)
        rival.come_to("waktu/")
        rival.wish(window.starts_at.isoformat())
        rival.give_address()
        rival.type_code()
        rival.number(rival.post("periksa/"))

    page = siti.client.post("/ambil/periksa/", follow=True)

    assert page.redirect_chain == [("/ambil/waktu/", 302)]
    assert says(
        page, "Someone was quicker: this time is full now. Nothing is lost, choose another."
    )
    assert siti.wish().status_code == 302
    assert siti.number(siti.post("periksa/")).people
