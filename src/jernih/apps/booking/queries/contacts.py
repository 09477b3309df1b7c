"""How a contact is written, read and shown, and which one a visitor has proven."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from jernih.apps.booking.models import ContactProof
from jernih.apps.booking.queries.rules import number
from jernih.apps.notices.models import NoticeChannel

REGION = "ID"
COUNTRY = 62


class ContactFault(StrEnum):
    """Why a text is not an address we can send to."""

    EMPTY = "EMPTY"
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    PHONE_FOREIGN = "PHONE_FOREIGN"
    PHONE_FIXED = "PHONE_FIXED"


class BadContact(ValueError):
    """Said of a text that is neither an e-mail address nor an Indonesian mobile number."""

    def __init__(self, reason: ContactFault) -> None:
        """Keep the reason, for the page to put in words."""
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Where messages go. address: e-mail, or +62… . shown: enough to recognise one's own."""

    kind: str
    address: str = field(repr=False)
    shown: str = field(default="", compare=False)


def read_contact(text: str, *, phone_channel: str = NoticeChannel.SMS) -> Contact:
    """Return the contact somebody typed. Raises BadContact."""
    text = text.strip()
    if not text:
        raise BadContact(ContactFault.EMPTY)
    if "@" in text:
        return _contact(NoticeChannel.EMAIL, _email(text))
    return _contact(phone_channel, _mobile(text))


def mask(address: str) -> str:
    """Return an address with its middle hidden: a…@mail.id, +62 812 … 789."""
    if "@" in address:
        name, _, host = address.partition("@")
        return f"{name[:1]}…@{host}"
    return f"{address[:3]} {address[3:6]} … {address[-3:]}" if address else ""


def proven_contact(session_key: str, now: datetime) -> Contact | None:
    """Return the contact this visitor has proven and not used yet."""
    minutes = number("contact_proof_minutes", on=now.date())
    proof = (
        ContactProof.objects.filter(
            session_key=session_key,
            proven_at__gt=now - timedelta(minutes=minutes),
            used_at__isnull=True,
        )
        .order_by("-proven_at")
        .first()
    )
    return _contact(proof.contact_kind, proof.contact) if proof else None


def _contact(kind: str, address: str) -> Contact:
    return Contact(kind=kind, address=address, shown=mask(address))


def _email(text: str) -> str:
    name, _, host = text.rpartition("@")
    address = f"{name}@{host.lower()}"
    try:
        validate_email(address)
    except ValidationError:
        raise BadContact(ContactFault.EMAIL) from None
    return address


def _mobile(text: str) -> str:
    digits = "".join(char for char in text if char.isdigit()).removeprefix("00")
    # "62812…" without its plus would be read as a local number, and a false one sent to.
    is_whole = text.startswith(("+", "00")) or digits.startswith(str(COUNTRY))
    if any(char.isalpha() for char in text):
        raise BadContact(ContactFault.PHONE)
    try:
        number_ = phonenumbers.parse(f"+{digits}" if is_whole else digits, REGION)
    except phonenumbers.NumberParseException:
        raise BadContact(ContactFault.PHONE) from None
    if number_.country_code != COUNTRY:
        raise BadContact(ContactFault.PHONE_FOREIGN)
    if not phonenumbers.is_valid_number(number_):
        raise BadContact(ContactFault.PHONE)
    if phonenumbers.number_type(number_) not in _MOBILE:
        raise BadContact(ContactFault.PHONE_FIXED)
    return phonenumbers.format_number(number_, phonenumbers.PhoneNumberFormat.E164)


_MOBILE = (
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
)
