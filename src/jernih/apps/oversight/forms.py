"""Clean input of the monitor's pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jernih.pure.reasons import InspectionOutcome
from jernih.ui.labels import choices

WORDS_MOST = 1000


class NoteForm(forms.Form):
    """What somebody saw or heard."""

    words = forms.CharField(
        label=_("What did you see or hear?"),
        help_text=_("Stays inside the office. No names of visitors."),
        max_length=WORDS_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what you saw or heard.")},
    )


class CloseForm(forms.Form):
    """How an inspection ended, and why."""

    # It stands on one page with the form of the log, which has words, too.
    prefix = "end"

    outcome = forms.ChoiceField(
        label=_("How does it end?"),
        choices=lambda: choices(InspectionOutcome),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it ends.")},
    )
    words = forms.CharField(
        label=_("Why?"),
        help_text=_("Stays inside the office. No names of visitors."),
        max_length=WORDS_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why.")},
    )


class ReopenForm(forms.Form):
    """Why an inspection is taken up again."""

    words = forms.CharField(
        label=_("Why must it be looked into again?"),
        max_length=WORDS_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why.")},
    )


class RoundForm(forms.Form):
    """The round of the beacon that chooses a sample."""

    word = forms.CharField(
        label=_("Signature of the round"),
        help_text=_(
            "Letters a to f and digits, in any groups. You may also paste all that the beacon's "
            "server answers, or the line of a QR code."
        ),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Paste the signature.")},
    )
