"""Publish the indexes of a quarter: numbers alone, once, for good."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction

from jernih.apps.ledger import actions as ledger
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.apps.surveys import queries
from jernih.apps.surveys.actions.refusals import NotOver, PublishedAlready
from jernih.apps.surveys.models import PublishedIndex
from jernih.pure import survey
from jernih.pure.events_surveys import IndexPublished
from jernih.pure.quarters import bounds_of, quarter_before, quarter_of
from jernih.pure.roles import CLOCK, Actor, Permission, require
from jernih.pure.survey import Way


@transaction.atomic(durable=True)
def publish_index(*, office_id: int, period: str, actor: Actor, now: datetime) -> PublishedIndex:
    """Publish what was answered in a quarter, however it looks.

    Raises Refused, NotOver, PublishedAlready.
    """
    require(actor, Permission.INDEX_PUBLISH)
    office = Office.objects.select_for_update(no_key=True).get(pk=office_id)
    require(actor, Permission.INDEX_PUBLISH, office=office.slug)
    today = offices.today(office, now)
    if today <= bounds_of(period)[1]:
        raise NotOver(period)
    if PublishedIndex.objects.filter(office=office, period=period).exists():
        raise PublishedAlready(period)
    fact = _fact(office, period, now=now)
    ledger.append(fact)
    figures = asdict(fact)
    for name in ("office", "at", "day", "period"):
        del figures[name]
    return PublishedIndex.objects.create(office=office, period=period, day=today, figures=figures)


def publish_overdue(*, office_id: int, now: datetime) -> str:
    """Publish the last quarter if nobody did in time; return its name, else nothing."""
    office = Office.objects.get(pk=office_id)
    today = offices.today(office, now)
    period = quarter_before(quarter_of(today))
    last = bounds_of(period)[1]
    days = offices.rule("index_scales", "publish_days", on=today)
    was_open = office.opened_on <= last
    if not was_open or today <= last + timedelta(days=days):
        return ""
    try:
        publish_index(office_id=office_id, period=period, actor=CLOCK, now=now)
    except PublishedAlready:
        return ""
    return period


def _fact(office: Office, period: str, *, now: datetime) -> IndexPublished:
    today, rules = offices.today(office, now), queries.rules()
    books = queries.books_of(office, period=period)
    scales = survey.scales_on(rules, on=today)
    book = survey.merge(books.values(), scales=scales)
    served = queries.served_in(office, period=period)
    results = survey.results(book, served=served, rules=rules, on=today)
    no, yes, unsaid = book.asked if results else (0, 0, 0)
    return IndexPublished(
        office=office.slug,
        at=now.replace(microsecond=0),
        day=today,
        period=period,
        served=served,
        browser=books[Way.BROWSER].n,
        server=books[Way.SERVER].n,
        kiosk=books[Way.KIOSK].n,
        paper=books[Way.PAPER].n,
        minimum=survey.smallest_sample(served, rules=rules, on=today),
        asked_no=no,
        asked_yes=yes,
        asked_unsaid=unsaid,
        results=results,
    )
