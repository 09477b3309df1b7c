"""What a thief, a broken line or a mistake could send: a plain sentence, and nothing half kept."""

import hashlib
import json
import re
import zipfile
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import count
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from jernih.apps.complaints.actions import draft as drafts
from jernih.apps.complaints.actions import work
from jernih.apps.complaints.models import CaseFile, Report
from jernih.apps.complaints.models import Roster as RosterRow
from jernih.apps.ledger import actions as ledger
from jernih.pure.roles import CLOCK
from jernih.pure.seal import manifest as manifests
from tests.makers import make_office
from tests.report_makers import KeyedRoster, Sealing, make_roster, make_sealing, new_keys

pytestmark = pytest.mark.django_db

FORM, CODE = "/lapor/segel/", "/lapor/ikuti/"
JSON = "application/json"
SHOWN = re.compile(r"\b(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}\b")
TOO_MUCH = "Yang Anda kirim melebihi batas kantor ini. Tidak ada yang disimpan."
NOT_KEPT = "Ini tidak bisa disimpan, dan tidak ada yang disimpan."


@dataclass
class Sending:
    """A report sealed by hand, on its way over the addresses that a browser uses."""

    roster: KeyedRoster
    sealing: Sealing
    opening: dict[str, Any]
    client: Client = field(default_factory=Client)
    draft: str = ""

    @property
    def files(self) -> dict[str, bytes]:
        return self.sealing.files

    def begin(self, **changes: Any) -> Any:
        asked = self.client.get(f"{FORM}kerja/").json()
        told = self.opening | changes | {"work": done(asked["challenge"], asked["bits"])}
        answer = self.client.post(f"{FORM}mulai/", told, content_type=JSON)
        self.draft = answer.json().get("draft", "")
        return answer

    def put(self, name: str, piece: bytes, *, at: int = 0) -> Any:
        address = f"{FORM}{self.draft}/{name}/?at={at}"
        return self.client.put(address, piece, content_type="application/octet-stream")

    def put_all(self) -> list[int]:
        return [self.put(name, body).status_code for name, body in self.files.items()]

    def finish(self) -> Any:
        return self.client.post(f"{FORM}{self.draft}/selesai/", {}, content_type=JSON)


def done(challenge: str, bits: int) -> dict[str, str]:
    for nonce in map(str, count()):
        digest = hashlib.sha256(f"{challenge}{nonce}".encode()).digest()
        if int.from_bytes(digest, "big") >> (256 - bits) == 0:
            return {"challenge": challenge, "nonce": nonce}
    raise AssertionError


@pytest.fixture
def roster() -> KeyedRoster:
    ledger.make_key(actor=CLOCK)
    return make_roster(make_office())


@pytest.fixture
def sending(roster) -> Sending:
    return make_sending(roster)


def make_sending(roster: KeyedRoster, *, broken: dict[str, bytes] | None = None) -> Sending:
    """broken: files in the place of sealed ones, which the manifest names as they are."""
    _, keys = new_keys()
    sealing = make_sealing(roster, keys)
    files = sealing.files | (broken or {})
    listed = [
        manifests.SealedFile(hash=hashlib.sha256(body).hexdigest(), name=name, size=len(body))
        for name, body in files.items()
    ]
    sealing = replace(sealing, files=files, manifest=manifests.make_manifest(keys.locator, listed))
    opening = {
        "locator": keys.locator,
        "auth_hash": keys.auth_hash,
        "recipient": keys.recipient,
        "signs": keys.signs,
        "holders": [person.ref for person in sealing.holders],
        "roster": roster.roster.serial,
        "salt": keys.salt.hex(),
        "manifest": manifests.write_manifest(sealing.manifest).decode(),
    }
    return Sending(roster=roster, sealing=sealing, opening=opening)


def nothing_is_kept() -> bool:
    return not Report.objects.exists() and not CaseFile.objects.exists()


def words_of(answer: Any) -> str:
    return str(answer.json()["words"])


# ---- the sealed door, as browsers use it


def test_a_sending_comes_whole_over_http(sending):
    assert sending.begin().status_code == 200
    assert sending.put_all() == [200] * len(sending.files)

    assert json.loads(sending.finish().content)["commitment"]
    assert Report.objects.count() == 1


def test_a_roster_that_is_not_in_force_is_told_to_load_the_page_again(sending):
    stale = sending.begin(roster=sending.roster.roster.serial + 1)
    others = sending.begin(holders=[one.ref for one in sending.roster.roster.people])

    assert (stale.status_code, stale.json()["reason"]) == (409, "ROSTER")
    assert words_of(stale) == "Daftar pembaca laporan sudah berubah. Muat ulang halaman ini."
    assert (others.status_code, words_of(others)) == (422, NOT_KEPT)


def test_a_roster_of_another_hand_in_the_table_shuts_both_doors(sending):
    [row] = RosterRow.objects.all()
    row.note = row.note.replace("Petugas 1", "Petugas 9")
    RosterRow.objects.update(note=row.note)

    page, api = sending.client.get(FORM), sending.begin()

    assert (page.status_code, api.status_code) == (503, 422)
    assert "137" in page.content.decode()
    assert api.json()["reason"] == "SHUT"


def test_a_broken_age_file_is_refused_whole_though_its_manifest_names_it(roster):
    honest = make_sealing(roster, new_keys()[1]).files["laporan.age"]
    for body in (b"MZ" + honest[2:], honest[:-1], honest + b"\0", b"age-encryption.org/v1\n", b"x"):
        sending = make_sending(roster, broken={"laporan.age": body})
        sending.begin()
        sending.put_all()

        answer = sending.finish()

        assert (answer.status_code, words_of(answer)) == (422, NOT_KEPT)
    assert nothing_is_kept()


def test_half_a_sending_is_no_report_and_goes_on_where_it_stood(sending):
    sending.begin()
    body = sending.files["laporan.age"]
    sending.put("laporan.age", body[:1000])

    early = sending.finish()
    there = sending.begin().json()["files"]
    skipped = sending.put("laporan.age", body[2000:], at=2000)

    assert (early.status_code, words_of(early)) == (422, NOT_KEPT)
    assert nothing_is_kept()
    assert there == {"laporan.age": 1000}
    assert (skipped.status_code, skipped.json()) == (409, {"size": 1000})
    assert sending.put("laporan.age", body[1000:], at=1000).status_code == 200
    sending.put_all()
    assert sending.finish().status_code == 200


def test_too_large_or_too_many_are_refused_before_they_come(sending):
    listed = json.loads(sending.opening["manifest"])
    attached = {"hash": "0" * 64, "size": 5_000_000}
    many = listed | {
        "files": [*listed["files"], *(attached | {"name": f"lampiran-{n}.age"} for n in range(100))]
    }
    huge = listed | {
        "files": sorted(
            [*listed["files"], attached | {"name": "lampiran-1.age", "size": 200_000_000}],
            key=lambda one: one["name"],
        )
    }

    assert sending.begin(manifest=many).status_code == 422
    assert sending.begin(manifest=huge).status_code in (413, 422)
    sending.begin()
    assert sending.put("laporan.age", bytes(drafts.PIECE_BYTES + 1)).status_code == 422
    assert sending.put("tambahan.age", b"x").status_code == 422
    assert nothing_is_kept()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"[" * 9_000, b'{"locator": 1}', b"\xff\xfe"])
def test_what_is_no_opening_is_refused_in_words(roster, body):
    answers = [
        Client().post(f"{FORM}{name}/", body, content_type=JSON)
        for name in ("mulai", "buka", "berkas", "pesan")
    ]

    assert {(one.status_code, words_of(one)) for one in answers} == {(422, NOT_KEPT)}


# ---- the door without JavaScript


def told(visitor: Client, **more: Any) -> dict[str, Any]:
    page = visitor.get(FORM).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)"', page))
    end = {"end": hidden.pop("end")}
    return {**hidden, "words": "Ada calo di ruang foto.", **more} | end


def bomb() -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("kosong", bytes(5_000_000))
    return packed.getvalue()


@pytest.mark.parametrize(
    "body",
    [b"MZ\x90\0" + bytes(600), b"\x7fELF" + bytes(600), bomb(), b"#!/bin/sh\n", b"<svg onload=x>"],
    ids=["windows", "linux", "zip bomb", "script", "drawing"],
)
def test_a_program_that_is_called_jpg_is_refused_in_words(roster, body):
    visitor = Client()
    page = visitor.post(FORM, told(visitor, files=SimpleUploadedFile("foto.jpg", body)))

    words = page.content.decode()
    assert page.status_code == 422
    assert "Hanya gambar, PDF, suara, film, atau teks." in words
    # What was typed stays; files must be chosen anew, and the page says so.
    assert "Ada calo di ruang foto." in words
    assert "Pilih berkas Anda sekali lagi" in words
    assert nothing_is_kept()


@pytest.mark.parametrize(
    ("files", "status", "words"),
    [(11, 422, "Paling banyak sepuluh berkas"), (100, 422, "Paling banyak sepuluh berkas")],
)
def test_a_hundred_files_are_told_how_many_may_come(roster, files, status, words):
    visitor = Client()
    some = [SimpleUploadedFile(f"{n}.txt", b"isi") for n in range(files)]

    page = visitor.post(FORM, told(visitor, files=some))

    assert (page.status_code, nothing_is_kept()) == (status, True)
    assert words in page.content.decode()


def test_two_hundred_megabytes_are_refused_before_they_are_read(roster):
    for address in (FORM, f"{CODE}tulis/", f"{FORM}pesan/"):
        page = Client().generic(
            "POST", address, b"x", content_type=MULTIPART_CONTENT, CONTENT_LENGTH="200000000"
        )

        assert page.status_code == 413
        assert TOO_MUCH in page.content.decode()


def test_a_form_that_was_cut_on_its_way_is_no_report(roster):
    visitor = Client()
    photo = SimpleUploadedFile("bukti.txt", b"isi berkas " * 200)
    whole = encode_multipart(BOUNDARY, told(visitor, files=photo))

    for cut in (len(whole) - 100, len(whole) // 2, 700, 250):
        page = sent(visitor, whole[:cut])
        assert page.status_code == 422
        assert "Yang Anda kirim tidak sampai seluruhnya." in page.content.decode()

    assert nothing_is_kept()
    assert SHOWN.search(sent(visitor, whole).content.decode())


def sent(visitor: Client, body: bytes) -> Any:
    return visitor.generic("POST", FORM, body, content_type=MULTIPART_CONTENT)


# ---- guessing


@pytest.mark.parametrize("tries", [30, pytest.param(1_000, marks=pytest.mark.drill)])
def test_wrong_codes_all_answer_alike_and_shut_nobody_out(sending, tries):
    sending.begin()
    sending.put_all()
    sending.finish()
    auth = b"\0" * 32

    wrong = {
        (answer.status_code, answer.content)
        for answer in (
            sending.client.post(
                f"{FORM}buka/", {"locator": f"{n:032x}", "auth": auth.hex()}, content_type=JSON
            )
            for n in range(tries)
        )
    }

    assert [(status, json.loads(body)["words"]) for status, body in wrong] == [
        (404, "Tidak ada laporan dengan kode ini.")
    ]
    # However many came: nobody waits longer than half a second, and nobody is turned away.
    assert work.delay_seconds(max(tries, 10**6)) == 0.5
