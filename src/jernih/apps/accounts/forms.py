"""Clean what comes in about staff; and the rules by which the sign-in library works here."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jernih.apps.accounts import actions
from jernih.apps.accounts.models import Staff
from jernih.pure.roles import Role
from jernih.ui.labels import label_of


class SignInRules(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up; a password that someone chose herself is hers alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Tell whether strangers may make accounts: never."""
        return False

    def set_password(self, user: Any, password: str) -> None:
        """Keep the password that someone chose."""
        actions.keep_own_password(staff=cast(Staff, user), password=password)


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """The library's form, with a label for the one field that has none in any language."""

    name = forms.CharField(label=_("Name"), required=False)


class RolesForm(forms.Form):
    """The roles that someone is to hold from now on."""

    roles = forms.TypedMultipleChoiceField(
        label=_("Roles"),
        help_text=_("Who looks after the machines (IT administrator) holds no other role."),
        coerce=Role,
        choices=[(role.value, label_of(role).words) for role in actions.STAFF_ROLES],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )

    def clean_roles(self) -> frozenset[Role]:
        """Refuse a mixture that would show personal data to the IT administrator."""
        roles = frozenset(self.cleaned_data["roles"])
        if Role.IT_ADMIN in roles and len(roles) > 1:
            raise forms.ValidationError(
                _("The IT administrator must not see personal data: give no other role.")
            )
        return roles


class NewStaffForm(RolesForm):
    """Someone who is to work here."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=120,
        error_messages={"required": _("Write the full name.")},
    )
    username = forms.CharField(
        label=_("Sign-in name"),
        help_text=_("Short, letters and digits, for example: sari.w"),
        max_length=40,
        validators=[ASCIIUsernameValidator()],
        error_messages={"required": _("Write a sign-in name.")},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    office = forms.SlugField(
        label=_("Office"),
        help_text=_("Short name of the office, for example: tarakan. Empty: all offices."),
        max_length=40,
        required=False,
    )
    field_order = ("full_name", "username", "office", "roles")

    def __init__(self, *args: Any, office: str = "", **kwargs: Any) -> None:
        """Offer another office only to an administrator of all offices."""
        super().__init__(*args, **kwargs)
        if office:
            del self.fields["office"]
