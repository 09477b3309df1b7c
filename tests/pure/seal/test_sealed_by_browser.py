"""What a browser seals opens with pyrage and with Debian's age, and the other way round."""

import json
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pyrage
import pytest

from jernih.pure.seal import (
    agefile,
    bech32,
    code,
    envelope,
    manifest,
    message,
    padding,
    shamir,
)
from tests import age
from tests.seal_hands import opened, theirs, told
from tests.vectors import load

SEAL = load("seal")
TEXT = "\n".join(SEAL["roster"]["note"].split("\n")[:3]) + "\n"
CODE = SEAL["codes"][0]
ORIGIN = CODE["origin"]
PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 20


@pytest.fixture(scope="module")
def keys() -> dict[str, pyrage.x25519.Identity]:
    """One identity for each person and trustee, in a roster that is like the golden one."""
    names = [*(f"s-00000{n}" for n in range(1, 7)), "1", "2", "3"]
    return {name: pyrage.x25519.Identity.generate() for name in names}


@pytest.fixture(scope="module")
def text(keys: dict[str, pyrage.x25519.Identity]) -> str:
    value = json.loads(TEXT.split("\n")[2])
    for person in value["people"]:
        person["recipient"] = str(keys[person["ref"]].to_public())
    for n, trustee in enumerate(value["escrow"], 1):
        trustee["recipient"] = str(keys[str(n)].to_public())
    body = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return f"jernih-roster/v1\n3\n{body}\n"


@pytest.fixture(scope="module")
def made(text: str) -> dict[str, object]:
    """A report about s-000001, with a photo, as the browser seals it."""
    [found] = theirs(
        [
            {
                "deed": "report",
                "code": CODE["code"],
                "origin": ORIGIN,
                "roster": text,
                "wish": {"concerned": ["s-000001"]},
                "form": "0" * 64,
                "told": {
                    "answers": {"what": ["broker"], "asked": 500_000},
                    "words": "Diminta uang.\r\nBaris kedua.",
                    "files": [{"name": "loket.jpg", "type": "image/jpeg", "body": told(PHOTO)}],
                },
            }
        ]
    )
    return found | {"files": opened(found["files"])}


def test_every_holder_and_the_reporter_open_it_and_nobody_else(made, keys):
    files = made["files"]
    mine = pyrage.x25519.Identity.from_str(CODE["identity"])

    assert made["holders"] == ["s-000002", "s-000003", "s-000004", "s-000005"]
    for identity in [mine, *(keys[ref] for ref in made["holders"])]:
        assert _envelope(files, identity).words == "Diminta uang.\nBaris kedua."
    for outsider in ("s-000001", "s-000006", "1"):
        with pytest.raises(pyrage.DecryptError):
            pyrage.decrypt(files["kunci-0.age"], [keys[outsider]])


def test_the_office_sees_sixteen_places_and_size_classes_and_no_more(made):
    files = made["files"]
    found = {name: agefile.parse_age(body) for name, body in files.items()}

    assert {name: one.recipients for name, one in found.items()} == {
        name: 16 if name == "kunci-0.age" else 1 for name in files
    }
    assert (found["laporan.age"].plain, found["lampiran-1.age"].plain) == (4_096, 8_192)
    assert all(b"Diminta" not in body and b"s-0000" not in body for body in files.values())


def test_its_manifest_and_commitment_are_those_of_our_python(made):
    ours = manifest.parse_manifest(made["manifest"].encode())
    salt = bytes.fromhex(CODE["salt"])

    assert {one.name: one.hash for one in ours.files} == {
        name: sha256(body).hexdigest() for name, body in made["files"].items()
    }
    assert made["commitment"] == manifest.commitment_of(ours, salt=salt)


def test_the_attachment_is_the_one_that_the_envelope_names(made, keys):
    files = made["files"]
    [listed] = _envelope(files, keys["s-000004"]).files
    case = _case_key(files, keys["s-000004"])
    body = padding.strip_file(pyrage.decrypt(files["lampiran-1.age"], [case]), size=listed.size)

    assert (body, listed.hash) == (PHOTO, sha256(PHOTO).hexdigest())
    assert listed.sealed == sha256(files["lampiran-1.age"]).hexdigest()


def test_any_two_trustees_open_it_and_one_alone_does_not(made, keys):
    files = made["files"]
    shares = [pyrage.decrypt(files[f"bagian-0-{n}.age"], [keys[str(n)]]) for n in (1, 2, 3)]

    for pair in ((0, 1), (0, 2), (1, 2)):
        secret = shamir.join([shares[n] for n in pair])
        kept = pyrage.x25519.Identity.from_str(bech32.write_identity(secret))
        assert pyrage.decrypt(files["titipan-0.age"], [kept]).startswith(b"AGE-SECRET-KEY-1")
    with pytest.raises(shamir.BadShare):
        shamir.join(shares[:1])


@age.needed
def test_debians_age_opens_it(made, keys, tmp_path: Path):
    for name, body in made["files"].items():
        (tmp_path / name).write_bytes(body)
    (tmp_path / "mine.txt").write_text(f"{keys['s-000005']}\n")
    _age(tmp_path, "-d", "-i", "mine.txt", "-o", "ck.txt", "kunci-0.age")
    _age(tmp_path, "-d", "-i", "ck.txt", "-o", "laporan.json", "laporan.age")

    assert json.loads((tmp_path / "laporan.json").read_text())["case"] == CODE["locator"]


@age.needed
def test_a_holders_key_is_an_identity_file_of_debians_age(tmp_path: Path):
    [made] = theirs([{"deed": "staff", "passphrase": "kata sandi yang panjang"}])
    (tmp_path / "mine.txt").write_text(made["text"])
    identity = made["text"].split("\n")[1]
    (tmp_path / "sealed.age").write_bytes(
        pyrage.encrypt(b"halo", [pyrage.x25519.Identity.from_str(identity).to_public()])
    )
    _age(tmp_path, "-d", "-i", "mine.txt", "-o", "plain.txt", "sealed.age")

    assert (tmp_path / "plain.txt").read_bytes() == b"halo"
    assert made["same"] is True


def test_the_browser_opens_what_the_server_sealed(made, text, keys):
    case = _case_key(made["files"], keys["s-000004"])
    step = message.Message(
        by="s-000004",
        case=CODE["locator"],
        fields={},
        files=(),
        kind="MESSAGE",
        number=1,
        previous=sha256(made["files"]["laporan.age"]).hexdigest(),
        words="Siapa namanya?",
    )
    signed = message.sign_message(step, sign=lambda _: bytes(64))
    sealed = pyrage.encrypt(message.write_message(signed), [case.to_public()])
    files = {name: told(body) for name, body in (made["files"] | {"pesan-1.age": sealed}).items()}
    asked = {
        "deed": "open",
        "files": files,
        "epoch": 0,
        "identity": CODE["identity"],
        "known": {name: CODE[name] for name in ("locator", "recipient", "signs")},
        "messages": 2,
        "rosters": [text],
    }
    found, locked, wrong = theirs(
        [
            asked,
            {"deed": "lock", "words": "rahasia", "passphrase": "sandi"},
            asked | {"identity": str(keys["s-000001"])},
        ]
    )

    assert found["bodies"] == [told(PHOTO)]
    assert found["envelope"]["answers"] == {"what": ["broker"], "asked": 500_000}
    # Nobody can slip a message in: its signature is made up, and the next one is not there.
    assert [one["faults"] for one in found["messages"]] == [["SIGNATURE"], ["MISSING"]]
    assert found["messages"][0]["message"]["words"] == "Siapa namanya?"
    assert pyrage.passphrase.decrypt(locked["locked"].encode(), "sandi") == b"rahasia"
    assert "refused" in wrong


def test_a_new_epoch_holds_the_older_keys_too(made, keys):
    both = [pyrage.x25519.Identity.generate(), _case_key(made["files"], keys["s-000004"])]
    lines = "".join(f"{one}\n" for one in both).encode()
    sealed = pyrage.encrypt(lines, [keys["s-000004"].to_public()])
    found, back = theirs(
        [
            {"deed": "keys", "sealed": told(lines)},
            {"deed": "unseal", "sealed": told(sealed), "identities": [str(keys["s-000004"])]},
        ]
    )

    assert found["keys"] == [str(one) for one in both]
    assert back["plain"] == told(lines)


def _case_key(files, identity):
    line = pyrage.decrypt(files["kunci-0.age"], [identity]).decode()
    return pyrage.x25519.Identity.from_str(line.strip())


def _envelope(files, identity):
    plain = pyrage.decrypt(files["laporan.age"], [_case_key(files, identity)])
    keys = code.derive(CODE["code"], origin=ORIGIN)
    return envelope.open_envelope(
        plain, case=keys.locator, recipient=keys.recipient, signs=keys.signs
    )


def _age(folder: Path, *words: str) -> None:
    subprocess.run([shutil.which("age") or "age", *words], cwd=folder, check=True)
