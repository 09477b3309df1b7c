"""The facts of pledges: what was declared, how many signed, which figures were promised.

They are facts like those of events.py, which names them too. Who signed stands in a salted
commitment alone: the signer can show hers, and nobody can see who has not signed.
"""

from datetime import date

from jernih.pure.casework import StaffKind
from jernih.pure.kinds import Event, Hash, Ref, StaffRef, fact
from jernih.pure.pledges import Metric, PledgeKind, SignMethod
from jernih.pure.roles import Role


@fact("conduct.pledge-declared")
class PledgeDeclared(Event):
    """A pledge was declared; text_hash: of its words, whose version the rulebook has.

    staff: how many people work here and are asked to sign.
    """

    pledge: Ref
    what: PledgeKind
    year: int
    text_version: int
    text_hash: Hash
    held_on: date
    led_by: Role
    witnesses: int
    staff: int
    officer: StaffRef


@fact("conduct.pledge-signed")
class PledgeSigned(Event):
    """One more person signed, the n-th, and showed again at this moment who it is."""

    pledge: Ref
    n: int
    staff_kind: StaffKind
    method: SignMethod
    commitment: Hash


@fact("conduct.promise-made")
class PromiseMade(Event):
    """A figure was promised in a pledge; the role answers for it, by a day."""

    pledge: Ref
    metric: Metric
    target: int
    due: date
    owner: Role
    officer: StaffRef
