"""The human words of complaints about service: what they are about, and what was done."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from jernih.pure.casework import ClockKind
from jernih.pure.grievance import GrievanceDeed, Subject
from jernih.ui.label import Label, Labels, Words

_S, _D = Subject, GrievanceDeed

GRIEVANCES: Labels = (
    (_S.WAIT, Label(_("I waited too long"))),
    (_S.NUMBER, Label(_("Taking a number, or being called"))),
    (_S.PAPERS, Label(_("My papers were refused, or I was sent back"))),
    (_S.TREATMENT, Label(_("How I was treated"))),
    (_S.RESULT, Label(_("My passport or permit is late or wrong"))),
    (_S.BUILDING, Label(_("The place: heat, toilets, chairs, access"))),
    (_S.QUESTION, Label(_("I have a question"))),
    (_S.MONEY, Label(_("Someone asked for money or a gift"))),
    (_S.OTHER, Label(_("Something else"))),
    (_D.FILED, Label(_("Complaint received"))),
    (_D.ASSIGNED, Label(_("Taken up: someone works on it"))),
    (_D.HANDED_OVER, Label(_("Handed to a colleague"))),
    (_D.RECLASSIFIED, Label(_("Put into another class"))),
    (_D.ASKED, Label(_("Question asked; the clock stands still"))),
    (_D.WROTE, Label(_("More was written"))),
    (_D.ANSWERED, Label(_("Answered"))),
    (_D.RATED, Label(_("Rated"))),
    (_D.REOPENED, Label(_("Not solved: taken up again"))),
    (_D.OVERDUE, Label(_("Past its last day: written down by the clock"))),
    (_D.CLOSED, Label(_("Ended"))),
    (_D.SEALED, Label(_("Became a sealed report"))),
)
# The clocks of reports, in the words of a complaint about service.
CLOCKS: Final[dict[ClockKind, Words]] = {
    ClockKind.ACKNOWLEDGE: _("Someone takes it up"),
    ClockKind.RESOLVE: _("The answer"),
    ClockKind.OBJECT: _("So long it may be called not solved"),
}
SCORES: Final[tuple[tuple[int, Words], ...]] = (
    (5, _("Very content")),
    (4, _("Content")),
    (3, _("So-so")),
    (2, _("Not content")),
    (1, _("Not content at all")),
)
