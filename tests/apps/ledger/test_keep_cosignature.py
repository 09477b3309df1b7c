"""What a witness answers is kept only if it is her signature under exactly this checkpoint."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import IntegrityError, transaction

from jernih.apps.ledger import actions
from jernih.apps.ledger.jobs.witnesses import Collector
from jernih.apps.ledger.models import Checkpoint, Cosignature, Trouble, WitnessContact
from jernih.pure.roles import CITIZEN, CLOCK, Refused
from jernih.pure.tlog import note
from jernih.pure.tlog.cosignature import cosign
from jernih.pure.tlog.note import COSIGNATURE, BadNote, Key
from jernih.pure.tlog.policy import Witness
from tests.apps.ledger import facts
from tests.apps.ledger.witnesses import Time, address, answering, collect, write_policy
from tests.record import publish_record

pytestmark = pytest.mark.django_db

SEED = Ed25519PrivateKey.from_private_bytes(b"W" * 32)
STRANGER = Key(
    name="stranger.example",
    public=SEED.public_key().public_bytes_raw(),
    kind=COSIGNATURE,
)


def line_of(checkpoint: Checkpoint, *, of: Key = STRANGER) -> bytes:
    text = note.parse_note(checkpoint.note.encode()).text
    signed = cosign(text, key=of, sign=SEED.sign, at=datetime(2026, 11, 24, tzinfo=UTC))
    return note.write_signature(signed).encode()


def answers() -> list[tuple[int, bytes]]:
    facts.append_many(1)
    publish_record()
    first = Checkpoint.objects.get()
    other = Key(name="other.example", public=STRANGER.public, kind=COSIGNATURE)
    return [
        (200, b""),
        (200, b"ok\n"),
        (200, line_of(first)[:-1]),
        (200, line_of(first, of=other)),
        (200, line_of(first)),
        (200, b"x" * 100_000),
        (302, line_of(first)),
        (409, b"07\n"),
        (409, b"0\n"),
        (500, b""),
        (204, line_of(first)),
    ]


def test_an_answer_that_is_no_signature_of_hers_under_this_checkpoint_is_not_kept():
    for status, body in answers():
        WitnessContact.objects.all().delete()
        facts.append_many(1)
        with answering(status, body) as server:
            write_policy([(STRANGER, address(server))])
            collect(Collector(clock=Time()))
        assert WitnessContact.objects.get().trouble == Trouble.AWAY, (status, body)

    assert not Cosignature.objects.exists()


def test_a_stranger_under_the_name_of_a_witness_is_not_believed():
    facts.append_many(1)
    publish_record()
    witness = Witness(name="w", key=STRANGER)
    forged = Key(name=STRANGER.name, public=bytes(32), kind=COSIGNATURE)

    with pytest.raises(BadNote):
        actions.keep_cosignature(
            checkpoint=Checkpoint.objects.get(),
            witness=Witness(name="w", key=forged),
            answer=line_of(Checkpoint.objects.get()),
            actor=CLOCK,
        )
    kept = actions.keep_cosignature(
        checkpoint=Checkpoint.objects.get(),
        witness=witness,
        answer=line_of(Checkpoint.objects.get()),
        actor=CLOCK,
    )

    assert str(kept) == "stranger.example 2026-11-24 00:00:00"
    assert str(WitnessContact.objects.get()) == "stranger.example NONE 1"


def test_of_two_answers_the_first_stays():
    facts.append_many(1)
    publish_record()
    given = {
        "checkpoint": Checkpoint.objects.get(),
        "witness": Witness(name="w", key=STRANGER),
        "answer": line_of(Checkpoint.objects.get()),
        "actor": CLOCK,
    }

    assert actions.keep_cosignature(**given) == actions.keep_cosignature(**given)


@pytest.mark.parametrize(
    "change", [Cosignature.objects.all().delete, lambda: Cosignature.objects.update(line="")]
)
def test_a_cosignature_cannot_be_changed_or_taken_away(change):
    facts.append_many(1)
    publish_record()
    actions.keep_cosignature(
        checkpoint=Checkpoint.objects.get(),
        witness=Witness(name="w", key=STRANGER),
        answer=line_of(Checkpoint.objects.get()),
        actor=CLOCK,
    )

    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        change()


def test_nobody_but_the_clock_may_keep_what_witnesses_say():
    witness = Witness(name="w", key=STRANGER)

    with pytest.raises(Refused):
        actions.show_witnesses(actor=CITIZEN)
    with pytest.raises(Refused):
        actions.learn_size(witness=witness, size=1, actor=CITIZEN)
    with pytest.raises(Refused):
        actions.note_trouble(witness=witness, trouble=Trouble.AWAY, actor=CITIZEN, now=facts.NOON)
    with pytest.raises(Refused):
        actions.keep_cosignature(
            checkpoint=Checkpoint(), witness=witness, answer=b"", actor=CITIZEN
        )
