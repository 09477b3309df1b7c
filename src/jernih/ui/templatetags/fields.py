"""Draws form fields for the templates in ui/forms; pages use `{{ form }}` or `as_field_group`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.safestring import SafeString

from jernih.ui.widgets import BigChoice

register = template.Library()

KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (BigChoice, "cards"),
    # Django makes the second a kind of the third, so this order counts.
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.MultiWidget, "many"),
    (forms.SelectDateWidget, "many"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.HiddenInput, "hidden"),
)
CLASSES = {
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "input": "govuk-input",
    "many": "govuk-input govuk-date-input__input",
    "file": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
    "checkboxes": "govuk-checkboxes__input",
    "radios": "govuk-radios__input",
    "cards": "",
}
GROUPS = frozenset({"radios", "cards", "checkboxes", "many"})


@dataclass(frozen=True)
class WrongField:
    """One line of the error summary."""

    href: str
    message: str


@register.filter
def kind(field: BoundField) -> str:
    """Return how a field is drawn: input, select, textarea, radios, checkbox, many ..."""
    for widget, name in KINDS:
        if isinstance(field.field.widget, widget):
            return name
    return "input"


@register.filter
def is_group(field: BoundField) -> bool:
    """Tell whether a field has several controls and so needs a fieldset."""
    return kind(field) in GROUPS


@register.filter
def control(field: BoundField) -> SafeString:
    """Draw the control alone, with its class and what screen readers need."""
    return field.as_widget(attrs={"class": _classes(field), **_described(field)})


@register.filter
def options(field: BoundField) -> Iterable[BoundWidget]:
    """Return the radios or checkboxes of a field, one by one."""
    field.field.widget.attrs["class"] = CLASSES[kind(field)]
    return field.subwidgets


@register.filter
def wrong_fields(form: forms.BaseForm) -> list[WrongField]:
    """Return what is wrong, top to bottom, each with a link to its first control."""
    lines = [WrongField("#main", str(message)) for message in form.non_field_errors()]
    for field in form.visible_fields():
        lines += [WrongField(f"#{first_id(field)}", str(message)) for message in field.errors]
    return lines


@register.filter
def wrong_in_all(forms_: Iterable[forms.BaseForm], last: forms.BaseForm | None) -> list[WrongField]:
    """Return what is wrong in several forms of one page, top to bottom."""
    return [line for form in (*forms_, *([last] if last else [])) for line in wrong_fields(form)]


@register.filter
def first_id(field: BoundField) -> str:
    """Return the id of the first control of a field; of the first radio in a group."""
    if kind(field) in GROUPS:
        return f"{field.auto_id}_0"
    return str(field.id_for_label)


def _classes(field: BoundField) -> str:
    given = field.field.widget.attrs.get("class", "")
    wrong = ""
    if field.errors:
        wrong = {"select": "govuk-select--error", "textarea": "govuk-textarea--error"}.get(
            kind(field), "govuk-input--error"
        )
    return " ".join(part for part in (CLASSES.get(kind(field), ""), given, wrong) if part)


def _described(field: BoundField) -> dict[str, Any]:
    about = []
    if field.help_text:
        about.append(f"{field.auto_id}_helptext")
    if field.errors:
        about.append(f"{field.auto_id}_error")
    said: dict[str, Any] = {"aria-describedby": " ".join(about)} if about else {}
    if field.errors:
        said["aria-invalid"] = "true"
    return said
