"""What is usual: the days before the one that is judged, and what is known besides its facts."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max, Q, StdDev
from django.db.models.functions import Extract, ExtractHour, Ln

from jernih.apps.booking.models import Applicant, Application, Batch, NoShow
from jernih.apps.hall.models import Leg, LegOutcome, Prediction
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.apps.oversight.models import Alarm, JudgedDay, OfficerDay
from jernih.pure.monitor.assisting import Clients, Typed
from jernih.pure.monitor.judge import Past
from jernih.pure.monitor.numbers import Numbers
from jernih.pure.monitor.officers import Month
from jernih.pure.monitor.pace import Usual
from jernih.pure.monitor.uniform import Drawn, Evenness, evenness
from jernih.pure.reasons import AlarmKind, PriorityClass
from jernih.pure.workdays import TimeWindow, moment_of

# A long holiday: what is typed while nobody is served is judged with the next day.
MOST_DAYS = 14
OF_ALL_HOURS = -1


def past_of(office: Office, day: date, *, numbers: Numbers) -> Past:
    """Return all that the monitor needs besides the facts of the day."""
    figures_from = day - timedelta(days=numbers.figure_days)
    everyone = _clients(office, figures_from, day)
    return Past(
        months=_months(office, day),
        usual=_usual(office, day - timedelta(days=numbers.slow_history_days), day),
        typed=_typed(office, day),
        clients={helper: one for helper, one in everyone.items() if helper},
        everybody=_sum(everyone.values()),
        estimates=_estimates(office, figures_from, day),
        draws=_draws(office, day),
    )


def _months(office: Office, day: date) -> dict[str, Month]:
    """Return calls since the month began, or since the last alarm: then the bet starts anew."""
    last = dict(
        Alarm.objects.filter(
            office=office,
            kind__in=[AlarmKind.SKIPS, AlarmKind.SKIP_REASON],
            day__lt=day,
        )
        .values_list("subject")
        .annotate(Max("day"))
    )
    calls: Counter[str] = Counter()
    skips: dict[str, Counter[str]] = defaultdict(Counter)
    rows = OfficerDay.objects.filter(
        judged_day__office=office, judged_day__day__gte=day.replace(day=1), judged_day__day__lt=day
    )
    for officer, when, n, reasons in rows.values_list(
        "officer", "judged_day__day", "calls", "reasons"
    ):
        if officer not in last or when > last[officer]:
            calls[officer] += n
            skips[officer].update(reasons)
    return {officer: Month(calls=n, skips=skips[officer]) for officer, n in calls.items()}


def _usual(office: Office, first: date, day: date) -> dict[tuple[str, int], Usual]:
    """Return usual times by service and hour, and by service over all hours (hour -1)."""
    spent = ExpressionWrapper(F("ended_at") - F("serving_at"), output_field=DurationField())
    rows = Leg.objects.filter(
        ticket__hall_day__office=office,
        ticket__hall_day__day__gte=first,
        ticket__hall_day__day__lt=day,
        outcome__in=[LegOutcome.SERVED, LegOutcome.TRANSFERRED],
        ended_at__gt=F("serving_at"),
    ).annotate(log=Ln(Extract(spent, "epoch")), hour=ExtractHour("serving_at", tzinfo=office.zone))
    usual = {}
    for by, hour_of in ((("service__code", "hour"), True), (("service__code",), False)):
        for row in rows.values(*by).annotate(
            n=Count("pk"), mean=Avg("log"), spread=StdDev("log", sample=True)
        ):
            hour = row["hour"] if hour_of else OF_ALL_HOURS
            usual[row["service__code"], hour] = Usual(
                n=row["n"], mean=row["mean"], spread=row["spread"] or 0.0
            )
    return usual


def _typed(office: Office, day: date) -> list[Typed]:
    """Return what helpers typed since the day that was judged before, with days of no service."""
    before = JudgedDay.objects.filter(office=office, day__lt=day).aggregate(last=Max("day"))["last"]
    first = max(day - timedelta(days=MOST_DAYS), before) if before else day - timedelta(days=1)
    since = moment_of(first + timedelta(days=1), time(0), zone=office.zone)
    until = moment_of(day + timedelta(days=1), time(0), zone=office.zone)
    rows = (
        Application.objects.filter(office=office, applied_at__gte=since, applied_at__lt=until)
        .exclude(helper="")
        .values_list("pk", "helper", "applied_at")
        .annotate(people=Count("applicants"))
        .order_by("applied_at")
    )
    hours = _hours(office, first + timedelta(days=1), day)
    return [
        Typed(helper=helper, at=at, day=(on := at.astimezone(office.zone).date()), people=people,
              is_outside=_is_outside(at, hours.get(on, [])))
        for _, helper, at, people in rows
    ]  # fmt: skip


def _hours(office: Office, first: date, last: date) -> dict[date, list[TimeWindow]]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day: offices.windows_on(office, day, minutes=30) for day in days}


def _is_outside(at: datetime, windows: list[TimeWindow]) -> bool:
    # From half an hour before the first window; a helper may end what she began.
    half = timedelta(minutes=30)
    return not windows or not (windows[0].starts_at - half <= at < windows[-1].ends_at + half)


def _clients(office: Office, first: date, last: date) -> dict[str, Clients]:
    """Return people by who registered them, "" for themselves."""
    is_priority = Q(priority=PriorityClass.PRIORITY)
    rows = Applicant.objects.filter(application__office=office, seat__day__range=(first, last))
    counts = rows.values_list("application__helper").annotate(
        n=Count("pk"), first=Count("pk", filter=is_priority)
    )
    people = {helper: (n, priority) for helper, n, priority in counts}
    absences = NoShow.objects.filter(office=office, day__range=(first, last), excused_at=None)
    refs = dict(
        Application.objects.filter(ref__in=absences.values("ref")).values_list("ref", "helper")
    )
    absent = Counter(refs.get(ref, "") for ref in absences.values_list("ref", flat=True))
    return {
        helper: Clients(people=n, priority=priority, over=n, absent=min(n, absent[helper]))
        for helper, (n, priority) in people.items()
    }


def _sum(clients: Collection[Clients]) -> Clients:
    return Clients(
        people=sum(one.people for one in clients),
        priority=sum(one.priority for one in clients),
        over=sum(one.over for one in clients),
        absent=sum(one.absent for one in clients),
    )


def _estimates(office: Office, first: date, last: date) -> tuple[int, int]:
    """Return how many were called before the longest wait that they were told, of how many."""
    rows = Prediction.objects.filter(
        ticket__hall_day__office=office,
        ticket__hall_day__day__range=(first, last),
        actual_minutes__isnull=False,
    )
    counts = rows.aggregate(
        of=Count("pk"), kept=Count("pk", filter=Q(actual_minutes__lte=F("p90_minutes")))
    )
    return counts["kept"], counts["of"]


def _draws(office: Office, day: date) -> Mapping[str, list[Evenness]]:
    """Return the tests of the draws whose result came on this day."""
    since = moment_of(day, time(0), zone=office.zone)
    batches = Batch.objects.filter(
        office=office, drawn_at__gte=since, drawn_at__lt=since + timedelta(days=1)
    )
    return {batch.ref: evenness(_drawn(batch, office)) for batch in batches.order_by("pk")}


def _drawn(batch: Batch, office: Office) -> list[Drawn]:
    is_priority = Q(applicants__priority=PriorityClass.PRIORITY)
    rows = (
        Application.objects.filter(batch=batch, draw_number__isnull=False)
        .order_by("draw_number")
        .annotate(people=Count("applicants"), first=Count("applicants", filter=is_priority))
    )
    found = rows.values_list("draw_number", "applied_at", "people", "first")
    # Places among those drawn, 1 2 3 …, whatever numbers they have.
    return [
        Drawn(
            rank=rank,
            hour=str(at.astimezone(office.zone).hour),
            group="P" if first else "G",
            people=str(people),
        )
        for rank, (_, at, people, first) in enumerate(found, 1)
    ]
