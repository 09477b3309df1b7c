"""Everything that is public, searched for the people it is about: nothing of them is there."""

import re
import zipfile
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from jernih.apps.booking import actions
from jernih.apps.booking import queries as booking
from jernih.apps.booking.models import Applicant, Application, Batch
from jernih.apps.booking.queries.receipts import receipts_of
from jernih.apps.hall import actions as hall
from jernih.apps.ledger.models import Entry
from jernih.apps.offices.models import Office
from jernih.config import run
from jernih.pure import canonical, receipt
from jernih.pure.people import Person
from jernih.pure.roles import CITIZEN, CLOCK
from jernih.pure.states import ApplicationState
from tests import draw_makers, makers
from tests.journeys.guesses import Haystack, found, opened, plausible_niks, texts_of
from tests.record import PERSONAL, publish_record

pytestmark = pytest.mark.django_db
NAMES = ("Zubaidah Nurhayati", "Oktavianus Sembiring", "Wulandari Kusumaningrum", "Yohanes Lawing")
FEW, MANY = 5_000, 100_000


@pytest.fixture
def people() -> list[Person]:
    """Four people who took numbers, moved, were erased, or joined a draw."""
    made = [
        makers.make_person(name=name, birth_date=date(1970 + at, 3, 5 + at))
        for at, name in enumerate(NAMES)
    ]
    office = makers.make_office()
    contact = makers.make_contact("zubaidah@contoh.id")
    proof = makers.make_proof(office, contact)
    makers.make_application(office, people=made[:2], contact=contact, session_key=proof)
    gone = makers.make_application(office, people=made[2:3], at=ApplicationState.WITHDRAWN)
    actions.erase_application(ref=gone.ref, actor=CITIZEN, now=makers.NEXT_DAY)
    draw_office = draw_makers.make_drawn_office()
    batch = draw_makers.make_batch(draw_office)
    draw_makers.assist(batch, people=made[2:])
    draw_makers.close(batch.pk)
    publish_record()
    return made


def entries() -> list[bytes]:
    return [bytes(body) for body in Entry.objects.values_list("body", flat=True)]


def public_values() -> list[bytes]:
    """What anybody knows, and might be tempted to call a salt."""
    values = [settings.LOG_ORIGIN, (settings.LOG_DIR / "vkey").read_text().strip()]
    values += Office.objects.values_list("slug", flat=True)
    values += Batch.objects.values_list("ref", flat=True)
    values += ["jernih", "jernih/commit/v1", "jernih/nullifier/v1", ""]
    return [value.encode() for value in values]


def guess(people: list[Person], *, count: int) -> list[bytes]:
    haystack, public = Haystack(entries()), public_values()
    batches = Batch.objects.values_list("ref", flat=True)
    texts = [text for person in people for text in texts_of(person, batches)]
    assert list(opened(haystack, people, public)) == []
    return [*found(haystack, texts, public), *found(haystack, plausible_niks(count), public)]


def test_no_hash_of_anybody_is_on_the_record_that_somebody_could_make(people):
    assert guess(people, count=FEW) == []


@pytest.mark.drill
def test_a_hundred_thousand_plausible_niks_find_nothing(people):
    assert guess(people, count=MANY) == []


def test_the_guesses_would_find_what_should_not_be_there(people):
    """Each wrong way, planted, is found: else to find nothing would say nothing."""
    person, public = people[0], public_values()
    salted = [*public, b""]
    wrong = [(text, sha256(salt + text)) for text in texts_of(person, []) for salt in salted]
    for text, digest in wrong:
        planted = Haystack([f'{{"ref":"{digest.hexdigest()}"}}'.encode()])
        assert list(found(planted, [text], public)) == [text]
    seal = canonical.commitment(
        "applicant", salt=sha256(public[0]).digest(), fields=_sealed(person)
    )
    assert list(opened(Haystack([seal.encode()]), [person], public)) == [person]


def secrets_of(people: list[Person]) -> set[bytes]:
    """What may stand in no public file: people, where they are reached, codes, marks, salts."""
    texts = {text for person in people for text in (person.nik, person.name, *person.name.split())}
    texts |= {"zubaidah@", *Application.objects.values_list("code_index", flat=True)}
    rows = Applicant.objects.values_list("salt", "nik_index", "nik_last4")
    texts |= {bytes(salt).hex() for salt, *_ in rows if salt}
    texts |= {mark for _, mark, _ in rows if mark}
    return {text.encode() for text in texts if text}


def answers() -> dict[str, bytes]:
    """Everything that is given to whoever asks, as files and as tables."""
    office, batch, client = Office.objects.earliest("pk"), Batch.objects.get(), Client()
    hall.open_hall_day(office_id=office.pk, actor=CLOCK, now=makers.ON_THE_DAY)
    paths = [
        *(reverse(f"portal:{name}") for name in ("data", "rules-csv", "check")),
        *(reverse(f"ledger:{name}") for name in ("record-detail", "vkey", "vkeys", "checkpoint")),
        reverse("booking:capacity-csv", args=[office.slug]),
        reverse("booking:draw-file", args=[batch.ref]),
        reverse("hall:day-state", args=[office.slug, f"{makers.DAY}"]),
    ]
    got = {path: client.get(path) for path in paths}
    assert [path for path, answer in got.items() if answer.status_code > 299] == []
    return {
        path: b"".join(answer.streaming_content) if answer.streaming else answer.content
        for path, answer in got.items()
    }


def test_no_file_and_no_answer_to_the_public_holds_anything_of_anybody(people, tmp_path):
    everything, home = answers(), Path(settings.LOG_DIR)
    everything |= {str(path): path.read_bytes() for path in home.rglob("*") if path.is_file()}
    call_command("export", str(tmp_path / "catatan.zip"))
    with zipfile.ZipFile(tmp_path / "catatan.zip") as whole:
        everything |= {name: whole.read(name) for name in whole.namelist()}
    secrets = secrets_of(people)

    leaks = [
        (where, secret)
        for where, content in everything.items()
        for secret in secrets
        if secret in content
    ]

    assert len(secrets) > 20
    assert len(everything) > 20
    assert leaks == []


def test_no_entry_looks_like_a_person_or_says_where_one_is_from(people):
    place = re.compile(rb"(?<![0-9a-f])657101(?![0-9a-f])")

    assert not [entry for entry in entries() if PERSONAL.search(entry) or place.search(entry)]


def test_the_server_writes_nowhere_whose_page_was_read(people, caplog):
    assert not any("access-log" in word for word in run.WEB)
    Client().get("/nomor/SALAHKODE1234/")
    Client().get("/nomor/SALAHKODE1234/hapus-data/")

    assert caplog.text.count("Not Found: /nomor/…/") == 2
    assert "SALAHKODE1234" not in caplog.text


def test_erased_nothing_in_the_tables_opens_the_seal_and_her_own_receipt_still_does(people):
    person = makers.make_person(name="Rambu Anggraini")
    application = makers.make_application(
        makers.make_office(), people=[person], at=ApplicationState.WITHDRAWN
    )
    publish_record()
    [row, *_] = receipts_of(booking.application(application.ref))
    seal = receipt.seals_in(receipt.parse_receipt(row.file).fact)[0]
    assert openings(every_value(), seal, person)

    actions.erase_application(ref=application.ref, actor=CITIZEN, now=makers.NEXT_DAY)
    publish_record()

    # Every 32 bytes that any table holds, tried as the salt by somebody who knows who she is.
    assert openings(every_value(), seal, person) == []
    typed = _sealed(person)
    assert receipt.opened_by(receipt.parse_receipt(row.file), typed) == (0,)


def openings(values: set[bytes], seal: str, person: Person) -> list[bytes]:
    fields = _sealed(person)
    return [
        value
        for value in values
        if canonical.commitment("applicant", salt=value, fields=fields) == seal
    ]


def _sealed(person: Person) -> dict[str, str]:
    born = person.birth_date.isoformat()
    return {"nik": person.nik, "name": person.name, "birth_date": born}


def every_value() -> set[bytes]:
    """Every 32 bytes in any table."""
    values: set[bytes] = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            for (row,) in cursor.fetchall():
                values |= {bytes.fromhex(run) for run in re.findall(r"[0-9a-f]{64}", row)}
    return values
