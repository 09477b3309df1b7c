"""Excuse an absence, so that it does not count."""

from datetime import datetime

from django.db import transaction

from jernih.apps.booking.models import NoShow
from jernih.pure.roles import Actor, Permission, require


@transaction.atomic(durable=True)
def excuse_no_show(*, no_show_id: int, actor: Actor, now: datetime) -> None:
    """Note that an absence had a reason; excused twice, the first moment stays."""
    require(actor, Permission.APPLICATION_EXCUSE)
    row = NoShow.objects.select_for_update(of=("self",)).select_related("office").get(pk=no_show_id)
    require(actor, Permission.APPLICATION_EXCUSE, office=row.office.slug)
    if row.excused_at is None:
        row.excused_at, row.excused_by = now, actor.ref
        row.save(update_fields=["excused_at", "excused_by"])
