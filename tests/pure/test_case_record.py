"""A line of a report on the record: its reporter makes the commitment again, nobody else does."""

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import date

from jernih.pure.case_record import LineOfCase, line_commitment, line_salt

SALT = bytes(range(32))
LINE = LineOfCase(
    case="ab" * 16, number=2, deed="ACKNOWLEDGED", day=date(2026, 11, 24), hash="c" * 64
)


def test_the_commitment_is_made_as_the_page_says():
    salt = hmac.digest(SALT, b"jernih-segel/v1/line\x002", "sha256")
    fields = {
        "case": LINE.case,
        "day": "2026-11-24",
        "deed": LINE.deed,
        "hash": LINE.hash,
        "number": 2,
    }
    body = json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()
    expected = hashlib.sha256(b"jernih/commit/v1\0report-line\0" + salt + body).hexdigest()

    assert line_salt(SALT, 2) == salt
    assert line_commitment(LINE, salt=SALT) == expected


def test_whatever_differs_makes_another_commitment():
    others = [
        replace(LINE, case="cd" * 16),
        replace(LINE, number=3),
        replace(LINE, deed="TRIAGED"),
        replace(LINE, day=date(2026, 11, 25)),
        replace(LINE, hash=""),
    ]
    made = {line_commitment(one, salt=SALT) for one in (LINE, *others)}
    made.add(line_commitment(LINE, salt=bytes(32)))

    assert len(made) == 7
