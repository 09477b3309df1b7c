"""Tables of reports: who may open them, what is kept of them, what was done."""

from jernih.apps.complaints.models.keys import Roster, StaffKey
from jernih.apps.complaints.models.log import Approval, Fetch, MirrorCall, Pause, Step
from jernih.apps.complaints.models.report import CaseFile, Draft, DraftFile, Hold, Report

__all__ = [
    "Approval",
    "CaseFile",
    "Draft",
    "DraftFile",
    "Fetch",
    "Hold",
    "MirrorCall",
    "Pause",
    "Report",
    "Roster",
    "StaffKey",
    "Step",
]
