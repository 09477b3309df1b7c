"""Give a served ticket its one token, without seeing it."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from jernih.apps.hall import queries as hall
from jernih.apps.hall.models import Ticket
from jernih.apps.offices import queries as offices
from jernih.apps.surveys.actions import keys
from jernih.apps.surveys.actions.refusals import (
    AlreadyAnswered,
    ForgedToken,
    NotServed,
    TooLate,
    UnknownCode,
)
from jernih.apps.surveys.models import SurveyKey, TokenGiven
from jernih.pure import blind
from jernih.pure.quarters import quarter_before, quarter_of
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import TicketState


@transaction.atomic(durable=True)
def sign_token(*, code: str, key: str, blinded: bytes, actor: Actor, now: datetime) -> bytes:
    """Sign what a browser blinded, once a ticket; the same again for the same.

    key: the ref of the key it was blinded for. Raises Refused, UnknownCode, NotServed, TooLate,
    AlreadyAnswered, or ForgedToken for what is not blinded under a key of ours.
    """
    require(actor, Permission.SURVEY_ANSWER)
    tickets = served_tickets(code, now=now)
    office = tickets[0].hall_day.office
    known = key_in_use(office.slug, key, now=now)
    seen = sha256(blinded).hexdigest()
    if not TokenGiven.objects.filter(ticket__in=tickets, blinded=seen).exists():
        give_token(tickets, blinded=seen)
    private = keys.signing_key(office.slug, known.period)
    try:
        return blind.sign_blinded(
            private, blinded, chance=secrets.randbelow(private.public.n - 2) + 2
        )
    except blind.BadToken as reason:
        raise ForgedToken(str(reason)) from None


def served_tickets(code: str, *, now: datetime) -> list[Ticket]:
    """Return the tickets of a code whose service is over, not too long ago.

    Raises UnknownCode, NotServed, TooLate.
    """
    tickets = hall.tickets_by_code(code)
    if not tickets:
        raise UnknownCode
    served = [one for one in tickets if one.state == TicketState.SERVED]
    if not served:
        raise NotServed
    today = offices.today(served[0].hall_day.office, now)
    days = offices.rule("index_scales", "answer_days", on=today)
    fresh = [one for one in served if today - one.hall_day.day <= timedelta(days=days)]
    if not fresh:
        raise TooLate
    return fresh


def give_token(tickets: Sequence[Ticket], *, blinded: str = "") -> None:
    """Mark the first of these tickets that has no token yet. Raises AlreadyAnswered."""
    # One after another: of two that come at once for one ticket, the second sees the first.
    locked = Ticket.objects.select_for_update(no_key=True).filter(
        pk__in=[ticket.pk for ticket in tickets]
    )
    free = [one for one in locked.order_by("pk") if not hasattr(one, "survey_token")]
    if not free:
        raise AlreadyAnswered
    TokenGiven.objects.create(ticket=free[0], blinded=blinded)


def key_in_use(office: str, key: str, *, now: datetime) -> SurveyKey:
    """Return a key of this quarter or the one before. Raises ForgedToken."""
    row = SurveyKey.objects.filter(office__slug=office, key=key).select_related("office").first()
    if row is not None:
        this = quarter_of(offices.today(row.office, now))
        if row.period in (this, quarter_before(this)):
            return row
    raise ForgedToken("no key of ours")
