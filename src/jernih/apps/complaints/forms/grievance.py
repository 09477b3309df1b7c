"""Clean input of complaints about service; from it words go straight into the lock."""

from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jernih.apps.booking import queries as booking
from jernih.apps.complaints.forms.report import CodeForm, ManyFilesInput
from jernih.pure import photo
from jernih.pure.casework import CaseClass
from jernih.pure.grievance import Subject
from jernih.ui.labels import choices
from jernih.ui.labels_grievances import SCORES
from jernih.ui.widgets import DayField

WORDS_MOST: Final = 4000
PHOTOS_MOST: Final = 5
PHOTO_BYTES: Final = 8_000_000
TYPES: Final = "image/jpeg,image/png,image/webp"
_FILL: Final = {"required": _("Please fill this in.")}
_CHOOSE: Final = {"required": _("Please choose one.")}

People = list[tuple[str, str]]


class ManyPhotos(forms.FileField):
    """Up to five pictures, as bytes; their tags are taken away when they are kept."""

    widget = ManyFilesInput

    def __init__(self, **options: Any) -> None:
        """Offer camera and gallery."""
        widget = ManyFilesInput(attrs={"accept": TYPES, "class": "govuk-file-upload"})
        super().__init__(required=False, widget=widget, **options)

    def clean(self, data: Any, initial: Any = None) -> tuple[bytes, ...]:  # noqa: ARG002
        """Return the bytes of each picture. Raises ValidationError."""
        found = [one for one in (data or []) if one]
        if len(found) > PHOTOS_MOST:
            raise ValidationError(_("At most five photos at once."))
        if any((one.size or 0) > PHOTO_BYTES for one in found):
            raise ValidationError(_("The photo is too large. Up to 8 MB."))
        bodies = tuple(bytes(one.read()) for one in found)
        try:
            for body in bodies:
                photo.clean(body)
        except photo.BadPhoto:
            raise ValidationError(_("We can read photos only: JPEG, PNG or WebP.")) from None
        return bodies


def _words(label: Any, *, rows: int = 4, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off", "maxlength": WORDS_MOST})
    return forms.CharField(
        label=label, max_length=WORDS_MOST, widget=widget, error_messages=_FILL, **more
    )


class GrievanceForm(forms.Form):
    """A complaint about service: what it is about, and what happened."""

    subject = forms.ChoiceField(
        label=_("What is it about?"),
        choices=lambda: choices(Subject),
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    words = _words(_("What happened?"), rows=6, help_text=_("A few sentences are enough."))
    day = DayField(
        label=_("On which day?"),
        help_text=_("Leave empty if you do not know."),
        required=False,
        require_all_fields=False,
    )
    ticket = forms.CharField(
        label=_("The number on your ticket, if you had one"), max_length=12, required=False
    )
    photos = ManyPhotos(
        label=_("Photos"),
        help_text=_("At most five. We take away where and with which phone they were made."),
    )
    concerned = forms.MultipleChoiceField(
        label=_("Is it about one of them? They read complaints, but will not see yours."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    contact = forms.CharField(
        label=_("E-mail or WhatsApp number, if you want a message when we have answered"),
        help_text=_("May stay empty: with your code you see the answer anyway."),
        max_length=254,
        required=False,
    )
    chance = forms.RegexField(regex=r"^[0-9a-f]{64}$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, readers: People, **options: Any) -> None:
        """readers: pseudonym and name of who handles complaints here."""
        super().__init__(*args, **options)
        cast(forms.MultipleChoiceField, self.fields["concerned"]).choices = readers

    def clean_contact(self) -> str:
        """Return an address that messages can be sent to. Raises ValidationError."""
        typed = self.cleaned_data["contact"].strip()
        if not typed:
            return ""
        try:
            found = booking.read_contact(typed, phone_channel="WHATSAPP")
        except booking.BadContact:
            raise ValidationError(
                _("This is no e-mail address and no mobile number. Example: 0812 3456 7890.")
            ) from None
        self.channel = found.kind
        return found.address

    def told(self) -> dict[str, str]:
        """Return the texts that were said, by name."""
        said = self.cleaned_data
        found = {name: said[name].strip() for name in ("words", "ticket", "contact")}
        found["day"] = said["day"].isoformat() if said["day"] else ""
        if found["contact"]:
            found["channel"] = self.channel
        return {name: text for name, text in found.items() if text}


class GrievanceCodeForm(CodeForm):
    """The code of a complaint, as somebody types it."""


class MoreForm(forms.Form):
    """What its sender adds, or says in answer."""

    prefix = "more"

    words = _words(_("Your message"), required=False)
    photos = ManyPhotos(label=_("Photos"))


class AgainForm(forms.Form):
    """Why an answer solved nothing."""

    prefix = "again"

    words = _words(_("What is not solved?"))


class RateForm(forms.Form):
    """How content its sender is."""

    prefix = "rate"

    score = forms.TypedChoiceField(
        label=_("How content are you with the answer?"),
        choices=SCORES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )


class AssignForm(forms.Form):
    """Who works on it."""

    prefix = "assign"

    to = forms.ChoiceField(label=_("Who works on it?"), error_messages=_CHOOSE)

    def __init__(self, *args: Any, readers: People, **options: Any) -> None:
        """readers: who may."""
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["to"]).choices = [("", ""), *readers]


class AskForm(forms.Form):
    """A question to its sender."""

    prefix = "ask"

    words = _words(
        _("What do you ask?"), help_text=_("The clock stands still until there is an answer.")
    )


class AnswerForm(forms.Form):
    """The answer."""

    prefix = "answer"

    words = _words(
        _("Your answer"), rows=6, help_text=_("Say what was done, and by when the rest is.")
    )


class ClassForm(forms.Form):
    """Another class; conduct is for the sealed door."""

    prefix = "class"

    after = forms.ChoiceField(
        label=_("Which class?"), widget=forms.RadioSelect, error_messages=_CHOOSE
    )

    def __init__(self, *args: Any, now: CaseClass, **options: Any) -> None:
        """now: the class that it is in."""
        super().__init__(*args, **options)
        named = {CaseClass.INFORMATION: _("Question"), CaseClass.PLAIN: _("Complaint on service")}
        field = cast(forms.ChoiceField, self.fields["after"])
        field.choices = [(one.value, words) for one, words in named.items() if one is not now]


class SpareForm(forms.Form):
    """A handler whom it is about."""

    prefix = "spare"

    whom = forms.ChoiceField(label=_("Whom is it about?"), error_messages=_CHOOSE)
    to = forms.ChoiceField(label=_("Who works on it then, if that one did?"), required=False)

    def __init__(self, *args: Any, readers: People, **options: Any) -> None:
        """readers: who may see it now."""
        super().__init__(*args, **options)
        for name in ("whom", "to"):
            cast(forms.ChoiceField, self.fields[name]).choices = [("", ""), *readers]


class SealForm(forms.Form):
    """Whom a report is about, so that it is not sealed to them."""

    prefix = "seal"

    people = forms.MultipleChoiceField(
        label=_("Is it about one of them? They will not be able to read it."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sections = forms.MultipleChoiceField(
        label=_("Is it about a whole section?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    outside_only = forms.BooleanField(
        label=_("Nobody of this office may read it, only the overseers outside"), required=False
    )

    def __init__(self, *args: Any, people: People, sections: list[str], **options: Any) -> None:
        """people, sections: of the roster in force."""
        super().__init__(*args, **options)
        cast(forms.MultipleChoiceField, self.fields["people"]).choices = people
        named = [(one, one) for one in sections]
        cast(forms.MultipleChoiceField, self.fields["sections"]).choices = named
