"""Messages and steps of a case: signed by whoever wrote them, each tied to the one before.

A reader who finds something wrong goes on reading, and shows it: nothing is hidden for it.
Source: docs/sealing.md, 5. Vectors: tests/vectors/seal.json.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from jernih.pure import canonical
from jernih.pure.casework import Deed
from jernih.pure.seal import padding, spelled
from jernih.pure.seal.envelope import Attached, Field, take_attached, take_fields
from jernih.pure.seal.spelled import Sign, Verify
from jernih.pure.tlog import ed25519

NAME: Final = "message"
REPORTER: Final = "REPORTER"
MAX_NUMBER: Final = 9_999

_KEYS: Final = {
    *("by", "case", "fields", "files", "kind", "number", "previous", "signature", "v", "words")
}


class BadMessage(ValueError):
    """Said of what is no message at all."""


class Fault(StrEnum):
    """What does not fit about a message that can be read."""

    SIGNER = "SIGNER"
    SIGNATURE = "SIGNATURE"
    CASE = "CASE"
    NUMBER = "NUMBER"
    PREVIOUS = "PREVIOUS"


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message or a step. by: REPORTER or a pseudonym; number: N of pesan-N.age.

    previous: SHA-256 of the sealed file before, hex. signature: hex, empty until signed.
    """

    by: str
    case: str
    fields: Mapping[str, Field]
    files: tuple[Attached, ...]
    kind: Deed
    number: int
    previous: str
    words: str
    signature: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a message should stand. previous: the sealed file before it, or laporan.age."""

    case: str
    number: int
    previous: bytes


def sign_message(message: Message, *, sign: Sign) -> Message:
    """Return the message with its writer's signature. Raises BadMessage for what cannot be."""
    signed = replace(message, signature=sign(message_text(message)).hex())
    parse_message(_spell(signed))
    return signed


def message_text(message: Message) -> bytes:
    """Return what its writer signs."""
    value = _value(message)
    del value["signature"]
    try:
        return spelled.signed_text(NAME, value)
    except canonical.BadCanonical as problem:
        raise BadMessage(f"the message: {problem}") from None


def write_message(message: Message) -> bytes:
    """Return the plain text that is sealed as pesan-N.age, filled up. Raises BadMessage."""
    raw = _spell(message)
    parse_message(raw)
    return padding.pad_json(raw)


def read_message(padded: bytes) -> Message:
    """Return the message that a sealed file holds. Raises BadMessage; ask `faults_of` next."""
    try:
        return parse_message(padding.strip_json(padded))
    except padding.BadPadding as problem:
        raise BadMessage(f"the message: {problem}") from None


def faults_of(
    message: Message,
    *,
    at: Place,
    signers: Mapping[str, str],
    verify: Verify = ed25519.verify,
) -> tuple[Fault, ...]:
    """Return what does not fit, nothing if all is well.

    signers: who may write here, REPORTER and pseudonyms, each with the public key in hex.
    """
    public = signers.get(message.by)
    signed = public and verify(
        bytes.fromhex(public), bytes.fromhex(message.signature), message_text(message)
    )
    wrong = {
        Fault.SIGNER: public is None,
        Fault.SIGNATURE: public is not None and not signed,
        Fault.CASE: message.case != at.case,
        Fault.NUMBER: message.number != at.number,
        Fault.PREVIOUS: message.previous != sha256(at.previous).hexdigest(),
    }
    return tuple(fault for fault, is_wrong in wrong.items() if is_wrong)


def parse_message(raw: bytes) -> Message:
    """Read a message, not filled up; nothing of it is checked yet. Raises BadMessage."""
    try:
        return _read(spelled.take_object(canonical.decode(raw), keys=_KEYS))
    except (canonical.BadCanonical, spelled.BadField) as problem:
        raise BadMessage(f"the message: {problem}") from None


def _read(fields: dict[str, Any]) -> Message:
    spelled.take_count(fields["v"], name="v", least=1, most=1)
    return Message(
        by=spelled.take_text(fields["by"], name="by", pattern=f"{REPORTER}|{spelled.REF}"),
        case=spelled.take_text(fields["case"], name="case", pattern=spelled.LOCATOR),
        fields=take_fields(fields["fields"], name="fields"),
        files=take_attached(fields["files"]),
        kind=Deed(spelled.take_text(fields["kind"], name="kind", pattern="|".join(Deed))),
        number=spelled.take_count(fields["number"], name="number", least=1, most=MAX_NUMBER),
        previous=spelled.take_text(fields["previous"], name="previous", pattern=spelled.KEY),
        words=spelled.take_words(fields["words"], name="words", most=spelled.MAX_WORDS),
        signature=spelled.take_text(
            fields["signature"], name="signature", pattern=spelled.SIGNATURE
        ),
    )


def _value(message: Message) -> dict[str, Any]:
    return {**vars(message), "files": [vars(file) for file in message.files], "v": 1}


def _spell(message: Message) -> bytes:
    try:
        return canonical.encode(_value(message))
    except canonical.BadCanonical as problem:
        raise BadMessage(f"the message: {problem}") from None
