"""Make complaints about service by the real actions; it is Monday 23 November 2026 at Tarakan."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jernih.apps.complaints.actions import grievance as citizen
from jernih.apps.complaints.models import Grievance
from jernih.apps.offices.models import Office
from jernih.pure.grievance import Subject
from jernih.pure.roles import CITIZEN
from jernih.pure.seal.code import ReporterKeys
from tests.makers import NOW

SAID = "Saya antre empat jam kenari-keluhan dan tidak ada kursi."
CONTACT = "ibu.kenari@contoh.id"
WORDS = {"words": SAID, "ticket": "A-017", "contact": CONTACT, "channel": "EMAIL"}


@dataclass(frozen=True, kw_only=True)
class MadeGrievance:
    """A complaint as its sender knows it."""

    grievance: Grievance
    code: str
    keys: ReporterKeys

    @property
    def locator(self) -> str:
        return self.keys.locator

    def now(self) -> Grievance:
        self.grievance.refresh_from_db()
        return self.grievance


def make_grievance(office: Office, *, now: datetime = NOW, **changes: Any) -> MadeGrievance:
    fields = {"subject": Subject.WAIT, "words": WORDS}
    told = citizen.Complaint(**fields | changes)
    code = citizen.code_for(told, chance=secrets.token_bytes(32))
    made = citizen.file_grievance(office_id=office.pk, told=told, code=code, actor=CITIZEN, now=now)
    return MadeGrievance(grievance=made, code=code, keys=citizen.keys_of(code))
