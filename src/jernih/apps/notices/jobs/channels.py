"""The ways a message goes out, all with one contract: it is taken, or it is refused in words.

Source: WhatsApp Cloud API, "Send messages"; gateways of SMS differ, so theirs is a template.
"""

import json
import smtplib
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formataddr
from typing import Final, Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from jernih.apps.notices.models import Notice, NoticeChannel

SECONDS: Final = 10
# Answers that mean "try later"; every other 4xx means "never".
PASSING: Final = frozenset({401, 403, 408, 409, 423, 425, 429})


class NotNow(Exception):
    """The channel could not take it this time. Never names the receiver."""


class Refusal(Exception):
    """The channel will never take this message. Never names the receiver."""


class Channel(Protocol):
    """One way out."""

    def send(self, notice: Notice) -> None:
        """Hand the message over. Raises NotNow or Refusal."""


@dataclass(frozen=True)
class Email:
    """By SMTP, with Django's settings."""

    def send(self, notice: Notice) -> None:
        """Hand the message to the mail server."""
        message = EmailMessage(
            subject=notice.subject,
            body=notice.body,
            from_email=formataddr((settings.OFFICE_NAME, settings.DEFAULT_FROM_EMAIL)),
            to=[notice.address],
            # The same at a second try, so that a mailbox knows it has it already.
            headers={
                "Message-ID": f"<notice-{notice.pk}@{settings.SITE_HOST or 'localhost'}>",
                "Auto-Submitted": "auto-generated",
            },
            connection=get_connection(),
        )
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as problem:
            code = max(code for code, _ in problem.recipients.values())
            raise (Refusal if code >= 500 else NotNow)(f"SMTP {code}: receiver refused") from None
        except smtplib.SMTPResponseException as problem:
            is_final = problem.smtp_code >= 500 and isinstance(problem, smtplib.SMTPDataError)
            raise (Refusal if is_final else NotNow)(f"SMTP {problem.smtp_code}") from None
        except (OSError, smtplib.SMTPException) as problem:
            raise NotNow(f"no mail server: {type(problem).__name__}") from None
        except ValueError as problem:
            # One message that no mail can carry must not hold up all others.
            raise Refusal(f"no mail: {type(problem).__name__}") from None


@dataclass(frozen=True)
class WhatsApp:
    """By the WhatsApp Cloud API: one POST a message. url: .../<phone-number-id>/messages."""

    url: str
    token: str

    def send(self, notice: Notice) -> None:
        """Hand the message over."""
        body = {
            "messaging_product": "whatsapp",
            "to": notice.address.lstrip("+"),
            "type": "text",
            "text": {"preview_url": False, "body": f"{notice.subject}\n\n{notice.body}"},
            "biz_opaque_callback_data": f"notice-{notice.pk}",
        }
        _post(self.url, json.dumps(body).encode(), token=self.token, key=f"notice-{notice.pk}")


@dataclass(frozen=True)
class Sms:
    """By the HTTP gateway of any provider.

    template: the body, JSON, with {to}, {text} and {key} inside its strings.
    """

    url: str
    token: str
    template: str

    def send(self, notice: Notice) -> None:
        """Hand the message over."""
        key = f"notice-{notice.pk}"
        words = {"to": notice.address, "text": notice.body, "key": key}
        body = _filled(json.loads(self.template), words)
        _post(self.url, json.dumps(body).encode(), token=self.token, key=key)


@dataclass(frozen=True)
class Nowhere:
    """A channel that is not set up: messages wait and the office is told."""

    name: str

    def send(self, notice: Notice) -> None:
        """Refuse for now."""
        del notice
        raise NotNow(f"{self.name} is not set up")


@dataclass(frozen=True)
class DemoPage:
    """A demonstration without that channel: the page /demo/pesan is the receiver."""

    def send(self, notice: Notice) -> None:
        """Do nothing: the row is the message."""


def channels() -> Mapping[str, Channel]:
    """Return every channel as the settings of this moment say."""
    return {
        NoticeChannel.EMAIL: Email() if settings.EMAIL_HOST else _missing("EMAIL"),
        NoticeChannel.WHATSAPP: WhatsApp(settings.WHATSAPP_URL, settings.WHATSAPP_TOKEN)
        if settings.WHATSAPP_URL
        else _missing("WHATSAPP"),
        NoticeChannel.SMS: Sms(settings.SMS_URL, settings.SMS_TOKEN, settings.SMS_TEMPLATE)
        if settings.SMS_URL
        else _missing("SMS"),
    }


def _missing(name: str) -> Channel:
    return DemoPage() if settings.IS_DEMO else Nowhere(name)


def _filled(part: object, words: Mapping[str, str]) -> object:
    if isinstance(part, dict):
        return {key: _filled(value, words) for key, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, words) for value in part]
    if isinstance(part, str):
        for name, value in words.items():
            part = part.replace("{" + name + "}", value)
    return part


def _post(url: str, body: bytes, *, token: str, key: str) -> None:
    request = urllib.request.Request(  # noqa: S310 - an address from our own settings
        url,
        data=body,
        method="POST",
        headers={
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS):  # noqa: S310
            return
    except urllib.error.HTTPError as problem:
        with problem:
            is_final = 400 <= problem.code < 500 and problem.code not in PASSING
        raise (Refusal if is_final else NotNow)(f"HTTP {problem.code}") from None
    except OSError as problem:
        raise NotNow(f"no answer: {type(problem).__name__}") from None
