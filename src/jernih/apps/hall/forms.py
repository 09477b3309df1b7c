"""Clean input of the hall's pages."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jernih.pure.reasons import BreakReason, ExceptionReason, ParkReason
from jernih.ui.labels import choices
from jernih.ui.widgets import BigChoice, CodeInput, DayField


class CodeForm(forms.Form):
    """A code, typed or scanned."""

    code = forms.CharField(
        label=_("Code from the receipt"),
        max_length=300,
        widget=CodeInput,
        error_messages={"required": _("Show the QR code, or type the code.")},
    )


class PresentForm(forms.Form):
    """Who of a family is here."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=300)
    present = forms.MultipleChoiceField(
        label=_("Who is here now?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **options: Any) -> None:
        """Offer the people of this application."""
        super().__init__(*args, **options)
        self.fields["present"].choices = list(people)  # type: ignore[attr-defined]


class WalkInForm(forms.Form):
    """A number for someone without a booked one."""

    lane = forms.ChoiceField(
        label=_("Which line?"),
        choices=[
            ("PRIORITY", _("Priority: 60 or older, 5 or younger, pregnant, or with a disability")),
            ("STANDBY", _("Standby: I wait for a seat that nobody uses today")),
        ],
        widget=BigChoice,
        error_messages={"required": _("Choose a line.")},
    )
    service = forms.ChoiceField(
        label=_("What do you need?"),
        widget=BigChoice,
        error_messages={"required": _("Choose what you need.")},
    )
    press_key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, services: Iterable[tuple[str, str]], **options: Any) -> None:
        """Offer these services."""
        super().__init__(*args, **options)
        self.fields["service"].choices = list(services)  # type: ignore[attr-defined]


class DeskWalkInForm(WalkInForm):
    """The same at the front desk, where a document can be seen."""

    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    evidence_seen = forms.BooleanField(label=_("I have seen a document for it"), required=False)


class OpenCounterForm(forms.Form):
    """Which counter an officer opens."""

    counter = forms.ChoiceField(
        label=_("Which counter do you open?"),
        widget=BigChoice,
        error_messages={"required": _("Choose a counter.")},
    )

    def __init__(self, *args: Any, counters: Iterable[tuple[int, str]], **options: Any) -> None:
        """Offer the counters that nobody sits at."""
        super().__init__(*args, **options)
        self.fields["counter"].choices = list(counters)  # type: ignore[attr-defined]


class ExceptionForm(forms.Form):
    """Call someone who is not next: with a reason, in public."""

    number = forms.CharField(
        label=_("Number"),
        max_length=8,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=lambda: choices(ExceptionReason))
    second_name = forms.CharField(
        label=_("User name of a second officer"),
        help_text=_("Only for the reason “Other”: someone else must agree, here at this screen."),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    second_password = forms.CharField(
        label=_("Password of the second officer"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        """Read a17, A-17 and A-017 alike."""
        return _number(self.cleaned_data["number"])


class LostCodeForm(forms.Form):
    """Someone at the front desk without her code, with her document in the officer's hand."""

    number = forms.CharField(
        label=_("Number"),
        help_text=_("She knows it, or it stands in her messages. For example A-017"),
        max_length=8,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
        error_messages={"required": _("Write the number as on the ticket, for example A-017.")},
    )
    birth_date = DayField(
        label=_("Birth date, from the document"), help_text=_("For example 27 3 1985")
    )
    identity_seen = forms.BooleanField(
        label=_("I hold the identity document, and it is hers. My staff number stands for it."),
        error_messages={"required": _("Without a document nobody is let in without a code.")},
    )

    def clean_number(self) -> str:
        """Read a17, A-17 and A-017 alike."""
        return _number(self.cleaned_data["number"])


class FilesForm(forms.Form):
    """The ministry's list of processed files, for one closed day."""

    day = forms.ChoiceField(
        label=_("Which day?"), error_messages={"required": _("Choose the day of the list.")}
    )
    file = forms.FileField(
        label=_("The list of processed files (CSV)"),
        help_text=_(
            "Choose the file, or drag it here. One line a file, or one line a service with a "
            "column “Jumlah”. There must be a column with the service. The list is counted and "
            "not kept."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
        error_messages={
            "required": _("Choose the file."),
            "empty": _("The file is empty."),
        },
    )

    def __init__(self, *args: Any, days: Iterable[tuple[int, str]], **options: Any) -> None:
        """Offer these closed days."""
        super().__init__(*args, **options)
        self.fields["day"].choices = list(days)  # type: ignore[attr-defined]


class BreakForm(forms.Form):
    """Why a counter rests."""

    reason = forms.ChoiceField(choices=lambda: choices(BreakReason))


class ParkForm(forms.Form):
    """Why service is paused."""

    reason = forms.ChoiceField(choices=lambda: choices(ParkReason))


def _number(typed: str) -> str:
    bare = typed.upper().replace(" ", "").replace("-", "")
    if len(bare) > 1 and bare[0].isalpha() and bare[1:].isdigit():
        return f"{bare[0]}-{int(bare[1:]):03d}"
    raise forms.ValidationError(_("Write the number as on the ticket, for example A-017."))
