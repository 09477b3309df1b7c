"""Words for how days of a report are counted, and for the lines of the accountability board."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from jernih.pure.accountability import Stage
from jernih.pure.case_clock import DayKind
from jernih.ui.label import Label, Labels, Words

REPORTS: Labels = (
    (DayKind.COUNTED, Label(_("Counted"))),
    (DayKind.WEEKEND, Label(_("Weekend"))),
    (DayKind.HOLIDAY, Label(_("National holiday or joint leave"))),
    (DayKind.PAUSED, Label(_("Clock paused"))),
    (Stage.RECEIVED, Label(_("Received, not read yet"))),
    (Stage.READ, Label(_("Read, being worked on"))),
    (Stage.CLOSED, Label(_("Ended"))),
)
# Rows of the figures that are no member of a closed set.
PROVEN: Final[Words] = _("Proven")
UNASSESSED: Final[Words] = _("Not assessed yet")
