"""The line as the calling rule sees it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from jernih.apps.hall.models import CounterDay, HallDay, Ticket
from jernih.apps.offices import queries as offices
from jernih.pure.calling import CallingPolicy, CounterNow, Lane, Waiting

# Of each service and lane the first by line order, and the first that came back to this counter:
# the rows that `calling.heads_for` asks for, and few more. Each arm reads one row of an index.
_HEADS = """
SELECT head.* FROM unnest(%(services)s::bigint[]) AS service(id)
CROSS JOIN unnest(%(lanes)s::text[]) AS lane(name)
CROSS JOIN LATERAL (
    SELECT * FROM hall_ticket
    WHERE hall_day_id = %(day)s AND state = 'WAITING'
        AND service_id = service.id AND lane = lane.name
        AND (helper = '' OR helper <> %(officer)s)
    ORDER BY place_at, arrived_at, series, n LIMIT 1
) AS head
UNION ALL
(SELECT * FROM hall_ticket
    WHERE hall_day_id = %(day)s AND state = 'WAITING' AND returned_at IS NOT NULL
        AND home_counter = %(counter)s AND service_id = ANY(%(services)s::bigint[])
        AND (helper = '' OR helper <> %(officer)s)
    ORDER BY returned_at, arrived_at, series, n LIMIT 1)
"""


def policy_of(day: HallDay) -> CallingPolicy:
    """Return the calling rule that a day was opened with."""
    return CallingPolicy(
        version=day.rule_version,
        priority_every=day.priority_every,
        early_minutes=day.early_minutes,
        late_minutes=day.late_minutes,
        recall_max=day.recall_max,
        recall_gap_seconds=day.recall_gap_seconds,
    )


def services_of(counter_day: CounterDay) -> dict[int, str]:
    """Return the codes of what a counter does today, by id."""
    return dict(counter_day.services.values_list("pk", "code"))


def counter_now(counter_day: CounterDay, *, services: Mapping[int, str]) -> CounterNow:
    """Return a counter as the calling rule sees it."""
    return CounterNow(
        number=counter_day.counter.number,
        officer=counter_day.officer,
        services=frozenset(services.values()),
    )


def heads_for(counter_day: CounterDay, *, services: Mapping[int, str]) -> list[Ticket]:
    """Return the rows that suffice to choose for this counter, perhaps one of them twice."""
    return list(
        Ticket.objects.raw(
            _HEADS,
            {
                "day": counter_day.hall_day_id,
                "services": list(services),
                "lanes": [lane.value for lane in Lane],
                "officer": counter_day.officer,
                "counter": counter_day.counter.number,
            },
        )
    )


def waiting_rows(tickets: Iterable[Ticket], *, services: Mapping[int, str]) -> list[Waiting]:
    """Return tickets as the calling rule sees them. services: codes by id."""
    return [
        Waiting(
            number=ticket.number,
            service=services[ticket.service_id],
            lane=Lane(ticket.lane),
            place_at=ticket.place_at,
            arrived_at=ticket.arrived_at,
            home_counter=ticket.home_counter,
            returned_at=ticket.returned_at,
            helper=ticket.helper,
        )
        for ticket in tickets
    ]


def again_at(ticket: Ticket, policy: CallingPolicy) -> datetime:
    """Return when a called ticket may be called again, or be marked missed."""
    last = ticket.last_called_at or ticket.arrived_at
    return last + timedelta(seconds=policy.recall_gap_seconds)


def policy_on(day: date) -> CallingPolicy:
    """Return the calling rule in force on a day."""

    def value(name: str) -> int:
        return offices.rule("lanes", name, on=day)

    return CallingPolicy(
        version=value("calling_rule_version"),
        priority_every=value("priority_every"),
        early_minutes=value("early_minutes"),
        late_minutes=value("late_minutes"),
        recall_max=value("recall_max"),
        recall_gap_seconds=value("recall_gap_seconds"),
    )


def caps_on(day: date) -> dict[Lane, int]:
    """Return how many numbers may be given at the door on a day, by lane."""
    return {
        Lane.PRIORITY: offices.rule("quotas", "priority_reserve", on=day),
        Lane.STANDBY: offices.rule("quotas", "standby_reserve", on=day),
    }
