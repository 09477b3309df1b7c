"""Read which logs and witnesses are trusted, and say when enough witnesses had signed.

Source: C2SP tlog-policy at 5ba5ee83. Stricter than the text in three things: names and comments
are UTF-8, a log cannot be its own witness, and only Ed25519 keys are known.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from jernih.pure.tlog import ed25519
from jernih.pure.tlog.cosignature import cosigned_at
from jernih.pure.tlog.note import (
    COSIGNATURE,
    ED25519,
    BadNote,
    Key,
    Note,
    Verify,
    open_note,
    parse_checkpoint,
    parse_vkey,
)

NONE: Final = "none"
MAX_POLICY: Final = 100_000

_FORBIDDEN: Final = re.compile(rb"[^\t\n\x20-\x7e\x80-\xff]")
_WHITE: Final = re.compile(r"[ \t]+")
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,3}")


class BadPolicy(ValueError):
    """This is not a policy; the message names the line."""


@dataclass(frozen=True, kw_only=True)
class Log:
    """A log that is trusted. url: where it is served; may be empty."""

    key: Key
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Witness:
    """A witness. name: what this file calls her. url: where she takes checkpoints, or empty."""

    name: str
    key: Key
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Group:
    """So many of these members are needed; each is a witness or another group."""

    needed: int
    members: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Logs, witnesses, groups by name, and the name whose word counts (or `none`)."""

    logs: tuple[Log, ...]
    witnesses: tuple[Witness, ...]
    groups: Mapping[str, Group]
    quorum: str

    @property
    def needs_witnesses(self) -> bool:
        """Say whether a log's signature alone is not enough."""
        return self.quorum != NONE

    def open(self, raw: bytes, *, verify: Verify = ed25519.verify) -> Note:
        """Return a checkpoint's note with only the checked signatures of known logs and witnesses.

        Raises BadNote unless a known log signed a checkpoint of its own name.
        """
        keys = [*(log.key for log in self.logs), *(one.key for one in self.witnesses)]
        note = open_note(raw, keys=keys, verify=verify)
        origin = parse_checkpoint(note.text).origin
        signers = {(line.name, line.key_id) for line in note.signatures}
        own = {(log.key.name, log.key.key_id) for log in self.logs if log.key.name == origin}
        if not own & signers:
            raise BadNote("not signed by a log of the policy")
        return note

    def signed_by(self, keys: Sequence[Key]) -> "Policy":
        """Return this policy with further keys of its logs: those that were vouched for."""
        names = {log.key.name for log in self.logs}
        known = [log.key for log in self.logs]
        more = (Log(key=key) for key in keys if key.name in names and key not in known)
        return replace(self, logs=(*self.logs, *more))

    def met_by(self, note: Note) -> datetime | None:
        """Return since when the quorum stands under this note; None when it does not.

        note: as `open` or `open_note` left it, every signature checked. The answer is the oldest
        moment at which the witnesses who had signed were enough. Where none are needed there is
        no such moment: ask `needs_witnesses` first.
        """
        times = self.signed_at(note)
        return self._time_of(self.quorum, times) if self.needs_witnesses else None

    def signed_at(self, note: Note) -> dict[str, datetime]:
        """Return when each witness of this policy signed under the note, by her name here."""
        names = {(one.key.name, one.key.key_id): one.name for one in self.witnesses}
        return {
            names[line.name, line.key_id]: cosigned_at(line)
            for line in note.signatures
            if (line.name, line.key_id) in names
        }

    def _time_of(self, name: str, times: Mapping[str, datetime]) -> datetime | None:
        group = self.groups.get(name)
        if group is None:
            return times.get(name)
        inside = (self._time_of(member, times) for member in group.members)
        known = sorted(time for time in inside if time is not None)
        return known[group.needed - 1] if len(known) >= group.needed else None


def parse_policy(raw: bytes) -> Policy:
    """Read the text of a policy. Raises BadPolicy, naming the line, for any other text."""
    if len(raw) > MAX_POLICY or _FORBIDDEN.search(raw):
        raise BadPolicy("A policy is a short text without control characters.")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise BadPolicy("A policy is written in UTF-8.") from None
    if not text.endswith("\n"):
        raise BadPolicy("The last line has no line feed.")
    draft = _Draft()
    for number, line in enumerate(text[:-1].split("\n"), 1):
        words = _WHITE.split(line.strip(" \t"))
        if words[0] and not words[0].startswith("#"):
            try:
                draft.take(words[0], words[1:])
            except (BadPolicy, BadNote) as reason:
                raise BadPolicy(f"Line {number}: {reason}.") from None
    return draft.finish()


@dataclass
class _Draft:
    """A policy as far as it was read."""

    logs: list[Log] = field(default_factory=list)
    witnesses: dict[str, Witness] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)
    quorum: str | None = None

    def take(self, kind: str, words: Sequence[str]) -> None:
        match kind:
            case "log" if len(words) in (1, 2):
                self.logs.append(Log(key=self._key(words[0], ED25519), url="".join(words[1:])))
            case "witness" if len(words) in (2, 3):
                key = self._key(words[1], COSIGNATURE)
                name = self._new(words[0])
                self.witnesses[name] = Witness(name=name, key=key, url="".join(words[2:]))
            case "group" if len(words) >= 3:
                group = self._group(words[1], words[2:])
                self.groups[self._new(words[0])] = group
            case "quorum" if len(words) == 1:
                self._take_quorum(words[0])
            case _:
                raise BadPolicy("not a log, witness, group or quorum as they are written")

    def finish(self) -> Policy:
        if self.quorum is None:
            raise BadPolicy("There is no quorum line.")
        return Policy(
            logs=tuple(self.logs),
            witnesses=tuple(self.witnesses.values()),
            groups=self.groups,
            quorum=self.quorum,
        )

    def _key(self, text: str, kind: int) -> Key:
        key = parse_vkey(text)
        if key.kind != kind:
            raise BadPolicy("a key of another kind than is needed here")
        known = [*(log.key for log in self.logs), *(one.key for one in self.witnesses.values())]
        if any(key.public == other.public for other in known):
            raise BadPolicy("this key stands here already")
        return key

    def _new(self, name: str) -> str:
        if name == NONE or name in self.witnesses or name in self.groups:
            raise BadPolicy(f"the name {name} is taken")
        return name

    def _known(self, name: str) -> str:
        if name not in self.witnesses and name not in self.groups:
            raise BadPolicy(f"{name} is not defined above")
        return name

    def _group(self, count: str, members: Sequence[str]) -> Group:
        for member in members:
            if self._known(member) in self.placed:
                raise BadPolicy(f"{member} is in a group already")
            self.placed.add(member)
        needed = {"any": 1, "all": len(members)}.get(count)
        if needed is None:
            if not _NUMBER.fullmatch(count) or int(count) > len(members):
                raise BadPolicy(f"a group is all, any, or 1 to {len(members)} of its members")
            needed = int(count)
        return Group(needed=needed, members=tuple(members))

    def _take_quorum(self, name: str) -> None:
        if self.quorum is not None:
            raise BadPolicy("a second quorum")
        self.quorum = name if name == NONE else self._known(name)
