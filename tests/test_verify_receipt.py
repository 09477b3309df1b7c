"""`jernih.verify receipt`: the verdicts of the page, as exit codes and plain words."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from jernih.pure import receipt
from jernih.pure.tlog.note import write_vkey
from jernih.verify import receipt as command
from jernih.verify.receipt_words import ASKED, WORDS
from tests import receipts
from tests.logs import KEY
from tests.receipts import BUDI, POLICY_TEXT, SITI

VKEY = write_vkey(KEY)
FAMILY = receipts.receipt()
SRC = Path(__file__).parents[1] / "src"


@pytest.fixture
def check(tmp_path, capsys):
    """Check these bytes; return the exit code and what was printed."""

    def checked(raw: bytes, *words: str, ask=None) -> tuple[int, str]:
        file = tmp_path / "bukti.tlog-proof"
        file.write_bytes(raw)
        given = [str(file), "--lang", "en", *words]
        code = command.check_receipt(given, **({"ask": ask} if ask else {}))
        said = capsys.readouterr()
        return code, said.out + said.err

    return checked


@pytest.fixture
def policy(tmp_path):
    file = tmp_path / "policy"
    file.write_bytes(POLICY_TEXT)
    return str(file)


@pytest.mark.parametrize(
    ("raw", "code", "verdict"),
    [
        (FAMILY, 0, "GOOD"),
        (receipt.pack(FAMILY).encode(), 0, "GOOD"),
        (f"https://jernih.invalid/periksa/bukti/#{receipt.pack(FAMILY)}\n".encode(), 0, "GOOD"),
        (receipts.receipt(note=receipts.signed_head("koran")), 2, "UNWITNESSED"),
        (b"hello", 2, "NOT_A_RECEIPT"),
        (b"\xff\xfe", 2, "NOT_A_RECEIPT"),
        (FAMILY[:-1], 2, "DAMAGED"),
        (
            receipts.receipt(note=receipts.signed_head(origin="jernih.invalid/x")),
            1,
            "OTHER_OFFICE",
        ),
        (FAMILY.replace(b"index 5", b"index 4"), 1, "CHANGED"),
    ],
)
def test_each_verdict_has_its_exit_code_and_its_words(check, policy, raw, code, verdict):
    told = check(raw, "--policy", policy)

    assert told[0] == code
    assert WORDS[verdict]["en"] in told[1]


def test_a_true_receipt_says_where_it_stands_and_since_when(check, policy):
    _code, said = check(FAMILY, "--policy", policy)

    assert "Line 6 of 7" in said
    assert receipts.ENTRIES[receipts.FAMILY_AT].decode() in said
    assert "2026-11-24 01:06:03+00:00" in said


def test_without_a_policy_nobody_asks_for_witnesses_and_that_is_said(check):
    code, said = check(FAMILY, "--vkey", VKEY)

    assert code == 0
    assert WORDS["NO_POLICY"]["en"] in said


@pytest.mark.parametrize("words", [(), ("--vkey", "nonsense"), ("--vkey", VKEY, "--policy", "/no")])
def test_without_a_key_that_can_be_read_nothing_is_said(check, words):
    code, said = check(FAMILY, *words)

    assert code == 2
    assert "You are" not in said


def test_a_file_that_is_not_there_is_said(capsys):
    assert command.check_receipt(["/no/such/file", "--vkey", VKEY]) == 2
    assert "/no/such/file" in capsys.readouterr().err


def answers(who: dict[str, str]):
    by_question = {f"{ASKED[name]['en']}: ": typed for name, typed in who.items()}
    return by_question.__getitem__


@pytest.mark.parametrize("day", ["1990-01-01", "1 1 1990", "01-01-1990"])
def test_who_types_her_own_data_finds_her_number(check, day):
    typed = {"nik": "6571 0141 0190 0001", "name": " Siti  Aminah ", "birth_date": day}

    code, said = check(FAMILY, "--vkey", VKEY, "--mine", ask=answers(typed))

    assert code == 0
    assert WORDS["MINE"]["en"].format(numbers="A-001") in said


def test_who_types_somebody_elses_data_is_told_no(check):
    wrong = SITI | {"birth_date": BUDI["birth_date"]}

    code, said = check(FAMILY, "--vkey", VKEY, "--mine", ask=answers(wrong))

    assert code == 1
    assert WORDS["NOT_MINE"]["en"] in said
    assert SITI["nik"] not in said


@pytest.mark.parametrize(("typed", "code"), [("AB " * 32, 0), ("cd" * 32, 1)])
def test_a_reporter_opens_her_seal_by_the_fingerprint_of_her_files(check, typed, code):
    raw = receipts.report_receipt()

    told = check(raw, "--vkey", VKEY, "--mine", "--json", ask=answers({"manifest": typed}))

    assert told[0] == code
    assert json.loads(told[1])["opened"] == ([1] if code == 0 else [])


@pytest.mark.parametrize("raw", [receipts.receipt(salts=()), FAMILY[:-1]])
def test_where_nothing_can_be_opened_nothing_is_asked(check, raw):
    assert check(raw, "--vkey", VKEY, "--mine", ask=pytest.fail)[0] in (0, 2)


def test_programs_get_the_same_as_json(check, policy):
    _code, said = check(FAMILY, "--policy", policy, "--mine", "--json", ask=answers(BUDI))

    told = json.loads(said)
    assert (told["result"], told["index"], told["opened"]) == ("GOOD", 5, [1])
    assert told["fact"]["numbers"] == ["A-001", "A-002"]


def test_it_runs_on_a_bare_python(tmp_path):
    """No packages, no site, no environment; and the data are never words of a command line."""
    file = tmp_path / "bukti.tlog-proof"
    file.write_bytes(FAMILY)
    start = "import sys; sys.path.insert(0, sys.argv.pop(1)); from jernih.verify import main; "
    line = ["receipt", file, "--vkey", VKEY, "--lang", "id"]

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"{start}sys.exit(main())", SRC, *line],
        capture_output=True,
        text=True,
        check=True,
    )

    assert WORDS["GOOD"]["id"] in done.stdout
