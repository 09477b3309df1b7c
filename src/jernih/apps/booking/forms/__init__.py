"""Clean input of the booking pages; the rules themselves are asked by the actions."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jernih.apps.booking.queries.batches import BatchDay
from jernih.pure.people import PersonFault, Problem
from jernih.pure.reasons import HoldReason, PriorityClass
from jernih.ui.labels import choices
from jernih.ui.templatetags.jernih import clock_bare, day
from jernih.ui.widgets import CodeInput, DayField, DigitsInput, OneTimeCodeInput

FAMILY_MAX = 8
AT_ONCE = "NOW"

PROBLEMS = {
    PersonFault.NIK_LENGTH: _("The NIK has 16 digits. Count them on the KTP."),
    PersonFault.NIK_LETTERS: _("The NIK has digits only, no letters."),
    PersonFault.NIK_PROVINCE: _("This NIK cannot be right: check the first two digits."),
    PersonFault.NIK_DATE: _("This NIK cannot be right: digits 7 to 12 are the birth date."),
    PersonFault.NIK_SERIAL: _("This NIK cannot be right: the last four digits are never 0000."),
    PersonFault.NIK_DISTRICT: _(
        "We do not know the region in this NIK. If it is as on the KTP, go on."
    ),
    PersonFault.NIK_BIRTH_DATE: _(
        "The birth date and the NIK do not agree. Compare both with the KTP."
    ),
    PersonFault.NIK_TWICE: _("This NIK is here twice. Each person needs their own."),
    PersonFault.NAME_EMPTY: _("Write the name as on the KTP."),
    PersonFault.NAME_LONG: _("The name is too long: 100 characters at most."),
    PersonFault.NAME_SIGNS: _(
        "Letters, spaces, apostrophes, dots and hyphens only, as on the KTP."
    ),
    PersonFault.BIRTH_FUTURE: _("This birth date has not come yet."),
    PersonFault.BIRTH_OLD: _("Check the year of this birth date."),
}


class ServiceForm(forms.Form):
    """What someone comes for, and with how many people."""

    service = forms.ChoiceField(
        label=_("What do you need?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you need.")},
    )
    count = forms.TypedChoiceField(
        label=_("How many people need a number?"),
        help_text=_("A family on one family card can come together: up to eight people."),
        choices=[(n, n) for n in range(1, FAMILY_MAX + 1)],
        coerce=int,
        initial=1,
    )

    def __init__(self, *args: Any, services: Iterable[tuple[int, str]], **options: Any) -> None:
        """Offer these services."""
        super().__init__(*args, **options)
        self.fields["service"].choices = list(services)  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    """One person, as on the KTP or the birth certificate."""

    name = forms.CharField(
        label=_("Full name"),
        help_text=_("As on the KTP. For a child without KTP: as on the birth certificate."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": PROBLEMS[PersonFault.NAME_EMPTY]},
    )
    nik = forms.CharField(
        label=_("NIK"),
        help_text=_("16 digits, on the KTP or the family card."),
        max_length=40,
        widget=DigitsInput,
        error_messages={"required": _("Write the NIK, 16 digits.")},
    )
    birth_date = DayField(
        label=_("Birth date"),
        help_text=_("For example 27 3 1985"),
    )
    is_priority = forms.BooleanField(
        label=_("Priority: 60 or older, 5 or younger, pregnant, or with a disability"),
        required=False,
    )

    def clean_nik(self) -> str:
        """Take out the spaces and dots that people write between the groups."""
        return "".join(sign for sign in self.cleaned_data["nik"] if sign not in " .-\t")

    def typed(self) -> dict[str, Any]:
        """Return this person as a draft keeps it."""
        is_priority = self.cleaned_data["is_priority"]
        return {
            "name": " ".join(self.cleaned_data["name"].split()),
            "nik": self.cleaned_data["nik"],
            "birth_date": self.cleaned_data["birth_date"].isoformat(),
            "priority": (PriorityClass.PRIORITY if is_priority else PriorityClass.GENERAL).value,
        }


def person_forms(data: Any, people: list[dict[str, Any]], count: int) -> list[PersonForm]:
    """Return one form a person, filled with what was typed or kept."""
    forms_ = []
    for at in range(count):
        kept = dict(people[at]) if at < len(people) else {}
        if kept:
            kept["birth_date"] = date.fromisoformat(kept["birth_date"])
            kept["is_priority"] = kept["priority"] == PriorityClass.PRIORITY.value
        forms_.append(PersonForm(data, prefix=f"p{at}", initial=kept))
    return forms_


def show_problems(filled: list[PersonForm], problems: Iterable[Problem]) -> None:
    """Put each problem at the field of the person it is about; warnings stay out."""
    for problem in problems:
        if not problem.is_warning:
            filled[problem.person].add_error(problem.field, PROBLEMS[problem.reason])


class TimeForm(forms.Form):
    """When someone wants to come: a first choice, and what else would do."""

    first = forms.ChoiceField(
        label=_("Day and time"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a day and a time."),
            "invalid_choice": _("This time is no longer free. Choose another one."),
        },
    )
    second = forms.ChoiceField(label=_("Second choice"), required=False)
    third = forms.ChoiceField(label=_("Third choice"), required=False)
    any_after = forms.BooleanField(
        label=_("If these are full, give me the next free time"), required=False
    )

    def __init__(self, *args: Any, times: list[tuple[str, str]], **options: Any) -> None:
        """Offer these times."""
        super().__init__(*args, **options)
        self.fields["first"].choices = [("ANY", ""), *times]  # type: ignore[attr-defined]
        for name in ("second", "third"):
            self.fields[name].choices = [("", _("None")), *times]  # type: ignore[attr-defined]

    def chosen(self) -> list[str]:
        """Return the choices in order; empty for "the next free time"."""
        wanted = [self.cleaned_data[name] for name in ("first", "second", "third")]
        return list(dict.fromkeys(choice for choice in wanted if choice not in ("", "ANY")))


class WayForm(forms.Form):
    """Into a draw, or a number that is free now."""

    way = forms.ChoiceField(
        label=_("What do you want to do?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of them."),
            "invalid_choice": _("This is no longer offered. Choose from the list."),
        },
    )

    def __init__(self, *args: Any, ways: Sequence[str], **options: Any) -> None:
        """Offer these: refs of batches, and AT_ONCE."""
        super().__init__(*args, **options)
        self.fields["way"].choices = [(way, way) for way in ways]  # type: ignore[attr-defined]
        if self.initial.get("way") not in ways:
            self.initial["way"] = ways[0] if ways else ""

    def batch(self) -> str:
        """Return the ref of the batch that was chosen, "" for a number at once."""
        way = self.cleaned_data["way"]
        return "" if way == AT_ONCE else way


class WishForm(forms.Form):
    """Days of a draw in one's own order, each with a time if it matters, and what else would do."""

    any_from = forms.ChoiceField(
        label=_("If none of these is left"),
        required=False,
        error_messages={"invalid_choice": _("This day is not in the draw.")},
    )
    standby = forms.BooleanField(
        label=_("I can come when I am told one hour before"),
        help_text=_(
            "If the draw gives you no number: those that others give back go to whoever ticks "
            "this, in the order of the draw."
        ),
        required=False,
    )

    def __init__(
        self, *args: Any, days: Sequence[BatchDay], chosen: Sequence[str] = (), **options: Any
    ) -> None:
        """Offer these days. chosen: what was wished before, best first, as `chosen` tells it."""
        super().__init__(*args, **options)
        self.days = days
        kept = {choice[:10]: (rank, choice) for rank, choice in enumerate(chosen, 1)}
        for at, row in enumerate(days):
            rank, choice = kept.get(row.day.isoformat(), ("", ""))
            self.fields[f"rank_{at}"] = _rank_field(len(days), initial=rank)
            self.fields[f"time_{at}"] = _start_field(row, initial=choice if "T" in choice else "")
        offered = [(row.day.isoformat(), _from_words(at, row)) for at, row in enumerate(days)]
        any_from = self.fields["any_from"]
        any_from.choices = [*offered, ("", _("No other day"))]  # type: ignore[attr-defined]
        any_from.initial = offered[0][0] if offered else ""

    def rows(self) -> list[dict[str, Any]]:
        """Return each day with its fields, for the page."""
        return [
            {"day": row.day, "seats": row.seats, "rank": self[f"rank_{at}"]}
            | {"time": self[f"time_{at}"]}
            for at, row in enumerate(self.days)
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse two days in one place, a time without a place, and no wish at all."""
        clean, seen = dict(self.cleaned_data), set()
        for at in range(len(self.days)):
            rank = clean.get(f"rank_{at}")
            if rank in seen:
                self.add_error(f"rank_{at}", _("Another day has this place. Each has its own."))
            elif not rank and clean.get(f"time_{at}"):
                self.add_error(f"rank_{at}", _("Which choice is this day?"))
            seen |= {rank} - {None, ""}
        if not (seen or clean.get("any_from") or self.errors):
            self.add_error("any_from", _("Choose at least one day, or any day."))
        return clean

    def chosen(self) -> list[str]:
        """Return the wishes, best first: a day, or the moment of its window."""
        ranked = [
            (self.cleaned_data[f"rank_{at}"], self.cleaned_data[f"time_{at}"], row.day.isoformat())
            for at, row in enumerate(self.days)
            if self.cleaned_data[f"rank_{at}"]
        ]
        return [moment or when for _rank, moment, when in sorted(ranked)]


def _rank_field(places: int, *, initial: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Your choice"),
        choices=[
            ("", _("Not ranked")),
            *((n, _("Choice {n}").format(n=n)) for n in range(1, places + 1)),
        ],
        coerce=int,
        empty_value="",
        required=False,
        initial=initial,
    )


def _start_field(row: BatchDay, *, initial: str) -> forms.ChoiceField:
    times = [(at.isoformat(), _("from {time}").format(time=clock_bare(at))) for at in row.starts]
    return forms.ChoiceField(
        label=_("Time"), choices=[("", _("Any time")), *times], required=False, initial=initial
    )


def _from_words(at: int, row: BatchDay) -> Any:
    if at == 0:
        return _("Any other day of this draw")
    return _("Any day from {day} on").format(day=day(row.day))


class ContactForm(forms.Form):
    """Where the one-time code and later messages go."""

    kind = forms.ChoiceField(
        label=_("How may we reach you?"),
        choices=[("EMAIL", _("E-mail")), ("WHATSAPP", _("WhatsApp")), ("SMS", _("SMS"))],
        widget=forms.RadioSelect,
        initial="WHATSAPP",
        error_messages={"required": _("Choose how we may reach you.")},
    )
    contact = forms.CharField(
        label=_("Mobile number or e-mail address"),
        help_text=_("For example 0812 3456 7890. We send you a code of six digits."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "on", "spellcheck": "false"}),
        error_messages={"required": _("Write your mobile number or e-mail address.")},
    )


class CodeForm(forms.Form):
    """The six digits of the message."""

    code = forms.CharField(
        label=_("Code of six digits"),
        max_length=20,
        widget=OneTimeCodeInput,
        error_messages={"required": _("Write the six digits of the message.")},
    )

    def clean_code(self) -> str:
        """Take out the spaces that phones put in."""
        return "".join(self.cleaned_data["code"].split())


class FindForm(forms.Form):
    """The code of a receipt."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("20 letters and digits. It is on your receipt and in our message."),
        max_length=200,
        widget=CodeInput,
        error_messages={"required": _("Write the code of your receipt.")},
    )


class AssistForm(forms.Form):
    """What a helper fills in for someone else, apart from the people."""

    first = forms.ChoiceField(label=_("Day and time"))
    contact = forms.CharField(
        label=_("Mobile number or e-mail address"),
        help_text=_("Leave empty if the person has none."),
        required=False,
        max_length=254,
    )

    def __init__(self, *args: Any, times: list[tuple[str, str]], **options: Any) -> None:
        """Offer these times, the next free one first."""
        super().__init__(*args, **options)
        offered = [("ANY", _("The next free time")), *times]
        self.fields["first"].choices = offered  # type: ignore[attr-defined]


class SupplyForm(forms.Form):
    """A supervisor plans the seats of a day."""

    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    seats = forms.IntegerField(
        label=_("Seats"),
        help_text=_("Leave empty to compute them from counters, hours and minutes."),
        min_value=1,
        max_value=400,
        required=False,
    )
    held = forms.IntegerField(label=_("Of these held back"), min_value=0, required=False)
    reason = forms.ChoiceField(
        label=_("Reason for holding back"),
        choices=lambda: choices(HoldReason),
        initial=HoldReason.PRIORITY_RESERVE.value,
    )


class CorrectForm(forms.Form):
    """A counter corrects letters of a name, the document in hand."""

    nik = forms.CharField(label=_("NIK"), help_text=_("As on the document."), max_length=40)
    name = forms.CharField(label=_("Full name"), max_length=200)
