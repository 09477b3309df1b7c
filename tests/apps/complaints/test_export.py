"""What is given out: each file written down; a whole report that Debian's own programs open."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest

from jernih.apps.complaints import actions
from jernih.apps.complaints.models import Fetch
from jernih.pure.casework import Deed
from jernih.pure.roles import Refused, Role
from tests import age, report_makers
from tests.case_makers import HOLDERS, digest, make_desk

pytestmark = pytest.mark.django_db
BASH = shutil.which("bash") or "bash"


@pytest.fixture
def desk():
    return make_desk(attached=(b"foto satu", b"foto dua" * 1000))


def test_each_file_that_is_given_out_is_written_down_with_name_person_and_day(desk):
    body = actions.fetch_file(**desk.by(name="laporan.age"))

    assert body == desk.made.file("laporan.age")
    given = Fetch.objects.get(report=desk.report)
    assert (given.name, given.by, given.on) == (
        "laporan.age",
        desk.actor().ref,
        date(2026, 11, 23),
    )


def test_a_file_that_is_not_there_or_not_for_one_is_no_file_and_no_fetch(desk):
    erased = desk.report.files.get(name="lampiran-1.age")
    desk.report.files.filter(pk=erased.pk).update(body=None)

    for name in ("lampiran-9.age", "../kunci-0.age", "lampiran-1.age"):
        with pytest.raises(actions.NoSuchCase):
            actions.fetch_file(**desk.by(name=name))
    with pytest.raises(actions.NoSuchCase):
        actions.fetch_file(**desk.by(Role.DECIDER, name="kunci-0.age"))
    with pytest.raises(Refused):
        actions.export_case(**desk.by(Role.DECIDER))

    assert not Fetch.objects.exists()


def test_an_export_is_written_down_file_by_file_and_is_the_same_each_time(desk):
    first = actions.export_case(**desk.by())
    again = actions.export_case(**desk.by(at=1))

    assert first == again
    names = set(desk.report.files.values_list("name", flat=True))
    mine = Fetch.objects.filter(by=desk.actor().ref)
    assert set(mine.values_list("name", flat=True)) == names


def test_an_export_holds_no_hour_and_no_plain_word(desk):
    raw = actions.export_case(**desk.by())

    assert report_makers.WORDS.encode() not in raw
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        log = json.loads(archive.read("catatan-langkah.json"))
        manifest = archive.read("manifest.json")
    assert [line["deed"] for line in log] == ["FILED"]
    assert "by" not in log[0]
    assert manifest.decode() == desk.report.manifest


def commands_of(readme: str) -> list[str]:
    """The commands as they are printed: lines of three spaces that begin with a program's name."""
    return re.findall(r"^   ((?:sha256sum|age|for|shred) .*)$", readme, re.MULTILINE)


def unpacked(raw: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        archive.extractall(folder)
    return folder


@age.needed
def test_every_file_of_an_export_opens_with_the_printed_commands_and_debians_age(desk, tmp_path):
    desk.say(actions.acknowledge)
    actions.send_message(**desk.by(sealed=desk.seal(attached=(b"bukti",))))
    holders = [report_makers.recipient(desk.made.roster.of(*one).recipient) for one in HOLDERS]
    note = report_makers.seal(b"catatan kami".ljust(4096), *holders)
    actions.keep_note(**desk.by(number=1, body=note))
    desk.agreed(Deed.KEYS_RENEWED)
    actions.renew_keys(**desk.by(files=desk.epoch(*HOLDERS)))
    desk.say(actions.send_message, at=1)
    folder = unpacked(actions.export_case(**desk.by()), tmp_path)
    (folder / "kunci-saya.txt").write_text(f"{desk.made.roster.keys[desk.actor().ref].identity}\n")
    commands = commands_of((folder / "BACA-SAYA.txt").read_text())

    assert len(commands) == 7
    script = "\n".join(["set -eu", *(c for c in commands if not c.startswith("shred"))])
    done = subprocess.run([BASH, "-c", script], cwd=folder, capture_output=True, check=False)

    assert done.returncode == 0, done.stderr.decode()
    assert report_makers.WORDS in json.loads((folder / "laporan.json").read_text())["words"]
    for name, plain in (
        ("lampiran-1.bin", b"foto satu"),
        ("lampiran-2.bin", b"foto dua" * 1000),
        ("lampiran-2-1.bin", b"bukti"),
        ("catatan-1.txt", b"catatan kami"),
    ):
        assert (folder / name).read_bytes().startswith(plain)
    for n in (1, 2, 3):
        assert json.loads((folder / f"pesan-{n}.json").read_text())["number"] == n
    opened = {path.stem for path in folder.iterdir() if path.suffix in (".json", ".bin", ".txt")}
    sealed = {path.stem for path in folder.glob("*.age")}
    keys = {stem for stem in sealed if stem.startswith(("kunci", "titipan", "bagian"))}
    assert sealed - keys <= opened


@age.needed
def test_each_trustee_opens_her_own_share_and_nothing_else(desk, tmp_path):
    folder = unpacked(actions.export_case(**desk.by()), tmp_path)
    shares = []
    for n, trustee in enumerate(desk.made.roster.trustees, 1):
        key = tmp_path / f"wali-{n}.txt"
        key.write_text(f"{trustee.identity}\n")
        command = ["age", "-d", "-i", key.name, f"bagian-0-{n}.age"]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        assert done.returncode == 0
        shares.append(done.stdout)
        wrong = ["age", "-d", "-i", key.name, "kunci-0.age"]
        assert subprocess.run(wrong, cwd=folder, capture_output=True, check=False).returncode != 0

    assert {len(share) for share in shares} == {33}
    assert len({digest(share) for share in shares}) == 3
