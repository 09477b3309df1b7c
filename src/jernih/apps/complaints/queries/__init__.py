"""Questions about reports. Staff see only what they hold: rights.py answers it for all of them.

`inbox(actor)` a list of CaseRow; `case_detail(actor, locator)` a CaseDetail, with what may be done
and what a browser needs to seal the next message; `evidence_of(actor, locator, staff=, first=,
last=)`. All raise NoSuchCase for absent and forbidden alike. Files are given out by
`actions.fetch_file` and `actions.export_case`, for both are written down.
"""

from jernih.apps.complaints.queries.cases import (
    ApprovalRow,
    CaseDetail,
    CaseRow,
    FileRow,
    HolderRow,
    StepRow,
    case_detail,
    inbox,
)
from jernih.apps.complaints.queries.evidence import Evidence, evidence_of
from jernih.apps.complaints.queries.keys import LockedRow, RosterRow, key_of, roster_rows
from jernih.apps.complaints.queries.rights import NoSuchCase, case_of, cases_of
from jernih.apps.complaints.queries.sanctions import catalogue

__all__ = [
    "ApprovalRow",
    "CaseDetail",
    "CaseRow",
    "Evidence",
    "FileRow",
    "HolderRow",
    "LockedRow",
    "NoSuchCase",
    "RosterRow",
    "StepRow",
    "case_detail",
    "case_of",
    "cases_of",
    "catalogue",
    "evidence_of",
    "inbox",
    "key_of",
    "roster_rows",
]
