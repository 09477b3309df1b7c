"""The key in the environment, with systemd, or in a program that signs and never shows it."""

import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from jernih.apps.ledger import actions
from jernih.apps.ledger.actions import key as keys
from jernih.pure.roles import CLOCK, Actor, Role
from jernih.pure.tlog.note import Key, parse_skey, write_vkey
from tests.apps.ledger import facts
from tests.record import check_record, publish_record

KEEPER = Actor(roles=frozenset({Role.IT_ADMIN}))
TOKEN = """#!/bin/sh
# What a token does: takes a text, gives 64 bytes, keeps the key.
umask 077
text=$(mktemp)
trap 'rm -f "$text"' EXIT
cat > "$text"
openssl pkeyutl -sign -rawin -inkey "$(dirname "$0")/key.pem" -in "$text"
"""


@pytest.fixture
def line() -> str:
    """A key as a text; its file is gone."""
    actions.make_key(actor=CLOCK)
    text = settings.LOG_KEY_FILE.read_text()
    settings.LOG_KEY_FILE.unlink()
    return text


@pytest.mark.django_db
def test_a_key_in_the_environment_signs_and_no_file_is_made(settings, line):
    settings.LOG_KEY = line
    facts.append(facts.started())

    check_record()

    assert not settings.LOG_KEY_FILE.exists()


@pytest.mark.django_db
def test_a_credential_of_systemd_signs_though_our_group_may_read_it(settings, tmp_path, line):
    path = tmp_path / keys.CREDENTIAL
    path.write_text(line)
    path.chmod(0o440)
    settings.CREDENTIALS_DIR = tmp_path
    facts.append(facts.started())

    check_record()

    path.chmod(0o444)
    with pytest.raises(actions.BadLogKey, match="open to others"):
        keys.load_key()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text.replace("jernih.invalid/tarakan", "jernih.invalid/nunukan"), "not that"),
        (lambda text: text.replace(text.split("+")[3], "00000000", 1), "not that of"),
        (lambda text: text[:-9], "no signing key"),
        (lambda _: "kunci\xff", "no signing key"),
    ],
)
def test_a_text_of_another_name_or_id_signs_nothing(settings, line, change, words):
    settings.LOG_KEY = change(line)

    with pytest.raises(actions.BadLogKey, match=words):
        keys.load_key()


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_said_so(settings):
    settings.LOG_KEY_FILE.mkdir()

    with pytest.raises(actions.BadLogKey, match="cannot be read"):
        keys.load_key()


def make_token(folder: Path, line: str) -> str:
    """A program that signs with this key, and its command."""
    secret = Ed25519PrivateKey.from_private_bytes(parse_skey(line.strip())[1])
    (folder / "key.pem").write_bytes(
        secret.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    (folder / "token").write_text(TOKEN)
    (folder / "token").chmod(0o700)
    return f"'{folder / 'token'}'"


def vkey_of(line: str) -> str:
    name, seed = parse_skey(line.strip())
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return write_vkey(Key(name=name, public=public))


@pytest.mark.django_db
@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")
def test_a_program_signs_with_a_key_that_we_never_see(settings, tmp_path, line):
    settings.LOG_SIGNER, settings.LOG_VKEY = make_token(tmp_path, line), vkey_of(line)
    facts.append(facts.started())

    check_record()

    assert not settings.LOG_KEY_FILE.exists()
    with pytest.raises(actions.BadLogKey, match="not kept in a file"):
        actions.prepare_key(actor=KEEPER)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/nowhere/token", "does not sign"),
        ("false", "does not sign"),
        ("head -c 64 /dev/zero", "another key"),
        ("true", "another key"),
    ],
)
def test_a_program_that_fails_or_lies_signs_nothing(settings, line, command, words):
    settings.LOG_SIGNER, settings.LOG_VKEY = command, vkey_of(line)
    facts.append(facts.started())

    with pytest.raises(actions.BadLogKey, match=words):
        publish_record()

    assert not (settings.LOG_DIR / "checkpoint").exists()


@pytest.mark.django_db
def test_a_program_needs_the_public_key_of_this_record(settings, line):
    settings.LOG_SIGNER = "true"
    for vkey, words in (("", "no public key"), (vkey_of(line).replace("tara", "bala"), "no pub")):
        settings.LOG_VKEY = vkey
        with pytest.raises(actions.BadLogKey, match=words):
            keys.load_key()
    settings.LOG_VKEY, settings.LOG_ORIGIN = vkey_of(line), "jernih.invalid/nunukan"
    with pytest.raises(actions.BadLogKey, match="nunukan"):
        keys.load_key()
