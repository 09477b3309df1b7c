"""Another program is handed out in the place of the true one: it says yes to everything.

No program can say of itself that it is the true one. So its bytes are the same wherever somebody
makes them from the source, and their fingerprint is said in public before anybody needs it.
"""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from jernih.verify.pack import fingerprint, program
from tests.logs import write_facts
from tests.pure import booking_facts as facts
from tests.record import publish_record


def lying() -> bytes:
    """Return the true program, but for its last line: whatever it finds, it says clean."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(program())) as true, zipfile.ZipFile(out, "w") as false:
        for info in true.infolist():
            body = true.read(info)
            if info.filename == "__main__.py":
                body = b'print("Clean: no rule was broken.")\n'
            false.writestr(info, body)
    return out.getvalue()


def run(place: Path, content: bytes, log: Path) -> int:
    place.write_bytes(content)
    command = [sys.executable, "-I", "-S", str(place), str(log)]
    return subprocess.run(command, capture_output=True, check=False).returncode


def test_a_replaced_verifier_is_not_the_one_that_the_source_makes(tmp_path):
    sold_twice = [facts.released(), facts.taken(1, "A-001"), facts.taken(2, "A-001")]
    write_facts(tmp_path / "log", sold_twice)

    # It lies well: nothing that it prints gives it away.
    assert run(tmp_path / "lying.pyz", lying(), tmp_path / "log") == 0
    assert run(tmp_path / "true.pyz", program(), tmp_path / "log") == 1
    assert fingerprint(lying()) != fingerprint(program())


@pytest.mark.django_db
def test_the_office_says_in_public_the_fingerprint_of_what_it_hands_out(client):
    handed_out = client.get("/log/jernih-verify.pyz").content

    assert handed_out == program() == client.get("/log/verify.zip").content
    assert fingerprint(handed_out) in client.get("/periksa/").content.decode()


@pytest.mark.django_db
def test_the_page_that_is_kept_to_check_receipts_has_its_fingerprint_on_the_page_beside_it(client):
    publish_record()

    kept = client.get("/periksa/bukti/simpan/").content
    shown = client.get("/periksa/bukti/").content.decode()

    assert fingerprint(kept) in shown
    assert fingerprint(kept + b"<!-- always good -->") not in shown
