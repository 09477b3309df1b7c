"""Clean input of the zone's pages, and of worksheets that were filled in elsewhere."""

from jernih.apps.integrity.forms.pages import (
    FILE_MOST,
    FileForm,
    GroupForm,
    LinkForm,
    MoveForm,
    PlanForm,
    WorkbookForm,
    YearForm,
    field_name,
)
from jernih.apps.integrity.forms.workbook import BadWorkbook, Filled, read_workbook

__all__ = [
    "FILE_MOST",
    "BadWorkbook",
    "FileForm",
    "Filled",
    "GroupForm",
    "LinkForm",
    "MoveForm",
    "PlanForm",
    "WorkbookForm",
    "YearForm",
    "field_name",
    "read_workbook",
]
