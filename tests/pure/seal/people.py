"""A roster, a reporter and her first sending, as the golden values have them."""

from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256

from jernih.pure import canonical
from jernih.pure.seal import code, envelope, manifest, message, roster
from jernih.pure.tlog import ed25519
from tests.vectors import load

GOLDEN = load("seal")
TODAY = date.fromisoformat(GOLDEN["roster"]["today"])
ROSTER_SEED = bytes.fromhex(GOLDEN["roster"]["seed"])
ROSTER_KEY = roster.roster_key(
    bytes.fromhex(GOLDEN["roster"]["public"]), origin=GOLDEN["roster"]["origin"]
)
NOTE = GOLDEN["roster"]["note"].encode()
TEXT = GOLDEN["roster"]["note"].partition("\n\n")[0] + "\n"
ROSTER = roster.parse_text(TEXT)
CODE = GOLDEN["codes"][0]["code"]
MANIFEST = manifest.parse_manifest(GOLDEN["manifest"]["text"].encode())
ENVELOPE = envelope.parse_envelope(GOLDEN["envelope"]["text"].encode())
MESSAGES = [message.parse_message(one["text"].encode()) for one in GOLDEN["messages"]]
PROMISE = GOLDEN["manifest"]["promise"].encode()
RECORD_KEY = bytes.fromhex(GOLDEN["manifest"]["record_public"])


@cache
def reporter():
    return code.derive(CODE, origin=GOLDEN["codes"][0]["origin"])


def sign_with(seed):
    return lambda text: ed25519.sign(seed, text)


def signing_seed(ref):
    return sha256(b"sign " + ref.encode()).digest()


def identity_seed(name):
    return sha256(b"age " + name.encode()).digest()


def changed(raw, **fields):
    """A JSON object with other fields, canonical again; `None` takes one away."""
    value = {**canonical.decode(raw), **fields}
    return canonical.encode({key: one for key, one in value.items() if one is not None})


def sealed_roster(**changes):
    changed_one = replace(ROSTER, **changes)
    return roster.write_roster(changed_one, key=ROSTER_KEY, sign=sign_with(ROSTER_SEED))
