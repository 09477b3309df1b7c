"""The monitor: days judged by statistics, alarms, their inspections, samples by lot.

Owns JudgedDay, OfficerDay, Alarm, AlarmNote, GhostSample, GhostNumber, NightCount.
The clock judges days and counts inspections; supervisors and auditors look into alarms. An alarm
accuses nobody: names never leave the staff's pages, and the record knows counts of an office only.
"""
