"""Refusals of the hall, said in plain words: what happened, what to do."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jernih.apps.hall import actions
from jernih.pure.processed import Fault, FileFault
from jernih.ui.templatetags.jernih import day

Said = Mapping[type[Exception], Promise | str]

CLOSED = _("The hall is closed at the moment. Please ask the front desk.")

ARRIVING: Said = {
    actions.UnknownCode: _(
        "We do not know this code. Compare it with your receipt, or ask the front desk."
    ),
    actions.ForeignOffice: _("This number is for another office. Look at your receipt."),
    actions.WrongDay: _("This number is for {day}. Please come on that day."),
    actions.TooEarly: _("You are early. Check in from {opens_at} on; have a seat until then."),
    actions.NotBooked: _("This number was given back or has expired. The front desk helps you."),
    actions.NoNumberYet: _(
        "This application has no number: the draw is still to come, or gave it none. "
        "The front desk helps you."
    ),
    actions.NotOpen: CLOSED,
    actions.DayIsClosed: CLOSED,
    actions.DayIsOver: CLOSED,
    actions.ReserveUsed: _(
        "All numbers of this line are given out today. Please ask the front desk."
    ),
    actions.UnknownService: _("This service is not offered here today."),
    actions.UnknownNumber: _(
        "Nobody has this number today, or not with this birth date. Compare with the document."
    ),
    actions.AlreadyReEntered: _("This number came back once already. The front desk helps you."),
}

AT_THE_DESK: Said = {
    **ARRIVING,
    actions.CounterBusy: _("Number {number} is still at your counter. Finish with it first."),
    actions.StalePage: _("Your page was old: number {number} is here now. Look again."),
    actions.RecallTooSoon: _("You can call again at {at}. Give people time to come."),
    actions.MissTooSoon: _("Not yet: a person may be marked as missed at {at} at the earliest."),
    actions.RecallsUsed: _("Called as often as the rule allows. Mark the number as missed."),
    actions.OwnClient: _("You registered this person yourself. Another counter calls this number."),
    actions.SecondNeeded: _("For the reason “Other” a second officer must agree."),
    actions.SameRule: _("This number is next anyway. Press “Next”."),
    actions.UnknownNumber: _("This number does not wait here now."),
    actions.CounterTaken: _("Somebody else sits at this counter."),
    actions.OfficerElsewhere: _("You are still signed in at counter {counter}. Close it first."),
    actions.StillServing: _("Somebody is still being served. Finish or pause first."),
    actions.CounterNotOpen: _("Your counter is not open. Open it, or end the break."),
    actions.NotYourCounter: _("This is not your counter."),
}


FILE_FAULTS: Mapping[FileFault, Promise] = {
    FileFault.TOO_LARGE: _("The file is larger than 500 kB. A day's list is much smaller."),
    FileFault.NOT_TEXT: _(
        "This is not a CSV file. In the spreadsheet choose “Save as”, then “CSV UTF-8”."
    ),
    FileFault.EMPTY: _("The file is empty."),
    FileFault.NO_SERVICE_COLUMN: _(
        "No column says the service. Give one the title “Layanan” or “Jenis permohonan”."
    ),
    FileFault.COLUMN_TWICE: _(
        "A second column may mean the same: “{word}”. Leave only the one that counts."
    ),
    FileFault.CELLS: _("Line {line} has more or fewer cells than the first line."),
    FileFault.SERVICE_EMPTY: _("Line {line} names no service."),
    FileFault.SERVICE_UNKNOWN: _("Line {line}: this office has no service “{word}”."),
    FileFault.DAY_UNREADABLE: _("Line {line}: “{word}” is not a day. Write 25/11/2026."),
    FileFault.DAY_OTHER: _("Line {line} is of another day: {word}."),
    FileFault.COUNT_UNREADABLE: _("Line {line}: “{word}” is not a number of files."),
    FileFault.FILE_TWICE: _("Line {line}: this file stands in line {word} already."),
}


def file_words(fault: Fault) -> str:
    """Say what is wrong with a list of files, or one line of it."""
    return str(FILE_FAULTS[fault.fault]).format(line=fault.line, word=fault.word)


def arrival_words(refused: actions.HallRefusal) -> str:
    """Say to a visitor why a number cannot be checked in."""
    return _say(refused, ARRIVING, _("That did not work. Please ask the front desk."))


def desk_words(refused: actions.HallRefusal) -> str:
    """Say to an officer why something cannot be done now."""
    return _say(refused, AT_THE_DESK, _("That is not possible now. Look at the page again."))


def _say(refused: actions.HallRefusal, words: Said, otherwise: Promise | str) -> str:
    said = str(words.get(type(refused), otherwise))
    return said.format(**{name: _shown(value) for name, value in vars(refused).items()})


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        # Seconds matter for the minute between two calls, not for the hour of a window.
        return format(timezone.localtime(value), "%H.%M.%S" if value.second else "%H.%M")
    return day(value) if isinstance(value, date) else str(value)
