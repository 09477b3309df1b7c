"""What is typed on the pages of a draw; whether it is true, the actions find out."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from jernih.pure import dice
from jernih.pure.draw_source import LOTTERIES
from jernih.pure.events_draw import CancelReason
from jernih.pure.rfc3797 import BadNumbers, read_numbers
from jernih.ui.labels import choices
from jernih.ui.widgets import DigitsInput

DAY = {"type": "date"}
MOMENT = {"type": "datetime-local"}
FILE_BYTES = 4_000
WORD = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}


class SearchForm(forms.Form):
    """The code of a receipt, or the public reference of an application."""

    code = forms.CharField(
        label=_("Your code, or the reference of an application"),
        help_text=_("The code of your receipt has 20 signs. We do not pass it on to anybody."),
        max_length=200,
        widget=forms.TextInput(attrs=WORD),
        error_messages={"required": _("Write the code of your receipt.")},
    )


class PulseForm(forms.Form):
    """The word of the beacon: pasted, scanned, or in a file."""

    word = forms.CharField(
        label=_("Signature of the round"),
        help_text=_(
            "Letters a to f and digits, in any groups. You may also paste all that the beacon's "
            "server answers, or the line of a QR code."
        ),
        max_length=5000,
        required=False,
        strip=True,
        widget=forms.Textarea(attrs=WORD | {"rows": 4}),
    )
    previous = forms.CharField(
        label=_("Signature of the round before"),
        help_text=_("This chain signs the round before as well."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs=WORD | {"rows": 4}),
    )
    file = forms.FileField(label=_("Or a file with the same words"), required=False)

    def __init__(self, *args: Any, is_chained: bool, **options: Any) -> None:
        """Ask for the round before only of a chain that signs it."""
        super().__init__(*args, **options)
        if not is_chained:
            del self.fields["previous"]

    def clean(self) -> dict[str, Any]:
        """Take the word from the file, if there is one."""
        clean: dict[str, Any] = super().clean() or {}
        file = clean.get("file")
        if file is not None:
            # One sign more than is allowed, so that what is too long is said to be so.
            clean["word"] = file.read(FILE_BYTES + 1).decode("utf-8", "replace")
        if not clean.get("word"):
            self.add_error("word", _("Paste the signature, or choose a file."))
        return clean


class SecretForm(forms.Form):
    """A contributor's secret, as it stands on her paper."""

    secret = forms.CharField(
        label=_("Your secret"),
        help_text=_("64 letters and digits, in sixteen groups of four. Spaces do not matter."),
        max_length=400,
        widget=forms.TextInput(attrs=WORD),
        error_messages={"required": _("Write the secret from your paper.")},
    )


class BatchForm(forms.Form):
    """Another week for the calendar; times only where they differ from the rulebook."""

    service = forms.ChoiceField(label=_("Service"))
    first_day = forms.DateField(
        label=_("First day, a Monday"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    opens_at = forms.DateTimeField(
        label=_("Opens"),
        required=False,
        help_text=_("Leave the three times empty to take those of the rulebook."),
        widget=forms.DateTimeInput(attrs=MOMENT),
        input_formats=["%Y-%m-%dT%H:%M"],
    )
    closes_at = forms.DateTimeField(
        label=_("Closes"),
        required=False,
        widget=forms.DateTimeInput(attrs=MOMENT),
        input_formats=["%Y-%m-%dT%H:%M"],
    )
    draws_at = forms.DateTimeField(
        label=_("Is drawn"),
        required=False,
        widget=forms.DateTimeInput(attrs=MOMENT),
        input_formats=["%Y-%m-%dT%H:%M"],
    )

    def __init__(
        self, *args: Any, services: Iterable[tuple[int, str]], zone: ZoneInfo, **options: Any
    ) -> None:
        """Offer these services; times are of the office's zone."""
        super().__init__(*args, **options)
        self.zone = zone
        self.fields["service"].choices = list(services)  # type: ignore[attr-defined]

    def clean_first_day(self) -> date:
        """Take Mondays only: a batch is a week."""
        first: date = self.cleaned_data["first_day"]
        if first.weekday() != 0:
            raise forms.ValidationError(_("A batch begins on a Monday."))
        return first

    def clean(self) -> dict[str, Any]:
        """Take all three times or none."""
        clean: dict[str, Any] = super().clean() or {}
        given = [clean.get(name) for name in ("opens_at", "closes_at", "draws_at")]
        if any(given) and not all(given) and not self.errors:
            self.add_error("opens_at", _("Write all three times, or none."))
        return clean

    def times(self) -> tuple[datetime, datetime, datetime] | None:
        """Return when it opens, closes and is drawn, or None for the rulebook's times."""
        given = [self.cleaned_data[name] for name in ("opens_at", "closes_at", "draws_at")]
        if not all(given):
            return None
        opens_at, closes_at, draws_at = (one.replace(tzinfo=self.zone) for one in given)
        return opens_at, closes_at, draws_at


class ContributorForm(forms.Form):
    """Who adds a secret, and the hash that binds her to it."""

    name = forms.RegexField(
        label=_("Short name of the contributor"),
        regex=r"^[a-z][a-z0-9-]{0,39}$",
        help_text=_("An office, not a person: ombudsman-kaltara, for example."),
        max_length=40,
        widget=forms.TextInput(attrs=WORD),
        error_messages={"invalid": _("Small letters, digits and hyphens only.")},
    )
    commitment = forms.RegexField(
        label=_("Commitment"),
        regex=r"^[0-9a-f]{64}$",
        help_text=_("64 letters and digits that the contributor hands in, never the secret."),
        max_length=64,
        widget=forms.TextInput(attrs=WORD),
        error_messages={"invalid": _("A commitment has 64 signs: digits, and letters a to f.")},
    )


class CancelForm(forms.Form):
    """Why a batch is given up."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=lambda: choices(CancelReason),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason. It stands on the record.")},
    )


class SureForm(forms.Form):
    """The second of two steps."""

    is_sure = forms.BooleanField(
        label=_("I have read this, and I am sure."),
        error_messages={"required": _("Tick the box if you are sure.")},
    )


class LotteryForm(forms.Form):
    """What the declared lotteries drew, typed from the newspaper."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask for each of them, in the declared order."""
        super().__init__(*args, **options)
        for at, lottery in enumerate(LOTTERIES):
            words = _("{count} numbers from {low} to {high}, with spaces between.")
            self.fields[f"numbers_{at}"] = forms.CharField(
                label=lottery.name,
                help_text=words.format(count=lottery.numbers, low=lottery.low, high=lottery.high),
                max_length=200,
                widget=forms.TextInput(attrs=WORD | {"inputmode": "numeric"}),
                error_messages={"required": _("Write the numbers that were drawn.")},
            )

    def clean(self) -> dict[str, Any]:
        """Read each lottery's numbers."""
        clean: dict[str, Any] = super().clean() or {}
        for at, lottery in enumerate(LOTTERIES):
            name = f"numbers_{at}"
            try:
                clean[name] = read_numbers(clean[name], lottery=lottery)
            except BadNumbers:
                self.add_error(name, _("This lottery cannot have drawn these. Compare again."))
            except KeyError:
                continue
        return clean

    def numbers(self) -> list[tuple[int, ...]]:
        """Return what each drew, smallest first, in the declared order."""
        return [self.cleaned_data[f"numbers_{at}"] for at in range(len(LOTTERIES))]


class DiceForm(forms.Form):
    """Five throwers, five throws each, five dice a throw; the boxes of `pure/dice`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask for each box."""
        super().__init__(*args, **options)
        for row in dice.form():
            for cell in row:
                label = _("Thrower {thrower}, throw {throw}")
                self.fields[cell.name] = forms.RegexField(
                    label=label.format(thrower=cell.thrower, throw=cell.throw),
                    regex=rf"^[0-9]{{{dice.DICE}}}$",
                    max_length=20,
                    widget=forms.TextInput(attrs=WORD | {"inputmode": "numeric", "size": "6"}),
                    error_messages={
                        "required": _("Write five digits."),
                        "invalid": _("Write five digits."),
                    },
                )

    def clean(self) -> dict[str, Any]:
        """Hold the whole against the rule: a row that was copied is none."""
        clean: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                clean["record"] = dice.record_of(dice.read_form(clean))
            except dice.BadThrows:
                self.add_error(
                    None, _("Two throwers have the same 25 digits: a row was copied. Look again.")
                )
        return clean

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """Return the boxes, a row a thrower."""
        return [[self[cell.name] for cell in row] for row in dice.form()]


class DocumentForm(forms.Form):
    """The ID number from the document in hand; used once, not kept."""

    nik = forms.CharField(
        label=_("NIK"),
        help_text=_("16 digits, read from the document. It is not kept."),
        max_length=40,
        widget=DigitsInput,
        error_messages={"required": _("Write the NIK, 16 digits.")},
    )

    def clean_nik(self) -> str:
        """Take out the spaces and dots that people write between the groups."""
        return "".join(sign for sign in self.cleaned_data["nik"] if sign not in " .-\t")
