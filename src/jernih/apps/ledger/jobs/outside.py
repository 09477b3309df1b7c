"""Ask witnesses, before anything is given out, whether they know more of our record than we do.

Without this a machine whose disk was replaced, folder of files and all, would begin a second
history in good faith. Who cannot be reached says nothing; what a witness says counts only with our
own signature under it, so nobody outside can stop the office.
Source: C2SP tlog-witness, the monitoring endpoint.
"""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from http.client import HTTPException
from typing import Final
from urllib.request import Request, build_opener

from django.conf import settings

from jernih.apps.ledger import queries
from jernih.apps.ledger.actions.key import BadLogKey, load_key
from jernih.apps.ledger.jobs.post import NoRedirect
from jernih.apps.ledger.models import Checkpoint
from jernih.apps.ledger.queries import RecordRolledBack, witnesses
from jernih.pure.tlog.note import MAX_NOTE, BadNote, Key, open_note, parse_checkpoint
from jernih.pure.tlog.note import Checkpoint as Head
from jernih.pure.tlog.policy import BadPolicy, Policy, Witness, parse_policy

log = logging.getLogger("jernih.ledger")

SECONDS: Final = 4


def refuse_loss() -> None:
    """Raise RecordRolledBack on a database that is older than what the public or a witness saw."""
    queries.refuse_rollback()
    last = queries.last_checkpoint()
    size = last.size if last else 0
    for witness, head in _seen_outside():
        if head.size > size:
            raise RecordRolledBack(
                f"The witness {witness.key.name} has signed a record of {head.size} entries; this "
                f"database knows {size}. It is a restored backup, or a new disk. Nothing is given "
                f"out or signed until the newer database is back. If it is lost for good: "
                f"docs/runbooks/restore-a-backup.md. What she signed: {_address(witness)}"
            )
        if not Checkpoint.objects.filter(size=head.size, root=head.root).exists():
            raise RecordRolledBack(
                f"The witness {witness.key.name} has signed a record of {head.size} entries that "
                f"this database never signed. Somebody has our key, or our rows were changed: "
                f"docs/runbooks/fork-found.md. What she signed: {_address(witness)}"
            )


def _seen_outside() -> Iterator[tuple[Witness, Head]]:
    """Yield the newest checkpoint of ours that each witness shows."""
    policy = _policy()
    asked = witnesses.asked_witnesses(policy) if policy else []
    if policy is None or not asked:
        return
    keys = _own_keys(policy)
    with ThreadPoolExecutor(len(asked)) as pool:
        for witness, raw in zip(asked, pool.map(_fetch, asked), strict=True):
            try:
                head = parse_checkpoint(open_note(raw, keys=keys).text) if raw else None
            except BadNote as reason:
                log.warning("Witness %s shows nothing of ours: %s", witness.key.name, reason)
                continue
            if head is not None and head.origin == settings.LOG_ORIGIN and head.size:
                yield witness, head


def _policy() -> Policy | None:
    text = witnesses.policy_text()
    try:
        return parse_policy(text) if text else None
    except BadPolicy:
        return None


def _own_keys(policy: Policy) -> list[Key]:
    keys = [log.key for log in policy.logs if log.key.name == settings.LOG_ORIGIN]
    try:
        own = load_key().key
    except BadLogKey:
        return keys
    return keys if own in keys else [*keys, own]


def _address(witness: Witness) -> str:
    origin = sha256(settings.LOG_ORIGIN.encode()).hexdigest()
    return f"{witness.url.rstrip('/')}/{origin}/checkpoint"


def _fetch(witness: Witness) -> bytes | None:
    request = Request(_address(witness))  # noqa: S310 - of the policy
    try:
        with build_opener(NoRedirect).open(request, timeout=SECONDS) as answer:
            found: bytes = answer.read(MAX_NOTE)
            return found
    except (OSError, HTTPException, ValueError) as reason:
        log.warning("Witness %s was not heard at the start: %s", witness.key.name, reason)
        return None
