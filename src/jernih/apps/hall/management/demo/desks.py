"""What the officers do. Each step is read off the tables, so a playing can be killed and resumed.

Times come from draws that hang on the ticket's number alone: the same day plays the same way.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from jernih.apps.hall import actions
from jernih.apps.hall.management.demo import draws, plan
from jernih.apps.hall.management.demo.stage import Stage
from jernih.apps.hall.models import CounterDay, HallDay, Leg, Ticket
from jernih.apps.offices.models import Service
from jernih.pure.reasons import BreakReason, ExceptionReason, ParkReason
from jernih.pure.states import AT_COUNTER_TICKET, CounterState, TicketState

ABSENT, PARKS, GOES_ON, EXCEPTION = 0.05, 0.06, 0.05, 0.03
# One officer calls out of turn far too often, so that the monitor has something to explain; its
# page says that she is played so.
OFTEN = {3: 0.7}
RECALLS_BEFORE_MISSED = 2


class Desks:
    """All counters of the office."""

    def __init__(self, stage: Stage) -> None:
        """Start with every counter free to call at once."""
        self._stage = stage
        self._free_at: dict[int, datetime] = {}
        self._step = Service.objects.filter(office=stage.office, is_step=True).first()

    def work(self, day: HallDay, *, now: datetime) -> None:
        """Let every officer do what is due."""
        rows = {
            row.counter.number: row
            for row in CounterDay.objects.filter(hall_day=day).select_related("counter")
        }
        there = {leg.ticket.counter_id: leg for leg in _at_counters(day)}
        for counter in self._stage.counters:
            row = rows.get(counter)
            leg = there.get(row.counter_id) if row else None
            if row is None or row.state == CounterState.CLOSED:
                self._sit_down(counter, now=now)
            elif row.officer != self._stage.officer(counter).ref:
                continue  # a person works here, not the play
            elif leg is not None:
                self._serve(row, leg, now=now)
            else:
                self._turn_or_call(row, day, now=now)

    def open(self, *, now: datetime) -> None:
        """Seat every officer."""
        for counter in self._stage.counters:
            self._sit_down(counter, now=now)

    def _sit_down(self, counter: int, *, now: datetime) -> None:
        try:
            actions.open_counter(
                office_id=self._stage.office.pk,
                counter=counter,
                actor=self._stage.officer(counter),
                now=now,
            )
        except actions.CounterTaken:
            return

    def _turn_or_call(self, row: CounterDay, day: HallDay, *, now: datetime) -> None:
        stage, number = self._stage, row.counter.number
        officer = stage.officer(number)
        rest = plan.lunch(stage.windows, counter=number, counters=len(stage.counters))
        is_resting, should_rest = row.state == CounterState.BREAK, rest.begins <= now < rest.ends
        if should_rest and not is_resting:
            actions.start_break(
                counter_day_id=row.pk, reason=BreakReason.LUNCH, actor=officer, now=now
            )
        elif is_resting and not should_rest:
            actions.end_break(counter_day_id=row.pk, actor=officer, now=now)
        elif not is_resting and now >= self._free_at.get(number, now):
            self._call(row, day, now=now)

    def _call(self, row: CounterDay, day: HallDay, *, now: datetime) -> None:
        number, seed = row.counter.number, self._stage.seed
        officer = self._stage.officer(number)
        self._free_at[number] = now + timedelta(
            seconds=draws.between(15, 40, seed, "gap", number, now)
        )
        share = OFTEN.get(number, EXCEPTION)
        if draws.happens(share, seed, "exception", number, now) and self._except(row, day, now):
            return
        actions.call_next(
            counter_day_id=row.pk,
            press_key=f"demo {self._stage.office.slug} {day.day} {number} {day.step}",
            actor=officer,
            now=now,
        )

    def _except(self, row: CounterDay, day: HallDay, now: datetime) -> bool:
        """Call somebody who feels unwell out of turn, if there is one; tell whether it rang."""
        waiting = Ticket.objects.filter(
            hall_day=day, state=TicketState.WAITING, service__in=row.services.all()
        )
        ticket = waiting.order_by("place_at", "arrived_at", "n").last()
        if ticket is None:
            return False
        try:
            actions.call_by_exception(
                counter_day_id=row.pk,
                number=ticket.number,
                reason=ExceptionReason.HEALTH,
                actor=self._stage.officer(row.counter.number),
                now=now,
            )
        except (actions.SameRule, actions.OwnClient):
            return False
        return True

    # ---- with a ticket at the counter

    def _serve(self, row: CounterDay, leg: Leg, *, now: datetime) -> None:
        if leg.ticket.state == TicketState.CALLED:
            self._wait_for(row, leg.ticket, now=now)
        else:
            self._go_on(row, leg, now=now)

    def _wait_for(self, row: CounterDay, ticket: Ticket, *, now: datetime) -> None:
        seed, called_at = self._stage.seed, ticket.last_called_at or now
        if not self._is_absent(ticket):
            wait = draws.between(12, 55, seed, "walk", ticket.number, ticket.calls)
            if now >= called_at + timedelta(seconds=wait):
                self._do(actions.start_ticket, row, ticket, now=now)
            return
        gap = ticket.hall_day.recall_gap_seconds + 5
        if now < called_at + timedelta(seconds=gap):
            return
        is_last = ticket.calls > RECALLS_BEFORE_MISSED
        self._do(actions.miss_ticket if is_last else actions.recall_ticket, row, ticket, now=now)

    def _is_absent(self, ticket: Ticket) -> bool:
        if ticket.re_entries:
            return False
        return draws.happens(ABSENT, self._stage.seed, "absent", ticket.number)

    def _go_on(self, row: CounterDay, leg: Leg, *, now: datetime) -> None:
        ticket, service = leg.ticket, leg.ticket.service
        seed, number = self._stage.seed, ticket.number
        seconds = draws.seconds_about(service.minutes, seed, "serve", number, service.code)
        began = leg.serving_at or now
        parks = not ticket.home_counter and draws.happens(PARKS, seed, "parks", number)
        if parks and now >= began + timedelta(seconds=seconds * 0.4):
            actions.park_ticket(
                counter_day_id=row.pk,
                number=number,
                reason=ParkReason.PHOTOCOPY,
                actor=self._stage.officer(row.counter.number),
                now=now,
            )
        elif now >= began + timedelta(seconds=seconds):
            self._end(row, ticket, now=now)

    def _end(self, row: CounterDay, ticket: Ticket, *, now: datetime) -> None:
        step = self._step
        goes_on = draws.happens(GOES_ON, self._stage.seed, "goes on", ticket.number)
        if step is None or ticket.service_id == step.pk or not goes_on:
            self._do(actions.finish_ticket, row, ticket, now=now)
            return
        actions.transfer_ticket(
            counter_day_id=row.pk,
            number=ticket.number,
            service=step.code,
            actor=self._stage.officer(row.counter.number),
            now=now,
        )

    def _do(
        self, deed: Callable[..., Ticket], row: CounterDay, ticket: Ticket, *, now: datetime
    ) -> None:
        deed(
            counter_day_id=row.pk,
            number=ticket.number,
            actor=self._stage.officer(row.counter.number),
            now=now,
        )


def _at_counters(day: HallDay) -> Iterable[Leg]:
    """Return the stretch each ticket at a counter is on."""
    return Leg.objects.filter(
        ticket__hall_day=day, ticket__state__in=AT_COUNTER_TICKET, ended_at=None
    ).select_related("ticket__service", "ticket__hall_day")
