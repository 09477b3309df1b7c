"""Refusals of booking in the citizen's words, and times as choices."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from jernih.apps.booking import actions, forms
from jernih.apps.booking.actions import draw
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


def service_label(row: ServiceRow) -> str:
    """Return a service's name as a choice, with a word on it if its numbers are drawn."""
    name = local_name(row)
    return f"{name} ({gettext('numbers are drawn')})" if row.is_drawn else name


def time_choices(days: Iterable[DayRow], *, seats: int) -> list[tuple[str, str]]:
    """Return the windows with room for so many people as form choices."""
    return [
        (
            window.starts_at.isoformat(),
            f"{day(row.day)}, {clock_bare(window.starts_at)}–{clock_bare(window.ends_at)}",
        )
        for row in days
        for window in row.windows
        if window.room >= seats
    ]


def time_days(days: Sequence[DayRow], *, seats: int, chosen: str) -> list[TimeDay]:
    """Return the days of the time step, each with its windows, free or not."""
    shown = []
    for row in days:
        options = tuple(
            TimeOption(
                value=window.starts_at.isoformat(),
                label=f"{clock_bare(window.starts_at)}–{clock_bare(window.ends_at)}",
                free=window.free,
                is_enough=window.room >= seats,
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


SAID: Mapping[type[Exception], Promise | str] = {
    actions.TooSoon: _("The code was sent a moment ago. You can ask again at {again_at}."),
    actions.TooMany: _("Too many codes were asked for. Please try again at {again_at}."),
    actions.WrongCode: _("This code is not right. Tries left: {tries_left}"),
    actions.CodeDead: _("This code no longer works. Ask for a new one below."),
    actions.AlreadyHolding: _(
        "{who} already has a number for this service, or is in its draw. One person, one number: "
        "find it with the code of the receipt, or give it back first."
    ),
    actions.Paused: _("After two missed visits there is a pause. You can book again on {until}."),
    actions.Full: _("Someone was quicker: this time is full now. Nothing is lost, choose another."),
    actions.NotOffered: _("This day or time is not offered. Please choose one from the list."),
    actions.TooManyPeople: _("So many people do not fit into one time. Eight people at most."),
    actions.Unproven: _("The code has expired. Please ask for a new one; all else is kept."),
    actions.AlreadyMoved: _("You have moved this number once already. It cannot be moved again."),
    actions.TooLate: _("It is too late for that: the last chance was the day before."),
    draw.BatchNotOpen: _(
        "This draw takes no applications any more, and its list is frozen. Nothing you typed is "
        "lost: choose the next draw, or a number that is free now."
    ),
    actions.TooEarly: _("You can confirm from the day before your visit."),
}

CONTACT: Mapping[str, Promise | str] = {
    "EMPTY": _("Write your mobile number or e-mail address."),
    "EMAIL": _("This is not an e-mail address. For example: siti@contoh.id"),
    "PHONE": _("This is not a mobile number. For example: 0812 3456 7890"),
    "PHONE_FOREIGN": _("Please use an Indonesian mobile number, or an e-mail address."),
    "PHONE_FIXED": _("This is a fixed line. Messages reach mobile numbers only."),
}


def code_words(refused: Exception, *, names: Sequence[str] = ()) -> str:
    """Say a refusal: what happened, what to do. A refusal without words is a bug (KeyError)."""
    if isinstance(refused, actions.BadContact):
        return str(CONTACT[refused.reason])
    facts = {name: _shown(value) for name, value in vars(refused).items()}
    if isinstance(refused, actions.AlreadyHolding):
        facts["who"] = ", ".join(names[at] for at in refused.people if at < len(names))
    return str(SAID[type(refused)]).format(**facts)


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%H.%M}"
    return day(value) if isinstance(value, date) else str(value)
