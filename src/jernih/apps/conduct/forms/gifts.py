"""Clean input of the gift register's pages."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from jernih.pure import gifts, photo
from jernih.ui.labels import choices
from jernih.ui.widgets import DayField, DigitsInput, PhoneInput

WORDS_MOST = 4000
VALUE_MOST = 100_000_000_000
PHOTO_MOST = 8_000_000
TYPES = "image/jpeg,image/png,image/webp"


class PhotoField(forms.FileField):
    """One picture, as bytes; its tags are taken away when it is kept."""

    widget = forms.FileInput

    def __init__(self, **kwargs: Any) -> None:
        """Offer camera and gallery."""
        widget = forms.FileInput(attrs={"accept": TYPES, "class": "govuk-file-upload"})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        """Return the bytes of a picture, None without one."""
        found = cast("UploadedFile[bytes] | None", super().clean(data, initial))
        if not found:
            return None
        if (found.size or 0) > PHOTO_MOST:
            raise ValidationError(_("The photo is too large. Up to 8 MB."))
        body = bytes(found.read())
        try:
            photo.clean(body)
        except photo.BadPhoto:
            raise ValidationError(_("We can read photos only: JPEG, PNG or WebP.")) from None
        return body


def _text(label: Any, *, required: bool = True, most: int = 120, **more: Any) -> forms.CharField:
    errors = {"required": _("Please fill this in.")}
    return forms.CharField(
        label=label, required=required, max_length=most, error_messages=errors, **more
    )


def _choice(label: Any, kind: Any) -> forms.ChoiceField:
    errors = {"required": _("Please choose one.")}
    return forms.ChoiceField(
        label=label, choices=lambda: choices(kind), widget=forms.RadioSelect, error_messages=errors
    )


class DeclareForm(forms.Form):
    """A gift, as its receiver tells it."""

    answer = _choice(_("What did you do?"), gifts.GiftAnswer)
    kind = _choice(_("What was it?"), gifts.GiftKind)
    thing = _text(_("Say what exactly"), help_text=_("Example: a box of dates."))
    value = forms.IntegerField(
        label=_("About how much is it worth, in rupiah?"),
        help_text=_("An estimate is enough. Digits only: 150000."),
        min_value=0,
        max_value=VALUE_MOST,
        widget=DigitsInput,
        error_messages={
            "required": _("Please fill this in."),
            "invalid": _("Digits only, without dots: 150000."),
        },
    )
    giver = _text(_("Who gave or offered it?"), help_text=_("The name, as far as you know it."))
    relation = _choice(_("Who is that to you?"), gifts.GiverRelation)
    occasion = _choice(_("On what occasion?"), gifts.GiftOccasion)
    happened_on = DayField(label=_("On which day?"))
    time = _text(_("At what time, about?"), required=False, most=20)
    place = _text(_("Where?"))
    chronology = _text(
        _("How did it go?"),
        most=WORDS_MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In a few sentences."),
    )
    photo = PhotoField(
        label=_("A photo of it, if you have one"),
        help_text=_("We take away where and with which phone it was made."),
    )
    giver_address = _text(_("Address of the giver, if you know it"), required=False)
    giver_phone = _text(_("Phone of the giver, if you know it"), required=False, most=30)
    own_nik = _text(_("Your NIK"), required=False, most=16, widget=DigitsInput)
    own_post = _text(_("Your post"), required=False)
    own_phone = _text(_("Your phone"), required=False, most=30, widget=PhoneInput)
    own_address = _text(_("Your address"), required=False)

    WORDS = (
        "thing", "giver", "time", "place", "chronology", "giver_address", "giver_phone",
        "own_nik", "own_post", "own_phone", "own_address",
    )  # fmt: skip
    FIRST = (
        "answer", "kind", "thing", "value", "giver", "relation", "occasion", "happened_on", "time",
        "place", "chronology", "photo",
    )  # fmt: skip

    def first(self) -> list[forms.BoundField]:
        """Return what everybody fills in."""
        return [self[name] for name in self.FIRST]

    def rest(self) -> list[forms.BoundField]:
        """Return what the commission's form asks for too, and may come later."""
        return [self[name] for name in self.WORDS[5:]]


class AddForm(forms.Form):
    """What was missing."""

    prefix = "add"

    words = _text(_("What you add"), most=WORDS_MOST, widget=forms.Textarea(attrs={"rows": 3}))
    photo = PhotoField(label=_("A photo, if you have one"))


class AskForm(forms.Form):
    """What is missing of a declaration."""

    prefix = "ask"

    words = _text(_("What is missing?"), most=WORDS_MOST, widget=forms.Textarea(attrs={"rows": 3}))


class OfferForm(forms.Form):
    """A hand-over: where to, and who signs too."""

    prefix = "offer"

    to = forms.ChoiceField(
        label=_("Where does it go?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one.")},
    )
    second = forms.ChoiceField(
        label=_("Who signs that it arrived, or saw it go?"),
        error_messages={"required": _("Please choose one.")},
    )
    words = _text(
        _("In what state is it?"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        most=500,
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        places: list[tuple[str, Any]],
        people: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        """places, people: what may be chosen."""
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["to"]).choices = places
        cast(forms.ChoiceField, self.fields["second"]).choices = [("", ""), *people]


class DecideForm(forms.Form):
    """What the commission decided."""

    prefix = "decide"

    decision = _choice(_("What did KPK decide?"), gifts.GiftDecision)
    decree = _text(_("Number of the letter"), most=60)


class CloseForm(forms.Form):
    """How a declaration ends."""

    prefix = "end"

    end = forms.ChoiceField(
        label=_("How does it end?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one.")},
    )

    def __init__(self, *args: Any, ends: frozenset[gifts.GiftEnd], **kwargs: Any) -> None:
        """ends: those possible now."""
        super().__init__(*args, **kwargs)
        offered = [pair for pair in choices(gifts.GiftEnd) if pair[0] in ends]
        cast(forms.ChoiceField, self.fields["end"]).choices = offered
