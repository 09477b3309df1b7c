"""Tables of reports and complaints: who may open them, what is kept of them, what was done."""

from jernih.apps.complaints.models.grievance import (
    Grievance,
    GrievanceLine,
    GrievanceNight,
    GrievancePhoto,
)
from jernih.apps.complaints.models.keys import Roster, StaffKey
from jernih.apps.complaints.models.log import Approval, Fetch, MirrorCall, Pause, Step
from jernih.apps.complaints.models.night import Board, ChannelTest, NightCount
from jernih.apps.complaints.models.report import CaseFile, Draft, DraftFile, Hold, Report

__all__ = [
    "Approval",
    "Board",
    "CaseFile",
    "ChannelTest",
    "Draft",
    "DraftFile",
    "Fetch",
    "Grievance",
    "GrievanceLine",
    "GrievanceNight",
    "GrievancePhoto",
    "Hold",
    "MirrorCall",
    "NightCount",
    "Pause",
    "Report",
    "Roster",
    "StaffKey",
    "Step",
]
