"""Keep what witnesses answer: a cosignature that was checked, or why there is none."""

from datetime import datetime

from django.db import transaction

from jernih.apps.ledger.models import Checkpoint, Cosignature, Trouble, WitnessContact
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.tlog.cosignature import cosigned_at, read_answer
from jernih.pure.tlog.note import parse_note, write_signature
from jernih.pure.tlog.policy import Witness


@transaction.atomic(durable=True)
def keep_cosignature(
    *, checkpoint: Checkpoint, witness: Witness, answer: bytes, actor: Actor
) -> Cosignature:
    """Check what a witness answered, and keep her signature under a checkpoint.

    Of two answers the first one stays. Raises Refused, or BadNote for anything but her signature
    under exactly this checkpoint.
    """
    require(actor, Permission.RECORD_SEQUENCE)
    text = parse_note(checkpoint.note.encode()).text
    line = read_answer(answer, text=text, key=witness.key)
    kept, _ = Cosignature.objects.get_or_create(
        checkpoint=checkpoint,
        witness=witness.key.name,
        defaults={"line": write_signature(line), "cosigned_at": cosigned_at(line)},
    )
    WitnessContact.objects.update_or_create(
        witness=witness.key.name,
        defaults={
            "size": checkpoint.size,
            "trouble": Trouble.NONE,
            "failures": 0,
            "since": None,
        },
    )
    return kept


@transaction.atomic(durable=True)
def learn_size(*, witness: Witness, size: int, actor: Actor) -> None:
    """Keep what a witness says is the largest record that she signed. Raises Refused."""
    require(actor, Permission.RECORD_SEQUENCE)
    WitnessContact.objects.update_or_create(witness=witness.key.name, defaults={"size": size})


@transaction.atomic(durable=True)
def note_trouble(
    *, witness: Witness, trouble: Trouble, actor: Actor, now: datetime
) -> WitnessContact:
    """Keep that a witness did not sign; the same trouble keeps its beginning. Raises Refused."""
    require(actor, Permission.RECORD_SEQUENCE)
    contacts = WitnessContact.objects.select_for_update()
    contact, _ = contacts.get_or_create(witness=witness.key.name)
    if contact.trouble != trouble:
        contact.trouble, contact.since = trouble, now
    contact.failures += 1
    contact.save()
    return contact
