"""Write what is held into a ZIP that Debian's `age` and `sha256sum` open, with a letter in it."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from jernih.mirror.book import Held
from jernih.mirror.follow import as_json
from jernih.mirror.office import Office
from jernih.mirror.store import Store

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
LETTER: Final = """Setiap folder satu laporan: berkas tersegel (age), log.json, dan MANIFEST.
One folder a report: sealed files (age), log.json, and MANIFEST.

  sha256sum -c MANIFEST
  age -d -i kunci-saya.txt kunci-0.age > ck.txt
  age -d -i ck.txt laporan.age > laporan.json

kunci-saya.txt: AGE-SECRET-KEY-1... Ambil kunci-E.age dengan E terbesar / take the largest E.
"""


def write(office: Office, store: Store, place: Path, *, locators: Iterable[str] = ()) -> None:
    """Write cases into a ZIP. locators: only these; none means all."""
    wanted = set(locators)
    with store.reading() as book:
        cases = [one for one in book.all_held() if not wanted or one.locator in wanted]
    with ZipFile(place, "w", ZIP_STORED) as archive:
        _add(archive, "BACA-SAYA.txt", LETTER.encode())
        for case in cases:
            _write_case(archive, office, store, case)


def _write_case(archive: ZipFile, office: Office, store: Store, case: Held) -> None:
    with store.reading() as book:
        files = book.files(case.locator)
    folder = case.locator
    for file in files:
        with (
            store.path_of(folder, file.name).open("rb") as kept,
            archive.open(ZipInfo(f"{folder}/{file.name}", date_time=_EPOCH), "w") as out,
        ):
            while piece := kept.read(2**20):
                out.write(piece)
    told = as_json(office, store, case)
    _add(archive, f"{folder}/log.json", json.dumps(told, indent=1).encode())
    _add(archive, f"{folder}/manifest.json", case.manifest.encode())
    _add(archive, f"{folder}/promise.json", case.promise.encode())
    hashes = "".join(f"{file.hash}  {file.name}\n" for file in files)
    _add(archive, f"{folder}/MANIFEST", hashes.encode())


def _add(archive: ZipFile, name: str, content: bytes) -> None:
    archive.writestr(ZipInfo(name, date_time=_EPOCH), content)
