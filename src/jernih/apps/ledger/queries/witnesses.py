"""Questions about witnesses: who they are, what they signed, and what the public is to know."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.db.models import Exists, OuterRef

from jernih.apps.ledger import queries
from jernih.apps.ledger.models import Checkpoint, Cosignature, Trouble, WitnessContact
from jernih.pure.tlog.note import parse_checkpoint, parse_note
from jernih.pure.tlog.policy import Policy, Witness, parse_policy

# So long the newest facts may wait for witnesses before the public is told that they do.
PATIENCE: Final = timedelta(minutes=10)
# Names of the top-level domain that nobody can own: for show (RFC 2606).
_FOR_SHOW: Final = ".invalid"
# Checkpoints: whoever answers later than so many others were asked for begins with the newest.
_LOOK_BACK: Final = 20


class Standing(StrEnum):
    """How the record stands with its witnesses."""

    # Nobody outside is asked, or nobody's word is needed.
    NOBODY = "NOBODY"
    NEVER = "NEVER"
    FRESH = "FRESH"
    STALE = "STALE"


@dataclass(frozen=True, kw_only=True)
class WitnessRow:
    """One witness as the public sees her. cosigned_at: under the checkpoint that is shown."""

    name: str
    cosigned_at: datetime | None
    trouble: Trouble
    since: datetime | None

    @property
    def is_for_show(self) -> bool:
        """Tell whether she is the demonstration's, on the same machine: no real witness."""
        return self.name.partition("/")[0].endswith(_FOR_SHOW)


@dataclass(frozen=True, kw_only=True)
class WitnessingRow:
    """What the public is told. since, size: of the newest checkpoint that enough have signed."""

    standing: Standing
    since: datetime | None
    size: int
    witnesses: tuple[WitnessRow, ...]

    @property
    def is_for_show(self) -> bool:
        """Tell whether all witnesses are the demonstration's."""
        return bool(self.witnesses) and all(one.is_for_show for one in self.witnesses)

    @property
    def signers(self) -> tuple[WitnessRow, ...]:
        """Return those who signed the checkpoint that is shown."""
        return tuple(one for one in self.witnesses if one.cosigned_at)

    @property
    def troubled(self) -> tuple[WitnessRow, ...]:
        """Return those who did not sign when they were asked last."""
        return tuple(one for one in self.witnesses if one.trouble != Trouble.NONE)


def policy_text() -> bytes | None:
    """Return the text of the policy file; None when there is none."""
    try:
        return settings.POLICY_FILE.read_bytes()
    except FileNotFoundError:
        return None


def asked_witnesses(policy: Policy) -> list[Witness]:
    """Return the witnesses that can be asked: those with an address."""
    return [one for one in policy.witnesses if one.url.startswith(("http://", "https://"))]


def contact(witness: Witness) -> WitnessContact:
    """Return what we know of a witness; what is new is not stored."""
    known = WitnessContact.objects.filter(witness=witness.key.name).first()
    return known or WitnessContact(witness=witness.key.name)


def has_signed(witness: Witness, checkpoint: Checkpoint) -> bool:
    """Tell whether we hold her signature under this checkpoint."""
    return Cosignature.objects.filter(checkpoint=checkpoint, witness=witness.key.name).exists()


def cosigned_note(checkpoint: Checkpoint) -> bytes:
    """Return a checkpoint with every cosignature that we hold, in the order of the names."""
    lines = sorted(checkpoint.cosignatures.all(), key=lambda one: one.witness)
    return (checkpoint.note + "".join(one.line for one in lines)).encode()


def shown_checkpoint() -> Checkpoint | None:
    """Return the row of the checkpoint that the public sees."""
    shown = queries.published_checkpoint()
    return Checkpoint.objects.filter(size=shown.size).first() if shown else None


def witnessed_note(policy: Policy) -> bytes | None:
    """Return the newest checkpoint that enough witnesses signed; None when there is none.

    Starts from the one that is shown, so it never goes back unless the policy changed.
    """
    shown = queries.log_file("checkpoint.witnessed")
    if shown is not None and since(shown, policy) is None:
        shown = None
    size = parse_checkpoint(parse_note(shown).text).size if shown else 0
    is_cosigned = Exists(Cosignature.objects.filter(checkpoint=OuterRef("pk")))
    candidates = Checkpoint.objects.filter(is_cosigned, size__gte=size)
    newest = candidates.order_by("-size").prefetch_related("cosignatures")
    for checkpoint in newest[:_LOOK_BACK]:
        note = cosigned_note(checkpoint)
        if since(note, policy) is not None:
            return note
    return shown


def since(note: bytes, policy: Policy) -> datetime | None:
    """Return since when the quorum stands under a note of ours, whose lines were checked."""
    return policy.met_by(parse_note(note))


def witnessing(*, now: datetime) -> WitnessingRow:
    """Return what the public is told about witnesses. now: by the office's clock."""
    text = queries.log_file("policy")
    policy = parse_policy(text) if text else None
    if policy is None or not policy.needs_witnesses:
        return WitnessingRow(standing=Standing.NOBODY, since=None, size=0, witnesses=())
    note = queries.log_file("checkpoint.witnessed")
    at = since(note, policy) if note else None
    signed = policy.signed_at(parse_note(note)) if note else {}
    size = parse_checkpoint(parse_note(note).text).size if note else 0
    return WitnessingRow(
        standing=_standing(at, size=size, now=now),
        since=at,
        size=size,
        witnesses=tuple(_row(one, signed.get(one.name)) for one in policy.witnesses),
    )


def _standing(at: datetime | None, *, size: int, now: datetime) -> Standing:
    if at is None:
        return Standing.NEVER
    # By one clock, ours: when we signed the oldest of what no witness has signed.
    waiting = Checkpoint.objects.filter(size__gt=size).order_by("size").first()
    is_late = waiting is not None and waiting.signed_at < now - PATIENCE
    return Standing.STALE if is_late else Standing.FRESH


def _row(witness: Witness, cosigned_at: datetime | None) -> WitnessRow:
    known = contact(witness)
    return WitnessRow(
        name=witness.key.name,
        cosigned_at=cosigned_at,
        trouble=Trouble(known.trouble),
        since=known.since,
    )
