"""For an inspector: that somebody's key opened a report on no day, and that no file was given."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from jernih.apps.complaints.queries import rights
from jernih.pure.casework import HoldEnd
from jernih.pure.roles import Actor


@dataclass(frozen=True, kw_only=True)
class HeldRow:
    """Somebody held the report from a day until a day, None: still; and why no longer."""

    since: date
    until: date | None
    ended: HoldEnd | None


@dataclass(frozen=True, kw_only=True)
class FetchRow:
    """A file was given to somebody on a day."""

    name: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What is known of somebody and a report between two days, both included.

    It shows what this system gave out, not what a colleague said.
    """

    staff: str
    first: date
    last: date
    held: tuple[HeldRow, ...]
    fetched: tuple[FetchRow, ...]

    @property
    def had_no_access(self) -> bool:
        """Tell whether her key was in none of the holds, and nothing was given to her."""
        return not self.held and not self.fetched


def evidence_of(actor: Actor, locator: str, *, staff: str, first: date, last: date) -> Evidence:
    """Return what there is. Raises NoSuchCase for who does not hold the report."""
    report = rights.case_of(actor, locator)
    # On the day itself counts as held: no hour is known.
    lasted = Q(until=None) | Q(until__gte=first)
    held = report.holds.filter(lasted, staff=staff, since__lte=last).order_by("since", "pk")
    given = report.fetches.filter(by=staff, on__range=(first, last)).order_by("on", "name")
    return Evidence(
        staff=staff,
        first=first,
        last=last,
        held=tuple(
            HeldRow(
                since=row.since,
                until=row.until,
                ended=HoldEnd(row.ended) if row.ended else None,
            )
            for row in held
        ),
        fetched=tuple(FetchRow(name=row.name, on=row.on) for row in given),
    )
