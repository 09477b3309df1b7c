"""What the public sees of sealed reports: figures of quarters, boards, and whether they come in."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from jernih.apps.complaints.models import Board, ChannelTest, NightCount, Report, StaffKey, Step
from jernih.apps.complaints.queries import log, rosters
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.accountability import Board as Rows
from jernih.pure.accountability import parse_board
from jernih.pure.casework import CaseClass, Deed, Outcome, SanctionLevel
from jernih.pure.disclosure import protect, protect_inner, share_of, usual_days
from jernih.pure.quarters import bounds_of
from jernih.pure.seal import holders

UNASSESSED: Final = "UNASSESSED"
PROVEN: Final = "PROVEN"
LEVELS: Final[Mapping[Outcome, str]] = {
    Outcome.LIGHT: SanctionLevel.LIGHT,
    Outcome.MEDIUM: SanctionLevel.MEDIUM,
    Outcome.HEAVY: SanctionLevel.HEAVY,
}
_OTHERS: Final = (Outcome.NOT_PROVEN, Outcome.REFERRED, Outcome.NO_CHECK)


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """A quarter as it was given out: its figures, its board, and the hash on the record."""

    period: str
    first: date
    last: date
    published_on: date
    hash: str
    figures: Mapping[str, Any]
    rows: Rows


@dataclass(frozen=True, kw_only=True)
class Channel:
    """Whether a report could be sent and read. able: people who could open one today.

    tested_on: the last day a made-up report came through. is_open: enough could read, and it did.
    """

    able: int
    least: int
    tested_on: date | None
    trouble: str
    is_open: bool


def reckon(office: Office, period: str) -> dict[str, Any]:
    """Return the figures of a quarter as they may be given out; None where a count is hidden.

    Each quarter counts what was received, and what was closed, in its own days: no report is
    counted in two releases of one table, and no release is ever changed.
    """
    first, last = bounds_of(period)
    least = offices.rule("complaints", "least_count", on=last)
    received = Report.objects.filter(office=office, recorded_on__range=(first, last))
    kinds = Counter(report.case_class or UNASSESSED for report in received)
    ended = _ended(office, first, last)
    ends = Counter(map(_outcome, ended))
    outcomes = protect(
        {PROVEN: sum(ends[one] for one in LEVELS), **{one.value: ends[one] for one in _OTHERS}},
        least=least,
    )
    sanctions = protect_inner(
        {level: ends[one] for one, level in LEVELS.items()},
        within=outcomes.shown(PROVEN),
        least=least,
    )
    classes = protect({name: kinds[name] for name in (*CaseClass, UNASSESSED)}, least=least)
    return {
        "received": classes.total,
        "classes": dict(classes.cells),
        "closed": outcomes.total,
        "outcomes": dict(outcomes.cells),
        "sanctions": dict(sanctions.cells) if sanctions else None,
        "proven_percent": share_of(outcomes.shown(PROVEN), outcomes.total),
        "days_to_acknowledge": usual_days(_waits(office, first, last), least=least),
        "days_to_close": usual_days(
            [(_closed_on(one, last) - one.filed_on).days for one in ended], least=least
        ),
        "least": least,
    }


def quarters(office: Office) -> list[Quarter]:
    """Return every quarter that was given out, newest first."""
    return [_quarter(row) for row in Board.objects.filter(office=office).order_by("-period")]


def board_file(office: Office, period: str) -> bytes | None:
    """Return the board of a quarter, word for word as its hash was made."""
    row = Board.objects.filter(office=office, period=period).first()
    return bytes(row.rows) if row else None


def last_count(office: Office) -> NightCount | None:
    """Return the newest count that stands on the record."""
    return NightCount.objects.filter(office=office).order_by("-day").first()


def channel_of(office: Office, *, today: date) -> Channel:
    """Return whether sealed reports can be sent and read today."""
    able = able_holders(office, today=today)
    tests = ChannelTest.objects.filter(office=office).order_by("-day")
    last, good = tests.first(), tests.filter(is_good=True).first()
    return Channel(
        able=able,
        least=holders.LEAST,
        tested_on=good.day if good else None,
        trouble=last.trouble if last else "",
        is_open=able >= holders.LEAST and is_ready(office, today=today),
    )


def able_holders(office: Office, *, today: date) -> int:
    """Return how many could open a report today: on the roster in force, with the key they use."""
    try:
        roster = rosters.in_force(office, on=today)
        found = holders.holders_of(roster) if roster else ()
    except (holders.CannotHold, rosters.NoRosterKey):
        return 0
    return sum(_uses_it(person.ref, person.recipient) for person in found)


def is_ready(office: Office, *, today: date) -> bool:
    """Tell whether every report could be taken today, also one for the outside alone."""
    roster = rosters.in_force(office, on=today)
    if roster is None:
        return False
    try:
        holders.check_ready(roster)
    except holders.CannotHold:
        return False
    return True


def _uses_it(ref: str, recipient: str) -> bool:
    return StaffKey.objects.filter(staff=ref, recipient=recipient, ended_at=None).exists()


def _quarter(row: Board) -> Quarter:
    first, last = bounds_of(row.period)
    return Quarter(
        period=row.period,
        first=first,
        last=last,
        published_on=row.published_on,
        hash=row.hash,
        figures=row.figures,
        rows=parse_board(bytes(row.rows)),
    )


def _ended(office: Office, first: date, last: date) -> list[Report]:
    """Return the reports whose last turn by the end of a quarter was a closing in it."""
    found = Report.objects.filter(office=office, steps__deed=Deed.CLOSED).distinct()
    return [one for one in found.order_by("pk") if first <= _closed_on(one, last) <= last]


def _closed_on(report: Report, last: date) -> date:
    """Return the day of the closing that stands at the end of a day; the first of days if none."""
    turns = report.steps.filter(deed__in=[Deed.CLOSED, Deed.REOPENED], on__lte=last)
    turn = turns.order_by("-number").first()
    return turn.on if turn and turn.deed == Deed.CLOSED else date.min


def _outcome(report: Report) -> Outcome:
    return log.outcome_of(report) or Outcome.NO_CHECK


def _waits(office: Office, first: date, last: date) -> list[int]:
    read = Step.objects.filter(
        report__office=office, deed=Deed.ACKNOWLEDGED, on__range=(first, last)
    )
    return [(step.on - step.report.filed_on).days for step in read.select_related("report")]
