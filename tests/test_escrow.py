"""The guide to a report's escrow, typed as it is printed: `age`, and the stranger's program."""

import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pyrage
import pytest

from jernih import verify
from jernih.pure.seal import bech32, padding, shamir
from jernih.verify import pack
from tests import age
from tests.house.sources import ROOT
from tests.vectors import load

pytestmark = age.needed
GUIDE = ROOT / "docs" / "runbooks" / "escrow-opening.md"
REPORT = padding.pad_json(b'{"words":"Diminta uang."}')
PHOTO = padding.pad_file(b"a photo")
LETTER = padding.pad_json(b'{"words":"Kapan?"}')
ESCROW = bytes(range(32))
CASE = bech32.write_identity(bytes([7]) * 32)


def to(identity: str) -> list[pyrage.x25519.Recipient]:
    return [pyrage.x25519.Identity.from_str(identity).to_public()]


OURS = shamir.split(ESCROW, chance=bytes(range(50, 82)))


def make_case(folder: Path, *, shares=OURS, escrow: bytes = ESCROW) -> Path:
    """A folder as the mirror has it, and the three trustees' keys."""
    files = {
        "titipan-0.age": (f"{CASE}\n".encode(), bech32.write_identity(escrow)),
        "laporan.age": (REPORT, CASE),
        "lampiran-1.age": (PHOTO, CASE),
        "pesan-1.age": (LETTER, CASE),
    }
    for n, share in enumerate(shares, 1):
        own = str(pyrage.x25519.Identity.generate())
        (folder / f"trustee-{n}.txt").write_text(f"{own}\n")
        files[f"bagian-0-{n}.age"] = (share, own)
    for name, (plain, identity) in files.items():
        (folder / name).write_bytes(pyrage.encrypt(plain, to(identity)))
    return folder


@pytest.fixture
def case(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return make_case(tmp_path)


def commands(one: int, two: int) -> list[str]:
    """What the guide tells to type, for these two trustees."""
    found = re.findall(r"^\s*\$ (.+)$", GUIDE.read_text(), re.M)
    words = {
        "TRUSTEE-ONE.txt": f"trustee-{one}.txt",
        "TRUSTEE-TWO.txt": f"trustee-{two}.txt",
        "bagian-0-1.age": f"bagian-0-{one}.age",
        "bagian-0-2.age": f"bagian-0-{two}.age",
        "python3": sys.executable,
    }
    return [re.sub("|".join(words), lambda match: words[match[0]], line) for line in found]


def type_in(line: str, case: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", line], cwd=case, capture_output=True, text=True, check=False
    )


def opened_shares(case: Path) -> list[Path]:
    """Every trustee's share, as she alone opens it."""
    for n in (1, 2, 3):
        line = f"age -d -i trustee-{n}.txt -o share-{n} bagian-0-{n}.age"
        assert type_in(line, case).returncode == 0
    return [case / f"share-{n}" for n in (1, 2, 3)]


def follow(case: Path, one: int, two: int) -> None:
    """Type the whole guide, as it is printed, and look at what it leaves."""
    (case / pack.NAME).write_bytes(pack.program())
    *lines, shred = commands(one, two)
    for line in lines:
        done = type_in(line, case)
        assert done.returncode == 0, f"{line}\n{done.stderr}"

    assert (case / "laporan.json").read_bytes() == REPORT
    assert (case / "lampiran-1").read_bytes() == PHOTO
    assert (case / "pesan-1").read_bytes() == LETTER
    assert type_in(shred, case).returncode == 0
    assert not (case / "kunci.txt").exists()


@pytest.mark.parametrize(("one", "two"), [*combinations((1, 2, 3), 2)])
def test_any_two_trustees_open_the_report_by_the_guide_alone(case, one, two):
    follow(case, one, two)


def test_shares_that_the_browsers_package_made_open_it_too(tmp_path):
    golden = load("seal")["shares"]
    shares = [bytes.fromhex(share) for share in golden["package"]]

    follow(make_case(tmp_path, shares=shares, escrow=bytes.fromhex(golden["secret"])), 3, 1)


@pytest.mark.parametrize("trustee", [1, 2, 3])
def test_one_trustee_alone_opens_nothing(case, capsys, trustee):
    share = opened_shares(case)[trustee - 1].name

    for line in (
        f"age -d -i trustee-{trustee}.txt titipan-0.age",
        f"age -d -i trustee-{trustee}.txt laporan.age",
        *(f"age -d -i trustee-{trustee}.txt bagian-0-{n}.age" for n in {1, 2, 3} - {trustee}),
    ):
        assert "no identity matched" in type_in(line, case).stderr
    for shares in ([share], [share, share]):
        assert verify.main(["join", *shares]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert "The shares could not be joined" in said.err


def test_a_wrong_share_is_found_by_opening_and_by_the_third_one(case, capsys):
    first, *_ = opened_shares(case)
    bent = bytearray(first.read_bytes())
    bent[5] ^= 1
    first.write_bytes(bent)

    assert verify.main(["join", "share-1", "share-2"]) == 0
    (case / "titipan.txt").write_text(capsys.readouterr().out)
    assert "no identity matched" in type_in("age -d -i titipan.txt titipan-0.age", case).stderr
    assert verify.main(["join", "share-1", "share-2", "share-3"]) == 2
    assert "one of these shares is wrong" in capsys.readouterr().err


def test_three_right_shares_open_it_too(case, capsys):
    opened_shares(case)

    assert verify.main(["join", "share-2", "share-3", "share-1"]) == 0

    (case / "titipan.txt").write_text(capsys.readouterr().out)
    assert CASE in type_in("age -d -i titipan.txt titipan-0.age", case).stdout


def test_a_share_that_is_not_there_is_said_in_words(case, capsys):
    assert verify.main(["join", "nowhere", "share-1"]) == 2
    assert "nowhere" in capsys.readouterr().err
