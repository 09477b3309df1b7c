"""Hold the ministry's files of a day against the numbers served, and say so in public."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from jernih.apps.hall.actions import floor, refusals
from jernih.apps.hall.actions.floor import Hall
from jernih.apps.hall.queries import files
from jernih.apps.ledger import actions as ledger
from jernih.apps.offices import actions as office_actions
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure import processed
from jernih.pure.events_office import Reconciled
from jernih.pure.roles import Actor, Permission


@transaction.atomic(durable=True)
def compare_files(*, hall_day_id: int, content: bytes, actor: Actor, now: datetime) -> int:
    """Count the files of a closed day, and publish them beside the numbers served; say how many.

    The file is not kept. A later comparison of the same day counts in its place; the same file
    again changes nothing. Raises processed.BadFile, DayNotClosed, Refused.
    """
    with floor.locked(
        hall_day_id=hall_day_id, actor=actor, permission=Permission.FILES_COMPARE, now=now
    ) as hall:
        if hall.day.closed_at is None:
            raise refusals.DayNotClosed
        counts = processed.count_files(content, day=hall.day.day, services=_names_of(hall.office))
        served = files.served_for(hall.day)
        # Every service that people come for, so that none is left out in silence.
        rows = {
            service.code: (counts.get(service.code, 0), served.get(service.code, 0))
            for service in offices.visited_services(hall.office)
        }
        file_hash = sha256(content).hexdigest()
        if not _is_known(hall, rows, file_hash):
            _tell(hall, rows, file_hash=file_hash, officer=actor.ref)
    return sum(counts.values())


def _names_of(office: Office) -> dict[str, str]:
    return {
        name: service.code
        for service in offices.visited_services(office)
        for name in (service.code, service.name, service.name_en)
    }


def _is_known(hall: Hall, rows: dict[str, tuple[int, int]], file_hash: str) -> bool:
    day = hall.day.day
    last = offices.last_files(hall.office, day, day).get(day)
    if last is None or last.file_hash != file_hash:
        return False
    known = offices.files_compared(hall.office, day, day)
    return {row.service: (row.processed, row.served) for row in known} == rows


def _tell(hall: Hall, rows: dict[str, tuple[int, int]], *, file_hash: str, officer: str) -> None:
    noted = office_actions.note_files(
        hall.office,
        day=hall.day.day,
        rows=rows,
        file_hash=file_hash,
        officer=officer,
        now=hall.now,
    )
    for row in noted:
        ledger.append(
            Reconciled(
                office=hall.office.slug,
                at=hall.now,
                day=row.day,
                service=row.service.code,
                processed=row.processed,
                served=row.served,
                officer=officer,
                commitment=row.commitment,
            )
        )
