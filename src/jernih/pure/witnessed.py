"""Turn policies and cosignatures into facts and back: who was to witness, and since when she had.

Source: C2SP tlog-policy and tlog-cosignature, by policy.py and note.py. Vectors:
tests/pure/test_witnessed.py.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from jernih.pure.events_record import (
    Cosigned,
    PolicyDeclared,
    PolicyGroup,
    PolicyWitness,
    Witnessed,
)
from jernih.pure.tlog.note import (
    TIME_BYTES,
    Checkpoint,
    Note,
    Signature,
    cosigned_seconds,
    open_note,
    parse_checkpoint,
    write_checkpoint,
    write_signature,
    write_vkey,
)
from jernih.pure.tlog.policy import Policy, parse_policy

# A policy that was taken away: nobody is asked.
NO_POLICY: Final = b"quorum none\n"


def declared(text: bytes, *, office: str, at: datetime) -> PolicyDeclared:
    """Return the fact that tells of a policy file. Raises BadPolicy."""
    policy = parse_policy(text)
    return PolicyDeclared(
        office=office,
        at=at,
        policy=sha256(text).hexdigest(),
        logs=tuple(write_vkey(log.key) for log in policy.logs),
        witnesses=tuple(
            PolicyWitness(name=one.name, vkey=write_vkey(one.key)) for one in policy.witnesses
        ),
        groups=tuple(
            PolicyGroup(name=name, needed=group.needed, members=group.members)
            for name, group in policy.groups.items()
        ),
        quorum=policy.quorum,
    )


def policy_of(fact: PolicyDeclared) -> Policy:
    """Return the policy a fact tells of. Raises BadPolicy for one that cannot be."""
    lines = [f"log {vkey}" for vkey in fact.logs]
    lines += [f"witness {one.name} {one.vkey}" for one in fact.witnesses]
    lines += [f"group {one.name} {one.needed} {' '.join(one.members)}" for one in fact.groups]
    text = "\n".join([*lines, f"quorum {fact.quorum}"]) + "\n"
    return parse_policy(text.encode())


def witnessed(note: Note, *, policy: Policy, office: str, at: datetime) -> Witnessed:
    """Return the fact that tells which witnesses of a policy signed a checkpoint, and when."""
    head = parse_checkpoint(note.text)
    ids = {(one.key.name, one.key.key_id) for one in policy.witnesses}
    return Witnessed(
        office=office,
        at=at,
        origin=head.origin,
        size=head.size,
        root=head.root.hex(),
        signatures=tuple(
            Cosigned(
                name=line.name,
                key_id=line.key_id.hex(),
                time=datetime.fromtimestamp(cosigned_seconds(line), UTC),
                signature=line.blob[TIME_BYTES:].hex(),
            )
            for line in note.signatures
            if (line.name, line.key_id) in ids
        ),
    )


def note_of(fact: Witnessed) -> Note:
    """Return the signed note that a fact tells of; nothing is checked."""
    head = Checkpoint(origin=fact.origin, size=fact.size, root=bytes.fromhex(fact.root))
    return Note(text=write_checkpoint(head), signatures=tuple(_lines(fact)))


def quorum_at(fact: Witnessed, policy: Policy) -> datetime | None:
    """Return since when the signatures told are a policy's quorum, None if they are not.

    Whether they are true, `check_signatures` says.
    """
    return policy.met_by(note_of(fact))


def check_signatures(fact: Witnessed, policy: Policy) -> None:
    """Do nothing if all told of this policy's witnesses is true, else raise BadNote."""
    note = note_of(fact)
    raw = f"{note.text}\n{''.join(map(write_signature, note.signatures))}".encode()
    open_note(raw, keys=[one.key for one in policy.witnesses])


def _lines(fact: Witnessed) -> Iterator[Signature]:
    for one in fact.signatures:
        seconds = int(one.time.timestamp())
        blob = seconds.to_bytes(TIME_BYTES) + bytes.fromhex(one.signature)
        yield Signature(name=one.name, key_id=bytes.fromhex(one.key_id), blob=blob)
