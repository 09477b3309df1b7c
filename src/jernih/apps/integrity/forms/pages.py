"""Forms of the zone's pages."""

from collections.abc import Sequence
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from jernih.apps.integrity.models import NOTE_SIGNS
from jernih.apps.integrity.queries import ItemRow
from jernih.pure import zone
from jernih.pure.states import SheetState
from jernih.pure.zone import Answer, BadAnswer, Column
from jernih.pure.zone_sheet import Item
from jernih.ui.widgets import DayField, DigitsInput

FILE_MOST: Final = 15_000_000
TYPES: Final = ".pdf,.jpg,.jpeg,.png,.webp,.xlsx,.docx"
MISSING: Final = {"required": _("Please fill this in.")}


def field_name(no: str) -> str:
    """Return the name of an item's field."""
    return no.replace(".", "-")


class GroupForm(forms.Form):
    """The answers of one column to the items of half an area; empty takes an answer away."""

    def __init__(
        self, *args: Any, rows: Sequence[ItemRow], column: Column, language: str, **kwargs: Any
    ) -> None:
        """rows: the items, with what was answered before."""
        super().__init__(*args, **kwargs)
        self.rows, self.column = rows, column
        for row in rows:
            self._add(row.item, row.unit if column is Column.UNIT else row.tpi, language)

    def _add(self, item: Item, before: Any, language: str) -> None:
        name, words = field_name(item.no), f"{item.no} {item.words.in_language(language)}"
        offered = [one.in_language(language) for one in item.answers]
        if item.kind.letters:
            pairs: list[tuple[str, Any]] = [("", _("Not answered"))]
            pairs += [(k, f"{k}. {v}") for k, v in zip(item.kind.letters, offered, strict=True)]
            self.fields[name] = forms.ChoiceField(
                label=words,
                choices=pairs,
                required=False,
                initial=before.letter if before else "",
                widget=forms.Select(attrs={"class": "govuk-select"}),
            )
        for at in range(item.figures):
            self.fields[f"{name}-{at}"] = forms.IntegerField(
                label=words if at == 0 else offered[at],
                help_text=offered[0] if at == 0 else "",
                required=False,
                min_value=0,
                max_value=zone.MOST_FIGURE,
                initial=before.figures[at] if before and before.figures else None,
                widget=DigitsInput,
                error_messages={"invalid": _("Digits only.")},
            )
        self.fields[f"{name}-note"] = forms.CharField(
            label=_("Note on %(no)s") % {"no": item.no},
            required=False,
            max_length=NOTE_SIGNS,
            initial=before.note if before else "",
        )

    def clean(self) -> dict[str, Any]:
        """Say at its item what is no answer to it."""
        for row in self.rows:
            found = self.answer_of(row.item)
            if found is None or self.errors:
                continue
            try:
                zone.check(row.item, found)
            except BadAnswer:
                self.add_error(self._first(row.item), words_of(row.item))
        return self.cleaned_data

    def answer_of(self, item: Item) -> Answer | None:
        """Return what was answered to an item; None for nothing."""
        name = field_name(item.no)
        if item.kind.letters:
            letter = self.cleaned_data.get(name, "")
            return Answer(letter=letter) if letter else None
        given = [self.cleaned_data.get(f"{name}-{at}") for at in range(item.figures)]
        if all(one is None for one in given):
            return None
        return Answer(figures=tuple(-1 if one is None else one for one in given))

    def note_of(self, item: Item) -> str:
        """Return the note on an item."""
        return cast(str, self.cleaned_data.get(f"{field_name(item.no)}-note", ""))

    def _first(self, item: Item) -> str:
        return field_name(item.no) + ("" if item.kind.letters else "-0")


def words_of(item: Item) -> Any:
    """Return what an answer to an item must be, in plain words."""
    if item.kind.letters:
        return _("Answer with one of: %(letters)s.") % {"letters": ", ".join(item.kind.letters)}
    if item.figures == 1:
        return _("An index from 0 to 4000, in thousandths.")
    return _("All figures are needed; what has been done cannot be more than there is.")


class YearForm(forms.Form):
    """The year of a new worksheet."""

    year = forms.IntegerField(
        label=_("Year"),
        min_value=2000,
        max_value=2999,
        widget=DigitsInput,
        error_messages={**MISSING, "invalid": _("Digits only.")},
    )


class MoveForm(forms.Form):
    """Where a worksheet goes."""

    to = forms.ChoiceField(choices=[(state, state) for state in SheetState])


class FileForm(forms.Form):
    """One file of evidence."""

    prefix = "file"

    file = forms.FileField(
        label=_("A file"),
        help_text=_("PDF, picture, XLSX or DOCX, up to 15 MB. No personal data of citizens."),
        widget=forms.FileInput(attrs={"accept": TYPES, "class": "govuk-file-upload"}),
        error_messages={
            "required": _("Please choose a file."),
            "empty": _("This file is empty."),
        },
    )

    def clean_file(self) -> tuple[str, bytes]:
        """Return its name and what is in it."""
        found = cast("UploadedFile[bytes]", self.cleaned_data["file"])
        if (found.size or 0) > FILE_MOST:
            raise ValidationError(_("The file is too large. Up to 15 MB."))
        return found.name or "", bytes(found.read())


class LinkForm(forms.Form):
    """A page elsewhere that shows it."""

    prefix = "link"

    link = forms.URLField(
        label=_("Or a link"),
        assume_scheme="https",
        max_length=500,
        error_messages={**MISSING, "invalid": _("A web address: https://…")},
    )
    name = forms.CharField(label=_("What it shows"), max_length=120, error_messages=MISSING)


class PlanForm(forms.Form):
    """What is to be done, by whom, until when."""

    prefix = "plan"

    words = forms.CharField(label=_("What is to be done?"), max_length=300, error_messages=MISSING)
    owner = forms.ChoiceField(
        label=_("By whom?"),
        widget=forms.Select(attrs={"class": "govuk-select"}),
        error_messages=MISSING,
    )
    due_on = DayField(label=_("Until when?"))

    def __init__(self, *args: Any, owners: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """owners: who works here."""
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["owner"]).choices = owners


class WorkbookForm(forms.Form):
    """A filled worksheet."""

    file = forms.FileField(
        label=_("The filled worksheet (XLSX)"),
        help_text=_("The file that you downloaded here, filled in. Empty cells change nothing."),
        widget=forms.FileInput(attrs={"accept": ".xlsx", "class": "govuk-file-upload"}),
        error_messages={
            "required": _("Please choose a file."),
            "empty": _("This file is empty."),
        },
    )
