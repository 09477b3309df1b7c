"""Questions about pledges: their words, who is asked, who signed, what was promised."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Final

from jernih.apps.accounts.models import Staff
from jernih.apps.conduct.models import Pledge, PledgePromise, Signature
from jernih.apps.conduct.queries.gifts import colleagues
from jernih.apps.offices.models import Office
from jernih.pure.casework import StaffKind
from jernih.pure.pledges import PledgeKind, PledgeText, SignMethod, WitnessKind, read_texts
from jernih.pure.roles import Actor, Permission, Role
from jernih.ui import lockbox

WITNESS: Final = "pledge-witness"


@dataclass(frozen=True, kw_only=True)
class PledgeRow:
    """A pledge with its words and counts; nobody is named.

    missing: how many who work here now have not signed. by_kind, by_witness: counts.
    """

    pledge: Pledge
    kind: PledgeKind
    led_by: Role
    text: PledgeText
    signed: int
    missing: int
    by_kind: tuple[tuple[StaffKind, int], ...]
    by_witness: tuple[tuple[WitnessKind, int], ...]
    promises: tuple[PledgePromise, ...]


@dataclass(frozen=True, kw_only=True)
class SignerRow:
    """One person who was asked, for the head: signed_at None while she has not signed."""

    name: str
    signed_at: datetime | None
    method: SignMethod | None


@cache
def texts() -> tuple[PledgeText, ...]:
    """Return the words of all pledges in all versions."""
    file = files("jernih") / "rulebook" / "forms" / "pledges.toml"
    return read_texts(file.read_text(encoding="utf-8"))


def text_on(kind: PledgeKind, day: date) -> PledgeText:
    """Return the words in force on a day, or the first there are."""
    found = sorted((t for t in texts() if t.kind is kind), key=lambda text: text.version)
    begun = [text for text in found if text.since <= day]
    return begun[-1] if begun else found[0]


def text_of(pledge: Pledge) -> PledgeText:
    """Return the words that a pledge was declared in."""
    return next(t for t in texts() if t.kind == pledge.kind and t.version == pledge.text_version)


def asked(office: Office) -> list[Staff]:
    """Return who works here and is asked to sign, by name."""
    return [one for one in colleagues(office) if one.as_actor().may(Permission.PLEDGE_SIGN)]


def unsigned(pledge: Pledge) -> list[Staff]:
    """Return who has not signed yet."""
    signed = set(pledge.signatures.values_list("staff", flat=True))
    return [one for one in asked(pledge.office) if one.ref not in signed]


def pledges(office: Office) -> list[PledgeRow]:
    """Return every pledge, newest year first."""
    found = Pledge.objects.filter(office=office).select_related("office")
    rows = found.prefetch_related("signatures", "witnesses", "promises")
    people = {one.ref for one in asked(office)}
    return [_row(pledge, people) for pledge in rows.order_by("-year", "pk")]


def signers(pledge: Pledge) -> list[SignerRow]:
    """Return who was asked and who signed, for the head alone."""
    known = {one.staff: one for one in pledge.signatures.all()}
    return [_signer(one, known.get(one.ref)) for one in asked(pledge.office)]


def witness_names(pledge: Pledge) -> list[tuple[WitnessKind, str]]:
    """Return who watched, with names, for the head and the certificate."""
    return [
        (WitnessKind(row.kind), lockbox.unlock_words(row.sealed, purpose=WITNESS)["name"])
        for row in pledge.witnesses.order_by("pk")
    ]


def signature_of(pledge: Pledge, actor: Actor) -> Signature | None:
    """Return somebody's own signature."""
    return pledge.signatures.filter(staff=actor.ref).first()


def to_sign_pledges(office: Office, *, actor: Actor, year: int) -> list[Pledge]:
    """Return pledges of a year that somebody is asked to sign and has not."""
    found = Pledge.objects.filter(office=office, year=year).exclude(signatures__staff=actor.ref)
    return list(found.order_by("pk"))


def signed_of(office: Office, *, year: int) -> tuple[int, int]:
    """Return how many signed the pledge of a year, and how many were asked."""
    pledge = Pledge.objects.filter(office=office, kind=PledgeKind.PERFORMANCE, year=year).first()
    return (pledge.signatures.count(), pledge.staff) if pledge else (0, 0)


def _row(pledge: Pledge, people: set[str]) -> PledgeRow:
    signatures = list(pledge.signatures.all())
    kinds = Counter(StaffKind(one.staff_kind) for one in signatures)
    watched = Counter(WitnessKind(one.kind) for one in pledge.witnesses.all())
    return PledgeRow(
        pledge=pledge,
        kind=PledgeKind(pledge.kind),
        led_by=Role(pledge.led_by),
        text=text_of(pledge),
        signed=len(signatures),
        missing=len(people - {one.staff for one in signatures}),
        by_kind=tuple((kind, kinds[kind]) for kind in StaffKind if kinds[kind]),
        by_witness=tuple((kind, watched[kind]) for kind in WitnessKind if watched[kind]),
        promises=tuple(sorted(pledge.promises.all(), key=lambda row: row.pk)),
    )


def _signer(person: Staff, signature: Signature | None) -> SignerRow:
    return SignerRow(
        name=person.full_name,
        signed_at=signature.signed_at if signature else None,
        method=SignMethod(signature.method) if signature else None,
    )
