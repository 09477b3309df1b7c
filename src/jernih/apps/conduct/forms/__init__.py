"""Clean input of the pages of gifts and pledges."""

from jernih.apps.conduct.forms.gifts import (
    AddForm,
    AskForm,
    CloseForm,
    DecideForm,
    DeclareForm,
    OfferForm,
)
from jernih.apps.conduct.forms.pledges import PledgeForm, PromiseForm, SignForm

__all__ = [
    "AddForm",
    "AskForm",
    "CloseForm",
    "DecideForm",
    "DeclareForm",
    "OfferForm",
    "PledgeForm",
    "PromiseForm",
    "SignForm",
]
