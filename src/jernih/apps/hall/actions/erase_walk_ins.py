"""Erase the names that were given at the door, once their day is long over."""

from datetime import datetime

from django.db import transaction

from jernih.apps.hall.actions import floor, refusals
from jernih.apps.ledger import actions as ledger
from jernih.pure.events_office import WalkInsErased
from jernih.pure.roles import Actor, Permission


@transaction.atomic(durable=True)
def erase_walk_ins(*, hall_day_id: int, actor: Actor, now: datetime) -> None:
    """Wipe names and salts of a closed day's walk-in numbers; done before: nothing.

    Raises DayNotClosed or Refused.
    """
    with floor.locked(
        hall_day_id=hall_day_id, actor=actor, permission=Permission.DAY_ERASE, now=now
    ) as hall:
        if hall.day.closed_at is None:
            raise refusals.DayNotClosed
        given = hall.day.tickets.filter(seat=None).exclude(walk_in_salt=b"")
        if given.update(walk_in_name="", walk_in_salt=b""):
            ledger.append(WalkInsErased(office=hall.office.slug, at=now, day=hall.day.day))
