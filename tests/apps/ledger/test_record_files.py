"""What is served below /log/, and what it is served with."""

from pathlib import Path

import pytest
from django.urls import reverse

from jernih.pure.tlog import note
from tests.apps.ledger import facts
from tests.record import publish_record

pytestmark = pytest.mark.django_db


def test_the_checkpoint_is_served_fresh_and_opens_with_the_served_key(client):
    facts.append(facts.started())
    publish_record()

    answer = client.get("/log/checkpoint")
    key = note.parse_vkey(client.get("/log/vkey").content.decode().strip())

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=1"
    assert answer["Access-Control-Allow-Origin"] == "*"
    head = note.parse_checkpoint(note.open_note(answer.content, keys=[key]).text)
    assert head.size == 1


@pytest.mark.parametrize("path", ["tile/0/000.p/1", "tile/entries/000.p/1"])
def test_tiles_are_served_for_ever(client, settings, path):
    facts.append(facts.started())
    publish_record()

    answer = client.get(f"/log/{path}")

    assert answer.content == (Path(settings.LOG_DIR) / path).read_bytes()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not answer.cookies


@pytest.mark.parametrize(
    "path",
    [
        "checkpoint",
        "vkey",
        "tile/0/000",
        "tile/0/000.p/2",
        "tile/0/000.p/01",
        "tile/0/000.p",
        "tile/../checkpoint",
        "tile/../../log-key",
        "tile/%2e%2e/%2e%2e/log-key",
        "tile/0/.000.part",
        "tile/entries/000.p/1/x",
    ],
)
def test_nothing_else_is_served(client, settings, path):
    home = Path(settings.LOG_DIR)
    home.mkdir(parents=True)
    settings.LOG_KEY_FILE.write_text("secret")
    (home / "tile" / "0" / "000.p").mkdir(parents=True)

    assert client.get(f"/log/{path}").status_code == 404


@pytest.mark.parametrize("name", ["checkpoint", "vkey", "record-detail", "verifier"])
def test_the_record_is_only_read(client, name):
    assert client.post(reverse(f"ledger:{name}")).status_code == 405


def test_the_verifier_is_handed_out_and_always_the_same(client):
    first, second = client.get("/log/jernih-verify.pyz"), client.get("/log/verify.zip")

    assert first.content == second.content
    assert first.content.startswith(b"PK")
    assert 'filename="jernih-verify.pyz"' in first["Content-Disposition"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_says_how_large_the_record_is(client, language):
    facts.append(facts.started(), facts.released())
    publish_record()
    facts.append(facts.started())

    page = client.get("/log/", headers={"accept-language": language}).content.decode()

    assert "booking.supply-released" in page
    assert "jernih-verify.pyz" in page


def test_the_page_stands_before_anything_was_published(client):
    assert client.get("/log/").status_code == 200
