"""Ask witnesses to sign the newest checkpoint, beside the sequencer, which never waits for them.

All are asked for the same checkpoint until enough have signed it, or it has had its time: if each
was asked for whatever is newest, a busy hour would never bring a quorum together.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from threading import Event
from typing import Final

from django.db import Error, connection
from django.utils import timezone

from jernih.apps.ledger import actions, queries
from jernih.apps.ledger.jobs.post import Post, Reply
from jernih.apps.ledger.models import Checkpoint, Trouble
from jernih.apps.ledger.queries import witnesses
from jernih.pure.roles import CLOCK
from jernih.pure.tlog.add_checkpoint import BadRequest, parse_size, write_request
from jernih.pure.tlog.note import BadNote
from jernih.pure.tlog.policy import BadPolicy, Policy, Witness, parse_policy
from jernih.pure.tlog.tile_proof import TileTree
from jernih.pure.tlog.tiles import BadTile, tile_path

log = logging.getLogger("jernih.ledger")

# In seconds: at least so long between two checkpoints; at most so long for one without a quorum.
REST: Final = 5.0
PATIENCE: Final = 30.0
# After a failure: so long, doubled with each in a row, at most so long.
FIRST_PAUSE: Final = 5.0
LONGEST_PAUSE: Final = 600.0
TICK: Final = 1.0


@dataclass(frozen=True, kw_only=True)
class _Call:
    witness: Witness
    checkpoint: Checkpoint
    old_size: int
    post: Post


class Collector:
    """Who is being asked for what; one request at a time to each witness."""

    def __init__(self, *, rest: float = REST, clock: Callable[[], float] = time.monotonic) -> None:
        self.heard = Event()
        self._rest = rest
        self._clock = clock
        self._calls: dict[str, _Call] = {}
        self._not_before: dict[str, float] = {}
        self._target: Checkpoint | None = None
        self._chosen_at = 0.0

    @property
    def is_waiting(self) -> bool:
        """Tell whether a witness has still to answer."""
        return bool(self._calls)

    def tick(self) -> None:
        """Take in what was answered, and ask whoever can be asked now; waits for nobody."""
        self.heard.clear()
        for name, call in list(self._calls.items()):
            if call.post.reply is not None:
                del self._calls[name]
                self._take_in(call, call.post.reply)
        policy = _policy()
        if policy is None:
            return
        self._choose(policy)
        for witness in witnesses.asked_witnesses(policy):
            if self._may_be_asked(witness):
                self._ask(witness)

    def _choose(self, policy: Policy) -> None:
        newest, target = witnesses.shown_checkpoint(), self._target
        if newest is None or (target is not None and newest.size == target.size):
            return
        age = self._clock() - self._chosen_at
        if target is not None and age < self._rest:
            return
        if target is not None and age < PATIENCE and not _is_enough(target, policy):
            return
        self._target, self._chosen_at = newest, self._clock()

    def _may_be_asked(self, witness: Witness) -> bool:
        name = witness.key.name
        return (
            self._target is not None
            and name not in self._calls
            and self._clock() >= self._not_before.get(name, 0.0)
            and not witnesses.has_signed(witness, self._target)
        )

    def _ask(self, witness: Witness) -> None:
        target, old_size = self._target, witnesses.contact(witness).size
        if target is None or old_size > target.size:
            return
        tree = TileTree(target.size, read=lambda tile: queries.log_file(tile_path(tile)))
        try:
            proof = tree.prove_consistency(old_size)
        except BadTile as reason:
            log.error("Witnesses cannot be asked: %s", reason)
            return
        body = write_request(old_size=old_size, proof=proof, checkpoint=target.note.encode())
        self._calls[witness.key.name] = _Call(
            witness=witness,
            checkpoint=target,
            old_size=old_size,
            post=Post(witness.url, body, done=self.heard.set),
        )

    def _take_in(self, call: _Call, reply: Reply) -> None:
        match reply.status:
            case HTTPStatus.OK:
                trouble = _keep(call, reply)
            case HTTPStatus.CONFLICT:
                trouble = _learn(call, reply)
            case HTTPStatus.UNPROCESSABLE_ENTITY:
                trouble = Trouble.REFUSES
            case HTTPStatus.BAD_REQUEST | HTTPStatus.FORBIDDEN | HTTPStatus.NOT_FOUND:
                trouble = Trouble.UNKNOWN
            case _:
                trouble = Trouble.AWAY
        if trouble == Trouble.NONE:
            return
        known = actions.note_trouble(
            witness=call.witness, trouble=trouble, actor=CLOCK, now=timezone.now()
        )
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(known.failures - 1, 10))
        self._not_before[call.witness.key.name] = self._clock() + pause
        level = logging.ERROR if trouble in (Trouble.REFUSES, Trouble.AHEAD) else logging.WARNING
        log.log(level, "Witness %s: %s (%s)", call.witness.key.name, trouble, reply.status)


def keep_witnessing(stop: Event) -> None:
    """Ask witnesses until told to stop. Whatever goes wrong here, the record goes on."""
    collector = Collector()
    while not stop.is_set():
        try:
            collector.tick()
        except Error as reason:
            log.warning("The database is away, witnesses wait: %s", reason)
            connection.close()
        except Exception:
            # Words from outside end up here: a bug in reading them must not stop the asking.
            log.exception("Asking witnesses failed; it is tried again")
        collector.heard.wait(0 if stop.is_set() else TICK)
    connection.close()


def _policy() -> Policy | None:
    text = witnesses.policy_text()
    try:
        return None if text is None else parse_policy(text)
    except BadPolicy:
        # The sequencer says so, where it is shown.
        return None


def _is_enough(target: Checkpoint, policy: Policy) -> bool:
    if not policy.needs_witnesses:
        return True
    return witnesses.since(witnesses.cosigned_note(target), policy) is not None


def _keep(call: _Call, reply: Reply) -> Trouble:
    try:
        actions.keep_cosignature(
            checkpoint=call.checkpoint, witness=call.witness, answer=reply.body, actor=CLOCK
        )
    except BadNote as reason:
        log.warning("Witness %s answers nonsense: %s", call.witness.key.name, reason)
        return Trouble.AWAY
    return Trouble.NONE


def _learn(call: _Call, reply: Reply) -> Trouble:
    """Take over the size that the witness knows, unless it is more than we have."""
    try:
        size = parse_size(reply.body)
    except BadRequest:
        return Trouble.AWAY
    last = queries.last_checkpoint()
    if last is None or size > last.size:
        return Trouble.AHEAD
    if size == call.old_size:
        return Trouble.AWAY
    actions.learn_size(witness=call.witness, size=size, actor=CLOCK)
    return Trouble.NONE
