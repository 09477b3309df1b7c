"""Write the whole log into one file, with the program that checks it: for auditors, for ever.

The same log makes the same bytes. `python3 -I -S jernih-verify.pyz FILE` checks it as it is.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jernih.pure.tlog.note import parse_checkpoint, parse_note
from jernih.pure.tlog.reader import BadLog, LogReader
from jernih.pure.tlog.tiles import tile_path, tiles_between
from jernih.verify import pack
from jernih.verify.rules import rulebook
from jernih.verify.sources import LOG_FOLDER

SUMS: Final = "SHA256SUMS"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_UNIX, _READABLE = 3, 0o644 << 16
_LEVEL: Final = 6
_BESIDE: Final = ("checkpoint.witnessed", "policy", "vkey", "vkeys")

Get = Callable[[str], bytes | None]
File = tuple[str, bytes]


def write_export(place: Path, *, get: Get, states: Iterable[File]) -> str:
    """Write a published log into one file, and return its SHA-256.

    get: returns a published file by its path below /log/. states: what the office's tables say of
    each day, as (path below /log/, content); taken after the checkpoint. Raises BadLog, BadNote.
    """
    part = place.with_name(f".{place.name}.part")
    try:
        with part.open("wb") as out:
            _write(out, _files(get, states))
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    with place.open("rb") as whole:
        digest = sha256()
        while piece := whole.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def _write(out: IO[bytes], files: Iterable[File]) -> None:
    with ZipFile(out, "w") as archive:
        sums = [_add(archive, name, content) for name, content in files]
        _add(archive, SUMS, "".join(sorted(sums, key=lambda line: line[66:])).encode())
    out.flush()
    os.fsync(out.fileno())


def _files(get: Get, states: Iterable[File]) -> Iterator[File]:
    raw = get("checkpoint")
    if raw is None:
        raise BadLog("Nothing was published yet.")
    head = parse_checkpoint(parse_note(raw).text)
    for name, text in LETTERS.items():
        yield name, text.format(origin=head.origin, size=head.size).encode()
    yield pack.NAME, pack.program()
    for name, text in rulebook().items():
        yield name, text.encode()
    yield f"{LOG_FOLDER}checkpoint", raw
    for name in _BESIDE:
        if (content := get(name)) is not None:
            yield f"{LOG_FOLDER}{name}", content
    reader = LogReader(head, fetch=get)
    for tile in tiles_between(0, head.size):
        yield f"{LOG_FOLDER}{tile_path(tile)}", reader.file(tile)
    for name, content in states:
        yield f"{LOG_FOLDER}{name}", content


def _add(archive: ZipFile, name: str, content: bytes) -> str:
    info = ZipInfo(name, date_time=_EPOCH)
    info.create_system, info.external_attr = _UNIX, _READABLE
    archive.writestr(info, content, ZIP_DEFLATED, compresslevel=_LEVEL)
    return f"{sha256(content).hexdigest()}  {name}\n"


LETTERS: Final = {
    "README.txt": """The whole public record of {origin}: {size} entries.

It can be checked without the office, without a network, with Python 3.11 or newer and nothing else.
Take jernih-verify.pyz out of this file, or better: get it from somebody you trust. Then type

    python3 -I -S jernih-verify.pyz THIS-FILE.zip --vkey KEY-FROM-THE-WALL

It reads every entry, makes every call and every draw again, and says in plain sentences whether a
rule was broken. With --policy FILE it asks whether the witnesses you trust have signed the record;
with --state FILE it remembers what it saw, and finds out if the office ever shows another record.

log/         the record as it is published: C2SP tlog-tiles, any such program reads it
log/state/   what the office's own tables said of each day
rulebook/    the numbers by which the office worked, with who says so
SHA256SUMS   the sums of all files here: sha256sum -c SHA256SUMS
""",
    "BACA.txt": """Seluruh catatan publik {origin}: {size} catatan.

Berkas ini dapat diperiksa tanpa kantor dan tanpa internet, cukup dengan Python 3.11 atau lebih
baru. Keluarkan jernih-verify.pyz dari berkas ini, atau lebih baik: dapatkan dari orang yang Anda
percaya. Lalu ketik

    python3 -I -S jernih-verify.pyz BERKAS-INI.zip --lang id --vkey KUNCI-DI-DINDING-KANTOR

Program itu membaca setiap catatan, menghitung ulang setiap panggilan dan setiap undian, lalu
menjelaskan dengan kalimat biasa apakah ada aturan yang dilanggar. Dengan --policy BERKAS ia
memeriksa apakah saksi yang Anda percaya sudah menandatangani catatan ini; dengan --state BERKAS ia
mengingat yang dilihatnya, dan ketahuan bila kantor suatu saat menunjukkan catatan lain.

log/         catatan seperti yang diumumkan: C2SP tlog-tiles
log/state/   isi data kantor untuk setiap hari
rulebook/    angka-angka aturan kantor, beserta dasarnya
SHA256SUMS   jumlah periksa semua berkas: sha256sum -c SHA256SUMS
""",
}
