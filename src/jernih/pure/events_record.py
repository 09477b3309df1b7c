"""Facts of the record about itself: signs of life, who witnesses it, and what they signed, when.

They are facts like those of events.py, which names them too. A record of several offices has one
tree: its policy and what witnesses signed are told once, under the office where the clock was.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from jernih.pure.kinds import Event, Hash, fact

MaybeMoment = Annotated[str, r"(2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?"]
# Of logs, witnesses and groups; narrower than signed notes allow, so that it is never free text.
KeyName = Annotated[str, r"[A-Za-z0-9][A-Za-z0-9._/:-]{0,99}"]
Vkey = Annotated[str, r"[A-Za-z0-9][A-Za-z0-9._/:-]{0,99}[+][0-9a-f]{8}[+][A-Za-z0-9+/]{44}"]
KeyId = Annotated[str, r"[0-9a-f]{8}"]
Ed25519Signature = Annotated[str, r"[0-9a-f]{128}"]
MaybePulse = Annotated[str, r"([0-9a-f]{96})?"]


@fact("record.heartbeat")
class Heartbeat(Event):
    """A sign of life, and the newest round of drand's quicknet: what follows is not older.

    round, signature: 0 and "" when no beacon could be reached; then offline_since is the moment of
    the first such heartbeat. witnessed_at: the newest time of a witness that the office holds.
    """

    round: int
    signature: MaybePulse
    offline_since: MaybeMoment
    witnessed_at: MaybeMoment


@dataclass(frozen=True, kw_only=True)
class PolicyWitness:
    """Someone outside who signs checkpoints: the name in the policy, and the public key."""

    name: KeyName
    vkey: Vkey


@dataclass(frozen=True, kw_only=True)
class PolicyGroup:
    """So many of these witnesses or groups are needed."""

    name: KeyName
    needed: int
    members: tuple[KeyName, ...]


@fact("record.policy-declared")
class PolicyDeclared(Event):
    """Whose signatures the office promises to collect; quorum `none` promises nothing.

    policy: SHA-256 of the policy file's text.
    """

    policy: Hash
    logs: tuple[Vkey, ...]
    witnesses: tuple[PolicyWitness, ...]
    groups: tuple[PolicyGroup, ...]
    quorum: KeyName


@dataclass(frozen=True, kw_only=True)
class Cosigned:
    """What one witness signed, in the parts of cosignature/v1."""

    name: KeyName
    key_id: KeyId
    time: datetime
    signature: Ed25519Signature


@fact("record.witnessed")
class Witnessed(Event):
    """Enough witnesses of the policy signed the tree of this size: nothing in it is younger.

    origin: the log's name in what they signed. root: in hex.
    """

    origin: KeyName
    size: int
    root: Hash
    signatures: tuple[Cosigned, ...]


@fact("record.key-rotated")
class KeyRotated(Event):
    """Another key signs from now on; both signed the statement of docs/log-format.md."""

    old: Vkey
    new: Vkey
    old_signature: Ed25519Signature
    new_signature: Ed25519Signature


@fact("record.loss-accepted")
class LossAccepted(Event):
    """A part of the record was lost for good, and it goes on under another name, in public.

    lost_origin, lost_size, lost_root: of the largest checkpoint that was known; the root in hex.
    kept_size: so many entries of it are left, the same ones.
    """

    lost_origin: KeyName
    lost_size: int
    lost_root: Hash
    kept_size: int
