"""Questions about the overseer's mirror: is there one, what it has, what waits to be sent."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet

from jernih.apps.complaints.models import MirrorCall, Report
from jernih.pure.seal.mirror_call import CASES


class MirrorCopy(StrEnum):
    """Whether the overseer holds a report: there is no mirror, not yet, yes."""

    NONE = "NONE"
    NOT_YET = "NOT_YET"
    YES = "YES"


@dataclass(frozen=True, kw_only=True)
class MirrorRow:
    """What pages say of the mirror. url: empty without one. waiting: reports it does not have."""

    url: str
    vkey: str
    waiting: int

    @property
    def is_there(self) -> bool:
        """Tell whether reports are mirrored at all."""
        return bool(self.url)


def has_mirror() -> bool:
    """Tell whether there is a mirror to tell."""
    return bool(settings.MIRROR_URL and settings.MIRROR_VKEY)


def mirror_row() -> MirrorRow:
    """Return what pages say of the mirror."""
    if not has_mirror():
        return MirrorRow(url="", vkey="", waiting=0)
    waiting = Report.objects.filter(mirrored__isnull=True).count()
    return MirrorRow(url=settings.MIRROR_URL, vkey=settings.MIRROR_VKEY, waiting=waiting)


def copy_of(report: Report) -> MirrorCopy:
    """Return whether the overseer holds this report; what was once countersigned stays so."""
    if report.mirrored is not None:
        return MirrorCopy.YES
    return MirrorCopy.NOT_YET if has_mirror() else MirrorCopy.NONE


def copied_on(report: Report) -> date | None:
    """Return the day of the mirror's countersignature, by the mirror's own calendar."""
    return date.fromisoformat(report.mirrored["day"]) if report.mirrored else None


def forgotten() -> QuerySet[Report]:
    """Return reports that no row tells of and that the mirror does not have."""
    told = MirrorCall.objects.filter(report=OuterRef("pk"), path=CASES)
    return Report.objects.filter(~Exists(told), mirrored__isnull=True).order_by("pk")[:50]


def due_calls(now: datetime) -> QuerySet[MirrorCall]:
    """Return calls that may be sent now: of each report only the first, the oldest first."""
    earlier = MirrorCall.objects.filter(report=OuterRef("report"), pk__lt=OuterRef("pk"))
    return MirrorCall.objects.filter(~Exists(earlier), next_at__lte=now).order_by(F("pk"))
