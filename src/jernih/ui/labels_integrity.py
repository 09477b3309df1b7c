"""The human words of the closed sets of pledges and of the integrity zone."""

from django.utils.translation import gettext_lazy as _

from jernih.pure import pledges, zone
from jernih.ui.label import Label, Labels

_K, _M, _W, _F, _S = (
    pledges.PledgeKind,
    pledges.SignMethod,
    pledges.WitnessKind,
    pledges.Metric,
    pledges.Standing,
)
_C, _P, _E, _T = zone.Column, zone.Predicate, zone.EvidenceKind, zone.Measure
_N = zone.Counted

INTEGRITY: Labels = (
    (_K.PERFORMANCE, Label(_("Pledge of performance"))),
    (_K.INTEGRITY, Label(_("Pact of integrity"))),
    (_K.ZONE, Label(_("Declaration of the integrity zone"))),
    (_M.PASSKEY, Label(_("By passkey"))),
    (_M.PASSWORD, Label(_("By password"))),
    (_W.REGION, Label(_("Regional office"))),
    (_W.INSPECTORATE, Label(_("Inspectorate"))),
    (_W.OMBUDSMAN, Label(_("Ombudsman"))),
    (_W.COMMISSION, Label(_("KPK"))),
    (_W.PRESS, Label(_("Press"))),
    (_W.COMMUNITY, Label(_("People of the community"))),
    (_F.SERVED_BY_NUMBER, Label(_("Files of the ministry that had a number, of 1,000"))),
    (_F.CALLS_OUT_OF_TURN, Label(_("Calls out of turn, of 1,000"))),
    (_F.WAIT_MINUTES, Label(_("Usual wait in the hall, in minutes"))),
    (_F.REPORTS_OVERDUE, Label(_("Sealed reports that are overdue"))),
    (_F.GIFTS_OVERDUE, Label(_("Declared gifts that are overdue"))),
    (_F.SATISFACTION, Label(_("Satisfaction (IKM)"))),
    (_F.ANTI_CORRUPTION, Label(_("Index on corruption (IPAK)"))),
    (_S.KEPT, Label(_("Kept"), "good")),
    (_S.MISSED, Label(_("Not kept"), "bad")),
    (_S.UNKNOWN, Label(_("Nothing measured yet"), "quiet")),
    (_C.UNIT, Label(_("The office itself"))),
    (_C.TPI, Label(_("Assessors (TPI)"))),
    (_P.NONE, Label(_("Not enough yet"), "wait")),
    (_P.WBK, Label(_("Enough for WBK"), "good")),
    (_P.WBBM, Label(_("Enough for WBBM"), "good")),
    (_E.FILE, Label(_("File"))),
    (_E.LINK, Label(_("Link"))),
    (_E.FIGURES, Label(_("Our own figures"))),
    (_T.TOTAL, Label(_("All points"))),
    (_T.LEVER, Label(_("Points of the levers"))),
    (_T.AREA, Label(_("Points of an area"))),
    (_T.CORRUPTION, Label(_("Survey on corruption (IPAK)"))),
    (_T.PERFORMANCE, Label(_("Better performance"))),
    (_T.CLEAN, Label(_("Clean and accountable"))),
    (_T.SERVICE, Label(_("Survey on service (IPKP)"))),
    (_N.GIFTS_DECLARED, Label(_("Gifts declared this year"))),
    (_N.GIFTS_REFUSED, Label(_("of them refused on the spot"))),
    (_N.GIFTS_FORWARDED, Label(_("forwarded to KPK"))),
    (_N.GIFTS_OVERDUE, Label(_("Declared gifts that are overdue"))),
    (_N.REPORTS_TOTAL, Label(_("Sealed reports so far"))),
    (_N.REPORTS_OPEN, Label(_("of them open"))),
    (_N.REPORTS_OVERDUE, Label(_("Sealed reports that are overdue"))),
    (_N.REPORT_HOLDERS, Label(_("People who can open a report today"))),
    (_N.QUARTERS_PUBLISHED, Label(_("Quarters whose figures are published"))),
    (_N.NUMBERS_SERVED, Label(_("Numbers served this year"))),
    (_N.HALL_DAYS, Label(_("Days of the hall this year"))),
    (_N.DAYS_JUDGED, Label(_("Days that the monitor looked at"))),
    (_N.INSPECTIONS_OPEN, Label(_("Inspections that are open"))),
    (_N.INSPECTIONS_CLOSED, Label(_("Inspections that ended"))),
    (_N.PLEDGE_SIGNERS, Label(_("People who signed this year's pledge"))),
    (_N.PLEDGE_STAFF, Label(_("People who were asked to"))),
    (_N.SURVEY_ROUNDS, Label(_("Survey rounds published this year"))),
    (_N.SURVEY_ANSWERS, Label(_("Answers in them"))),
)
