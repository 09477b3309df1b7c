"""Clean input of the pages of pledges."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from jernih.pure.casework import StaffKind
from jernih.pure.pledges import Metric, PledgeKind, WitnessKind
from jernih.pure.roles import Role
from jernih.ui.labels import choices, label_of
from jernih.ui.widgets import DayField, DigitsInput

WITNESSES: Final = 3
OWNERS: Final = (Role.HEAD, Role.SUPERVISOR, Role.HANDLER, Role.DECIDER, Role.GIFT_KEEPER)
MISSING: Final = {"required": _("Please fill this in."), "invalid": _("Digits only.")}
CHOOSE: Final = {"required": _("Please choose one.")}


class PledgeForm(forms.Form):
    """A pledge that was declared, and who watched."""

    kind = forms.ChoiceField(
        label=_("What was declared?"),
        choices=lambda: choices(PledgeKind),
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    year = forms.IntegerField(
        label=_("For which year?"),
        min_value=2000,
        max_value=2999,
        widget=DigitsInput,
        error_messages=MISSING,
    )
    held_on = DayField(label=_("On which day?"))
    led_by = forms.ChoiceField(
        label=_("Who led it?"),
        choices=lambda: [(role.value, label_of(role).words) for role in OWNERS],
        widget=forms.Select(attrs={"class": "govuk-select"}),
        error_messages=CHOOSE,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer room for some people from outside."""
        super().__init__(*args, **kwargs)
        for at in range(WITNESSES):
            self.fields[f"witness_kind_{at}"] = forms.ChoiceField(
                label=_("Somebody from outside who watched"),
                choices=[("", _("Nobody")), *choices(WitnessKind)],
                required=False,
                widget=forms.Select(attrs={"class": "govuk-select"}),
            )
            self.fields[f"witness_name_{at}"] = forms.CharField(
                label=_("Name"),
                help_text=_("Stays inside the office; pages show on whose behalf alone."),
                required=False,
                max_length=120,
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the name of a witness who is said to be one."""
        for at in range(WITNESSES):
            kind = self.cleaned_data.get(f"witness_kind_{at}")
            if kind and not self.cleaned_data.get(f"witness_name_{at}", "").strip():
                self.add_error(f"witness_name_{at}", MISSING["required"])
        return self.cleaned_data

    def witnesses(self) -> list[tuple[WitnessKind, str]]:
        """Return who watched."""
        said = self.cleaned_data
        return [
            (WitnessKind(said[f"witness_kind_{at}"]), said[f"witness_name_{at}"])
            for at in range(WITNESSES)
            if said[f"witness_kind_{at}"]
        ]


class SignForm(forms.Form):
    """Under which rules the signer works."""

    staff_kind = forms.ChoiceField(
        label=_("How do you work here?"),
        choices=lambda: choices(StaffKind),
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )


class PromiseForm(forms.Form):
    """A figure that is promised."""

    metric = forms.ChoiceField(
        label=_("Which figure?"),
        choices=lambda: choices(Metric),
        widget=forms.Select(attrs={"class": "govuk-select"}),
        error_messages=CHOOSE,
    )
    target = forms.IntegerField(
        label=_("What shall it be?"),
        help_text=_("In the unit that the figure names: of 1,000, minutes, hundredths, a count."),
        min_value=0,
        max_value=10_000,
        widget=DigitsInput,
        error_messages=MISSING,
    )
    due_on = DayField(label=_("By which day?"))
    owner = forms.ChoiceField(
        label=_("Who answers for it?"),
        choices=lambda: [(role.value, label_of(role).words) for role in OWNERS],
        widget=forms.Select(attrs={"class": "govuk-select"}),
        error_messages=CHOOSE,
    )
