"""Inputs that people fill with thumbs: a date in three boxes, a code, an ID number, a phone."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class DateBoxes(forms.MultiWidget):
    """Day, month and year in three boxes, for a date that one knows by heart."""

    template_name = "ui/forms/date_boxes.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Make the three boxes, with the keypad for digits."""
        digits = {"inputmode": "numeric", "pattern": "[0-9]*", "class": "govuk-input"}
        boxes = (
            ("day", _("Day"), 2, "bday-day"),
            ("month", _("Month"), 2, "bday-month"),
            ("year", _("Year"), 4, "bday-year"),
        )
        self.box_labels = [label for _name, label, _size, _fill in boxes]
        super().__init__(
            [
                forms.TextInput({**digits, "maxlength": size, "autocomplete": fill})
                for _name, _label, size, fill in boxes
            ],
            attrs,
        )

    def decompress(self, value: date | None) -> list[str | None]:
        """Split a date into the boxes."""
        if value is None:
            return [None, None, None]
        return [str(value.day), str(value.month), str(value.year)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the template a label for each box."""
        context = super().get_context(name, value, attrs)
        for box, label in zip(context["widget"]["subwidgets"], self.box_labels, strict=True):
            box["label"] = label
        return context


class DayField(forms.MultiValueField):
    """A calendar day from three boxes; says which part is wrong in plain words."""

    widget = DateBoxes

    def __init__(self, **kwargs: Any) -> None:
        """Take day, month, year as whole numbers."""
        super().__init__([forms.CharField(required=False) for _box in range(3)], **kwargs)

    def clean(self, value: Any) -> date | None:
        """Return the day, or say that this day does not exist."""
        parts = [str(part or "").strip() for part in (value or ["", "", ""])]
        if not any(parts):
            if self.required:
                raise ValidationError(_("Fill in the day, the month and the year."))
            return None
        if not all(parts):
            raise ValidationError(_("The day, the month and the year are all needed."))
        try:
            day, month, year = (int(part) for part in parts)
            found = date(year, month, day)
        except (ValueError, OverflowError):
            raise ValidationError(_("This date does not exist. Example: 27 3 1985.")) from None
        self.run_validators(found)
        return found


class CodeInput(forms.TextInput):
    """A code of groups, in large letters of one width."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Keep phones from correcting or filling it."""
        super().__init__(
            {
                "class": "j-code-input",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                **(attrs or {}),
            }
        )


class OneTimeCodeInput(forms.TextInput):
    """The short code of a message; phones may offer it by themselves."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Ask for digits."""
        super().__init__(
            {
                "class": "j-code-input j-code-input--short",
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                **(attrs or {}),
            }
        )


class DigitsInput(forms.TextInput):
    """A long number such as the NIK: the keypad for digits, never filled by the browser."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Ask for digits."""
        super().__init__(
            {
                "class": "j-digits",
                "inputmode": "numeric",
                "autocomplete": "off",
                "spellcheck": "false",
                **(attrs or {}),
            }
        )


class PhoneInput(forms.TextInput):
    """A telephone number; the browser may fill it."""

    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Ask for a telephone."""
        super().__init__({"class": "j-digits", "autocomplete": "tel", **(attrs or {})})


class BigChoice(forms.RadioSelect):
    """Radios as large cards in columns: days, windows, services."""
