"""Refusals of the hall, said in plain words: what happened, what to do."""

from django.utils import timezone
from django.utils.translation import gettext as _

from jernih.apps.hall import actions
from jernih.ui.templatetags.jernih import day


def arrival_words(refused: actions.HallRefusal) -> str:
    """Say to a visitor why a number cannot be checked in."""
    match refused:
        case actions.UnknownCode():
            return _("We do not know this code. Compare it with your receipt, or ask the front desk.")
        case actions.ForeignOffice():
            return _("This number is for another office. Look at your receipt.")
        case actions.WrongDay():
            return _("This number is for {day}. Please come on that day.").format(
                day=day(refused.day)
            )
        case actions.TooEarly():
            return _("You are early. Check in from {at} on; have a seat until then.").format(
                at=_clock(refused.opens_at)
            )
        case actions.NotBooked():
            return _("This number was given back or has expired. The front desk helps you.")
        case actions.NotOpen() | actions.DayIsClosed() | actions.DayIsOver():
            return _("The hall is closed at the moment. Please ask the front desk.")
        case actions.ReserveUsed():
            return _("All numbers of this line are given out today. Please ask the front desk.")
        case actions.UnknownService():
            return _("This service is not offered here today.")
        case actions.AlreadyReEntered():
            return _("This number came back once already. The front desk helps you.")
    return _("That did not work. Please ask the front desk.")


def desk_words(refused: actions.HallRefusal) -> str:
    """Say to an officer why something cannot be done now."""
    match refused:
        case actions.CounterBusy():
            return _("Number {number} is still at your counter. Finish with it first.").format(
                number=refused.number
            )
        case actions.StalePage():
            return _("Your page was old: number {number} is here now. Look again.").format(
                number=refused.number
            )
        case actions.RecallTooSoon():
            return _("You can call again at {at}. Give people time to come.").format(
                at=_clock(refused.at)
            )
        case actions.MissTooSoon():
            return _("Not yet: a person may be marked as missed at {at} at the earliest.").format(
                at=_clock(refused.at)
            )
        case actions.RecallsUsed():
            return _("Called as often as the rule allows. Mark the number as missed.")
        case actions.OwnClient():
            return _("You registered this person yourself. Another counter calls this number.")
        case actions.SecondNeeded():
            return _("For the reason “Other” a second officer must agree.")
        case actions.SameRule():
            return _("This number is next anyway. Press “Next”.")
    return _desk_more(refused)


def _desk_more(refused: actions.HallRefusal) -> str:
    match refused:
        case actions.UnknownNumber():
            return _("This number does not wait here now.")
        case actions.CounterTaken():
            return _("Somebody else sits at this counter.")
        case actions.OfficerElsewhere():
            return _("You are still signed in at counter {counter}. Close it first.").format(
                counter=refused.counter
            )
        case actions.StillServing():
            return _("Somebody is still being served. Finish or pause first.")
        case actions.CounterNotOpen():
            return _("Your counter is not open. Open it, or end the break.")
        case actions.NotYourCounter():
            return _("This is not your counter.")
        case actions.NotOpen() | actions.DayIsClosed() | actions.DayIsOver():
            return _("The hall is closed at the moment.")
    return arrival_words(refused)


def _clock(moment: object) -> str:
    return f"{timezone.localtime(moment):%H.%M.%S}"  # type: ignore[arg-type]
