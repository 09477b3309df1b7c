"""Witnesses of an office under test: a policy file, and signatures under what is published."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from jernih.apps.hall import jobs
from jernih.apps.ledger import actions, queries
from jernih.pure.roles import CLOCK
from jernih.pure.tlog.cosignature import cosign
from jernih.pure.tlog.note import parse_note, write_signature, write_vkey
from jernih.pure.tlog.policy import parse_policy
from tests.record import publish_record
from tests.witness_records import KEYS, NAMES, SECRETS


def promise(*who: int, needed: int = 2, at: datetime) -> None:
    """Write a policy that asks for so many of these witnesses, and let the clock declare it."""
    key = actions.make_key(actor=CLOCK)
    who = who or (0, 1, 2)
    lines = [f"log {write_vkey(key)}"]
    lines += [f"witness {NAMES[n]} {write_vkey(KEYS[n])}" for n in who]
    lines += [f"group outside {needed} {' '.join(NAMES[n] for n in who)}", "quorum outside"]
    settings.POLICY_FILE.write_text("".join(f"{line}\n" for line in lines))
    jobs.attest(at)
    publish_record()


def sign(*times: datetime, who: Iterable[int] = (0, 1)) -> None:
    """Publish all there is, and let these witnesses sign it at these times."""
    publish_record()
    checkpoint = queries.last_checkpoint()
    policy = parse_policy(settings.POLICY_FILE.read_bytes())
    text = parse_note(checkpoint.note.encode()).text
    for n, at in zip(who, times, strict=True):
        line = cosign(text, key=KEYS[n], sign=SECRETS[n].sign, at=at)
        witness = next(one for one in policy.witnesses if one.name == NAMES[n])
        actions.keep_cosignature(
            checkpoint=checkpoint,
            witness=witness,
            answer=write_signature(line).encode(),
            actor=CLOCK,
        )
