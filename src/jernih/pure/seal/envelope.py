"""The envelope: what a reporter says, bound by her signature to her case and to who may read it.

Age names no sender; whoever could seal to the case's key could slip something else in. So it is
signed inside, and its case and recipient are held against those the office knows.
Source: docs/sealing.md, 5. Vectors: tests/vectors/seal.json.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from jernih.pure import canonical
from jernih.pure.casework import Made
from jernih.pure.seal import bech32, padding, spelled
from jernih.pure.seal.manifest import MAX_ATTACHMENTS
from jernih.pure.seal.roster import MAX_PEOPLE
from jernih.pure.seal.spelled import Sign, Verify
from jernih.pure.tlog import ed25519

NAME: Final = "envelope"
MAX_FIELDS: Final = 64
MAX_FIELD: Final = 4_000
MAX_FILE_NAME: Final = 120

# Of one field: a yes or no, a number, a text, or a list of texts.
Field = bool | int | str | tuple[str, ...]
_FIELD_NAME: Final = r"[A-Za-z][A-Za-z0-9_.-]{0,39}"
_TYPE: Final = r"[a-z]{1,20}/[a-z0-9][a-z0-9.+-]{0,79}"
_LIST: Final = 32
_MAX_ROSTER: Final = 2**31 - 1
_KEYS: Final = {
    *("answers", "case", "files", "form", "holders", "made", "office"),
    *("recipient", "roster", "signature", "signs", "v", "words"),
}


class BadEnvelope(ValueError):
    """Said of an envelope that nobody wrote as it is, or that belongs to another case."""


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file that goes with words. hash: SHA-256 of the plain file; sealed: of the age file.

    name: as whoever sent it called it; size: bytes of the plain file; type: of its content.
    """

    hash: str
    name: str
    sealed: str
    size: int
    type: str


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """A report. holders: pseudonyms in order; recipient, signs: her public keys; form: a hash.

    files: in the order of lampiran-1.age, lampiran-2.age … signature: hex, empty until signed.
    """

    answers: Mapping[str, Field]
    case: str
    files: tuple[Attached, ...]
    form: str
    holders: tuple[str, ...]
    made: Made
    office: str
    recipient: str
    roster: int
    signs: str
    words: str
    signature: str = ""


def sign_envelope(envelope: Envelope, *, sign: Sign) -> Envelope:
    """Return the envelope with its reporter's signature. Raises BadEnvelope for what cannot be."""
    signed = replace(envelope, signature=sign(envelope_text(envelope)).hex())
    parse_envelope(_spell(signed))
    return signed


def envelope_text(envelope: Envelope) -> bytes:
    """Return what its reporter signs."""
    value = _value(envelope)
    del value["signature"]
    try:
        return spelled.signed_text(NAME, value)
    except canonical.BadCanonical as problem:
        raise BadEnvelope(f"the envelope: {problem}") from None


def write_envelope(envelope: Envelope) -> bytes:
    """Return the plain text that is sealed as laporan.age, filled up. Raises BadEnvelope."""
    raw = _spell(envelope)
    parse_envelope(raw)
    return padding.pad_json(raw)


def open_envelope(
    padded: bytes, *, case: str, recipient: str, signs: str, verify: Verify = ed25519.verify
) -> Envelope:
    """Return the envelope of this case, whose signature is right.

    padded: what laporan.age holds. recipient, signs: as the office had them from the reporter.
    Raises BadEnvelope.
    """
    try:
        envelope = parse_envelope(padding.strip_json(padded))
    except padding.BadPadding as problem:
        raise BadEnvelope(f"the envelope: {problem}") from None
    if (envelope.case, envelope.recipient, envelope.signs) != (case, recipient, signs):
        raise BadEnvelope("the envelope belongs to another case")
    public, signature = bytes.fromhex(envelope.signs), bytes.fromhex(envelope.signature)
    if not verify(public, signature, envelope_text(envelope)):
        raise BadEnvelope("the envelope is not signed by its reporter")
    return envelope


def parse_envelope(raw: bytes) -> Envelope:
    """Read an envelope, not filled up; its signature is not checked. Raises BadEnvelope."""
    try:
        return _read(spelled.take_object(canonical.decode(raw), keys=_KEYS))
    except (canonical.BadCanonical, spelled.BadField) as problem:
        raise BadEnvelope(f"the envelope: {problem}") from None


def take_fields(value: object, *, name: str) -> dict[str, Field]:
    """Return answers by their names. Raises BadField."""
    if not isinstance(value, dict) or len(value) > MAX_FIELDS:
        raise spelled.BadField(f"{name} is not an object of at most {MAX_FIELDS}")
    for key in value:
        spelled.take_text(key, name=f"a name in {name}", pattern=_FIELD_NAME)
    return {key: _take_field(one, name=f"{name}.{key}") for key, one in value.items()}


def take_attached(value: object) -> tuple[Attached, ...]:
    """Return the files that go with words, in their order. Raises BadField."""
    found = spelled.take_list(value, name="files", most=MAX_ATTACHMENTS)
    return tuple(_take_attached(one) for one in found)


def _take_field(value: object, *, name: str) -> Field:
    if isinstance(value, list):
        texts = spelled.take_list(value, name=name, most=_LIST)
        return tuple(spelled.take_words(one, name=name, most=MAX_FIELD) for one in texts)
    if isinstance(value, int):
        return value
    return spelled.take_words(value, name=name, most=MAX_FIELD)


def _take_attached(value: object) -> Attached:
    fields = spelled.take_object(value, keys={"hash", "name", "sealed", "size", "type"})
    return Attached(
        hash=spelled.take_text(fields["hash"], name="hash", pattern=spelled.KEY),
        name=spelled.take_words(
            fields["name"], name="a file's name", most=MAX_FILE_NAME, is_one_line=True
        ),
        sealed=spelled.take_text(fields["sealed"], name="sealed", pattern=spelled.KEY),
        size=spelled.take_count(fields["size"], name="size", most=padding.LARGEST),
        type=spelled.take_text(fields["type"], name="type", pattern=_TYPE),
    )


def _read(fields: dict[str, Any]) -> Envelope:
    spelled.take_count(fields["v"], name="v", least=1, most=1)
    return Envelope(
        answers=take_fields(fields["answers"], name="answers"),
        case=spelled.take_text(fields["case"], name="case", pattern=spelled.LOCATOR),
        files=take_attached(fields["files"]),
        form=spelled.take_text(fields["form"], name="form", pattern=spelled.KEY),
        holders=_take_holders(fields["holders"]),
        made=Made(spelled.take_text(fields["made"], name="made", pattern="|".join(Made))),
        office=spelled.take_text(fields["office"], name="office", pattern=spelled.OFFICE),
        recipient=_take_recipient(fields["recipient"]),
        roster=spelled.take_count(fields["roster"], name="roster", least=1, most=_MAX_ROSTER),
        signs=spelled.take_text(fields["signs"], name="signs", pattern=spelled.KEY),
        words=spelled.take_words(fields["words"], name="words", most=spelled.MAX_WORDS),
        signature=spelled.take_text(
            fields["signature"], name="signature", pattern=spelled.SIGNATURE
        ),
    )


def _take_holders(value: object) -> tuple[str, ...]:
    found = spelled.take_list(value, name="holders", most=MAX_PEOPLE)
    refs = tuple(spelled.take_text(one, name="a holder", pattern=spelled.REF) for one in found)
    if list(refs) != sorted(set(refs)):
        raise spelled.BadField("holders are not in order, each once")
    return refs


def _take_recipient(value: object) -> str:
    text = spelled.take_text(value, name="recipient", pattern=spelled.RECIPIENT)
    try:
        bech32.read_recipient(text)
    except bech32.BadKeyText as problem:
        raise spelled.BadField(f"recipient: {problem}") from None
    return text


def _value(envelope: Envelope) -> dict[str, Any]:
    return {**vars(envelope), "files": [vars(file) for file in envelope.files], "v": 1}


def _spell(envelope: Envelope) -> bytes:
    try:
        return canonical.encode(_value(envelope))
    except canonical.BadCanonical as problem:
        raise BadEnvelope(f"the envelope: {problem}") from None
