"""Declare a pledge, promise figures in it, sign it in person, remind who has not."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from jernih.apps.conduct import queries
from jernih.apps.conduct.actions.refusals import (
    DeclaredAlready,
    NotAskedToSign,
    NotYet,
    PromisedAlready,
    TooMuchPromised,
)
from jernih.apps.conduct.models import Pledge, PledgePromise, PledgeWitness, Signature
from jernih.apps.ledger import actions as ledger
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure import canonical
from jernih.pure.casework import StaffKind
from jernih.pure.events_pledges import PledgeDeclared, PledgeSigned, PromiseMade
from jernih.pure.pledges import Metric, PledgeKind, SignMethod, WitnessKind
from jernih.pure.roles import Actor, Permission, Role, require
from jernih.ui import lockbox


@dataclass(frozen=True, kw_only=True)
class Ceremony:
    """How a pledge was declared. witnesses: kind and name of people from outside."""

    kind: PledgeKind
    year: int
    held_on: date
    led_by: Role
    witnesses: Sequence[tuple[WitnessKind, str]] = ()


@transaction.atomic(durable=True)
def declare_pledge(*, office_id: int, told: Ceremony, actor: Actor, now: datetime) -> Pledge:
    """Declare a pledge in the words in force; from now on everybody is asked to sign.

    Raises Refused, DeclaredAlready, NotYet for a day to come.
    """
    require(actor, Permission.PLEDGE_LEAD)
    office = Office.objects.select_for_update(no_key=True).get(pk=office_id)
    require(actor, Permission.PLEDGE_LEAD, office=office.slug)
    if told.held_on > offices.today(office, now):
        raise NotYet(told.held_on.isoformat())
    if Pledge.objects.filter(office=office, kind=told.kind, year=told.year).exists():
        raise DeclaredAlready(told.kind)
    text = queries.text_on(told.kind, told.held_on)
    pledge = Pledge.objects.create(
        office=office,
        ref=secrets.token_hex(16),
        kind=told.kind,
        year=told.year,
        text_version=text.version,
        text_hash=text.hash,
        held_on=told.held_on,
        led_by=told.led_by,
        staff=len(queries.asked(office)),
        declared_at=now,
        declared_by=actor.ref,
    )
    for kind, name in told.witnesses:
        sealed = lockbox.lock_words({"name": name.strip()[:120]}, purpose=queries.WITNESS)
        PledgeWitness.objects.create(pledge=pledge, kind=kind, sealed=sealed)
    ledger.append(
        PledgeDeclared(
            office=office.slug,
            at=now.replace(microsecond=0),
            pledge=pledge.ref,
            what=told.kind,
            year=told.year,
            text_version=text.version,
            text_hash=text.hash,
            held_on=told.held_on,
            led_by=told.led_by,
            witnesses=len(told.witnesses),
            staff=pledge.staff,
            officer=actor.ref,
        )
    )
    return pledge


@transaction.atomic(durable=True)
def promise_figure(
    *, ref: str, metric: Metric, target: int, due_on: date, owner: Role, actor: Actor, now: datetime
) -> PledgePromise:
    """Promise a figure that our own programs measure.

    Raises Refused, PromisedAlready, TooMuchPromised for a target that means nothing.
    """
    pledge = _locked(ref, actor, Permission.PLEDGE_LEAD)
    if not 0 <= target <= metric.most:
        raise TooMuchPromised(str(metric.most))
    if pledge.promises.filter(metric=metric).exists():
        raise PromisedAlready(metric)
    promise = PledgePromise.objects.create(
        pledge=pledge, metric=metric, target=target, due_on=due_on, owner=owner
    )
    ledger.append(
        PromiseMade(
            office=pledge.office.slug,
            at=now.replace(microsecond=0),
            pledge=pledge.ref,
            metric=metric,
            target=target,
            due=due_on,
            owner=owner,
            officer=actor.ref,
        )
    )
    return promise


@transaction.atomic(durable=True)
def sign_pledge(
    *, ref: str, staff_kind: StaffKind, method: SignMethod, actor: Actor, now: datetime
) -> Signature:
    """Sign a pledge in person; signed before: the signature of that time.

    The page has asked again, just now, who it is. Raises Refused, NotAskedToSign.
    """
    pledge = _locked(ref, actor, Permission.PLEDGE_SIGN)
    known = pledge.signatures.filter(staff=actor.ref).first()
    if known is not None:
        return known
    if actor.ref not in {one.ref for one in queries.asked(pledge.office)}:
        raise NotAskedToSign(ref)
    salt = secrets.token_bytes(canonical.SALT_BYTES)
    signature = Signature.objects.create(
        pledge=pledge,
        staff=actor.ref,
        # The pledge's lock is ours: nobody else takes this number.
        n=pledge.signatures.count() + 1,
        staff_kind=staff_kind,
        method=method,
        salt=salt,
        commitment=canonical.commitment(
            "signature", salt=salt, fields={"officer": actor.ref, "pledge": pledge.ref}
        ),
        signed_at=now,
    )
    ledger.append(
        PledgeSigned(
            office=pledge.office.slug,
            at=now.replace(microsecond=0),
            pledge=pledge.ref,
            n=signature.n,
            staff_kind=staff_kind,
            method=method,
            commitment=signature.commitment,
        )
    )
    return signature


def _locked(ref: str, actor: Actor, permission: Permission) -> Pledge:
    require(actor, permission)
    found = Pledge.objects.select_for_update(of=("self",)).select_related("office")
    pledge = found.get(ref=ref)
    require(actor, permission, office=pledge.office.slug)
    return pledge
