"""Bring in what nobody could know before: contributors' secrets, and the word of the beacon."""

from datetime import datetime, timedelta

from django.db import transaction

from jernih.apps.booking import queries
from jernih.apps.booking.actions.draw.refusals import (
    BadContributor,
    BadEvidence,
    NoMoreSources,
    NotWitnessed,
    NotYet,
    RevealTooLate,
)
from jernih.apps.booking.actions.draw.steps import locked_batch
from jernih.apps.booking.models import Batch, BatchContributor
from jernih.apps.ledger import actions as ledger
from jernih.pure import contribution, draw, draw_source, events_draw
from jernih.pure.events_draw import Source
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import BATCH, BatchState, IllegalMove


@transaction.atomic(durable=True)
def reveal_secret(
    *, batch_id: int, name: str, secret: str, actor: Actor, now: datetime
) -> BatchContributor:
    """Note a contributor's secret, once the list is frozen and before the hour is over.

    secret: 64 hex digits, in any groups. The same again changes nothing.
    Raises Refused, IllegalMove, RevealTooLate, BadContributor.
    """
    require(actor, Permission.BATCH_REVEAL)
    batch = locked_batch(batch_id)
    require(actor, Permission.BATCH_REVEAL, office=batch.office.slug)
    if batch.state != BatchState.CLOSED:
        raise IllegalMove(f"{batch.state} takes no secrets")
    until = queries.draw.reveals_until(batch)
    if now >= until:
        raise RevealTooLate(until)
    row = batch.contributors.filter(name=name).first()
    if row is None:
        raise BadContributor("nobody of this name was announced")
    try:
        opened = contribution.read_secret(secret)
        contribution.check_reveal(row.commitment, batch=batch.ref, secret=opened)
    except (contribution.BadContribution, contribution.WrongReveal) as refused:
        raise BadContributor(str(refused)) from None
    if row.secret:
        return row

    row.secret, row.revealed_at = opened.hex(), now
    row.save(update_fields=["secret", "revealed_at"])
    ledger.append(
        events_draw.Revealed(
            office=batch.office.slug, at=now, batch=batch.ref, name=name, secret=row.secret
        )
    )
    return row


@transaction.atomic(durable=True)
def fix_seed(
    *, batch_id: int, evidence: str, previous: str = "", actor: Actor, now: datetime
) -> Batch:
    """Take the word of the source that a batch waits for; from here on the result is fixed.

    evidence: as `draw_source.randomness_of` wants it. Given again, the same word changes nothing.
    Raises Refused, IllegalMove, BadEvidence, NotYet before the round's own time, NotWitnessed for a
    round that does not count, since outsiders had not signed the frozen list in time.
    """
    require(actor, Permission.BATCH_SEED)
    batch = locked_batch(batch_id)
    # A signature proves itself, whoever brings it; numbers and throws are only as good as who says.
    is_proof = batch.source in draw_source.CHAINS
    permission = Permission.BATCH_SEED if is_proof else Permission.BATCH_FALLBACK
    require(actor, permission, office=batch.office.slug)
    if batch.seed and batch.evidence == evidence:
        return batch
    BATCH.check(BatchState(batch.state), BatchState.SEEDED)
    known_at = queries.draw.known_at(batch)
    if now < known_at:
        raise NotYet(known_at)
    if queries.draw_frozen.must_wait(batch, now=now):
        raise NotWitnessed(known_at - timedelta(minutes=batch.freeze_minutes))
    source = Source(batch.source)
    try:
        randomness = draw_source.randomness_of(
            source, batch=batch.ref, round_=batch.round, evidence=evidence, previous=previous
        )
    except draw_source.BadWord as bad:
        raise BadEvidence(bad.why) from None

    reveals = sorted(batch.contributors.exclude(secret="").values_list("secret", flat=True))
    seed = draw.draw_key(
        batch=batch.ref,
        list_root=bytes.fromhex(batch.list_root),
        randomness=randomness,
        reveals=map(bytes.fromhex, reveals),
    )
    batch.state, batch.seeded_at = BatchState.SEEDED, now
    batch.evidence, batch.previous_signature = evidence, previous
    batch.randomness, batch.seed = randomness.hex(), seed.hex()
    batch.save()
    ledger.append(
        events_draw.SeedFixed(
            office=batch.office.slug,
            at=now,
            batch=batch.ref,
            source=source,
            round=batch.round,
            evidence=evidence,
            previous_signature=previous,
            randomness=batch.randomness,
            reveals=tuple(reveals),
            seed=batch.seed,
        )
    )
    return batch


@transaction.atomic(durable=True)
def enter_fallback(*, batch_id: int, actor: Actor, now: datetime) -> Batch:
    """Turn to the next source declared, when the one waited for could not be had in time.

    Raises Refused, IllegalMove, NotYet, NoMoreSources.
    """
    require(actor, Permission.BATCH_FALLBACK)
    batch = locked_batch(batch_id)
    require(actor, Permission.BATCH_FALLBACK, office=batch.office.slug)
    if batch.state != BatchState.CLOSED:
        raise IllegalMove(f"{batch.state} waits for no source")
    patience = timedelta(hours=batch.fallback_hours)
    may_at = max(queries.draw.known_at(batch), batch.source_since or now) + patience
    if now < may_at:
        raise NotYet(may_at)
    sources = [Source(name) for name in batch.sources]
    source = draw_source.next_source(sources, Source(batch.source))
    if source is None:
        raise NoMoreSources
    quicknet_round = batch.round if batch.source == Source.QUICKNET else 0
    batch.source, batch.source_since = source, now
    batch.round = draw_source.fallback_round(source, quicknet_round=quicknet_round)
    batch.save(update_fields=["source", "source_since", "round"])
    ledger.append(
        events_draw.FallbackEntered(
            office=batch.office.slug,
            at=now,
            batch=batch.ref,
            source=source,
            officer=actor.ref,
            round=batch.round,
        )
    )
    return batch
