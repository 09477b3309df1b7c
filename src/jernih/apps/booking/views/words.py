"""Refusals of booking in the citizen's words, and times as choices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jernih.apps.booking import actions, forms
from jernih.apps.booking.queries import DayRow, ServiceRow
from jernih.pure.people import Problem
from jernih.ui.templatetags.jernih import clock_bare, day


@dataclass(frozen=True, kw_only=True)
class TimeOption:
    """One window as a choice: `value` is what the form sends back."""

    value: str
    label: str
    free: int
    is_enough: bool
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class TimeDay:
    """One day with its windows; `is_open` if the choice made lies in it."""

    label: str
    free: int
    options: tuple[TimeOption, ...]
    is_open: bool


def local_name(row: ServiceRow) -> str:
    """Return a service's name in the language of the page."""
    return row.name_en if (get_language() or "id").startswith("en") else row.name


def time_choices(days: Iterable[DayRow], *, seats: int) -> list[tuple[str, str]]:
    """Return the windows with room for so many people as form choices."""
    return [
        (window.starts_at.isoformat(), _when(row, window.starts_at, window.ends_at))
        for row in days
        for window in row.windows
        if window.free >= seats
    ]


def _when(row: DayRow, starts_at: object, ends_at: object) -> str:
    return f"{day(row.day)}, {clock_bare(starts_at)}–{clock_bare(ends_at)}"  # type: ignore[arg-type]


def time_days(days: Sequence[DayRow], *, seats: int, chosen: str) -> list[TimeDay]:
    """Return the days of the time step, each with its windows, free or not."""
    shown = []
    for row in days:
        options = tuple(
            TimeOption(
                value=window.starts_at.isoformat(),
                label=f"{clock_bare(window.starts_at)}–{clock_bare(window.ends_at)}",
                free=window.free,
                is_enough=window.free >= seats,
                is_chosen=window.starts_at.isoformat() == chosen,
            )
            for window in row.windows
        )
        is_open = any(option.is_chosen for option in options)
        shown.append(TimeDay(label=day(row.day), free=row.free, options=options, is_open=is_open))
    return shown


def people_words(problems: Iterable[Problem]) -> list[str]:
    """Return each problem as a sentence."""
    return [str(forms.PROBLEMS[problem.reason]) for problem in problems]


def code_words(refused: Exception, *, names: Sequence[str] = ()) -> str:
    """Say a refusal: what happened, what to do."""
    match refused:
        case actions.BadContact():
            return _contact_words(refused)
        case actions.TooSoon():
            return _("The code was sent a moment ago. You can ask again at {at}.").format(
                at=_clock(refused.again_at)
            )
        case actions.TooMany():
            return _("Too many codes were asked for. Please try again at {at}.").format(
                at=_clock(refused.again_at)
            )
        case actions.WrongCode():
            return ngettext(
                "This code is not right. You can try {n} more time.",
                "This code is not right. You can try {n} more times.",
                refused.tries_left,
            ).format(n=refused.tries_left)
        case actions.CodeDead():
            return _("This code no longer works. Ask for a new one below.")
        case actions.AlreadyHolding():
            return _holding_words(refused, names)
        case actions.Paused():
            return _("After two missed visits there is a pause. You can book again on {day}.").format(
                day=day(refused.until)
            )
    return _plain_words(refused)


def _plain_words(refused: Exception) -> str:
    match refused:
        case actions.Full():
            return _("Someone was quicker: this time is full now. Nothing is lost, choose another.")
        case actions.NotOffered():
            return _("This day or time is not offered. Please choose one from the list.")
        case actions.TooManyPeople():
            return _("So many people do not fit into one time. Eight people at most.")
        case actions.Unproven():
            return _("The code has expired. Please ask for a new one; all else is kept.")
        case actions.AlreadyMoved():
            return _("You have moved this number once already. It cannot be moved again.")
        case actions.TooLate():
            return _("It is too late for that: the last chance was the day before.")
        case actions.TooEarly():
            return _("You can confirm from the day before your visit.")
    raise refused


def _holding_words(refused: actions.AlreadyHolding, names: Sequence[str]) -> str:
    who = ", ".join(names[at] for at in refused.people if at < len(names))
    return _(
        "{who} already has a number for this service. One person, one number: "
        "find it with the code of the receipt, or give it back first."
    ).format(who=who)


def _contact_words(refused: actions.BadContact) -> str:
    match refused.reason:
        case "EMPTY":
            return _("Write your mobile number or e-mail address.")
        case "EMAIL":
            return _("This is not an e-mail address. For example: siti@contoh.id")
        case "PHONE_FOREIGN":
            return _("Please use an Indonesian mobile number, or an e-mail address.")
        case "PHONE_FIXED":
            return _("This is a fixed line. Messages reach mobile numbers only.")
    return _("This is not a mobile number. For example: 0812 3456 7890")


def _clock(moment: object) -> str:
    return f"{timezone.localtime(moment):%H.%M}"  # type: ignore[arg-type]
