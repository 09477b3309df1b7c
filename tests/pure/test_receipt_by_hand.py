"""What docs/receipts.md lets a reader do by hand says what our code says."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from jernih.pure.receipt import SEALS, Verdict
from jernih.pure.tlog.note import write_vkey
from jernih.ui.receipt_page import PROVES
from tests import receipts
from tests.logs import KEY

PAGE = (Path(__file__).parents[2] / "docs" / "receipts.md").read_text(encoding="utf-8")
SHELL = "".join(part.partition("```")[0] for part in PAGE.split("```bash\n")[1:])
FAMILY = receipts.receipt()


def by_hand(folder: Path, raw: bytes) -> str:
    if not shutil.which("openssl"):
        pytest.skip("openssl is missing")
    (folder / "bukti.tlog-proof").write_bytes(raw)
    environment = {"VKEY": write_vkey(KEY), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        ["bash", "-c", SHELL],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def test_a_shell_with_sha256sum_and_openssl_finds_a_true_receipt_true(tmp_path):
    said = by_hand(tmp_path, FAMILY)

    assert f"entry {receipts.ENTRIES[receipts.FAMILY_AT].decode()}" in said
    assert "it leads to the root" in said
    assert "Signature Verified Successfully" in said
    assert "it is mine" in said


@pytest.mark.parametrize("index", range(len(receipts.ENTRIES)))
def test_the_way_up_the_tree_is_right_for_every_place(tmp_path, index):
    family = receipts.ENTRIES[receipts.FAMILY_AT]
    leaves = [receipts.leaf_hash(b"%d" % n) for n in range(7)]
    leaves[index] = receipts.leaf_hash(family)

    raw = receipts.receipt_in(leaves, index=index, entry=family)

    assert "it leads to the root" in by_hand(tmp_path, raw)


def test_a_changed_receipt_is_found_out_by_hand_too(tmp_path):
    moved = FAMILY.replace(b"index 5", b"index 4")
    head = FAMILY.replace(b"\n7\n", b"\n8\n")

    assert "it leads to the root" not in by_hand(tmp_path, moved)
    assert "Verified" not in by_hand(tmp_path, head)


def test_the_page_names_every_verdict_and_every_kind():
    assert {*re.findall(r"^\| `([A-Z_]+)` \|", PAGE, re.MULTILINE)} == {*Verdict}
    assert all(f"`{kind}`" in PAGE for kind in (*PROVES, *SEALS))
