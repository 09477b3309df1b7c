"""Make days for the monitor: a hall in which one officer calls out of turn; by real actions.

The day is Wednesday 25 November 2026 at Tarakan (UTC+8).
"""

from datetime import UTC, datetime

from jernih.apps.hall import actions as hall_actions
from jernih.apps.hall.models import CounterDay, Ticket
from jernih.apps.offices.models import OpeningHours
from jernih.apps.oversight import actions
from jernih.apps.oversight.models import Alarm
from jernih.pure.reasons import AlarmKind, ExceptionReason, InspectionOutcome
from jernih.pure.roles import CLOCK, Actor, Role
from jernih.pure.states import InspectionState, TicketState
from tests import hall_makers as made
from tests.hall_makers import HallMade

EVENING = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)  # 22:00 at Tarakan
STRANGE = "s-strang"
WORDS = "Bertanya kepada petugasnya."


def strange_hall(*, people: int = 5, every: int = 1, reason: str = "HEALTH") -> HallMade:
    """A closed day on which the officer of counter 1 calls four of five out of turn."""
    hall = made.make_hall(counters=2)
    for weekday in range(5):
        OpeningHours.objects.create(
            office=hall.office, weekday=weekday, opens_at="08:00", closes_at="16:00"
        )
    desk = made.make_desk(hall, 1, officer="strang")
    for _ in range(people):
        made.check_in(hall, made.make_application(hall))
    for n in range(people):
        _serve(hall, desk, out_of_turn=n % every == 0 and n < people - 1, reason=reason)
    close_day(hall)
    return hall


def _serve(hall: HallMade, desk: CounterDay, *, out_of_turn: bool, reason: str) -> None:
    hall.later(seconds=30)
    if out_of_turn:
        last = Ticket.objects.filter(hall_day=hall.day, state=TicketState.WAITING).latest("n")
        hall_actions.call_by_exception(
            **made.by(hall, desk, number=last.number, reason=ExceptionReason(reason))
        )
        number = last.number
    else:
        number = made.press_next(hall, desk)
    hall.later(seconds=20)
    hall_actions.start_ticket(**made.by(hall, desk, number=number))
    hall.later(minutes=5)
    hall_actions.finish_ticket(**made.by(hall, desk, number=number))


def close_day(hall: HallMade) -> None:
    hall_actions.close_hall_day(hall_day_id=hall.day.pk, actor=CLOCK, now=EVENING)


def judged(hall: HallMade, *, now: datetime = EVENING) -> list[Alarm]:
    """The alarms of the day, after the clock has judged it."""
    actions.judge_day(hall_day_id=hall.day.pk, actor=CLOCK, now=now)
    return list(Alarm.objects.filter(office=hall.office).order_by("pk"))


def supervisor(hall: HallMade) -> Actor:
    return hall.staff("superv", Role.SUPERVISOR)


def auditor(hall: HallMade) -> Actor:
    return hall.staff("audito", Role.AUDITOR)


def make_alarm(hall: HallMade, *, at: InspectionState = InspectionState.RAISED) -> Alarm:
    """The alarm about calls out of turn, walked to this state."""
    alarm = next(one for one in judged(hall) if one.kind == AlarmKind.SKIPS)
    by = {"ref": alarm.ref, "actor": supervisor(hall), "now": EVENING}
    if at != InspectionState.RAISED:
        actions.take_alarm(**by)
    if at == InspectionState.CLOSED:
        actions.close_alarm(**by, outcome=InspectionOutcome.HARD_CASES, words=WORDS)
    alarm.refresh_from_db()
    return alarm
