"""Make declared gifts by the real actions; it is Monday 23 November 2026 at Tarakan."""

from datetime import date
from typing import Any

from jernih.apps.conduct import actions
from jernih.apps.conduct.models import Gift
from jernih.apps.offices.models import Office
from jernih.pure import gifts
from jernih.pure.roles import Actor
from tests.makers import NOW

TODAY = date(2026, 11, 23)
GIVER = "Hj. Kanariyah binti Rahasia"
WORDS = {
    "giver": GIVER,
    "thing": "sekotak kurma kanari",
    "place": "loket kanari 3",
    "chronology": "Ditaruh di meja, lalu pergi kanari.",
    "own_nik": "6571010101900001",
}


def told(**changes: Any) -> actions.Declared:
    fields = {
        "answer": gifts.GiftAnswer.UNREFUSABLE,
        "kind": gifts.GiftKind.FOOD,
        "relation": gifts.GiverRelation.APPLICANT,
        "occasion": gifts.GiftOccasion.SERVICE,
        "value": 150_000,
        "happened_on": TODAY,
        "words": WORDS,
    }
    return actions.Declared(**fields | changes)


def make_gift(office: Office, actor: Actor, *, now: Any = NOW, **changes: Any) -> Gift:
    return actions.declare_gift(office_id=office.pk, told=told(**changes), actor=actor, now=now)
