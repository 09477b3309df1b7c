"""Draw a batch whose seed is known: the order, the seats, and word to everybody.

All in one transaction: cut short at any step, nothing is done, and the same seed gives the same
result when it is done again.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from jernih.apps.booking import queries
from jernih.apps.booking.actions import words
from jernih.apps.booking.actions.draw.leftover import offer_leftover
from jernih.apps.booking.actions.draw.refusals import ListChanged
from jernih.apps.booking.actions.draw.steps import applications_of, entries_of, locked_batch
from jernih.apps.booking.models import Applicant, Application, Batch, Seat
from jernih.apps.ledger import actions as ledger
from jernih.pure import events_draw
from jernih.pure.allocation import Seating, allocate
from jernih.pure.draw import draw_order
from jernih.pure.draw_list import list_root
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import APPLICATION, BATCH, SEAT, ApplicationState, BatchState, SeatState

ROWS_IN_A_FACT = 200
WRITE_SEATS = """
    UPDATE booking_applicant applicant SET seat_id = given.seat
    FROM unnest(%(applicants)s::bigint[], %(seats)s::bigint[]) AS given(applicant, seat)
    WHERE applicant.id = given.applicant
"""


@transaction.atomic(durable=True)
def draw_batch(*, batch_id: int, actor: Actor, now: datetime) -> Batch:
    """Give the seats of a batch by lot, and publish who got what, in draw order.

    Raises Refused, IllegalMove, ListChanged.
    """
    require(actor, Permission.BATCH_RUN)
    batch = locked_batch(batch_id)
    BATCH.check(BatchState(batch.state), BatchState.DRAWN)
    applications = applications_of(batch)
    entries = {entry.ref: entry for entry in entries_of(batch, applications)}
    if list_root(entries.values()).hex() != batch.list_root:
        raise ListChanged(batch.ref)

    order = draw_order(entries, key=bytes.fromhex(batch.seed))
    rooms = queries.draw.rooms(batch)
    seatings = allocate([entries[ref] for ref in order], rooms)
    by_ref = {application.ref: application for application in applications}
    drawn = [(by_ref[seating.ref], seating) for seating in seatings]
    _give_seats(batch, drawn)
    _move_on(drawn, now)
    batch.state, batch.drawn_at = BatchState.DRAWN, now
    batch.save(update_fields=["state", "drawn_at"])

    _publish(batch, seatings, now)
    offer_leftover(batch, now)
    _tell(batch, drawn, now)
    return batch


Drawn = Sequence[tuple[Application, Seating]]


def _give_seats(batch: Batch, drawn: Drawn) -> None:
    seats = {
        (seat.day, seat.n): seat
        for seat in Seat.objects.select_for_update(of=("self",))
        .filter(slot__supply__batch=batch, state=SeatState.FREE)
        .order_by("slot__starts_at", "n")
    }
    people: dict[int, list[int]] = {}
    rows = Applicant.objects.filter(application__batch=batch).order_by("position")
    for application_id, pk in rows.values_list("application_id", "pk"):
        people.setdefault(application_id, []).append(pk)
    given: dict[int, Seat] = {}
    for application, seating in drawn:
        if seating.day:
            taken = [seats[seating.day, n] for n in seating.numbers]
            given |= zip(people[application.pk], taken, strict=True)
    for seat in given.values():
        SEAT.check(SeatState(seat.state), SeatState.TAKEN)
    Seat.objects.filter(pk__in=[seat.pk for seat in given.values()]).update(state=SeatState.TAKEN)
    with connection.cursor() as cursor:
        values = {"applicants": list(given), "seats": [seat.pk for seat in given.values()]}
        cursor.execute(WRITE_SEATS, values)


def _move_on(drawn: Drawn, now: datetime) -> None:
    for number, (application, seating) in enumerate(drawn, 1):
        then = ApplicationState.GRANTED if seating.day else ApplicationState.UNSEATED
        APPLICATION.check(ApplicationState(application.state), then)
        application.state, application.draw_number = then, number
        application.day = seating.day
        application.granted_at = now if seating.day else None
    Application.objects.bulk_update(
        [application for application, _ in drawn],
        ["state", "draw_number", "day", "granted_at"],
        batch_size=1000,
    )
    # Who got nothing and does not wait at short notice is free for the next batch.
    lost = [a.pk for a, seating in drawn if not seating.day and not a.standby]
    Applicant.objects.filter(application__in=lost).update(is_live=False)


def _publish(batch: Batch, seatings: Sequence[Seating], now: datetime) -> None:
    for first in range(0, len(seatings), ROWS_IN_A_FACT):
        rows = seatings[first : first + ROWS_IN_A_FACT]
        ledger.append(
            events_draw.SeatsDrawn(
                office=batch.office.slug,
                at=now,
                batch=batch.ref,
                first=first + 1,
                rows=tuple(_row(batch, seating) for seating in rows),
            )
        )
    ledger.append(
        events_draw.BatchDrawn(
            office=batch.office.slug,
            at=now,
            batch=batch.ref,
            applications=len(seatings),
            seated=sum(seating.day is not None for seating in seatings),
            numbers=sum(len(seating.numbers) for seating in seatings),
        )
    )


def _row(batch: Batch, seating: Seating) -> events_draw.DrawnRow:
    return events_draw.DrawnRow(
        ref=seating.ref,
        day=seating.day.isoformat() if seating.day else "",
        numbers=tuple(f"{batch.service.series}-{n:03d}" for n in seating.numbers),
    )


def _tell(batch: Batch, drawn: Drawn, now: datetime) -> None:
    starts = _starts(batch)
    for number, (application, seating) in enumerate(drawn, 1):
        application.office = batch.office
        if seating.day:
            visit = words.Visit(
                day=seating.day,
                numbers=_row(batch, seating).numbers,
                starts_at=starts[seating.day, seating.numbers[0]],
            )
            letter = words.drawn(application, visit, number=number, of=len(drawn))
        else:
            letter = words.not_drawn(application, number=number, of=len(drawn))
        words.send(
            application,
            letter,
            purpose="drawn",
            once_key=f"drawn:{application.ref}",
            not_before=now + timedelta(seconds=1),
            now=now,
        )


def _starts(batch: Batch) -> Mapping[tuple[date, int], datetime]:
    return {
        (room.day, n): window.starts_at
        for room in queries.draw.rooms(batch)
        for window in room.windows
        for n in range(window.first, window.last + 1)
    }
