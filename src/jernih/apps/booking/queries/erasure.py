"""Who is to be erased: applications that have ended long enough, absences that count no more."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from jernih.apps.booking.models import ENDED, Applicant, Application, NoShow
from jernih.apps.booking.queries import rules
from jernih.apps.offices import queries as offices
from jernih.pure.absence import paused_until
from jernih.pure.states import ApplicationState
from jernih.pure.workdays import business_date


def has_ended(application: Application) -> bool:
    """Tell whether nothing can happen any more with an application."""
    if application.state in ENDED:
        return True
    return _is_present(application) and not any(
        person.is_live for person in application.applicants.all()
    )


def to_erase(*, now: datetime) -> list[str]:
    """Return the refs of applications whose people have been kept long enough, oldest first.

    Each is judged by the rule of the day it ended, as the verifier does.
    """
    # The shortest that any rule has ever said; the rule of its own day decides below.
    spans = [entry.value for entry in offices.rulebook()[rules.SUBJECT]["personal_keep_days"]]
    before = now - timedelta(days=min(spans))
    live = Applicant.objects.filter(application=OuterRef("pk"), is_live=True)
    found = (
        Application.objects.filter(erased_at__isnull=True)
        .filter(
            Q(state__in=ENDED, ended_at__lt=before)
            | Q(~Exists(live), state=ApplicationState.PRESENT, day__lte=before.date())
        )
        .select_related("office")
        .order_by("pk")
    )
    return [one.ref for one in found if _is_due(one, now)]


def absences_to_forget(*, now: datetime) -> list[int]:
    """Return the ids of absences whose mark is not needed any more."""
    today = now.date()
    by_person: dict[str, list[NoShow]] = defaultdict(list)
    for row in NoShow.objects.exclude(nik_index=""):
        by_person[row.nik_index].append(row)
    return [row.pk for rows in by_person.values() for row in _over(rows, today=today)]


def _over(rows: Iterable[NoShow], *, today: date) -> list[NoShow]:
    excused = [row for row in rows if row.excused_at is not None]
    counting = sorted(
        (row for row in rows if row.excused_at is None), key=lambda row: (row.day, row.pk)
    )
    limit = rules.number("no_show_limit", on=today)
    until = paused_until(
        (row.day for row in counting),
        limit=limit,
        pause_days=rules.number("no_show_pause_days", on=today),
    )
    if until is not None and until > today:
        return excused
    # A pause that is over has used up the absences that made it.
    used = len(counting) // limit * limit
    return [*excused, *counting[:used], *(row for row in counting[used:] if _is_old(row, today))]


def _is_old(row: NoShow, today: date) -> bool:
    return row.day + timedelta(days=rules.number("no_show_keep_days", on=row.day)) < today


def _is_due(application: Application, now: datetime) -> bool:
    day = application.day
    if not _is_present(application) and application.ended_at is not None:
        day = business_date(application.ended_at, zone=application.office.zone)
    if day is None:
        return False
    keep = timedelta(days=rules.number("personal_keep_days", on=day))
    return day + keep < business_date(now, zone=application.office.zone)


def _is_present(application: Application) -> bool:
    return application.state == ApplicationState.PRESENT
