"""What the office and the overseer's mirror say to each other, byte by byte.

Source: docs/sealing.md, 8. Vectors: tests/pure/seal/test_mirror_call.py.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from jernih.pure import canonical
from jernih.pure.seal.spelled import (
    KEY,
    LOCATOR,
    BadField,
    signed_text,
    take_count,
    take_object,
    take_text,
)
from jernih.pure.spelling import BadSpelling, read_moment, reader_of, time_text

CASES, STEPS, LIFE = "/v1/kasus", "/v1/langkah", "/v1/denyut"
# Besides the sealed files; the promise comes last, signed when the case is sent.
MANIFEST, SALT, AUTH, PROMISE = "manifest.json", "salt", "auth_hash", "promise.json"
HASH_HEADER, SIGNATURE_HEADER = "X-Jernih-Sha256", "X-Jernih-Signature"
MAX_STEP: Final = 16_384
MAX_LIFE: Final = 8 * 2**20

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_NAME: Final = re.compile(r"[a-z]{1,12}(-[0-9]{1,4}){0,2}\.age")
_STEP_KEYS: Final = {"case", "day", "deed", "fields", "hash", "number", "role", "v"}


@dataclass(frozen=True, kw_only=True)
class ToldStep:
    """One line of a case's log, as the office tells it. hash: of its message, empty without one.

    fields: closed sets and days, as the reporter reads them too.
    """

    case: str
    number: int
    deed: str
    day: date
    role: str = ""
    hash: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SignOfLife:
    """That the office lives, and which cases it still has. cases: locator to its last step."""

    at: datetime
    cases: Mapping[str, int]


def call_text(method: str, path: str, *, digest: str) -> bytes:
    """Return what the office signs of a request. digest: SHA-256 of its body, in hex."""
    return signed_text("call", {"method": method, "path": path, "sha256": digest})


def countersigned_text(*, case: str, commitment: str, day: date) -> bytes:
    """Return what the mirror signs of a case. day: on which it came, by the mirror's calendar."""
    said = {"case": case, "commitment": commitment, "day": day.isoformat(), "v": 1}
    return signed_text("mirror", said)


def is_file_name(name: str) -> bool:
    """Tell whether a sealed file may have this name."""
    return _NAME.fullmatch(name) is not None


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of these, in this order, the same bytes each time: it knows no hour."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name, date_time=_EPOCH), content)
    return out.getvalue()


def add_part(packed: bytes, name: str, content: bytes) -> bytes:
    """Return a ZIP with one part more."""
    out = BytesIO(packed)
    with ZipFile(out, "a", ZIP_STORED) as archive:
        archive.writestr(ZipInfo(name, date_time=_EPOCH), content)
    return out.getvalue()


def write_step(step: ToldStep) -> bytes:
    """Return the one spelling of a step."""
    said = {
        "case": step.case,
        "day": step.day.isoformat(),
        "deed": step.deed,
        "fields": dict(step.fields),
        "hash": step.hash,
        "number": step.number,
        "role": step.role,
        "v": 1,
    }
    return canonical.encode(said)


def read_step(body: bytes) -> ToldStep:
    """Read a step. Raises BadField for any other spelling."""
    said = take_object(_decoded(body, most=MAX_STEP), keys=_STEP_KEYS)
    fields = said["fields"]
    # `is`: to Python, True is 1 too, and would be a second spelling.
    if type(said["v"]) is not int or said["v"] != 1 or not isinstance(fields, dict):
        raise BadField("a step of version 1 has fields")
    return ToldStep(
        case=take_text(said["case"], name="case", pattern=LOCATOR),
        number=take_count(said["number"], name="number", least=1),
        deed=take_text(said["deed"], name="deed", pattern=r"[A-Z_]{1,20}"),
        day=_take_day(said["day"]),
        role=take_text(said["role"], name="role", pattern=r"[A-Z_]{0,20}"),
        hash=take_text(said["hash"], name="hash", pattern=f"({KEY})?"),
        fields=fields,
    )


def write_life(sign: SignOfLife) -> bytes:
    """Return a sign of life. No canonical JSON: it may be longer than the record allows."""
    said = {"at": time_text(sign.at), "cases": dict(sorted(sign.cases.items())), "v": 1}
    return json.dumps(said, separators=(",", ":"), sort_keys=True).encode("ascii")


def read_life(body: bytes) -> SignOfLife:
    """Read a sign of life. Raises BadField for any other spelling."""
    try:
        said = take_object(json.loads(body[: MAX_LIFE + 1]), keys={"at", "cases", "v"})
        at = read_moment(said["at"])
    except (ValueError, TypeError, RecursionError) as reason:
        raise BadField(f"no sign of life: {reason}") from None
    cases = said["cases"]
    if type(said["v"]) is not int or said["v"] != 1 or not isinstance(cases, dict):
        raise BadField("a sign of life of version 1 names cases")
    return SignOfLife(
        at=at,
        cases={
            take_text(case, name="case", pattern=LOCATOR): take_count(number, name="step")
            for case, number in cases.items()
        },
    )


def _decoded(body: bytes, *, most: int) -> object:
    if len(body) > most:
        raise BadField(f"more than {most} bytes")
    try:
        return canonical.decode(body)
    except canonical.BadCanonical as reason:
        raise BadField(str(reason)) from None


def _take_day(value: object) -> date:
    try:
        day: date = reader_of(date)(value)
    except BadSpelling as reason:
        raise BadField(str(reason)) from None
    return day
