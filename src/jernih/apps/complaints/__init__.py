"""Reports that nobody can bury, and complaints about service.

Owns Roster, StaffKey, Report, CaseFile, Hold, Step, Pause, Approval, Fetch, MirrorCall, Draft, and
of plain complaints Grievance and its lines. The server keeps sealed files that it cannot open.
Reporters and citizens file and follow by code; handlers, deciders and the overseer act on what
they hold; the clock rings. States: REPORT, GRIEVANCE. Format: docs/sealing.md.
"""
