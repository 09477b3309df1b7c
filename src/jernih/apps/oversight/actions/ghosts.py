"""Draw the sample of a day by the beacon, and write down what was found of each number."""

from datetime import datetime

from django.db import transaction

from jernih.apps.oversight import queries
from jernih.apps.oversight.actions import alarms
from jernih.apps.oversight.actions.refusals import DayNotClosed, NotInSample, RoundNotYet
from jernih.apps.oversight.models import GhostAnswer, GhostNumber, GhostSample, JudgedDay
from jernih.pure import beacon
from jernih.pure.beacon import QUICKNET
from jernih.pure.beacon_text import parse_signature
from jernih.pure.monitor import ghosts
from jernih.pure.monitor.day import read_day
from jernih.pure.monitor.finding import Finding
from jernih.pure.reasons import AlarmKind
from jernih.pure.roles import Actor, Permission, require


@transaction.atomic(durable=True)
def draw_ghosts(*, office_id: int, day: str, word: str, actor: Actor, now: datetime) -> GhostSample:
    """Choose by lot the numbers of a judged day that are looked into; drawn before: the same.

    word: the round of quicknet that follows the day's close, as anybody has it. Raises Refused,
    DayNotClosed, RoundNotYet, or BadPulse for any other word.
    """
    require(actor, Permission.GHOSTS_DRAW)
    office = alarms.lock_office(office_id)
    require(actor, Permission.GHOSTS_DRAW, office=office.slug)
    row = JudgedDay.objects.filter(office=office, day=day).first()
    if row is None:
        raise DayNotClosed(day)
    known = GhostSample.objects.filter(judged_day=row).first()
    if known is not None:
        return known
    numbers = queries.numbers_on(row.day)
    number = ghosts.round_of(row.closed_at, wait_seconds=numbers.ghost_wait_seconds)
    known_at = beacon.time_of(QUICKNET, number)
    if now < known_at:
        raise RoundNotYet(known_at)
    pulse = parse_signature(word, chain=QUICKNET, number=number)
    randomness = beacon.verify(pulse)

    came = read_day(queries.hall_facts(office, row.day), office=office.slug, day=row.day).came
    size = ghosts.sample_size(numbers.ghost_permille)
    chosen = ghosts.chosen(came, office=office.slug, day=row.day, randomness=randomness, size=size)
    sample = GhostSample.objects.create(
        judged_day=row,
        round=number,
        signature=pulse.signature,
        of=len(came),
        drawn_at=now,
        drawn_by=actor.ref,
    )
    GhostNumber.objects.bulk_create(
        GhostNumber(sample=sample, place=place, number=one) for place, one in enumerate(chosen, 1)
    )
    return sample


@transaction.atomic(durable=True)
def answer_ghost(
    *, office_id: int, day: str, number: str, answer: GhostAnswer, actor: Actor, now: datetime
) -> GhostNumber:
    """Write down what was found of a number of the sample; a later answer counts in its place.

    One that belongs to nobody raises an alarm about the office. Raises Refused, NotInSample.
    """
    require(actor, Permission.GHOSTS_DRAW)
    office = alarms.lock_office(office_id)
    require(actor, Permission.GHOSTS_DRAW, office=office.slug)
    rows = GhostNumber.objects.select_related("sample__judged_day")
    row = rows.filter(
        sample__judged_day__office=office, sample__judged_day__day=day, number=number
    ).first()
    if row is None:
        raise NotInSample(number)
    row.answer, row.answered_at, row.answered_by = answer, now, actor.ref
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    sample = row.sample
    nobody = sample.numbers.filter(answer=GhostAnswer.NOBODY).count()
    if nobody:
        asked = sample.numbers.exclude(answer="").count()
        numbers = queries.numbers_on(sample.judged_day.day)
        finding = Finding(
            kind=AlarmKind.GHOSTS, figures={"nobody": nobody, "asked": asked, "of": sample.of}
        )
        due_on = alarms.due_on(office, now=now, working_days=numbers.inspection_days)
        alarms.raise_alarm(office, finding, day=sample.judged_day.day, due_on=due_on, now=now)
    return row
