"""A witness that other people wrote signs our record, and refuses the same record rewritten."""

from base64 import b64encode
from threading import Event

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jernih.apps.ledger import queries
from jernih.apps.ledger.actions.key import load_key
from jernih.apps.ledger.jobs.post import Post
from jernih.apps.ledger.jobs.witnesses import Collector
from jernih.apps.ledger.models import Checkpoint, Trouble, WitnessContact
from jernih.pure.tlog.note import Key
from jernih.pure.tlog.policy import parse_policy
from tests import sigsum
from tests.apps.ledger import facts
from tests.apps.ledger.witnesses import Time, collect, write_policy
from tests.record import check_record
from tests.witness.logs import Log, serving

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not sigsum.is_here(), reason="said at the end of every run (needs.py)"),
]
SEED = b"K" * 32


@pytest.fixture
def log(settings) -> Key:
    """Name our record as that witness wants it: after its key."""
    public = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
    settings.LOG_ORIGIN = sigsum.origin_of(public)
    settings.LOG_KEY_FILE.touch(0o600)
    key_id = Key(name=settings.LOG_ORIGIN, public=public).key_id.hex()
    blob = b64encode(b"\x01" + SEED).decode()
    settings.LOG_KEY_FILE.write_text(f"PRIVATE+KEY+{settings.LOG_ORIGIN}+{key_id}+{blob}\n")
    return load_key().key


def test_it_signs_our_record_as_it_grows_and_the_quorum_stands(log, tmp_path):
    collector = Collector(rest=0)
    with sigsum.witness(tmp_path, log=log) as known:
        write_policy([known])
        for count in (3, 254, 2, 300):
            facts.append_many(count)
            collect(collector)

    policy = parse_policy(queries.log_file("policy"))
    signed = policy.open(queries.log_file("checkpoint.witnessed"))
    assert policy.met_by(signed) is not None
    assert f"\n{Checkpoint.objects.order_by('-size')[0].size}\n" in signed.text
    check_record()


def test_it_refuses_our_record_once_it_is_rewritten(log, tmp_path):
    other = Log(log.name, word="another history", seed=SEED)
    facts.append_many(5)
    with sigsum.witness(tmp_path, log=log) as known:
        write_policy([known])
        assert post(known[1], other.request(0, 3)) == 200
        collect(Collector(clock=Time()))

    assert WitnessContact.objects.get().trouble == Trouble.REFUSES
    assert queries.log_file("checkpoint.witnessed") is None


def post(url: str, body: bytes) -> int:
    heard = Event()
    sent = Post(url, body, done=heard.set)
    assert heard.wait(20)
    assert sent.reply is not None
    return sent.reply.status


def test_it_and_ours_answer_the_same_to_the_same(log, tmp_path):
    """The dialogue of the protocol, said to both; only what is signed differs, by the key."""
    true, false = Log(log.name, seed=SEED), Log(log.name, word="false", seed=SEED)
    dialogue = [
        true.request(0, 777),
        true.request(777, 1000, hashes=[bytes(32)] * 9),
        false.request(777, 1000),
        true.request(0, 1000),
        true.request(777, 1000),
        Log(log.name, seed=b"X" * 32).request(1000, 1001),
        true.request(1000, 999),
        false.request(1000, 1000),
        true.request(1000, 1000),
        b"nonsense",
    ]
    (tmp_path / "theirs").mkdir()
    with (
        sigsum.witness(tmp_path / "theirs", log=log) as [_, theirs],
        serving(tmp_path / "ours", true) as server,
    ):
        ours = f"http://127.0.0.1:{server.server_port}"
        said = [(post(theirs, body), post(ours, body)) for body in dialogue]

    assert [mine for _, mine in said] == [200, 422, 422, 409, 200, 403, 400, 422, 200, 400]
    assert all(their == mine for their, mine in said), said
