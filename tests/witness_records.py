"""Records that outsiders sign: witnesses with keys of their own, and a tree they sign under."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jernih.pure import witnessed
from jernih.pure.audit import Report, check
from jernih.pure.audit_all import all_checks
from jernih.pure.events import Event, event_bytes
from jernih.pure.events_record import Heartbeat, PolicyDeclared, Witnessed
from jernih.pure.rulebook import read_rules
from jernih.pure.tlog.cosignature import cosign
from jernih.pure.tlog.edge import Edge
from jernih.pure.tlog.note import COSIGNATURE, Checkpoint, Key, Note, write_checkpoint, write_vkey
from jernih.pure.tlog.policy import parse_policy
from tests.draw_records import HOME, OWN, QUOTAS
from tests.logs import KEY, ORIGIN

RECORD = read_rules((HOME / "rulebook" / "record.toml").read_text())
NAMES = ("ombudsman", "university", "press")
SECRETS = [Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in range(60, 63)]
KEYS = [
    Key(name=f"{name}.example", public=secret.public_key().public_bytes_raw(), kind=COSIGNATURE)
    for name, secret in zip(NAMES, SECRETS, strict=True)
]


def policy_text(*who: int, needed: int = 2) -> bytes:
    """A policy that asks for so many of these witnesses."""
    who = who or (0, 1, 2)
    lines = [f"log {write_vkey(KEY)}"]
    lines += [f"witness {NAMES[n]} {write_vkey(KEYS[n])}" for n in who]
    lines += [f"group outside {needed} {' '.join(NAMES[n] for n in who)}", "quorum outside"]
    return "".join(line + "\n" for line in lines).encode()


def declared(at: datetime, text: bytes | None = None) -> PolicyDeclared:
    return witnessed.declared(text or policy_text(), office="tarakan", at=at)


def beat(at: datetime, round_: int = 0, signature: str = "", **other: Any) -> Heartbeat:
    """A heartbeat; without a round, the first of its silence."""
    since = "" if round_ else f"{at:%Y-%m-%dT%H:%M:%SZ}"
    fields = {"office": "tarakan", "offline_since": since, "witnessed_at": ""} | other
    return Heartbeat(at=at, round=round_, signature=signature, **fields)


@dataclass
class Tree:
    """A record as it grows; witnesses sign what stands on it."""

    facts: list[Event] = field(default_factory=list)

    def add(self, *facts: Event) -> "Tree":
        self.facts += facts
        return self

    def note(
        self, times: Sequence[datetime], *, who: Iterable[int] = (0, 1), size: int | None = None
    ) -> Note:
        """What witnesses sign under the first `size` facts, each at her time."""
        entries = [event_bytes(fact) for fact in self.facts[:size]]
        edge = Edge()
        list(edge.grow(entries))
        head = Checkpoint(origin=ORIGIN, size=len(entries), root=edge.root())
        text = write_checkpoint(head)
        lines = [
            cosign(text, key=KEYS[n], sign=SECRETS[n].sign, at=at)
            for n, at in zip(who, times, strict=True)
        ]
        return Note(text=text, signatures=tuple(lines))

    def stamp(
        self,
        *times: datetime,
        told_at: datetime | None = None,
        who: Iterable[int] = (0, 1),
        policy: bytes = b"",
        size: int | None = None,
        **other: Any,
    ) -> "Tree":
        """Add the fact that witnesses signed what stands here."""
        fact = witnessed.witnessed(
            self.note(times, who=who, size=size),
            policy=parse_policy(policy or policy_text()),
            office="tarakan",
            at=told_at or max(times),
        )
        self.facts.append(replace(fact, **other))
        return self

    def report(self) -> Report:
        """What a stranger's whole audit says of it."""
        checks = all_checks(QUOTAS, draw=OWN, record=RECORD, root=b"\1" * 32)
        return check(map(event_bytes, self.facts), checks=checks)

    def found(self, *rules: str) -> list[str]:
        """The sentences of these rules."""
        return [one.words for one in self.report().violations if one.rule in rules]


def last_stamp(tree: Tree) -> Witnessed:
    return next(fact for fact in reversed(tree.facts) if isinstance(fact, Witnessed))
