"""What the mirror takes in, countersigns, keeps, and refuses."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from jernih.pure.seal import manifest as manifests
from jernih.pure.seal.manifest import Promise
from jernih.pure.seal.mirror_call import call_text, countersigned_text
from jernih.pure.tlog import ed25519
from tests.logs import SECRET
from tests.mirror.cases import (
    Time,
    kinds,
    make_case,
    make_mirror,
    ringing,
    sealed_message,
    send_case,
    send_file,
    send_life,
    send_step,
)


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def mirror(tmp_path, time):
    return make_mirror(tmp_path, time)


def test_a_whole_case_is_kept_and_countersigned_for_our_own_day(mirror, time):
    case = make_case()
    time.pass_days(1)

    answer = send_case(mirror, case)

    said = json.loads(answer.body)
    text = countersigned_text(case=case.locator, commitment=case.commitment, day=time.day)
    assert (answer.status, said["day"]) == (200, "2026-11-03")
    assert ed25519.verify(mirror.office.key.public, bytes.fromhex(said["signature"]), text)
    for name, body in case.files.items():
        assert mirror.store.path_of(case.locator, name).read_bytes() == body


def test_the_same_case_again_gets_the_same_answer(mirror, time):
    case = make_case()
    first = send_case(mirror, case)
    time.pass_days(3)

    assert send_case(mirror, case) == first


def test_another_case_under_the_same_name_is_refused_and_rings(mirror):
    send_case(mirror, make_case())

    assert send_case(mirror, make_case(words=b"another")).status == 409
    assert "TOLD_TWO_WAYS" in kinds(mirror)


def _changed(parts, name, content):
    return parts | {name: content}


@pytest.mark.parametrize(
    "bend",
    [
        lambda parts: _changed(parts, "laporan.age", sealed_message(b"other")),
        lambda parts: _changed(parts, "laporan.age", parts["laporan.age"] + b"x"),
        lambda parts: _changed(parts, "laporan.age", parts["laporan.age"][:-1]),
        lambda parts: _changed(parts, "more.age", sealed_message()),
        lambda parts: _changed(parts, "salt", bytes(32).hex().encode()),
        lambda parts: _changed(parts, "salt", b"none"),
        lambda parts: _changed(parts, "auth_hash", b"abcd"),
        lambda parts: _changed(parts, "manifest.json", b"{}"),
        lambda parts: _changed(parts, "manifest.json", b"x" * 70_000),
        lambda parts: _changed(parts, "promise.json", b"{}"),
        lambda parts: {name: body for name, body in parts.items() if name != "titipan-0.age"},
        lambda parts: {name: body for name, body in parts.items() if name != "promise.json"},
        lambda _: {"nothing": b""},
    ],
)
def test_what_is_not_whole_is_refused_leaves_nothing_and_rings(mirror, bend):
    case = make_case()

    assert send_case(mirror, case, bend(case.parts())).status == 422

    with mirror.store.reading() as book:
        assert book.all_held() == []
    assert not mirror.store.path_of(case.locator, "laporan.age").exists()
    assert "BAD_CASE" in kinds(mirror)


def test_a_zip_that_swells_is_refused_before_it_fills_the_disk(mirror):
    case = make_case()
    for name in ("laporan.age", "salt"):
        packed = BytesIO()
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            for part, content in case.parts().items():
                archive.writestr(part, bytes(20_000_000) if part == name else content)
        body = mirror.store.incoming / "sent.zip"
        body.write_bytes(packed.getvalue())
        assert len(packed.getvalue()) < 100_000

        assert mirror.receiver.take_case(body).status == 422

        body.unlink()
        assert list(mirror.store.incoming.iterdir()) == []
    assert not mirror.store.path_of(case.locator, "laporan.age").exists()


def test_a_promise_of_somebody_else_is_none(mirror):
    case = make_case()
    promise = Promise(commitment=case.commitment, day=case.filed_on, office="tarakan")
    forged = manifests.write_promise(promise, sign=lambda text: ed25519.sign(bytes(32), text))

    assert send_case(mirror, case, case.parts() | {"promise.json": forged}).status == 422


def test_a_key_file_to_fewer_than_sixteen_is_refused(mirror):
    case = make_case()
    send_case(mirror, case)

    assert send_file(mirror, case, "kunci-1.age", sealed_message()).status == 422
    assert send_file(mirror, case, "pesan-1.age", b"words in clear").status == 422


def test_steps_and_files_are_kept_and_told_twice_change_nothing(mirror, time):
    case, message = make_case(), sealed_message()
    send_case(mirror, case)

    for _ in range(2):
        assert send_step(mirror, case, 1, "ACKNOWLEDGED", time.day).status == 200
        assert send_file(mirror, case, "pesan-1.age", message).status == 200

    assert mirror.store.path_of(case.locator, "pesan-1.age").read_bytes() == message
    assert kinds(mirror) == set()


def test_a_step_or_file_told_otherwise_is_refused_and_rings_for_ever(mirror, time):
    case = make_case()
    send_case(mirror, case)
    send_step(mirror, case, 1, "ACKNOWLEDGED", time.day)
    send_file(mirror, case, "pesan-1.age", sealed_message())

    assert send_step(mirror, case, 1, "CLOSED", time.day).status == 409
    assert send_file(mirror, case, "pesan-1.age", sealed_message()).status == 409

    assert {about for _, _, about in ringing(mirror)} == {"1", "pesan-1.age"}


def test_steps_and_files_of_nobody_are_not_kept(mirror, time):
    assert send_step(mirror, make_case(), 1, "ACKNOWLEDGED", time.day).status == 404
    assert send_file(mirror, make_case(), "pesan-1.age", sealed_message()).status == 404


def test_an_old_sign_of_life_sent_again_is_none(mirror, time):
    assert send_life(mirror, time.now, {}).status == 200
    assert send_life(mirror, time.now, {}).status == 409
    old = time.now
    time.pass_days(2)
    assert send_life(mirror, old, {}).status == 400
    assert mirror.receiver.take_life(b"{").status == 400


def test_a_case_that_was_not_whole_may_still_come_whole(mirror):
    case = make_case()
    send_case(mirror, case, {"nothing": b""})

    assert send_case(mirror, case).status == 200


def test_only_the_office_signs_calls(mirror):
    digest = "0" * 64
    good = SECRET.sign(call_text("POST", "/v1/kasus", digest=digest)).hex()
    receiver = mirror.receiver

    assert receiver.is_office("POST", "/v1/kasus", digest=digest, signature=good)
    assert not receiver.is_office("POST", "/v1/langkah", digest=digest, signature=good)
    assert not receiver.is_office("POST", "/v1/kasus", digest="1" * 64, signature=good)
    assert not receiver.is_office("POST", "/v1/kasus", digest=digest, signature="zz")
