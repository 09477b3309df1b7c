"""A hall that is never idle, as a process of its own, so that it can be killed.

After each deed is committed, prints what was acknowledged: the day's step and any number given.
"""

import os
import secrets
import sys
from datetime import timedelta
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jernih.config.settings")
django.setup()

from jernih.apps.hall import actions  # noqa: E402 - after set-up
from jernih.apps.hall.models import CounterDay, HallDay  # noqa: E402
from jernih.apps.offices.models import Office  # noqa: E402
from jernih.pure.calling import Lane  # noqa: E402
from jernih.pure.reasons import BreakReason  # noqa: E402
from tests import hall_makers as makers  # noqa: E402


def main() -> None:
    hall = _hall()
    desk = CounterDay.objects.filter(counter__number=1).first() or makers.make_desk(hall)
    if desk.state == "BREAK":
        actions.end_break(**makers.by(hall, desk))
    while True:
        hall.now = makers.OPENING + timedelta(seconds=_step() + 60)
        _serve_one(hall, desk)
        actions.start_break(**makers.by(hall, desk, reason=BreakReason.SHORT))
        _acknowledge()
        actions.end_break(**makers.by(hall, desk))
        _acknowledge()


def _hall() -> makers.HallMade:
    office = Office.objects.first()
    if office is None:
        return makers.make_hall()
    hall = makers.HallMade(office=office, services={s.code: s for s in office.services.all()})
    hall.now = makers.OPENING + timedelta(seconds=_step() + 60)
    return hall


def _serve_one(hall: makers.HallMade, desk: CounterDay) -> None:
    try:
        ticket = makers.make_walk_in(hall, Lane.PRIORITY, press_key=secrets.token_hex(8))
        _acknowledge(ticket.number)
    except actions.ReserveUsed:
        pass
    busy = desk.hall_day.tickets.filter(state__in=("CALLED", "SERVING")).first()
    number = busy.number if busy else makers.press_next(hall, desk)
    _acknowledge()
    if not number:
        return
    if busy is None or busy.state == "CALLED":
        actions.start_ticket(**makers.by(hall, desk, number=number))
        _acknowledge()
    actions.finish_ticket(**makers.by(hall, desk, number=number))
    _acknowledge()


def _step() -> int:
    return HallDay.objects.values_list("step", flat=True).first() or 0


def _acknowledge(number: str = "") -> None:
    print(_step(), number, flush=True)


if __name__ == "__main__":
    main()
