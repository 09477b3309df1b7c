"""A step of drawing and of cancelling: numbers that no draw gives away are offered to all."""

from datetime import datetime, timedelta

from jernih.apps.booking import queries
from jernih.apps.booking.models import Batch, Seat, Supply
from jernih.apps.ledger import actions as ledger
from jernih.pure import events_draw
from jernih.pure.reasons import ReleaseMode
from jernih.pure.states import SeatState


def offer_leftover(batch: Batch, now: datetime) -> None:
    """Let what nobody drew of a locked batch be taken at once by anybody, after the rest."""
    rest = timedelta(hours=queries.draw.number("leftover_rest_hours", on=batch.first_day))
    supplies = Supply.objects.select_for_update(no_key=True).filter(batch=batch).order_by("day")
    for supply in supplies:
        left = Seat.objects.filter(slot__supply=supply, state=SeatState.FREE)
        numbers = tuple(seat.number for seat in left.order_by("n"))
        if not numbers:
            continue
        supply.mode, supply.opens_at = ReleaseMode.OPEN, now + rest
        supply.save(update_fields=["mode", "opens_at"])
        ledger.append(
            events_draw.LeftoverOffered(
                office=batch.office.slug,
                at=now,
                batch=batch.ref,
                day=supply.day,
                numbers=numbers,
                opens_at=supply.opens_at,
            )
        )
