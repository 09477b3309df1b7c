"""Golden values are worth what their source is worth: each says where it is from."""

from tests.house import sources
from tests.vectors import load

FOLDER = sources.ROOT / "tests" / "vectors"


def test_every_file_of_golden_values_names_its_source():
    bare = [file.name for file in FOLDER.glob("*.json") if '"source"' not in file.read_text()]

    assert bare == []


def test_all_golden_proofs_of_the_reference_are_there():
    proofs = load("proof")

    assert (len(proofs["inclusion"]), len(proofs["consistency"])) == (98, 98)
    assert {one["good"] for kind in ("inclusion", "consistency") for one in proofs[kind]} == {
        True,
        False,
    }
    assert len(load("tessera_log")["checkpoints"]) == 16
