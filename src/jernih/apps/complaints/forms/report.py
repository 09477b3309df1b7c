"""The form of a sealed report, made from the questionnaire; clean input, never kept."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from jernih.apps.complaints.forms.words import LABELS, OPTIONS
from jernih.pure.report_form import Kind, Question, Questionnaire
from jernih.pure.seal.code import GROUP, BadCode, read
from jernih.pure.seal.media import media_type
from jernih.pure.seal.roster import Roster
from jernih.pure.seal.spelled import MAX_WORDS, units
from jernih.ui.widgets import CodeInput, DayField, DigitsInput

FILES_MAX: Final = 10
FILES_BYTES: Final = 20_000_000
PRICE_MAX: Final = 1_000_000_000


class ManyFilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class ManyFiles(forms.FileField):
    """Files that stay in memory: at most ten, 20 MB together."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:  # noqa: ARG002
        """Return the files that were sent. Raises ValidationError."""
        found = [one for one in (data or []) if one]
        if len(found) > FILES_MAX:
            raise ValidationError(_("At most ten files at once. Send the others afterwards."))
        if sum(one.size or 0 for one in found) > FILES_BYTES:
            raise ValidationError(_("The files are too large together: at most 20 MB."))
        if any(_kind(one) is None for one in found):
            raise ValidationError(
                _("Only pictures, PDF, sound, film or text. Another file was among yours.")
            )
        return found


class WholeForm(forms.Form):
    """A form of which nothing is kept unless all of it arrived: its last field says so."""

    end = forms.CharField(widget=forms.HiddenInput, initial="1", required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse what a cut line left of a form."""
        data = super().clean() or {}
        if not data.get("end"):
            raise ValidationError(_("Not all of it arrived here. Please send it once more."))
        return data


class ReportForm(WholeForm):
    """What a reporter tells. Nothing is required but that something is told."""

    words = forms.CharField(
        label=_("What happened?"),
        help_text=_("In your own words, as much as you like. Only who may read it can open it."),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "maxlength": MAX_WORDS}),
        required=False,
        strip=False,
    )
    files = ManyFiles(  # type: ignore[assignment]
        label=_("Photos or other files"),
        help_text=_(
            "At most ten, 20 MB together. Without JavaScript the hidden place and device in a "
            "photo stay in it."
        ),
        required=False,
    )
    concerned = forms.MultipleChoiceField(
        label=_("Is it about one of them? They will not be able to read your report."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sections = forms.MultipleChoiceField(
        label=_("Is it about a whole section? Then nobody of it can read your report."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    outside_only = forms.BooleanField(
        label=_("Nobody of this office may read it, only the overseers outside"), required=False
    )
    chance = forms.RegexField(regex=r"^[0-9a-f]{64}$", widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, questions: Questionnaire, roster: Roster, **options: Any
    ) -> None:
        """Ask these questions; offer who stands in the roster as concerned."""
        super().__init__(*args, **options)
        self.questions = questions
        for question in questions.questions:
            self.fields[question.name] = _field(question)
        people = [(one.ref, f"{one.name}, {one.post}") for one in roster.people]
        inside = sorted({one.section for one in roster.people if one.section != "outside"})
        self.fields["concerned"].choices = people  # type: ignore[attr-defined]
        self.fields["sections"].choices = [(one, one) for one in inside]  # type: ignore[attr-defined]

    def group(self, name: str) -> Iterable[forms.BoundField]:
        """Return the questions of a group, in their order."""
        return [self[one.name] for one in self.questions.questions if one.group == name]

    def what(self) -> Iterable[forms.BoundField]:
        """Return what was seen, and what was asked for."""
        return self.group("what")

    def where(self) -> Iterable[forms.BoundField]:
        """Return where and when."""
        return self.group("where")

    def whom(self) -> Iterable[forms.BoundField]:
        """Return who it was."""
        return self.group("who")

    def clean_words(self) -> str:
        """Return the words as they were typed, without what is no letter or line."""
        text = str(self.cleaned_data["words"]).replace("\r\n", "\n").replace("\r", "\n")
        text = "".join(sign for sign in text if sign in "\n\t" or sign.isprintable())
        if units(text) > MAX_WORDS:
            raise ValidationError(
                _("Too long: at most 8,000 characters. Send the rest afterwards.")
            )
        return text.strip()

    def clean(self) -> dict[str, Any]:
        """Want at least one thing told."""
        data = super().clean()
        told = [data.get(one.name) for one in self.questions.questions]
        if not self.errors and not any([*told, data.get("words"), data.get("files")]):
            self.add_error("words", _("Tell us something: tick a box, or write a sentence."))
        return data

    def answers(self) -> dict[str, Any]:
        """Return what was answered, as the envelope has it; what stayed empty is not there."""
        found: dict[str, Any] = {}
        for question in self.questions.questions:
            value = self.cleaned_data.get(question.name)
            if value in (None, "", []):
                continue
            found[question.name] = _plain(value)
        for name in ("concerned", "sections"):
            if self.cleaned_data[name]:
                found[name] = tuple(self.cleaned_data[name])
        if self.cleaned_data["outside_only"]:
            found["outside_only"] = True
        return found


class CodeForm(forms.Form):
    """A receipt code, as somebody types it."""

    code = forms.CharField(
        label=_("Your report code"),
        help_text=_("Six groups of four. Dashes, spaces and small letters do not matter."),
        max_length=60,
        widget=CodeInput,
        error_messages={"required": _("Type your report code.")},
    )

    def clean_code(self) -> str:
        """Return the 20 characters that were meant."""
        try:
            return read(self.cleaned_data["code"])
        except BadCode:
            raise ValidationError(
                _("This is no report code. Compare each group with your note.")
            ) from None


class RetypeForm(forms.Form):
    """Two groups of a code again, so that nobody leaves without having kept it."""

    code = forms.CharField(max_length=60, widget=forms.HiddenInput)
    second = forms.CharField(label=_("The second group"), max_length=8, widget=CodeInput)
    fifth = forms.CharField(label=_("The fifth group"), max_length=8, widget=CodeInput)

    def clean(self) -> dict[str, Any]:
        """Hold the groups against the code that came along."""
        data = super().clean() or {}
        try:
            code = read(data.get("code", ""))
        except BadCode:
            raise ValidationError(_("The page is too old. Your report is kept.")) from None
        data["code"] = code
        for name, at in (("second", 1), ("fifth", 4)):
            wanted = code[at * GROUP : (at + 1) * GROUP]
            typed = data.get(name, "").upper().replace("O", "0")
            typed = typed.replace("I", "1").replace("L", "1").strip()
            if name in data and typed != wanted:
                self.add_error(name, _("This is not the group above. Look again."))
        return data


class WriteForm(WholeForm, CodeForm):
    """What a reporter adds to her case. The code comes along, hidden."""

    code = forms.CharField(max_length=60, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Your message"),
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "maxlength": MAX_WORDS}),
        required=False,
        strip=False,
    )
    files = ManyFiles(label=_("Photos or other files"), required=False)  # type: ignore[assignment]

    clean_words = ReportForm.clean_words


def _kind(file: UploadedFile[Any]) -> str | None:
    """Return what a file's own bytes show it to be, and leave it as it was."""
    body = file.read()
    file.seek(0)
    return media_type(body)


def _field(question: Question) -> forms.Field:
    label = LABELS[question.name]
    common: dict[str, Any] = {"label": label, "required": False}
    match question.kind:
        case Kind.MANY:
            return forms.MultipleChoiceField(
                choices=_choices(question), widget=forms.CheckboxSelectMultiple, **common
            )
        case Kind.ONE:
            return forms.ChoiceField(choices=[("", _("Not said")), *_choices(question)], **common)
        case Kind.MONEY:
            return forms.RegexField(
                regex=r"^[0-9. ]{0,14}$",
                widget=DigitsInput,
                error_messages={"invalid": _("Write the rupiah in digits: 500000.")},
                **common,
            )
        case Kind.DAY:
            return DayField(require_all_fields=False, **common)
        case Kind.LINE:
            return forms.CharField(max_length=question.most, **common)


def _choices(question: Question) -> list[tuple[str, Any]]:
    return [(option, OPTIONS[option]) for option in question.options]


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return "".join(sign for sign in str(value) if sign.isprintable())
