"""What the clock starts, and how often: one list.

Each job is a procrastinate task in the `jobs.py` of its app, takes one argument
`timestamp` (whole seconds, UTC, the moment it was due), and is safe to run twice.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.module_loading import import_string


@dataclass(frozen=True, kw_only=True)
class Tick:
    """One line of the clock. cron: five fields, or six with seconds last; in UTC."""

    job: str
    cron: str
    why: str


SCHEDULE: Final[tuple[Tick, ...]] = (
    Tick(
        job="booking.jobs.fill_supply",
        cron="*/5 * * * *",
        why="days ahead are planned, and published at the office's release hour",
    ),
    Tick(
        job="booking.jobs.run_draws",
        cron="* * * * *",
        why="batches open, close and are drawn at the minute that was announced",
    ),
    Tick(
        job="booking.jobs.fetch_beacon",
        cron="* * * * *",
        why="the word of the beacon is fetched where there is a network; else people bring it",
    ),
    Tick(
        job="booking.jobs.run_standby",
        cron="*/2 * * * *",
        why="what is given back on drawn days goes to the next in draw order who waits for it",
    ),
    Tick(
        job="booking.jobs.offer_returned",
        cron="*/5 * * * *",
        why="numbers given back are offered again, once their rest is over",
    ),
    Tick(
        job="booking.jobs.remind_applicants",
        cron="*/10 * * * *",
        why="who comes tomorrow is asked to confirm",
    ),
    Tick(
        job="booking.jobs.give_up_unconfirmed",
        cron="*/5 * * * *",
        why="numbers that nobody confirmed go to others",
    ),
    Tick(
        job="booking.jobs.forget_proofs",
        cron="41 * * * *",
        why="contacts that were proven yesterday are no longer ours to keep",
    ),
    Tick(
        job="booking.jobs.settle_past_days",
        cron="17 * * * *",
        why="days that no hall closed are closed after midnight of the office",
    ),
    Tick(
        job="booking.jobs.erase_people",
        cron="5 17 * * *",
        why="at night: names and addresses of visits long over are no longer ours to keep",
    ),
    Tick(
        job="hall.jobs.give_signs_of_life",
        cron="* * * * *",
        why="while a hall is open the record shows that it lives, and since when it cannot be",
    ),
    Tick(
        job="hall.jobs.erase_walk_ins",
        cron="10 17 * * *",
        why="at night: the same for names given at the door",
    ),
    Tick(
        job="hall.jobs.open_hall_days",
        cron="*/5 * * * *",
        why="the hall is open when the first may check in, whoever is late",
    ),
    Tick(
        job="hall.jobs.close_hall_days",
        cron="*/5 * * * *",
        why="a day ends with the fate of every number, also when nobody presses the button",
    ),
    Tick(
        job="hall.jobs.predict_hall_waits",
        cron="* * * * *",
        why="what people were told about their wait is kept and held against what came true",
    ),
    Tick(
        job="hall.jobs.tell_near_ones",
        cron="* * * * *",
        why="whoever waits outside hears in time that her call is near",
    ),
    Tick(
        job="oversight.jobs.judge_closed_days",
        cron="*/15 * * * *",
        why="what was counted of a day is looked at once it is closed, whoever would rather not",
    ),
    Tick(
        job="oversight.jobs.count_inspections",
        cron="25 17 * * *",
        why="at night: how many inspections stand open is public, about nobody",
    ),
    Tick(
        job="conduct.jobs.run_gift_night",
        cron="35 17 * * *",
        why="at night: how many gifts were declared is public; what is long over is wiped",
    ),
    Tick(
        job="conduct.jobs.remind_of_pledges",
        cron="15 0 * * 1",
        why="on Mondays: who has not signed this year's pledge is asked to",
    ),
    Tick(
        job="surveys.jobs.run_survey_night",
        cron="45 17 * * *",
        why="at night: boxes with enough answers are opened all at once, and their keys destroyed",
    ),
    Tick(
        job="complaints.jobs.call_mirrors",
        cron="* * * * *",
        why="the overseer holds each report within minutes, in her own place",
    ),
    Tick(
        job="complaints.jobs.greet_mirrors",
        cron="*/5 * * * *",
        why="the overseer's mirror rings when it hears nothing, or of fewer reports than it holds",
    ),
    Tick(
        job="complaints.jobs.ring_clocks",
        cron="35 * * * *",
        why="what is late is written down and escalated by the clock, whoever would rather not",
    ),
    Tick(
        job="complaints.jobs.tell_record",
        cron="40 17 * * *",
        why="at night: reports go on the record by the day, so that no hour betrays anybody",
    ),
    Tick(
        job="complaints.jobs.forget_unfinished",
        cron="50 17 * * *",
        why="at night: sendings that were begun and never finished are gone after a day or two",
    ),
    Tick(
        job="complaints.jobs.prove_channels",
        cron="20 22 * * *",
        why="every morning a made-up report is sealed and read, so that silence means nothing came",
    ),
    Tick(
        job="portal.jobs.check_our_record",
        cron="*/10 * * * *",
        why="the page that tells how to check us shows what the program finds when we run it",
    ),
    Tick(
        job="portal.jobs.export_our_record",
        cron="37 * * * *",
        why="auditors find the record as one file, an hour old at most",
    ),
    Tick(
        job="notices.jobs.send_due_notices",
        cron="* * * * *",
        why="messages that were held for the morning, or refused before, go out",
    ),
    Tick(
        job="notices.jobs.forget_old_notices",
        cron="7,37 * * * *",
        why="addresses, words and codes of messages are not kept longer than needed",
    ),
)


def register(app: Any) -> None:
    """Hand the list to procrastinate; it calls this once Django is ready."""
    for tick in SCHEDULE:
        app.periodic(cron=tick.cron)(import_string(f"jernih.apps.{tick.job}"))
