"""Make a day's row with the rule in force, by whoever comes first: clock, kiosk or counter."""

from datetime import datetime

from jernih.apps.hall.actions import floor
from jernih.apps.hall.actions.floor import Hall
from jernih.apps.hall.models import HallDay
from jernih.apps.hall.queries import line
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure import calling, events


def begin_day(office: Office, *, now: datetime) -> int:
    """Make the row of the office's day of `now` unless it is there; return its id."""
    day = offices.today(office, now)
    known = HallDay.objects.filter(office=office, day=day).values_list("pk", flat=True).first()
    if known is not None:
        return known
    at = floor.whole_second(now)
    policy, caps = line.policy_on(day), line.caps_on(day)
    rule = {
        "rule_version": policy.version,
        "priority_every": policy.priority_every,
        "early_minutes": policy.early_minutes,
        "late_minutes": policy.late_minutes,
        "recall_max": policy.recall_max,
        "recall_gap_seconds": policy.recall_gap_seconds,
        "priority_cap": caps[calling.Lane.PRIORITY],
        "standby_cap": caps[calling.Lane.STANDBY],
    }
    row = HallDay(
        office=office,
        day=day,
        since_priority=calling.count_at_opening(policy),
        opened_at=at,
        moved_at=at,
        **rule,
    )
    # Two counters may be the first: whoever comes second waits here for the first one's end.
    HallDay.objects.bulk_create([row], ignore_conflicts=True)
    made = HallDay.objects.select_for_update(of=("self",)).get(office=office, day=day)
    if made.step == 0:
        hall = Hall(day=made, office=office, at=made.opened_at, now=now)
        hall.tell(events.DayOpened, **rule)
        floor.keep(hall)
    return made.pk
