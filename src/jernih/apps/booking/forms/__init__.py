"""Clean input of the booking pages; the rules themselves are asked by the actions."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jernih.pure.people import PersonFault, Problem
from jernih.pure.reasons import HoldReason, PriorityClass
from jernih.ui.labels import choices
from jernih.ui.widgets import CodeInput, DayField, DigitsInput, OneTimeCodeInput

FAMILY_MAX = 8

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

    def chosen(self) -> list[str]:
        """Return the one choice; empty for "the next free time"."""
        first = self.cleaned_data["first"]
        return [] if first == "ANY" else [first]

    def any_after(self, *, today: date) -> date | None:
        """Return from which day on any time would do, or None."""
        return None if self.chosen() else today


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
