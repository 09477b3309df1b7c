"""`jernih roster`, as the overseer types it on a machine without a network."""

import json
import stat
from datetime import date

import pytest

from jernih.config import cli
from jernih.pure.seal import roster
from jernih.pure.tlog import note
from tests.pure.seal.people import NOTE, ROSTER, ROSTER_KEY, sealed_roster

ORIGIN = "jernih.invalid/demo"
DAY = "2026-11-24"


def typed(monkeypatch, capsys, *words) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["jernih", "roster", *map(str, words)])
    code = cli.main()
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def jernih(monkeypatch, capsys):
    return lambda *words: typed(monkeypatch, capsys, *words)


def as_toml(one: roster.Roster = ROSTER) -> str:
    tables = [("escrow", vars(trustee)) for trustee in one.escrow]
    tables += [("people", vars(person)) for person in one.people]
    head = f'office = "{one.office}"\nserial = {one.serial}\n'
    head += f"from = {one.starts_on}\nuntil = {one.ends_on}\n"
    return head + "".join(
        f"[[{name}]]\n" + "".join(f'{key} = "{value}"\n' for key, value in fields.items())
        for name, fields in tables
    )


def as_json() -> str:
    return NOTE.decode().split("\n")[2]


@pytest.fixture
def key(jernih, tmp_path):
    path = tmp_path / "roster-key"
    assert jernih("key", path, "--origin", ORIGIN)[0] == 0
    return path


def test_the_key_is_for_its_owner_alone_and_says_its_words(jernih, tmp_path):
    path = tmp_path / "roster-key"

    code, out, _ = jernih("key", path, "--origin", ORIGIN)

    assert code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    known = note.parse_log_key(out.splitlines()[1].removeprefix("Key: "))
    assert known.name == f"{ORIGIN}/roster"
    assert out.splitlines()[0] == "Words: " + " ".join(roster.words(known.public))
    assert out.splitlines()[2] == f"ROSTER_KEY={known.public.hex()}"
    assert path.read_text() not in out


def test_a_key_is_never_written_over(jernih, key):
    before = key.read_text()

    code, _, err = jernih("key", key, "--origin", ORIGIN)

    assert (code, key.read_text()) == (1, before)
    assert "never written over" in err


def test_a_key_in_no_folder_is_said_in_words(jernih, tmp_path):
    code, _, err = jernih("key", tmp_path / "none" / "key", "--origin", ORIGIN)

    assert code == 1
    assert "could not be made" in err


@pytest.mark.parametrize(("suffix", "text"), [("toml", as_toml()), ("json", as_json())])
def test_what_is_described_is_signed_and_opens(jernih, key, tmp_path, suffix, text):
    described = tmp_path / f"roster.{suffix}"
    described.write_text(text)
    signed = tmp_path / "roster.note"

    code, out, _ = jernih("write", described, "--key", key)
    signed.write_text(out)
    vkey = note.write_vkey(_public(key))
    shown = jernih("show", signed, "--key", vkey, "--day", DAY)

    assert code == 0
    found = roster.open_roster(out.encode(), key=_public(key), today=date.fromisoformat(DAY))
    assert found == ROSTER
    assert shown[0] == 0
    assert "Roster 3 of tarakan, 2026-11-01 to 2027-10-31" in shown[1]
    assert "s-000004  OVERSEER  outside       Agnes Rambu, Ombudsman provinsi" in shown[1]
    assert "Ready: every report finds two who may hold it." in shown[1]


def test_a_roster_is_shown_by_the_key_of_the_settings_too(jernih, tmp_path):
    signed = tmp_path / "roster.note"
    signed.write_bytes(NOTE)
    hexed = ROSTER_KEY.public.hex()

    code, out, _ = jernih("show", signed, "--key", hexed, "--origin", ORIGIN, "--day", DAY)

    assert code == 0
    assert " ".join(roster.words(ROSTER_KEY.public)) in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--key", "00" * 32, "--origin", ORIGIN, "--day", DAY), "not signed by the key given"),
        (("--key", "00" * 32, "--day", DAY), "wants --origin"),
        (("--key", "zz"), "cannot be read"),
        (("--key", "a+b+c"), "cannot be read"),
        (("--key", ROSTER_KEY.public.hex(), "--origin", ORIGIN, "--day", "2028-01-01"), "ended on"),
        (
            ("--key", ROSTER_KEY.public.hex(), "--origin", ORIGIN, "--day", DAY, "--least", "4"),
            "older than 4",
        ),
    ],
)
def test_a_roster_that_should_not_be_trusted_is_not_shown(jernih, tmp_path, words, said):
    signed = tmp_path / "roster.note"
    signed.write_bytes(NOTE)

    code, out, err = jernih("show", signed, *words)

    assert (code, out) == (1, "")
    assert said in err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("office =", "not a description"),
        ("\ud800", "not a description"),
        (as_toml().replace("serial = 3", "serial = 0"), "serial is not"),
        (as_toml().replace('role = "OVERSEER"', 'role = "HANDLER"', 1), "1 would hold it"),
        (as_toml().replace("[[escrow]]", "[[other]]", 1), "exactly"),
        (as_toml().replace("serial = 3", "serial = 3.5"), "not a description"),
    ],
)
def test_a_roster_that_nobody_could_use_is_not_signed(jernih, key, tmp_path, text, said):
    described = tmp_path / "roster.toml"
    described.write_bytes(text.encode("utf-8", "surrogatepass"))

    code, out, err = jernih("write", described, "--key", key)

    assert (code, out) == (1, "")
    assert said in err


def test_a_list_is_no_description(jernih, key, tmp_path):
    described = tmp_path / "roster.json"
    described.write_text(json.dumps([1]))

    assert "not a description" in jernih("write", described, "--key", key)[2]
    assert "cannot be read" in jernih("write", tmp_path / "none.toml", "--key", key)[2]


def test_a_key_that_others_may_read_or_that_is_none_signs_nothing(jernih, key, tmp_path):
    described = tmp_path / "roster.toml"
    described.write_text(as_toml())
    key.chmod(0o644)
    assert "open to others" in jernih("write", described, "--key", key)[2]
    key.chmod(0o600)

    line = key.read_text()
    for bent in (line[:40], line.replace("/roster", "/other"), "PRIVATE\n"):
        key.write_text(bent)
        assert "is not a roster's key" in jernih("write", described, "--key", key)[2]


def _public(path) -> note.Key:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    name, seed = note.parse_skey(path.read_text().strip())
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return note.Key(name=name, public=private.public_key().public_bytes_raw())


def test_a_roster_that_is_not_ready_is_shown_as_such(jernih, tmp_path):
    people = tuple(one for one in ROSTER.people if one.ref != "s-000005")
    signed = tmp_path / "roster.note"
    signed.write_text(sealed_roster(people=people))

    out = jernih("show", signed, "--key", note.write_vkey(ROSTER_KEY), "--day", DAY)[1]

    assert "NOT READY: 1 would hold it, fewer than 2." in out
