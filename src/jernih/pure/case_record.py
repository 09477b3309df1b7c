"""What the record tells of one line of a report: a commitment that only its reporter can make.

Source: docs/sealing.md, 6. Vectors: tests/pure/test_case_record.py.
"""

import hmac
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from jernih.pure import canonical

KIND: Final = "report-line"
_MARK: Final = b"jernih-segel/v1/line\0"


@dataclass(frozen=True, kw_only=True)
class LineOfCase:
    """A line of a report's log, as its reporter reads it and the mirror was told it.

    hash: SHA-256 of its sealed message, empty for a line without words.
    """

    case: str
    number: int
    deed: str
    day: date
    hash: str = ""


def line_salt(salt: bytes, number: int) -> bytes:
    """Return the salt of one line, from the salt in the report's commitment."""
    return hmac.new(salt, _MARK + str(number).encode("ascii"), sha256).digest()


def line_commitment(line: LineOfCase, *, salt: bytes) -> str:
    """Return what stands on the record for a line, in hex. salt: of the report."""
    fields = {
        "case": line.case,
        "day": line.day.isoformat(),
        "deed": line.deed,
        "hash": line.hash,
        "number": line.number,
    }
    return canonical.commitment(KIND, salt=line_salt(salt, line.number), fields=fields)
