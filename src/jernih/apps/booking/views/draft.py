"""What someone has typed so far: kept in her own browser, sealed, never on our disk.

The NIK is in it, and the NIK is not stored here; so the draft travels as an encrypted cookie.
"""

import json
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from hashlib import sha256
from secrets import token_hex
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from jernih.apps.booking.actions import Contact, NumbersWanted, Person, Preference
from jernih.pure.people import tidy
from jernih.pure.reasons import PriorityClass

COOKIE = "draft"
MINUTES = 120
PATH = "/ambil/"


@dataclass
class Draft:
    """An application in the making. people: one dict a person, as typed.

    batch: the ref of the draw it joins, "" for numbers at once. any_from: in a draw, the day from
    which on any would do, "" for none.
    """

    office: str = ""
    service_id: int = 0
    count: int = 1
    people: list[dict[str, Any]] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    any_after: bool = True
    batch: str = ""
    any_from: str = ""
    standby: bool = False
    contact_kind: str = ""
    contact: str = ""
    contact_shown: str = ""
    session_key: str = field(default_factory=lambda: token_hex(16))
    once_key: str = field(default_factory=lambda: token_hex(16))

    def persons(self) -> tuple[Person, ...]:
        """Return the people as the rules want them."""
        return tuple(
            tidy(
                Person(
                    nik=person["nik"],
                    name=person["name"],
                    birth_date=date.fromisoformat(person["birth_date"]),
                    priority=PriorityClass(person["priority"]),
                )
            )
            for person in self.people
        )

    def wanted(self, *, language: str, today: date) -> NumbersWanted:
        """Return the request for numbers that this draft amounts to."""
        contact = None
        if self.contact:
            contact = Contact(
                kind=self.contact_kind, address=self.contact, shown=self.contact_shown
            )
        return NumbersWanted(
            service_id=self.service_id,
            people=self.persons(),
            preferences=tuple(preference(choice) for choice in self.choices),
            any_after=self._any_day(today),
            standby=self.standby,
            once_key=self.once_key,
            contact=contact,
            session_key=self.session_key,
            language=language,
        )

    def go_for(self, *, batch: str) -> None:
        """Turn to another draw, or to numbers at once; wishes for the old one do not fit."""
        if batch != self.batch:
            self.choices, self.any_after, self.any_from, self.standby = [], True, "", False
        self.batch = batch

    def _any_day(self, today: date) -> date | None:
        if self.batch:
            return date.fromisoformat(self.any_from) if self.any_from else None
        return today if self.any_after else None


def preference(choice: str) -> Preference:
    """Read `2026-11-25` or `2026-11-25T08:00:00+08:00`, as the time step offers them."""
    if "T" in choice:
        starts_at = datetime.fromisoformat(choice)
        return Preference(day=timezone.localdate(starts_at), starts_at=starts_at)
    return Preference(day=date.fromisoformat(choice))


def read(request: HttpRequest) -> Draft:
    """Return the visitor's draft; a missing, old or foreign one is a fresh start."""
    sealed = request.COOKIES.get(COOKIE, "")
    try:
        opened = _box().decrypt(sealed.encode("ascii", "replace"), ttl=MINUTES * 60)
        return Draft(**json.loads(opened))
    except (InvalidToken, TypeError, ValueError):
        return Draft()


def keep(response: HttpResponse, draft: Draft) -> HttpResponse:
    """Give the draft to the browser to keep, and return the response."""
    sealed = _box().encrypt(json.dumps(asdict(draft)).encode()).decode()
    response.set_cookie(
        COOKIE,
        sealed,
        max_age=MINUTES * 60,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def drop(response: HttpResponse) -> HttpResponse:
    """Take the draft out of the browser, and return the response."""
    response.delete_cookie(COOKIE, path=PATH)
    return response


def _box() -> Fernet:
    key = sha256(b"jernih/draft/v1" + settings.SERVER_KEY.encode()).digest()
    return Fernet(urlsafe_b64encode(key))
