"""A day that was really played, in the hands of people outside, once its office is switched off.

They have a copy of what was public, the program, and the key from the wall: nothing else.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jernih.apps.hall.management.demo.people import DISTRICT
from jernih.pure import canonical
from jernih.pure.people import Person
from jernih.pure.receipt import Receipt, write_receipt
from jernih.pure.tlog.add_checkpoint import write_request
from jernih.pure.tlog.note import parse_checkpoint, parse_note, parse_skey
from jernih.pure.tlog.proof import prove_consistency
from jernih.pure.tlog.reader import LogReader
from jernih.pure.tlog.tile_proof import TileTree
from jernih.pure.tlog.tiles import tile_path
from jernih.pure.tlog.tlog_proof import TlogProof
from jernih.pure.tlog.tree import leaf_hashes
from jernih.verify import Folder
from jernih.verify.pack import program
from tests.journeys.guesses import Haystack, found, opened, texts_of
from tests.record import PERSONAL
from tests.thief import Thief
from tests.witness.logs import talking

PEOPLE = "SELECT name, birth_date, nik_last4, salt FROM booking_applicant WHERE name <> ''"


@dataclass(frozen=True)
class Somebody:
    """Who took a number. salt: in the hands of the office, and on her receipt."""

    person: Person
    salt: bytes

    @property
    def fields(self) -> dict[str, str]:
        born = f"{self.person.birth_date}"
        return {"nik": self.person.nik, "name": self.person.name, "birth_date": born}

    @property
    def seal(self) -> str:
        return canonical.commitment("applicant", salt=self.salt, fields=self.fields)


@dataclass(frozen=True)
class Outside:
    """Another folder on another computer. stolen: the office's own key, in a thief's hands."""

    home: Path
    vkey: str
    entries: list[bytes]
    stolen: str

    @property
    def record(self) -> Path:
        return self.home / "record"

    def check(self) -> subprocess.CompletedProcess[str]:
        """Run the program as anybody would, on a bare Python."""
        command = [sys.executable, "-I", "-S", "jernih-verify.pyz", "record", "--vkey", self.vkey]
        return subprocess.run(
            command,
            cwd=self.home,
            env={"LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )


def take_away(log: Path, home: Path, *, key: Path) -> Outside:
    """Copy what was public to another folder, and the program beside it."""
    shutil.copytree(log, home / "record")
    (home / "jernih-verify.pyz").write_bytes(program())
    vkey = (home / "record" / "vkey").read_text().strip()
    head = parse_checkpoint(parse_note((home / "record" / "checkpoint").read_bytes()).text)
    reader = LogReader(head, fetch=Folder(str(home / "record")).get, sizes=set())
    return Outside(home, vkey, list(reader.entries()), key.read_text().strip())


def people_of(rows: Iterable[tuple[str, date, str, bytes]]) -> Iterator[Somebody]:
    """Yield everybody of the played days: the NIK is put together again from what is invented.

    rows: what PEOPLE selects. Nobody keeps whether a day in a NIK was a man's or a woman's: both.
    """
    for name, born, last, salt in rows:
        for day in (born.day, born.day + 40):
            nik = f"{DISTRICT}{day:02d}{born:%m%y}{last}"
            yield Somebody(Person(nik=nik, name=name, birth_date=born), bytes(salt))


def find_nobody(outside: Outside, everybody: list[Somebody]) -> None:
    """Try every NIK and name of the day against the record by every hash that needs no secret."""
    haystack = Haystack(outside.entries)
    public = [outside.vkey.encode(), b"jernih/commit/v1", b"tarakan", b"singkat", b""]
    texts = {text for one in everybody for text in texts_of(one.person, [])}
    assert list(found(haystack, texts, public)) == []
    assert list(opened(haystack, (one.person for one in everybody), public)) == []
    # With the salt it is found: so these are the people whom the record speaks of.
    assert sum(haystack.has(bytes.fromhex(one.seal)) for one in everybody) > 0
    assert [entry for entry in outside.entries if PERSONAL.search(entry)] == []
    assert [path for path in outside.record.rglob("*") if _names(path, everybody)] == []


def _names(path: Path, everybody: list[Somebody]) -> bool:
    if not path.is_file():
        return False
    content = path.read_bytes()
    return any(
        word in content
        for one in everybody
        for word in (one.person.name.encode(), one.person.nik.encode(), one.salt.hex().encode())
    )


def prove_clean_and_name_a_lie(outside: Outside) -> None:
    """Check the day, then change one byte of it."""
    clean = outside.check()
    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert "Clean: no rule was broken." in clean.stdout
    bundle = max((outside.record / "tile" / "entries").rglob("*[0-9]"), key=_bytes)
    true = bundle.read_bytes()
    at = true.index(b'"at":"20') + len(b'"at":"20')
    bundle.write_bytes(true[:at] + bytes([true[at] ^ 1]) + true[at + 1 :])
    lie = outside.check()
    bundle.write_bytes(true)
    assert lie.returncode == 1, lie.stdout
    assert "[tree]" in lie.stdout


def _bytes(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def refuse_rewriting(outside: Outside) -> None:
    """Let a witness sign the day, and then be shown another one by whoever has the key."""
    name, seed = parse_skey(outside.stolen)
    thief = Thief(name, Ed25519PrivateKey.from_private_bytes(seed))
    forged = [*outside.entries[:5], *outside.entries[6:], *outside.entries[-1:] * 2]
    head = thief.write(outside.home / "forged", forged)
    proof = prove_consistency(leaf_hashes(forged), old_size=len(outside.entries))
    with talking(outside.home / "laptop", outside.vkey) as laptop:
        first = _request(outside.record, old=0, proof=())
        assert laptop.post(first).status == 200
        again = _request(outside.home / "forged", old=len(outside.entries), proof=proof)
        assert head.size == len(outside.entries) + 1
        assert laptop.post(again).status == 422
        assert "KAMI MENOLAK MENANDATANGANI" in laptop.ask("GET", "/").body.decode()


def _request(folder: Path, *, old: int, proof: tuple[bytes, ...] | list[bytes]) -> bytes:
    note = (folder / "checkpoint").read_bytes()
    return write_request(old_size=old, proof=proof, checkpoint=note)


def a_receipt(outside: Outside, everybody: list[Somebody]) -> tuple[bytes, Somebody]:
    """Return the receipt of one who took a number alone, witnessed if it can be; and who she is."""
    by_seal = {one.seal: one for one in everybody}
    witnessed = outside.record / "checkpoint.witnessed"
    note = (witnessed if witnessed.is_file() else outside.record / "checkpoint").read_bytes()
    size = parse_checkpoint(parse_note(note).text).size
    tree = TileTree(size, read=lambda tile: (outside.record / tile_path(tile)).read_bytes())
    for index, entry in enumerate(outside.entries[:size]):
        if b'"kind":"booking.taken"' not in entry:
            continue
        seals = canonical.decode(entry)["commitments"]
        if len(seals) == 1 and (one := by_seal.get(seals[0])):
            hashes = tuple(tree.prove_inclusion(index))
            proof = TlogProof(index=index, hashes=hashes, note=note)
            return write_receipt(Receipt(entry=entry, salts=(one.salt,), proof=proof)), one
    raise AssertionError("nobody came alone")


def look(outside: Outside, everybody: list[Somebody]) -> None:
    """Do all that needs no browser; there may be no office any more."""
    assert len(everybody) >= 10
    prove_clean_and_name_a_lie(outside)
    find_nobody(outside, everybody)
    refuse_rewriting(outside)
