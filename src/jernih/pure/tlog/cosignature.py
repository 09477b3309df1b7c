"""Sign under a checkpoint as a witness does, and read what one signed, and when.

Source: C2SP tlog-cosignature v1.0.1, the Ed25519 kind. Vectors: tests/vectors/cosignature.json.
"""

from datetime import UTC, datetime

from jernih.pure.tlog import ed25519
from jernih.pure.tlog.note import (
    COSIGNATURE,
    MAX_SECONDS,
    TIME_BYTES,
    BadNote,
    Key,
    Sign,
    Signature,
    Verify,
    cosigned_seconds,
    cosigned_text,
    open_note,
    parse_checkpoint,
)


def cosign(text: str, *, key: Key, sign: Sign, at: datetime) -> Signature:
    """Return a witness's signature under a checkpoint, at this moment (to the second).

    Never sign with one key for two witnesses: the name is not in what is signed.
    Raises BadNote for a text that is no checkpoint, a key of another kind, or a time before 1970.
    """
    parse_checkpoint(text)
    seconds = int(at.timestamp())
    if key.kind != COSIGNATURE or not 0 < seconds <= MAX_SECONDS:
        raise BadNote("a witness signs with her own kind of key, and says the time")
    signed = sign(cosigned_text(text, seconds=seconds))
    return Signature(name=key.name, key_id=key.key_id, blob=seconds.to_bytes(TIME_BYTES) + signed)


def cosigned_at(line: Signature) -> datetime:
    """Return when a witness signed, in UTC. Raises BadNote for what is no cosignature."""
    return datetime.fromtimestamp(cosigned_seconds(line), tz=UTC)


def read_answer(
    answer: bytes, *, text: str, key: Key, verify: Verify = ed25519.verify
) -> Signature:
    """Return this witness's cosignature from what she answered; other lines are passed over.

    text: of the checkpoint that she was asked to sign under. Raises BadNote for an answer that
    is not lines of signatures, or that does not hold a good one of hers.
    """
    return open_note(f"{text}\n".encode() + answer, keys=[key], verify=verify).signatures[0]
