"""Questions to the monitor: what the record says of a day, what is usual, what stands open."""

from jernih.apps.oversight.queries.alarms import (
    AlarmRow,
    NoteRow,
    Overview,
    alarm,
    alarm_notes,
    closed_alarms,
    open_alarms,
    overview,
)
from jernih.apps.oversight.queries.days import (
    DayRow,
    OfficerRow,
    day_csv,
    day_row,
    days_of,
    officer_rows,
    path_of,
    sample_of,
    series_of,
)
from jernih.apps.oversight.queries.facts import days_to_judge, hall_facts, numbers_on
from jernih.apps.oversight.queries.past import past_of
from jernih.apps.oversight.queries.public import PublicFigures, public_figures

__all__ = [
    "AlarmRow",
    "DayRow",
    "NoteRow",
    "OfficerRow",
    "Overview",
    "PublicFigures",
    "alarm",
    "alarm_notes",
    "closed_alarms",
    "day_csv",
    "day_row",
    "days_of",
    "days_to_judge",
    "hall_facts",
    "numbers_on",
    "officer_rows",
    "open_alarms",
    "overview",
    "past_of",
    "path_of",
    "public_figures",
    "sample_of",
    "series_of",
]
