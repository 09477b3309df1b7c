"""Steps that several actions of a draw share."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from jernih.apps.booking.models import Applicant, Application, Batch
from jernih.pure.draw_list import Entry, Wish, group_of


def locked_batch(batch_id: int) -> Batch:
    """Return one batch that nobody else can change until our transaction ends.

    Applications join under a weaker lock of the same row, so a closing waits for them.
    Raises Batch.DoesNotExist.
    """
    return (
        Batch.objects.select_for_update(of=("self",))
        .select_related("office", "service")
        .get(pk=batch_id)
    )


def applications_of(batch: Batch) -> list[Application]:
    """Return the applications that are in a batch, by ref."""
    return list(Application.objects.filter(batch=batch, ended_at=None).order_by("ref"))


def entries_of(batch: Batch, applications: Sequence[Application]) -> list[Entry]:
    """Return the lines of the list that is drawn, in the order of the applications."""
    classes: dict[int, list[str]] = {}
    rows = Applicant.objects.filter(application__in=applications).order_by("position")
    for application_id, priority in rows.values_list("application_id", "priority"):
        classes.setdefault(application_id, []).append(priority)
    return [
        Entry(
            ref=application.ref,
            people=len(classes[application.pk]),
            group=group_of(
                classes[application.pk],
                losses=len(application.lost),
                long_after=batch.long_after,
            ),
            wishes=wishes_of(application.preferences),
            any_after=application.any_after,
        )
        for application in applications
    ]


def wishes_of(preferences: Iterable[Sequence[str]]) -> tuple[Wish, ...]:
    """Return stored preferences, [day, moment or ""] each, as wishes."""
    return tuple(
        Wish(
            day=date.fromisoformat(day),
            starts_at=datetime.fromisoformat(moment) if moment else None,
        )
        for day, moment in preferences
    )
