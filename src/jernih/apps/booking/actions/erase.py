"""Erase the people of an application that has ended; the record keeps what nobody can open.

Source: UU 27/2022 Art. 43 and 44; docs/operating.md, "Erasure".
"""

from datetime import datetime

from django.db import transaction

from jernih.apps.booking import queries
from jernih.apps.booking.actions import change
from jernih.apps.booking.actions.refusals import NotEnded
from jernih.apps.booking.models import NoShow
from jernih.apps.ledger import actions as ledger
from jernih.apps.notices import actions as notices
from jernih.pure import events_office
from jernih.pure.roles import Actor, Permission, require


@transaction.atomic(durable=True)
def erase_application(*, ref: str, actor: Actor, now: datetime) -> None:
    """Wipe names, birth dates, marks of the NIK, contact, messages and salts; done before: nothing.

    An unexcused absence keeps its own mark until it does not count any more (`forget_absences`).
    Raises NotEnded or Refused.
    """
    require(actor, Permission.APPLICATION_ERASE)
    application = change.lock_application(ref)
    if application.erased_at is not None:
        return
    if not queries.has_ended(application):
        raise NotEnded
    notices.forget_about(
        office=application.office.slug, address=application.contact, key=ref, now=now
    )
    application.applicants.update(
        name="",
        birth_date=None,
        nik_index="",
        nik_last4="",
        salt=b"",
        nullifier="",
        nullifier_proof=b"",
    )
    application.contact, application.contact_kind, application.preferences = "", "", []
    application.erased_at = now
    application.save(update_fields=["contact", "contact_kind", "preferences", "erased_at"])
    ledger.append(events_office.Erased(office=application.office.slug, at=now, ref=ref))


@transaction.atomic(durable=True)
def forget_absences(*, actor: Actor, now: datetime) -> int:
    """Wipe the marks of absences that do not count any more; say of how many.

    Excused ones never count. Of the others those stay whose days are not over, and those of a
    pause that still runs.
    """
    require(actor, Permission.APPLICATION_EXPIRE)
    # Whoever takes a number meanwhile reads these rows; nobody else writes the mark.
    done = queries.absences_to_forget(now=now)
    return NoShow.objects.filter(pk__in=done).update(nik_index="")
