"""Give out sealed files: each time a line of who was given what, on what day."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from jernih.apps.complaints.actions.append import lock_case, today_of
from jernih.apps.complaints.models import Fetch, Report
from jernih.apps.complaints.queries import export
from jernih.apps.complaints.queries.rights import NoSuchCase
from jernih.pure.roles import Actor, Permission


@transaction.atomic(durable=True)
def fetch_file(*, locator: str, name: str, actor: Actor, now: datetime) -> bytes:
    """Give a sealed file to somebody who holds the report, and write that down.

    Raises Refused, NoSuchCase (also for a file that is not there, or was erased by the schedule).
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD, Permission.CASE_DECIDE)
    found = report.files.filter(name=name).first()
    if found is None or found.body is None:
        raise NoSuchCase
    note_fetches(report, [name], by=actor.ref, now=now)
    return bytes(found.body)


@transaction.atomic(durable=True)
def export_case(*, locator: str, actor: Actor, now: datetime) -> bytes:
    """Give a whole report as a ZIP for which Debian's `age` and `sha256sum` are enough.

    Every file of it is written down as given. Raises Refused, NoSuchCase.
    """
    report = lock_case(locator, actor, Permission.CASE_HOLD)
    sealed = export.sealed_files(report)
    note_fetches(report, sealed, by=actor.ref, now=now)
    return export.packed(report, sealed)


def note_fetches(report: Report, names: Iterable[str], *, by: str, now: datetime) -> None:
    """Write down that files were given out. by: a pseudonym, empty for the reporter."""
    on = today_of(report, now)
    Fetch.objects.bulk_create(Fetch(report=report, name=name, by=by, on=on) for name in names)
