"""What somebody who wants numbers must know, in one question: what is on offer, who stayed away.

By hand, because thousands ask it in one minute: the ORM takes ten times as long to write it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jernih.apps.ledger import actions as ledger
from jernih.apps.offices.models import Office

# More than any family: who wants numbers need not wait until a whole day is counted.
AT_MOST = 20
# The absences are one subquery without outer columns: it runs once, whatever the number of days.
ASK = """
    SELECT supply.id, supply.day, service.id, service.code,
           office.id, office.slug, office.name, office.time_zone,
           (SELECT count(*) FROM (
             SELECT FROM booking_slot slot JOIN booking_seat seat ON seat.slot_id = slot.id
             WHERE slot.supply_id = supply.id AND slot.starts_at > %(now)s
               AND seat.state = 'FREE'
             LIMIT {at_most}) AS seen),
           (SELECT json_agg(json_build_array(nik_index, day)) FROM booking_noshow
             WHERE nik_index = ANY(%(people)s) AND excused_at IS NULL)
    FROM booking_supply supply
    JOIN offices_service service ON service.id = supply.service_id
    JOIN offices_office office ON office.id = supply.office_id
    WHERE supply.service_id = %(service)s AND supply.opens_at <= %(now)s
      AND supply.closed_at IS NULL AND supply.mode = 'OPEN'
      AND (supply.day = ANY(%(days)s) OR supply.day >= %(after)s)
    ORDER BY supply.day
""".replace("{at_most}", str(AT_MOST))


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One open day of a service. office: as much of it as is needed here.

    free: at a glance, and counted up to AT_MOST.
    """

    supply_id: int
    day: date
    service_id: int
    service_code: str
    office: Office
    free: int


@dataclass(frozen=True, kw_only=True)
class Offered:
    """The open days that were asked for, in order, and the days that people missed unexcused."""

    offers: tuple[Offer, ...]
    absences: dict[str, list[date]]


def offered(
    service_id: int,
    *,
    days: Sequence[date],
    any_after: date | None,
    people: Sequence[str] = (),
    now: datetime,
) -> Offered:
    """Return what is on offer on these days and from `any_after` on; people: blind indexes."""
    asked: dict[str, Any] = {
        "service": service_id,
        "days": list(days),
        "after": any_after or date.max,
        "people": list(people),
        "now": now,
    }
    rows = ledger.prepared(ASK, asked).fetchall()
    if not rows:
        return Offered(offers=(), absences={})
    absences: dict[str, list[date]] = {}
    for index, missed in rows[0][-1] or ():
        absences.setdefault(index, []).append(date.fromisoformat(missed))
    office_id, slug, name, zone = rows[0][4:8]
    office = Office(pk=office_id, slug=slug, name=name, time_zone=zone)
    offers = (
        Offer(
            supply_id=supply_id,
            day=day,
            service_id=service_id,
            service_code=code,
            office=office,
            free=free,
        )
        for supply_id, day, _, code, *_office, free, _absences in rows
    )
    return Offered(offers=tuple(offers), absences=absences)
