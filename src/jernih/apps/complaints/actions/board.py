"""Give out the accountability board and the figures of a quarter that is over; once, for ever."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from jernih.apps.complaints.models import Board, NightCount, Report
from jernih.apps.complaints.queries import figures
from jernih.apps.ledger import actions as ledger
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure import accountability
from jernih.pure.accountability import Row, Stage
from jernih.pure.casework import Deed
from jernih.pure.events_complaints import BoardPublished
from jernih.pure.quarters import bounds_of
from jernih.pure.roles import Actor, Permission, require


class NotCounted(Exception):
    """The last day of the quarter is not on the record yet."""


@transaction.atomic(durable=True)
def publish_board(*, office_id: int, period: str, actor: Actor, now: datetime) -> Board | None:
    """Publish a quarter's board, with a row for what was open before it and what came in it.

    period: as 2026-Q4. Published before: nothing. Raises Refused, NotCounted.
    """
    require(actor, Permission.CASE_CLOCK)
    office = Office.objects.select_for_update(no_key=True).get(pk=office_id)
    if Board.objects.filter(office=office, period=period).exists():
        return None
    last = bounds_of(period)[1]
    if not NightCount.objects.filter(office=office, day__gte=last).exists():
        raise NotCounted(period)
    raw = accountability.write_board(
        accountability.make_board(office.slug, period, _rows(office, period))
    )
    today = offices.today(office, now)
    board = Board.objects.create(
        office=office,
        period=period,
        published_on=today,
        rows=raw,
        hash=accountability.board_hash(raw),
        figures=figures.reckon(office, period),
    )
    ledger.append(
        BoardPublished(
            office=office.slug,
            at=now.replace(microsecond=0),
            day=today,
            period=period,
            rows=raw.count(b"\n") - 2,
            hash=board.hash,
        )
    )
    return board


def _rows(office: Office, period: str) -> Iterator[Row]:
    first, last = bounds_of(period)
    known = Report.objects.filter(office=office, recorded_on__lte=last).order_by("pk")
    for report in known:
        lines = list(report.steps.filter(on__lte=last).order_by("number").values_list("deed", "on"))
        if report.recorded_on and report.recorded_on < first and _had_ended(lines, first):
            continue
        yield Row(
            handle=accountability.handle_of(bytes.fromhex(report.salt), period),
            stage=_stage([deed for deed, _ in lines]),
            is_in_time=all(deed != Deed.OVERDUE for deed, _ in lines),
        )


def _had_ended(lines: list[tuple[str, date]], first: date) -> bool:
    turns = [deed for deed, on in lines if on < first and deed in (Deed.CLOSED, Deed.REOPENED)]
    return turns[-1:] == [Deed.CLOSED]


def _stage(deeds: list[str]) -> Stage:
    turns = [deed for deed in deeds if deed in (Deed.CLOSED, Deed.REOPENED)]
    if turns[-1:] == [Deed.CLOSED]:
        return Stage.CLOSED
    return Stage.READ if Deed.ACKNOWLEDGED in deeds else Stage.RECEIVED
