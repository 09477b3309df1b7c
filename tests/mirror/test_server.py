"""What the mirror answers: to the office, to everybody, to the overseer, to a reporter by code."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from urllib.parse import urlencode

import pytest

from jernih.mirror.__main__ import main
from jernih.mirror.key import BadKey, load_or_make, office_keys
from jernih.pure.seal import mirror_call
from jernih.pure.tlog.note import write_vkey
from jernih.verify import pack
from tests import age
from tests.logs import KEY, SECRET
from tests.mirror.cases import NAME, Time, make_case, make_mirror, send_case, send_step
from tests.mirror.serving import as_overseer, ask, ask_json, serving


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def mirror(tmp_path, time):
    return make_mirror(tmp_path, time)


@pytest.fixture
def url(mirror):
    with serving(mirror) as address:
        yield address


def call(url, method, path, body):
    digest = hashlib.sha256(body).hexdigest()
    signed = SECRET.sign(mirror_call.call_text(method, path, digest=digest)).hex()
    headers = {mirror_call.HASH_HEADER: digest, mirror_call.SIGNATURE_HEADER: signed}
    return ask(url, method, path, body, **headers)


def test_the_office_sends_a_case_and_a_file_over_http(mirror, url):
    case = make_case()

    status, body = call(url, "POST", "/v1/kasus", mirror_call.pack(case.parts()))
    name = f"/v1/kasus/{case.locator}/pesan-1.age"
    stored, _ = call(url, "PUT", name, case.files["laporan.age"])

    assert (status, stored) == (200, 200)
    assert json.loads(body)["case"] == case.locator
    assert list(mirror.store.incoming.iterdir()) == []


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("POST", "/v1/kasus", {}, 400),
        ("POST", "/v1/langkah", {"X-Jernih-Sha256": "0" * 64, "X-Jernih-Signature": "00"}, 403),
        ("PUT", "/v1/kasus/x/pesan-1.age", {}, 404),
        ("PUT", f"/v1/kasus/{'0' * 32}/../../mirror-key", {}, 404),
        ("POST", "/nothing", {}, 404),
        ("POST", "/v1/langkah", {"Content-Length": "99999999999"}, 400),
        ("POST", "/v1/ikuti", {"Content-Length": "5000"}, 413),
        ("POST", "/v1/ikuti", {"Transfer-Encoding": "chunked"}, 413),
        ("GET", "/pengawas/../mirror-key", {}, 401),
        ("GET", "/mirror-key", {}, 404),
    ],
)
def test_strangers_and_nonsense_are_turned_away(url, method, path, headers, status):
    assert ask(url, method, path, None, **headers)[0] == status


def test_a_signed_call_with_another_body_is_not_taken(mirror, url):
    digest = hashlib.sha256(b"one").hexdigest()
    signed = SECRET.sign(mirror_call.call_text("POST", "/v1/denyut", digest=digest)).hex()
    headers = {mirror_call.HASH_HEADER: digest, mirror_call.SIGNATURE_HEADER: signed}

    assert ask(url, "POST", "/v1/denyut", b"two", **headers)[0] == 400


def test_the_public_page_counts_to_yesterday_and_names_no_case(mirror, url, time):
    case = make_case()
    send_case(mirror, case)

    today = ask(url, "GET", "/")[1].decode()
    time.pass_days(1)
    later = ask(url, "GET", "/")[1].decode()

    assert "<dt>Laporan yang disimpan<dd>0" in today
    assert "<dt>Laporan yang disimpan<dd>1" in later
    assert "<dt>Reports held<dd>1" in later
    assert case.locator[:8] not in today + later
    assert ask(url, "GET", "/vkey")[1].decode() == f"{write_vkey(mirror.office.key)}\n"


def test_alarms_are_public_without_the_case_and_whole_for_the_overseer(mirror, url, time):
    case = make_case()
    send_case(mirror, case)
    time.pass_days(8)
    mirror.bells.judge()

    public = ask(url, "GET", "/alarm.json")[1].decode()
    whole = ask(url, "GET", "/pengawas/alarm.json", **as_overseer(mirror))[1].decode()

    assert '"LATE"' in public
    assert case.locator not in public
    assert case.locator in whole
    assert "TANDA BERBUNYI" in ask(url, "GET", "/")[1].decode()


def test_only_the_token_opens_the_overseers_pages(mirror, url, time):
    case = make_case()
    send_case(mirror, case)
    send_step(mirror, case, 1, "ACKNOWLEDGED", time.day)
    paths = ["/pengawas/", f"/pengawas/kasus/{case.locator}", "/pengawas/ekspor.zip"]

    for path in [*paths, f"/pengawas/kasus/{case.locator}/laporan.age"]:
        for shown in ({}, {"Authorization": "Bearer no"}, {"Authorization": "Basic %%"}):
            assert ask(url, "GET", path, **shown)[0] == 401
        assert ask(url, "GET", path, **as_overseer(mirror))[0] == 200
    page = ask(url, "GET", paths[1], **as_overseer(mirror))[1].decode()
    assert "Diterima petugas" in page
    assert "Rencana tindak lanjut" in page
    assert ask(url, "GET", "/pengawas/kasus/" + "0" * 32, **as_overseer(mirror))[0] == 404


def test_a_reporter_follows_her_case_by_code_while_the_office_is_off(mirror, url, time):
    case = make_case()
    send_case(mirror, case)
    send_step(mirror, case, 1, "ACKNOWLEDGED", time.day)
    form = urlencode({"code": case.code.lower()}).encode()

    page = ask(url, "POST", "/ikuti", form)[1].decode()
    packed = ask(
        url,
        "POST",
        "/ikuti/berkas.zip",
        urlencode({"locator": case.locator, "auth": case.keys.auth.hex()}).encode(),
    )[1]

    assert "Diterima petugas" in page
    assert "Acknowledged" in page
    assert case.code not in page
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.read(f"{case.locator}/laporan.age") == case.files["laporan.age"]


def test_unknown_and_wrong_look_alike_and_a_mistyped_code_is_said(mirror, url):
    case, other = make_case(1), make_case(2)
    send_case(mirror, case)
    wrong = {"locator": case.locator, "auth": other.keys.auth.hex()}
    unknown = {"locator": other.locator, "auth": other.keys.auth.hex()}

    answers = {ask_json(url, "/v1/ikuti", said) for said in (wrong, unknown, {}, {"auth": "x"})}
    assert len(answers) == 1
    assert ask(url, "POST", "/v1/ikuti", b"[")[0] == 404
    said = ask(url, "POST", "/ikuti", urlencode({"code": other.code}).encode())[1].decode()
    assert "Kode ini tidak dikenal" in said
    said = ask(url, "POST", "/ikuti", urlencode({"code": "AAAA"}).encode())[1].decode()
    assert "bukan kode laporan" in said


@age.needed
def test_what_is_exported_opens_with_debians_age(mirror, url, tmp_path):
    case = make_case(9, words=b'{"words":"x"}')
    send_case(mirror, case)
    (tmp_path / "mine.txt").write_text(case.keys.identity + "\n")
    packed = ask(url, "GET", "/pengawas/ekspor.zip", **as_overseer(mirror))[1]
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(tmp_path)
        assert "age -d" in archive.read("BACA-SAYA.txt").decode()
    folder = tmp_path / case.locator

    subprocess.run(["sha256sum", "--quiet", "-c", "MANIFEST"], cwd=folder, check=True)
    subprocess.run(
        ["age", "-d", "-i", "../mine.txt", "-o", "ck.txt", "kunci-0.age"], cwd=folder, check=True
    )
    opened = subprocess.run(
        ["age", "-d", "-i", "ck.txt", "laporan.age"], cwd=folder, check=True, capture_output=True
    )

    assert opened.stdout.rstrip() == b'{"words":"x"}'


def test_the_headers_allow_no_script_and_keep_nothing(url):
    import urllib.request  # noqa: PLC0415

    with urllib.request.urlopen(f"{url}/ikuti") as answer:
        headers = answer.headers
    assert "script" not in headers["Content-Security-Policy"]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Set-Cookie"] is None


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--office", "nonsense"], "no public key"),
        (["--office", write_vkey(KEY), "--name", "a b"], "no name for a mirror"),
        (["--office", write_vkey(KEY), "--listen", "here"], "host:port"),
        (["--office", write_vkey(KEY), "--calendar", "/no/such"], "No such file"),
    ],
)
def test_what_cannot_be_meant_is_said_plainly(tmp_path, capsys, words, says):
    folder = ["--folder", str(tmp_path / "m"), "--url", str(tmp_path)]
    assert main([*words, *folder]) == 2
    assert says in capsys.readouterr().err


def test_keys_of_two_offices_or_open_files_are_refused(tmp_path):
    with pytest.raises(BadKey, match="one office"):
        office_keys([])
    load_or_make(tmp_path / "key", name=NAME)
    (tmp_path / "key").chmod(0o644)
    with pytest.raises(BadKey, match="chmod 600"):
        load_or_make(tmp_path / "key", name=NAME)


def test_one_file_is_the_whole_program_and_runs_on_a_bare_python(tmp_path):
    program = tmp_path / "jernih-mirror.pyz"
    program.write_bytes(pack.mirror())

    said = subprocess.run(
        [sys.executable, "-I", "-S", str(program), "--help"], capture_output=True, check=False
    )

    assert said.returncode == 0, said.stderr
    assert b"--office" in said.stdout
