"""The closed fields of each deed. What a holder writes is sealed in her browser and never sent."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from jernih.pure.casework import Authority, CaseClass, Deed, Finding, PauseReason
from jernih.pure.sanctions import Sanction
from jernih.ui import labels

CHECKERS_MAX = 9


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        """Write days as the browser reads them."""
        super().__init__(attrs={"class": "govuk-input"}, format="%Y-%m-%d")


class ClosedForm(forms.Form):
    """Fields of a deed, drawn for one case. prefix: keeps names apart on one page."""

    use_required_attribute = False


class NothingMore(ClosedForm):
    """A deed that says itself."""


class TriageForm(ClosedForm):
    """What kind of report it is."""

    case_class = forms.ChoiceField(
        label=_("What kind of report is this?"),
        choices=lambda: labels.choices(CaseClass),
        widget=forms.RadioSelect,
        help_text=_("The kind decides how many working days there are."),
    )


class PlanForm(ClosedForm):
    """When, and by how many."""

    day = forms.DateField(label=_("Day of the visit"), widget=DayInput())
    checkers = forms.IntegerField(
        label=_("How many go"), min_value=1, max_value=CHECKERS_MAX, initial=2
    )


class VisitForm(ClosedForm):
    """When it was."""

    day = forms.DateField(label=_("Day of the visit"), widget=DayInput())


class FindingForm(ClosedForm):
    """What was found."""

    finding = forms.ChoiceField(
        label=_("What did the check find?"),
        choices=lambda: labels.choices(Finding),
        widget=forms.RadioSelect,
    )


class SanctionForm(ClosedForm):
    """One sanction of the catalogue, and the day of its letter."""

    code = forms.ChoiceField(label=_("Sanction"), choices=())
    letter_on = forms.DateField(label=_("Day of the decision letter"), widget=DayInput())

    def __init__(self, *given: Any, catalogue: tuple[Sanction, ...] = (), **more: Any) -> None:
        """Offer what is in force, by kind of staff."""
        super().__init__(*given, **more)
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in catalogue:
            kind = str(labels.label_of(one.kind))
            groups.setdefault(kind, []).append((one.code, _sanction_words(one)))
        field = cast(forms.ChoiceField, self.fields["code"])
        field.choices = list(groups.items())


class ReferForm(ClosedForm):
    """To whom."""

    authority = forms.ChoiceField(
        label=_("To whom?"), choices=lambda: labels.choices(Authority), widget=forms.RadioSelect
    )


class PauseForm(ClosedForm):
    """Why the days do not count."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=lambda: labels.choices(PauseReason),
        widget=forms.RadioSelect,
        help_text=_("The reporter reads this reason."),
    )


class HandOverForm(ClosedForm):
    """Who is to join, and whether who asks leaves."""

    to = forms.ChoiceField(label=_("Who joins?"), choices=())
    is_leaving = forms.BooleanField(
        label=_("I let go of this case when it is done"), required=False
    )

    def __init__(self, *given: Any, people: tuple[tuple[str, str], ...] = (), **more: Any) -> None:
        """Offer the people of the roster."""
        super().__init__(*given, **more)
        field = cast(forms.ChoiceField, self.fields["to"])
        field.choices = list(people)


class AskForm(ClosedForm):
    """What a second person is asked for; `to` and `is_leaving` of a hand-over only."""

    deed = forms.ChoiceField(choices=[(deed.value, deed.value) for deed in Deed])
    to = forms.RegexField(r"^s-[0-9a-z]{6}$", required=False)
    is_leaving = forms.BooleanField(required=False)


class AnswerForm(ClosedForm):
    """The second person's word."""

    number = forms.IntegerField(min_value=1)
    is_agreed = forms.BooleanField(required=False)


class RosterForm(forms.Form):
    """A signed roster, pasted."""

    note = forms.CharField(
        label=_("The signed roster"),
        strip=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "govuk-textarea j-code-text"}),
        help_text=_("Paste the whole file as the overseer signed it."),
    )

    def clean_note(self) -> str:
        """Return it as it was signed: forms send line ends of two signs."""
        return str(self.cleaned_data["note"]).replace("\r\n", "\n")


class AcceptForm(forms.Form):
    """The six words, compared by a second person."""

    words = forms.CharField(
        label=_("The six words of the roster's key"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("As they stand on the overseer's own letter, not on this page."),
    )


def _sanction_words(one: Sanction) -> str:
    """Name a sanction as its law does, behind its weight."""
    # Behind a semicolon stands how sure we are of it, for whoever keeps the rulebook.
    name = one.source.rpartition(": ")[2].partition(";")[0]
    return f"{labels.label_of(one.level)}: {name}"
