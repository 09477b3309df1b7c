from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure import canonical
from jernih.pure.seal import manifest
from jernih.pure.seal.manifest import BadManifest, BadPromise, SealedFile
from tests.pure.seal.people import GOLDEN, MANIFEST, PROMISE, RECORD_KEY, changed, sign_with

GIVEN = GOLDEN["manifest"]
RAW = GIVEN["text"].encode()
SALT = bytes.fromhex(GIVEN["salt"])
COMMITMENT = GIVEN["commitment"]
FILES = canonical.decode(RAW)["files"]


def named(*names):
    return [SealedFile(hash="0" * 64, name=name, size=4_096) for name in names]


def test_manifest_commitment_and_promise_follow_from_each_other_as_elsewhere():
    assert manifest.write_manifest(MANIFEST) == RAW
    assert manifest.manifest_hash(MANIFEST) == GIVEN["hash"]
    assert manifest.commitment_of(MANIFEST, salt=SALT) == COMMITMENT
    assert MANIFEST.attachments == 2
    promise = manifest.open_promise(PROMISE, commitment=COMMITMENT, public=RECORD_KEY)
    sign = sign_with(bytes.fromhex(GIVEN["record_seed"]))
    assert manifest.write_promise(promise, sign=sign) == PROMISE


@given(st.permutations(MANIFEST.files))
def test_the_order_in_which_files_come_does_not_matter(files):
    assert manifest.make_manifest(MANIFEST.case, files) == MANIFEST


def test_any_other_file_makes_another_commitment():
    first, *others = MANIFEST.files
    for bent in (
        replace(MANIFEST, files=(replace(first, hash="0" * 64), *others)),
        replace(MANIFEST, files=(replace(first, size=first.size + 1), *others)),
        replace(MANIFEST, case="0" * 32),
    ):
        assert manifest.commitment_of(bent, salt=SALT) != COMMITMENT
    assert manifest.commitment_of(MANIFEST, salt=bytes(32)) != COMMITMENT


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (manifest.NEEDED - {"laporan.age"}, "missing: laporan.age"),
        (manifest.NEEDED - {"kunci-0.age", "bagian-0-2.age"}, "missing: bagian-0-2.age, kunci-0"),
        (manifest.NEEDED | {"lampiran-2.age"}, "without gaps"),
        (manifest.NEEDED | {"kunci-1.age"}, "without gaps"),
        (manifest.NEEDED | {"lampiran-01.age"}, "without gaps"),
        (manifest.NEEDED | {"../laporan.age"}, "name is not spelled"),
        (manifest.NEEDED | {f"lampiran-{n}.age" for n in range(1, 22)}, "list of at most 26"),
    ],
)
def test_a_sending_that_is_not_whole_is_refused(names, words):
    with pytest.raises(BadManifest, match=words):
        manifest.make_manifest(MANIFEST.case, named(*names))


def test_twenty_attachments_are_taken():
    names = manifest.NEEDED | {f"lampiran-{n}.age" for n in range(1, 21)}

    assert manifest.make_manifest(MANIFEST.case, named(*names)).attachments == 20


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "canonical"),
        (RAW + b" ", "canonical"),
        (changed(RAW, v=2), "v is not"),
        (changed(RAW, v=None), "exactly"),
        (changed(RAW, case="a"), "case is not spelled"),
        (changed(RAW, files=FILES[::-1]), "by name"),
        (changed(RAW, files=[FILES[0], *FILES]), "by name"),
        (changed(RAW, files=[{**FILES[0], "size": 0}, *FILES[1:]]), "size is not"),
        (changed(RAW, files=[{**FILES[0], "size": 2**26}, *FILES[1:]]), "size is not"),
        (changed(RAW, files=[{**FILES[0], "hash": "G" * 64}, *FILES[1:]]), "hash is not"),
        (b"[]", "exactly"),
    ],
)
def test_another_spelling_of_a_manifest_is_refused_in_words(raw, words):
    with pytest.raises(BadManifest, match=words):
        manifest.parse_manifest(raw)


def test_a_manifest_that_cannot_be_spelled_is_refused():
    with pytest.raises(BadManifest, match="2\\^53"):
        manifest.write_manifest(
            replace(MANIFEST, files=(replace(MANIFEST.files[0], size=2**60), *MANIFEST.files[1:]))
        )


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (changed(PROMISE, commitment="0" * 64), "something else"),
        (changed(PROMISE, day="2026-11-25"), "not signed by the office"),
        (changed(PROMISE, office="nunukan"), "not signed by the office"),
        (changed(PROMISE, signature="00" * 64), "not signed by the office"),
        (changed(PROMISE, signature="00" * 63), "signature is not spelled"),
        (changed(PROMISE, day="2026-11-31"), "not a day"),
        (changed(PROMISE, office=None), "exactly"),
        (changed(PROMISE, v=2), "v is not"),
        (PROMISE[:-1], "canonical"),
    ],
)
def test_a_promise_that_the_office_did_not_give_is_refused(raw, words):
    with pytest.raises(BadPromise, match=words):
        manifest.open_promise(raw, commitment=COMMITMENT, public=RECORD_KEY)
