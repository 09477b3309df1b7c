"""What was served on a day by what people came for, to be held against the ministry's files."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from jernih.apps.hall.models import HallDay, Leg, Ticket
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.states import TicketState

DAYS_SHOWN = 31


@dataclass(frozen=True, kw_only=True)
class FilesDay:
    """A closed day, whether its files were compared, and the sum of all differences."""

    hall_day_id: int
    day: date
    served: int
    rows: tuple[offices.FilesRow, ...]
    file_hash: str
    salt_hex: str

    @property
    def is_compared(self) -> bool:
        """Tell whether somebody has brought the files of this day."""
        return bool(self.rows)


def served_for(hall_day: HallDay) -> dict[str, int]:
    """Return how many numbers were served, by the service they came for."""
    first = Leg.objects.filter(ticket=OuterRef("pk")).order_by("pk").values("service__code")[:1]
    served = Ticket.objects.filter(hall_day=hall_day, state=TicketState.SERVED)
    return dict(
        Counter(served.annotate(came_for=Subquery(first)).values_list("came_for", flat=True))
    )


def files_days(office: Office) -> list[FilesDay]:
    """Return the last closed days, newest first."""
    days = list(
        HallDay.objects.filter(office=office, closed_at__isnull=False).order_by("-day")[:DAYS_SHOWN]
    )
    if not days:
        return []
    served = Ticket.objects.filter(hall_day__in=days, state=TicketState.SERVED)
    counts = Counter(served.values_list("hall_day_id", flat=True))
    rows = offices.files_compared(office, days[-1].day, days[0].day)
    files = offices.last_files(office, days[-1].day, days[0].day)
    return [
        FilesDay(
            hall_day_id=one.pk,
            day=one.day,
            served=counts[one.pk],
            rows=tuple(row for row in rows if row.day == one.day),
            file_hash=files[one.day].file_hash if one.day in files else "",
            salt_hex=bytes(files[one.day].salt).hex() if one.day in files else "",
        )
        for one in days
    ]
