"""Hold the person behind a number against her document, before an outsider; write down the answer.

The ID number that is typed from the document is used once and forgotten: neither the row nor the
fact has it. docs/decisions/0026 says what this shows.
"""

from datetime import datetime

from django.db import transaction

from jernih.apps.booking import queries
from jernih.apps.booking.actions.draw.refusals import BadDocument, NothingToOpen
from jernih.apps.booking.actions.draw.steps import locked_batch
from jernih.apps.booking.models import Applicant
from jernih.apps.ledger import actions as ledger
from jernih.pure import events_draw, vrf, vrf_key
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import BatchState, IllegalMove


@transaction.atomic(durable=True)
def open_nullifier(
    *, batch_id: int, ref: str, person: int, nik: str, actor: Actor, now: datetime
) -> bool:
    """Tell whether this is the ID number of the person who applied, and put that on the record.

    person: from 0, as in the application. nik: 16 digits from the document in hand.
    Raises Refused, IllegalMove before the draw, BadDocument (no such ID number), NothingToOpen.
    """
    require(actor, Permission.RECORD_AUDIT)
    batch = locked_batch(batch_id)
    require(actor, Permission.RECORD_AUDIT, office=batch.office.slug)
    if batch.state != BatchState.DRAWN:
        raise IllegalMove(f"{batch.state} has nobody to hold against a document")
    applicant = Applicant.objects.filter(
        application__batch=batch, application__ref=ref, position=person
    ).first()
    if applicant is None or not applicant.nullifier_proof:
        raise NothingToOpen(ref)
    try:
        shown = vrf.open_nullifier(
            vrf_key.read_key(queries.draw_file.published_modulus(batch)),
            nik=nik,
            batch=batch.ref,
            proof=bytes(applicant.nullifier_proof),
        )
    except vrf.BadInput:
        raise BadDocument from None
    except vrf.BadProof:
        shown = ""
    is_true = shown == applicant.nullifier
    ledger.append(
        events_draw.NullifierOpened(
            office=batch.office.slug,
            at=now,
            batch=batch.ref,
            ref=ref,
            person=person,
            officer=actor.ref,
            is_true=is_true,
        )
    )
    return is_true
