"""Let a demonstration's reports come in and be worked on, day by day, every night told."""

from datetime import date, datetime, time, timedelta
from typing import Final

from jernih.apps.complaints import jobs
from jernih.apps.complaints.actions.follow import Spared
from jernih.apps.complaints.actions.seal_here import Told
from jernih.apps.complaints.management.demo import desk
from jernih.apps.complaints.management.demo.desk import Desk, Team
from jernih.apps.complaints.management.demo.plain import Complaints
from jernih.apps.complaints.management.demo.stories import STORIES, Story
from jernih.apps.complaints.queries import clocks
from jernih.apps.complaints.queries import forms as asked
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.workdays import Calendar, is_working_day, moment_of

MORNING: Final = time(9)
NIGHT: Final = time(0, 10)
MARK: Final = "[Contoh, bukan kejadian nyata] "
A_DAY: Final = timedelta(days=1)


def first_morning(office: Office, *, now: datetime) -> datetime:
    """Return when the oldest story begins: the roster must be there by then."""
    days = _working_days(office, until=offices.today(office, now))
    return moment_of(days[-1], MORNING, zone=office.zone)


def play(
    team: Team, *, now: datetime, complaints: Complaints | None = None
) -> list[tuple[Story, Desk]]:
    """Make all reports; return each with its desk, in the order in which they came.

    complaints: about service, which come in beside them. The days before today are told, each in
    its own night; what happens today is told tonight.
    """
    office, today = team.office, offices.today(team.office, now)
    days = _working_days(office, until=today)
    ago = {day: n for n, day in enumerate(days)}
    made: dict[str, Desk] = {}
    day = days[-1]
    while day <= today:
        if day in ago:
            morning = min(moment_of(day, MORNING, zone=office.zone), now)
            _work(team, made, ago[day], now=morning)
            if complaints:
                complaints.work(ago[day], now=morning)
        day += A_DAY
        if day <= today:
            jobs.tell(moment_of(day, NIGHT, zone=office.zone))
    return [(story, made[story.name]) for story in STORIES]


def _work(team: Team, made: dict[str, Desk], ago: int, *, now: datetime) -> None:
    for story in STORIES:
        if story.filed == ago:
            made[story.name] = _file(team, story, now=now)
        for at, step in story.steps:
            if at == ago:
                made[story.name].now = now
                step(made[story.name])


def _file(team: Team, story: Story, *, now: datetime) -> Desk:
    told = Told(
        answers=dict(story.answers),
        words=MARK + story.words,
        files=(),
        form=asked.questionnaire().hash,
    )
    refs = tuple(team.people[who].person.ref for who in story.concerned)
    return desk.file(team, told, spared=Spared(people=refs), made=story.made, now=now)


def _working_days(office: Office, *, until: date) -> list[date]:
    """Return the newest working days, by the law's calendar, as many as the stories take."""
    calendar: Calendar = clocks.calendar_of(office)
    wanted = max(story.filed for story in STORIES) + 1
    days: list[date] = []
    day = until
    while len(days) < wanted:
        if is_working_day(day, calendar=calendar):
            days.append(day)
        day -= A_DAY
    return days
