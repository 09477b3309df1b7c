"""What was measured of a promised figure, from the office's own data of the pledge's year."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

from jernih.apps.complaints.queries import figures as complaints
from jernih.apps.conduct import queries as conduct
from jernih.apps.conduct.models import PledgePromise
from jernih.apps.hall.models import Prediction
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.apps.oversight import queries as oversight
from jernih.apps.surveys.models import PublishedIndex
from jernih.pure.index import Instrument
from jernih.pure.pledges import Metric, Promise, Standing
from jernih.pure.roles import Role


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A promise beside its fact. measured: None while there is nothing to measure."""

    metric: Metric
    target: int
    measured: int | None
    standing: Standing
    due_on: date
    owner: Role


def beside(promise: PledgePromise, *, office: Office, year: int, today: date) -> Beside:
    """Return a promise beside what was measured so far."""
    metric = Metric(promise.metric)
    measured = measure(metric, office, year=year, today=today)
    return Beside(
        metric=metric,
        target=promise.target,
        measured=measured,
        standing=Promise(metric=metric, target=promise.target).stands(measured),
        due_on=promise.due_on,
        owner=Role(promise.owner),
    )


def measure(metric: Metric, office: Office, *, year: int, today: date) -> int | None:
    """Return a figure of a year, in the unit of its promise; None for nothing to measure."""
    how = MEASURES.get(metric)
    return how(office, year, today) if how else None


def _served_by_number(office: Office, year: int, _today: date) -> int | None:
    rows = offices.files_compared(office, date(year, 1, 1), date(year, 12, 31))
    processed = sum(row.processed for row in rows)
    served = sum(min(row.served, row.processed) for row in rows)
    return 1000 * served // processed if processed else None


def _out_of_turn(office: Office, _year: int, today: date) -> int | None:
    found = oversight.public_figures(office, today=today)
    return found.skip_permille if found.calls else None


def _wait_minutes(office: Office, year: int, _today: date) -> int | None:
    told = Prediction.objects.filter(
        ticket__hall_day__office=office, ticket__hall_day__day__year=year
    ).exclude(actual_minutes=None)
    found = told.values_list("actual_minutes", flat=True)
    waits = [minutes for minutes in found if minutes is not None]
    return round(median(waits)) if waits else None


def _reports_overdue(office: Office, _year: int, _today: date) -> int | None:
    night = complaints.last_count(office)
    return night.overdue if night else None


def _gifts_overdue(office: Office, year: int, _today: date) -> int | None:
    found = conduct.gift_figures(office, year=year)
    return found.overdue if found.last else None


def _satisfaction(office: Office, year: int, _today: date) -> int | None:
    return survey_index(office, year=year, instrument=Instrument.SKM)


def _anti_corruption(office: Office, year: int, _today: date) -> int | None:
    return survey_index(office, year=year, instrument=Instrument.SPAK)


def survey_index(office: Office, *, year: int, instrument: Instrument) -> int | None:
    """Return the newest published index of a year, in hundredths; None before there is one."""
    rows = PublishedIndex.objects.filter(office=office, period__startswith=f"{year}")
    for row in rows.order_by("-period"):
        for result in row.figures["results"]:
            if result["instrument"] == instrument:
                return int(result["index"])
    return None


MEASURES: Final[Mapping[Metric, Callable[[Office, int, date], int | None]]] = {
    Metric.SERVED_BY_NUMBER: _served_by_number,
    Metric.CALLS_OUT_OF_TURN: _out_of_turn,
    Metric.WAIT_MINUTES: _wait_minutes,
    Metric.REPORTS_OVERDUE: _reports_overdue,
    Metric.GIFTS_OVERDUE: _gifts_overdue,
    Metric.SATISFACTION: _satisfaction,
    Metric.ANTI_CORRUPTION: _anti_corruption,
}
