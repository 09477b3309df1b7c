"""The human words and the tone of every state, role and reason: here and nowhere else."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from jernih.pure import casework as case
from jernih.pure import reasons as why
from jernih.pure.beacon import PulseFault
from jernih.pure.calling import CallRule, Lane
from jernih.pure.events_draw import CancelReason, Source
from jernih.pure.roles import Role
from jernih.pure.states import (
    ApplicationState,
    BatchState,
    CounterState,
    GiftState,
    GrievanceState,
    InspectionState,
    NoticeState,
    ReportState,
    SeatState,
    SheetState,
    TicketState,
)
from jernih.ui.label import Label, Labels, Words
from jernih.ui.labels_gifts import GIFTS
from jernih.ui.labels_grievances import GRIEVANCES
from jernih.ui.labels_integrity import INTEGRITY
from jernih.ui.labels_reports import REPORTS

_A, _B, _C, _N = ApplicationState, BatchState, CounterState, NoticeState
_S, _T = SeatState, TicketState
_RE, _GR, _GI = ReportState, GrievanceState, GiftState
_I, _K, _O = InspectionState, why.AlarmKind, why.InspectionOutcome

STATES: Labels = (
    (_B.PLANNED, Label(_("Planned"), "quiet")),
    (_B.ANNOUNCED, Label(_("Announced"), "wait")),
    (_B.OPEN, Label(_("Open"), "good")),
    (_B.CLOSED, Label(_("List frozen"), "wait")),
    (_B.SEEDED, Label(_("Being drawn"), "act")),
    (_B.DRAWN, Label(_("Drawn"), "good")),
    (_B.CANCELLED, Label(_("Cancelled"), "bad")),
    (_A.APPLIED, Label(_("Waiting for the draw"), "wait")),
    (_A.GRANTED, Label(_("You have a number"), "good")),
    (_A.CONFIRMED, Label(_("Confirmed"), "good")),
    (_A.PRESENT, Label(_("At the office"), "good")),
    (_A.UNSEATED, Label(_("No number yet"), "wait")),
    (_A.WITHDRAWN, Label(_("Given back"), "quiet")),
    (_A.EXPIRED, Label(_("No longer valid"), "quiet")),
    (_S.HELD, Label(_("Held back"), "quiet")),
    (_S.FREE, Label(_("Available"), "good")),
    (_S.TAKEN, Label(_("Taken"), "act")),
    (_S.RETURNED, Label(_("Given back"), "wait")),
    (_S.USED, Label(_("Came"), "good")),
    (_S.UNUSED, Label(_("Not used"), "quiet")),
    (_T.WAITING, Label(_("Waiting"), "wait")),
    (_T.CALLED, Label(_("Called"), "act")),
    (_T.SERVING, Label(_("Being served"), "good")),
    (_T.PARKED, Label(_("Service paused"), "wait")),
    (_T.MISSED, Label(_("Called, did not come"), "bad")),
    (_T.SERVED, Label(_("Served"), "good")),
    (_T.LEFT, Label(_("Went home"), "quiet")),
    (_T.EXPIRED, Label(_("Day is over"), "quiet")),
    (_C.CLOSED, Label(_("Closed"), "quiet")),
    (_C.OPEN, Label(_("Open"), "good")),
    (_C.BREAK, Label(_("Break"), "wait")),
    (_N.WAITING, Label(_("Waiting to be sent"), "wait")),
    (_N.SENT, Label(_("Sent"), "good")),
    (_N.FAILED, Label(_("Not sent yet, will be tried again"), "bad")),
    (_N.DROPPED, Label(_("Not sent"), "quiet")),
    (_I.RAISED, Label(_("Nobody has looked yet"), "act")),
    (_I.CHECKING, Label(_("Being looked into"), "wait")),
    (_I.CLOSED, Label(_("Looked into"), "good")),
    (_RE.FILED, Label(_("Received"), "wait")),
    (_RE.ACKNOWLEDGED, Label(_("Receipt confirmed"), "wait")),
    (_RE.TRIAGED, Label(_("Assessed"), "wait")),
    (_RE.CHECKING, Label(_("Direct check under way"), "wait")),
    (_RE.FOUND, Label(_("Finding made"), "act")),
    (_RE.SANCTIONED, Label(_("Sanction decided"), "good")),
    (_RE.REFERRED, Label(_("Handed to another authority"), "wait")),
    (_RE.CLOSED, Label(_("Ended"), "good")),
    (_RE.PUBLISHED, Label(_("Outcome published"), "good")),
    (_RE.REOPENED, Label(_("Taken up again"), "act")),
    (_GR.FILED, Label(_("Received"), "wait")),
    (_GR.ASSIGNED, Label(_("Being worked on"), "wait")),
    (_GR.ANSWERED, Label(_("Answered"), "good")),
    (_GR.REOPENED, Label(_("Taken up again"), "act")),
    (_GR.CLOSED, Label(_("Ended"), "good")),
    (_GR.SEALED, Label(_("Became a sealed report"), "quiet")),
    (_GI.DECLARED, Label(_("Declared"), "wait")),
    (_GI.INCOMPLETE, Label(_("Something is missing"), "act")),
    (_GI.COMPLETE, Label(_("Complete"), "wait")),
    (_GI.FORWARDED, Label(_("Forwarded to KPK"), "wait")),
    (_GI.DECIDED, Label(_("Decided"), "good")),
    (_GI.CLOSED, Label(_("Ended"), "good")),
    (SheetState.FILLING, Label(_("Being filled in"), "wait")),
    (SheetState.PROPOSED, Label(_("With the assessors"), "act")),
    (SheetState.ASSESSED, Label(_("Assessed"), "good")),
)

ROLES: Labels = (
    (Role.CITIZEN, Label(_("Citizen"))),
    (Role.KIOSK, Label(_("Kiosk"))),
    (Role.HELPER, Label(_("Helper at the front desk"))),
    (Role.COUNTER, Label(_("Counter officer"))),
    (Role.SUPERVISOR, Label(_("Supervisor"))),
    (Role.HEAD, Label(_("Head of office"))),
    (Role.HANDLER, Label(_("Complaint handler"))),
    (Role.DECIDER, Label(_("Decider"))),
    (Role.GIFT_KEEPER, Label(_("Keeper of the gift register"))),
    (Role.AUDITOR, Label(_("Auditor"))),
    (Role.OVERSEER, Label(_("Overseer"))),
    (Role.IT_ADMIN, Label(_("IT administrator"))),
    (Role.CLOCK, Label(_("The system clock"))),
)

REASONS: Labels = (
    (why.Channel.WEB, Label(_("Online"))),
    (why.Channel.KIOSK, Label(_("At the kiosk"))),
    (why.Channel.DESK, Label(_("At the front desk"))),
    (why.Channel.ASSISTED, Label(_("With help from staff"))),
    (why.PriorityClass.GENERAL, Label(_("General"))),
    (why.PriorityClass.PRIORITY, Label(_("Priority"))),
    (why.ReleaseMode.OPEN, Label(_("First come, first served"))),
    (why.ReleaseMode.DRAW, Label(_("By public draw"))),
    (why.HoldReason.NONE, Label(_("Not held back"))),
    (why.HoldReason.PRIORITY_RESERVE, Label(_("Kept for priority visitors"))),
    (why.HoldReason.STAFF_SHORT, Label(_("Not enough staff"))),
    (why.HoldReason.EQUIPMENT, Label(_("Equipment out of order"))),
    (why.HoldReason.OUTREACH, Label(_("Kept for an outreach event"))),
    (why.MoveReason.CITIZEN, Label(_("The citizen asked for it"))),
    (why.MoveReason.OFFICE_FAULT, Label(_("The office was at fault"))),
    (why.EndReason.CITIZEN, Label(_("Given back by the citizen"))),
    (why.EndReason.UNCONFIRMED, Label(_("Not confirmed in time"))),
    (why.EndReason.NO_SHOW, Label(_("Did not come"))),
    (why.EndReason.BATCH_CANCELLED, Label(_("The draw was cancelled"))),
    (why.EndReason.DAYS_OVER, Label(_("Its days are over"))),
    (why.ExceptionReason.HEALTH, Label(_("Health"))),
    (why.ExceptionReason.SMALL_CHILD, Label(_("With a small child"))),
    (why.ExceptionReason.SYSTEM_DOWN, Label(_("System was down"))),
    (why.ExceptionReason.DOCUMENT_READY, Label(_("Missing document has arrived"))),
    (why.ExceptionReason.OFFICE_FAULT, Label(_("The office was at fault"))),
    (why.ExceptionReason.OTHER, Label(_("Other, explained to the supervisor"))),
    (why.ParkReason.PAPER_MISSING, Label(_("A document is missing"))),
    (why.ParkReason.PHOTOCOPY, Label(_("Making a photocopy"))),
    (why.ParkReason.PAYMENT, Label(_("Making the payment"))),
    (why.ParkReason.SYSTEM_DOWN, Label(_("System is down"))),
    (why.ParkReason.DAY_ENDED, Label(_("The day ended without a word from the counter"))),
    (why.BreakReason.LUNCH, Label(_("Lunch"))),
    (why.BreakReason.PRAYER, Label(_("Prayer"))),
    (why.BreakReason.SHORT, Label(_("Short break"))),
    (why.BreakReason.EQUIPMENT, Label(_("Equipment out of order"))),
    (why.ReturnReason.COUNTER_CLOSED, Label(_("The counter closed"))),
    (why.ReturnReason.MISTAKEN_CALL, Label(_("Called by mistake"))),
    (CancelReason.OFFICE_CLOSED, Label(_("The office is closed in this week"))),
    (CancelReason.STAFF_SHORT, Label(_("Not enough staff"))),
    (CancelReason.MISTAKE, Label(_("The batch was planned by mistake"))),
    (Source.QUICKNET, Label(_("drand beacon, chain quicknet"))),
    (Source.DEFAULT_CHAIN, Label(_("drand beacon, default chain"))),
    (Source.LOTTERIES, Label(_("Three public lotteries"))),
    (Source.DICE, Label(_("Dice in the hall"))),
    (_K.SKIPS, Label(_("Many calls out of turn"))),
    (_K.SKIP_REASON, Label(_("Many calls out of turn for one reason"))),
    (_K.IDLE, Label(_("Counter idle while people waited"))),
    (_K.SLOW, Label(_("Slower than usual"))),
    (_K.ABSENT, Label(_("More people marked absent than at other counters"))),
    (_K.ABSENT_QUICK, Label(_("Marked absent soon after the call"))),
    (_K.ABSENT_TOO_SOON, Label(_("Marked absent before the time was over"))),
    (_K.ABSENT_SAME, Label(_("Called again by who had marked them absent"))),
    (_K.HELPER_MANY, Label(_("Many people registered by one helper"))),
    (_K.HELPER_FAST, Label(_("Applications typed very fast"))),
    (_K.HELPER_HOURS, Label(_("Applications outside opening hours"))),
    (_K.HELPER_PRIORITY, Label(_("Many priority claims with one helper"))),
    (_K.HELPER_ABSENT, Label(_("People of one helper did not come"))),
    (_K.FAVOUR, Label(_("People of one helper were called earlier"))),
    (_K.ESTIMATES, Label(_("Estimates of the wait do not come true"))),
    (_K.GHOSTS, Label(_("Numbers of which nobody knows"))),
    (_K.UNEVEN_DRAW, Label(_("A draw that is not even"))),
    (_O.CHANCE, Label(_("Chance: nothing was wrong"))),
    (_O.HARD_CASES, Label(_("Harder cases than usual"))),
    (_O.MACHINES, Label(_("Machines or network were down"))),
    (_O.NEWCOMER, Label(_("Somebody new, still learning"))),
    (_O.OFFICE_FAULT, Label(_("Fault of the office's own plan"))),
    (_O.RECORD_FAULT, Label(_("The figures were wrong"))),
    (_O.INSTRUCTED, Label(_("Talked to; it will be done otherwise"))),
    (_O.HANDED_ON, Label(_("Handed on as a possible breach"))),
)

_F = PulseFault
_NO_POINT = _("This cannot be a signature of the beacon: some signs are wrong. Compare them again.")
# What was brought as the word of the beacon, and is not: what it is, and what to do.
PULSES: Labels = (
    (_F.EMPTY, Label(_("Paste the signature, or choose a file."))),
    (_F.TOO_LONG, Label(_("This is far too long. Only the signature of one round is needed."))),
    (_F.NOT_UNDERSTOOD, Label(_("We cannot read this. Paste the signature alone."))),
    (_F.NO_SIGNATURE, Label(_("There is no signature in this answer. Look for “signature”."))),
    (_F.OTHER_CHAIN, Label(_("This is from another chain than the one we wait for."))),
    (_F.OTHER_ROUND, Label(_("This is another round. Only the round that was announced counts."))),
    (
        _F.RANDOMNESS_GIVEN,
        Label(
            _(
                "This is the randomness, which anybody could have made up. "
                "The signature is needed: it is longer, and proves itself."
            )
        ),
    ),
    (_F.RANDOMNESS_DIFFERS, Label(_("Signature and randomness do not belong together."))),
    (_F.ROUND, Label(_("No round has this number."))),
    (_F.SPELLING, Label(_("A signature has only digits and the letters a to f."))),
    (_F.LENGTH, Label(_("This is not as long as a signature: signs are missing, or too many."))),
    (_F.PREVIOUS_MISSING, Label(_("This chain needs the signature of the round before, too."))),
    (_F.PREVIOUS_UNWANTED, Label(_("This chain needs one signature only."))),
    (_F.NOT_COMPRESSED, Label(_NO_POINT)),
    (_F.INFINITY, Label(_NO_POINT)),
    (_F.TOO_LARGE, Label(_NO_POINT)),
    (_F.NOT_ON_CURVE, Label(_NO_POINT)),
    (_F.NOT_IN_GROUP, Label(_NO_POINT)),
    (
        _F.NOT_THIS_ROUND,
        Label(_("This is no signature of this round. Signs are wrong, or it is of another round.")),
    ),
)

# Prices by their name in rulebook/fees.toml.
FEES: dict[str, Words] = {
    "passport_5y": _("Ordinary passport, 5 years"),
    "passport_10y": _("Ordinary passport, 10 years (from age 17, or married)"),
    "e_passport_5y": _("Electronic passport, 5 years"),
    "e_passport_10y": _("Electronic passport, 10 years (from age 17, or married)"),
    "same_day": _("Same-day service, on top"),
    "lost_passport": _("Lost passport, on top"),
    "damaged_passport": _("Damaged passport, on top"),
    "travel_document": _("Travel document in place of a passport (SPLP)"),
}

LANES: Labels = (
    (Lane.BOOKED, Label(_("Booked"))),
    (Lane.PRIORITY, Label(_("Priority"))),
    (Lane.STANDBY, Label(_("Standby"))),
    (CallRule.HOME, Label(_("Was paused at this counter"))),
    (CallRule.PRIORITY, Label(_("Priority, in turn"))),
    (CallRule.BOOKED, Label(_("Booked, and due"))),
    (CallRule.STANDBY, Label(_("Standby, nobody else is due"))),
    (CallRule.EARLY, Label(_("Booked, a little early"))),
)

# Of sealed reports: what was done, how it ends, whom it goes to, why it waits.
CASEWORK: Labels = (
    (case.Made.BROWSER, Label(_("Sealed in the reporter's browser"), "good")),
    (case.Made.SERVER, Label(_("Sealed by the server"), "wait")),
    (case.Made.HELPER, Label(_("Sealed with help from staff"), "wait")),
    (case.Deed.FILED, Label(_("Report received"))),
    (case.Deed.ACKNOWLEDGED, Label(_("Receipt confirmed"))),
    (case.Deed.MESSAGE, Label(_("Message"))),
    (case.Deed.TRIAGED, Label(_("Assessed"))),
    (case.Deed.PLANNED, Label(_("Direct check planned"))),
    (case.Deed.VISITED, Label(_("Direct check made"))),
    (case.Deed.REPLY_ASKED, Label(_("The person named was asked for an answer"))),
    (case.Deed.FOUND, Label(_("Finding made"))),
    (case.Deed.SANCTIONED, Label(_("Sanction decided"))),
    (case.Deed.REFERRED, Label(_("Handed to another authority"))),
    (case.Deed.CLOSED, Label(_("Ended"))),
    (case.Deed.OBJECTED, Label(_("The reporter objected"))),
    (case.Deed.REOPENED, Label(_("Taken up again"))),
    (case.Deed.PUBLISHED, Label(_("Outcome published"))),
    (case.Deed.WITHDRAWN, Label(_("Withdrawn by the reporter; looked into all the same"))),
    (case.Deed.PAUSED, Label(_("Clock paused"))),
    (case.Deed.RESUMED, Label(_("Clock goes on"))),
    (case.Deed.OVERDUE, Label(_("A deadline has passed"), "bad")),
    (case.Deed.ESCALATED, Label(_("Told to the overseer"))),
    (case.Deed.RECUSED, Label(_("Somebody stepped back"))),
    (case.Deed.HANDED_OVER, Label(_("Handed over"))),
    (case.Deed.KEYS_RENEWED, Label(_("Keys renewed"))),
    (case.CaseClass.INFORMATION, Label(_("Request for information"))),
    (case.CaseClass.PLAIN, Label(_("Without supervision"))),
    (case.CaseClass.SUPERVISORY, Label(_("Supervision: conduct of an officer"))),
    (case.Finding.PROVEN, Label(_("Proven"), "bad")),
    (case.Finding.NOT_PROVEN, Label(_("Not proven"))),
    (case.Finding.OUTSIDE, Label(_("A matter for another authority"))),
    (case.SanctionLevel.LIGHT, Label(_("Light"))),
    (case.SanctionLevel.MEDIUM, Label(_("Medium"))),
    (case.SanctionLevel.HEAVY, Label(_("Heavy"))),
    (case.StaffKind.PNS, Label(_("Civil servant (PNS)"))),
    (case.StaffKind.PPPK, Label(_("Government employee with a contract (PPPK)"))),
    (case.StaffKind.PPNPN, Label(_("Contract worker (PPNPN)"))),
    (case.Authority.PATNAL, Label(_("Internal compliance of Immigration (Patnal)"))),
    (case.Authority.ITJEN, Label(_("Inspectorate General"))),
    (case.Authority.POLICE, Label(_("Police"))),
    (case.Authority.KPK, Label(_("KPK"))),
    (case.Authority.OMBUDSMAN, Label(_("Ombudsman"))),
    (case.PauseReason.WAITS_FOR_REPORTER, Label(_("We wait for an answer of the reporter"))),
    (case.PauseReason.WAITS_FOR_AUTHORITY, Label(_("We wait for another authority"))),
    (case.PauseReason.FORCE_MAJEURE, Label(_("Disaster, or the office is closed"))),
    (case.HoldEnd.RECUSED, Label(_("Stepped back"))),
    (case.HoldEnd.HANDED_OVER, Label(_("Handed over"))),
    (case.HoldEnd.LEFT, Label(_("Left the office"))),
    (case.ClockKind.ACKNOWLEDGE, Label(_("Confirm receipt"))),
    (case.ClockKind.PLAN, Label(_("Plan the direct check"))),
    (case.ClockKind.RESOLVE, Label(_("Bring it to an end"))),
    (case.ClockKind.OBJECT, Label(_("The reporter may object"))),
    (case.Outcome.NO_CHECK, Label(_("Ended without a check"))),
    (case.Outcome.NOT_PROVEN, Label(_("Not proven"))),
    (case.Outcome.REFERRED, Label(_("Handed to another authority"))),
    (case.Outcome.LIGHT, Label(_("Proven, light sanction"))),
    (case.Outcome.MEDIUM, Label(_("Proven, medium sanction"))),
    (case.Outcome.HEAVY, Label(_("Proven, heavy sanction"))),
)

# By kind and value, for members of two kinds with the same text are equal as strings.
_ALL = {
    (type(member), member.value): label
    for member, label in (
        *STATES,
        *ROLES,
        *REASONS,
        *LANES,
        *PULSES,
        *CASEWORK,
        *REPORTS,
        *GIFTS,
        *GRIEVANCES,
        *INTEGRITY,
    )
}


def label_of(member: StrEnum) -> Label:
    """Return the label of a state, role or reason; an unlabelled one is a bug (KeyError)."""
    return _ALL[type(member), member.value]


def choices(kind: type[StrEnum]) -> list[tuple[str, Words]]:
    """Return form choices of a closed set, in its own order."""
    return [(member.value, label_of(member).words) for member in kind]
