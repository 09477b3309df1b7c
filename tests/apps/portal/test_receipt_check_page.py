"""The page that checks proofs, and its copy: whom they trust, and that all have the same bytes."""

import json
import re
from hashlib import sha256
from html import unescape

import pytest
from django.conf import settings

from jernih.apps.booking.queries.receipts import KINDS
from jernih.apps.ledger import queries as ledger
from jernih.ui import receipt_page
from tests.makers import make_office
from tests.receipts import POLICY
from tests.record import publish_record
from tests.visits import says

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def published(settings, tmp_path):
    settings.VAR, settings.IS_DEMO = tmp_path, True
    make_office(slug="tarakan", is_demo=True)
    publish_record()


def data_of(page, name: str) -> str:
    found = re.search(rf'data-{name}="([^"]*)"', page.content.decode())
    return unescape(found[1])


def test_before_anything_is_published_there_is_nothing_to_check(client):
    assert says(client.get("/periksa/bukti/"), "Nothing has been published yet.")
    assert client.get("/periksa/bukti/simpan/").status_code == 404


def test_the_page_brings_the_key_and_shows_what_to_compare(client, published):
    page = client.get("/periksa/bukti/")

    vkey = (ledger.log_file("vkey") or b"").decode().strip()
    assert data_of(page, "vkey") == vkey
    assert vkey.rpartition("+")[0] in page.content.decode()
    assert "jernih-verify.pyz receipt" in page.content.decode()


def test_the_page_brings_the_policy_once_there_is_one(client, published):
    assert json.loads(data_of(client.get("/periksa/bukti/"), "policy")) is None
    (settings.LOG_DIR / "policy").write_text("quorum none\n")

    policy = json.loads(data_of(client.get("/periksa/bukti/"), "policy"))

    assert policy == {"witnesses": [], "groups": {}, "quorum": "none"}


def test_a_policy_is_told_in_plain_values():
    told = receipt_page.policy_values(POLICY)

    assert told["groups"] == {"luar": {"needed": 2, "members": ["ombudsman", "kampus", "koran"]}}
    assert [name for name, _key in told["witnesses"]] == ["ombudsman", "kampus", "koran"]
    assert told["quorum"] == "luar"


@pytest.mark.parametrize("language", ["id", "en"])
def test_everybody_gets_the_same_copy_and_its_hash_is_on_the_page_and_on_the_wall(
    client, published, language
):
    client.cookies["language"] = language

    first, second = (client.get("/periksa/bukti/simpan/").content for _ in range(2))

    assert first == second
    told = sha256(first).hexdigest()
    assert told in client.get("/periksa/bukti/").content.decode()
    assert told in client.get("/periksa/dinding/").content.decode()


def test_the_copy_may_load_nothing_and_runs_only_what_it_names(client, published):
    copy = client.get("/periksa/bukti/simpan/").content.decode()

    assert "default-src 'none'" in copy
    assert not re.search(r'(?:src|href)="', copy)
    assert "import " not in re.search(r"<script.*?</script>", copy, re.DOTALL)[0]
    assert copy.count("<script") == 1


def test_every_module_is_in_the_copy():
    folder = receipt_page.STATIC / "js"
    there = {f"receipt/{path.stem}" for path in (folder / "receipt").glob("*.js")}

    assert there | {"receipt_check"} == set(receipt_page.MODULES)


def test_each_kind_of_receipt_has_words():
    assert set(receipt_page.PROVES) == {
        *KINDS,
        "complaints.filed",
        "hall.checked-in",
        "hall.walked-in",
    }
