"""What the clock does for the monitor: judge what was closed, count inspections at night.

Each job is safe to run twice, and a day that cannot be judged leaves the others alone.
"""

import logging
from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from jernih.apps.offices.models import Office
from jernih.apps.oversight import actions, queries
from jernih.pure.roles import CLOCK

log = logging.getLogger("jernih.oversight")


def judge(now: datetime) -> int:
    """Judge every closed day that nobody judged yet, oldest first; say how many."""
    judged = 0
    for day in queries.days_to_judge():
        try:
            actions.judge_day(hall_day_id=day.pk, actor=CLOCK, now=now)
            judged += 1
        except actions.OversightRefusal as refusal:
            log.warning("%s %s: %s", day.office.slug, day.day, type(refusal).__name__)
    return judged


def count(now: datetime) -> int:
    """Count the inspections of every office; say of how many."""
    return sum(
        actions.count_inspections(office_id=office.pk, actor=CLOCK, now=now) is not None
        for office in Office.objects.order_by("pk")
    )


@app.task(queue="oversight", pass_context=False)
def judge_closed_days(timestamp: int) -> int:  # noqa: ARG001 - every job is told when it was due
    """Run `judge` as the clock says."""
    return judge(timezone.now())


@app.task(queue="oversight", pass_context=False)
def count_inspections(timestamp: int) -> int:  # noqa: ARG001
    """Judge what is left, then run `count`, as the clock says."""
    judge(timezone.now())
    return count(timezone.now())
