"""The days before: people take numbers, prove their contact, confirm."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

from jernih.apps.booking import actions as booking
from jernih.apps.booking import queries as booked
from jernih.apps.booking.models import Application, Supply
from jernih.apps.booking.queries import Contact
from jernih.apps.hall.management.demo import people, plan
from jernih.apps.hall.management.demo.plan import Party
from jernih.apps.hall.management.demo.stage import Stage
from jernih.apps.notices.models import Notice
from jernih.apps.offices.models import Office
from jernih.pure.people import Preference
from jernih.pure.roles import CITIZEN
from jernih.pure.states import ApplicationState

OTHER_PEOPLE_TRIES = 3


def parties_of(stage: Stage) -> list[tuple[Supply, Party]]:
    """Return who wants a number of the day, service by service."""
    supplies = Supply.objects.filter(
        office=stage.office, day=stage.day, released_at__isnull=False
    ).select_related("service")
    found = []
    for supply in supplies.order_by("service__position", "service_id"):
        seats = supply.planned - sum(supply.slots.values_list("held", flat=True))
        made = plan.parties(stage.seed, service=supply.service.code, seats=seats, on=stage.day)
        found += [(supply, party) for party in made]
    return found


def once_key(party: Party) -> str:
    """Return the key under which this party's form was opened; the same at every playing."""
    return sha256(party.key.encode()).hexdigest()[:32]


def take_all(stage: Stage) -> int:
    """Let everybody take numbers who has none yet; return how many applications that made."""
    taken = 0
    known = set(Application.objects.filter(day=stage.day).values_list("once_key", flat=True))
    for n, (supply, party) in enumerate(parties_of(stage)):
        if once_key(party) in known:
            continue
        opens_at = supply.opens_at or stage.at(8, days_before=2)
        now = max(stage.at(8, days_before=2), opens_at) + timedelta(minutes=5 * n)
        taken += _take_somehow(stage, supply, party, now=now)
    return taken


def _take_somehow(stage: Stage, supply: Supply, party: Party, *, now: datetime) -> bool:
    for attempt in range(OTHER_PEOPLE_TRIES):
        try:
            _take(stage, supply, party, now=now)
        except booking.AlreadyHolding:
            # Another day's invention has the same ID number: invent somebody else.
            family = people.invented_family(
                f"{party.key}/{attempt}", people=len(party.people), on=stage.day
            )
            party = replace(party, people=family)
        except (booking.Full, booking.NotOffered):
            return False
        else:
            return True
    return False


def _take(stage: Stage, supply: Supply, party: Party, *, now: datetime) -> None:
    key = once_key(party)
    wanted = booking.NumbersWanted(
        service_id=supply.service_id,
        people=party.people,
        preferences=(Preference(day=stage.day),),
        once_key=key,
    )
    if party.is_assisted:
        booking.assist_numbers(wanted=wanted, actor=stage.helper, now=now)
        return
    contact = Contact(kind="EMAIL", address=f"contoh-{key[:10]}@demo.invalid")
    proven_at = prove_contact(stage.office, contact, session_key=key, now=now)
    booking.take_numbers(
        wanted=replace(wanted, contact=contact, session_key=key), actor=CITIZEN, now=proven_at
    )


def prove_contact(office: Office, contact: Contact, *, session_key: str, now: datetime) -> datetime:
    """Ask for a one-time code, read it in the outbox, type it; return when it was done."""
    ask = partial(
        booking.ask_code,
        office_slug=office.slug,
        contact=contact,
        session_key=session_key,
        language="id",
    )
    try:
        ask(now=now)
    except booking.TooSoon as refusal:
        # An earlier playing ended between the code and the number.
        now = refusal.again_at
        ask(now=now)
    letter = Notice.objects.filter(address=contact.address).order_by("-pk")[0]
    code = re.findall(r"(?<!\d)\d{6}(?!\d)", letter.body)[0]
    typed_at = now + timedelta(seconds=40)
    booking.prove_contact(contact=contact, session_key=session_key, code=code, now=typed_at)
    return typed_at + timedelta(seconds=20)


def confirm_all(stage: Stage) -> None:
    """Let those confirm, the day before, who do."""
    times = booked.confirm_times(stage.office, day=stage.day)
    for n, (_, party) in enumerate(parties_of(stage)):
        application = Application.objects.filter(
            once_key=once_key(party), state=ApplicationState.GRANTED
        ).first()
        if application and party.confirms:
            now = times.opens_at + timedelta(minutes=3 * n)
            booking.confirm(ref=application.ref, actor=CITIZEN, now=min(now, times.until))
