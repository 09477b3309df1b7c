"""A report as a ZIP: its sealed files and all that is needed to open and prove it, years later."""

import io
import json
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from jernih.apps.complaints.models import Report
from jernih.apps.ledger import queries as ledger
from jernih.apps.ledger.models import Entry
from jernih.apps.ledger.queries import receipts
from jernih.pure import canonical

README, SUMS = "BACA-SAYA.txt", "SHA256SUMS"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def sealed_files(report: Report) -> dict[str, bytes]:
    """Return every sealed file that is still there, by name."""
    rows = report.files.exclude(body=None).order_by("name")
    return {row.name: bytes(row.body) for row in rows if row.body is not None}


def packed(report: Report, sealed: Mapping[str, bytes]) -> bytes:
    """Return the ZIP, stored and not compressed; the same report gives the same bytes."""
    files = {**sealed, **_papers(report)}
    files[SUMS] = "".join(
        f"{sha256(body).hexdigest()}  {name}\n" for name, body in sorted(files.items())
    ).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, body in sorted(files.items()):
            # A date of its own would tell the hour at which somebody asked.
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), body)
    return made.getvalue()


def _papers(report: Report) -> dict[str, bytes]:
    steps = report.steps.order_by("number").values(
        "number", "deed", "on", "role", "message", "fields"
    )
    log = [step | {"on": step["on"].isoformat()} for step in steps]
    papers = {
        "manifest.json": report.manifest.encode(),
        "catatan-langkah.json": json.dumps(log, indent=1, ensure_ascii=False).encode() + b"\n",
        "pengikat.json": canonical.encode(
            {
                "commitment": report.commitment,
                "day": report.filed_on.isoformat(),
                "office": report.office.slug,
                "salt": report.salt,
            }
        )
        + b"\n",
        README: _readme(report).encode(),
    }
    fact = _fact(report)
    proof = receipts.receipt_of(fact, salts=()) if fact else None
    if proof:
        papers["bukti.tlog-proof"] = proof
        papers["vkey"] = ledger.log_file("vkey") or b""
    return papers


def _fact(report: Report) -> Entry | None:
    """Return the fact of the night that put this report's commitment on the record."""
    if report.recorded_on is None:
        return None
    nights = Entry.objects.filter(office=report.office.slug, kind="complaints.filed")
    wanted = report.commitment.encode()
    return next((entry for entry in nights.order_by("id") if wanted in bytes(entry.body)), None)


def _readme(report: Report) -> str:
    """Return how to open all this with nothing but Debian's own programs."""
    return _README.format(epoch=report.epoch)


_README: Final = """\
LAPORAN TERSEGEL: CARA MEMBUKANYA
=================================
Anda memerlukan: komputer dengan Debian (atau Linux lain), program `age`
(sudo apt install age), dan kunci Anda sendiri dalam berkas kunci-saya.txt
(satu baris: AGE-SECRET-KEY-1...). Lakukan pada komputer yang tidak tersambung
ke internet, di dalam folder tempat ZIP ini dibuka.

1. Periksa bahwa tidak ada berkas yang rusak atau diganti:
   sha256sum -c SHA256SUMS

2. Buka kunci laporan ini (yang terbaru memuat juga yang lama):
   age -d -i kunci-saya.txt kunci-{epoch}.age > ck.txt

3. Buka laporan, pesan, dan lampiran:
   age -d -i ck.txt laporan.age > laporan.json
   for f in pesan-*.age; do [ -e "$f" ] && age -d -i ck.txt "$f" > "${{f%.age}}.json"; done
   for f in lampiran-*.age; do [ -e "$f" ] && age -d -i ck.txt "$f" > "${{f%.age}}.bin"; done

4. Catatan pribadi para pemegang terbuka langsung dengan kunci Anda:
   for f in catatan-*.age; do [ -e "$f" ] && age -d -i kunci-saya.txt "$f" > "${{f%.age}}.txt"; done

5. Nama, jenis, dan ukuran asli setiap lampiran tertulis di laporan.json dan
   pesan-N.json ("files"). Nol di belakang ukuran asli boleh dibuang:
   head -c UKURAN lampiran-1.bin > NAMA

6. Hapus ck.txt setelah selesai:
   shred -u ck.txt

Tanpa kunci pemegang: dua dari tiga wali bersama-sama dapat membuka
titipan-{epoch}.age dengan bagian-{epoch}-1.age sampai bagian-{epoch}-3.age.

manifest.json          berkas kiriman pertama, ukuran dan sidik jarinya
catatan-langkah.json   apa yang dilakukan, hari apa, oleh peran apa
pengikat.json          pengikat di catatan umum, dan garam yang membukanya
bukti.tlog-proof       bukti bahwa pengikat itu ada di catatan umum (jika sudah)
vkey                   kunci umum catatan itu

(In English: check with sha256sum -c SHA256SUMS, open kunci-{epoch}.age with your own
key, then every other file with what it holds: the commands above are complete.)
"""
