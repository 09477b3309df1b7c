"""The clock's list: every line starts something, and is told when it was due."""

import inspect

import pytest
from croniter import croniter
from django.utils.module_loading import import_string
from procrastinate.tasks import Task

from jernih.config.schedule import SCHEDULE


@pytest.mark.parametrize("tick", SCHEDULE, ids=lambda tick: tick.job)
def test_every_line_of_the_clock_starts_a_job_and_tells_it_when(tick):
    job = import_string(f"jernih.apps.{tick.job}")

    assert isinstance(job, Task)
    assert list(inspect.signature(job.func).parameters) == ["timestamp"]
    assert croniter.is_valid(tick.cron, second_at_beginning=False)
    assert tick.why


def test_no_job_stands_twice_in_the_list():
    jobs = [tick.job for tick in SCHEDULE]

    assert len(jobs) == len(set(jobs))
