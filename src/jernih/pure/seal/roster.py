"""The roster: whose keys may open reports, signed by the overseer, off line.

A signed note of one key, named ORIGIN/roster. Its text is three lines: `jernih-roster/v1`, the
serial, and canonical JSON. Whoever opens it asks for the day and for the highest serial she saw.
Source: docs/sealing.md, 2; C2SP signed-note; proquints (arXiv:0901.4016).
Vectors: tests/vectors/seal.json.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from jernih.pure import canonical
from jernih.pure.roles import Role
from jernih.pure.seal import bech32, spelled
from jernih.pure.seal.spelled import Sign
from jernih.pure.tlog import ed25519, note
from jernih.pure.tlog.note import Key

VERSION: Final = "jernih-roster/v1"
ROLES: Final = (Role.HANDLER, Role.OVERSEER, Role.DECIDER)
OUTSIDE: Final = "outside"
TRUSTEES: Final = 3
# A small key file has sixteen places, and one of them is the reporter's.
MAX_PEOPLE: Final = 15
WORDS: Final = 6

_KEYS: Final = {"escrow", "from", "office", "people", "serial", "until"}
_PERSON: Final = {"name", "post", "recipient", "ref", "role", "section", "signs"}
_NAME: Final = 80
_MAX_SERIAL: Final = 2**31 - 1
_SERIAL: Final = re.compile(r"[1-9][0-9]{0,9}")
_CONSONANTS: Final = "bdfghjklmnprstvz"
_VOWELS: Final = "aiou"


class Reason(StrEnum):
    """Why a roster is refused, for whoever has to say it in her own language."""

    BROKEN = "BROKEN"
    UNSIGNED = "UNSIGNED"
    TOO_EARLY = "TOO_EARLY"
    TOO_LATE = "TOO_LATE"
    OLDER = "OLDER"


class BadRoster(ValueError):
    """Said of a roster that nothing may be sealed to."""

    def __init__(self, words: str, reason: Reason = Reason.BROKEN) -> None:
        super().__init__(words)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone with a key. ref: the pseudonym; recipient: `age1…`; signs: Ed25519, hex."""

    name: str
    post: str
    recipient: str
    ref: str
    role: Role
    section: str
    signs: str


@dataclass(frozen=True, kw_only=True)
class Trustee:
    """Somebody outside who keeps one of three shares of every report."""

    label: str
    recipient: str


@dataclass(frozen=True, kw_only=True)
class Roster:
    """One serial of the roster of an office, with its first and last day."""

    escrow: tuple[Trustee, ...]
    starts_on: date
    office: str
    people: tuple[Person, ...]
    serial: int
    ends_on: date

    def of_role(self, *roles: Role) -> tuple[Person, ...]:
        """Return the people of these roles, in the roster's order."""
        return tuple(person for person in self.people if person.role in roles)

    def person(self, ref: str) -> Person | None:
        """Return who has this pseudonym, if anybody."""
        return next((person for person in self.people if person.ref == ref), None)


def roster_key(public: bytes, *, origin: str) -> Key:
    """Return the key that rosters of this record are signed with."""
    return Key(name=f"{origin}/roster", public=public)


def write_text(roster: Roster) -> str:
    """Return the three lines that get signed. Raises BadRoster for what no roster may say."""
    text = _text(roster)
    parse_text(text)
    return text


def write_roster(roster: Roster, *, key: Key, sign: Sign) -> str:
    """Return the signed roster. Raises BadRoster for what no roster may say."""
    return note.sign_note(write_text(roster), key=key, sign=sign)


def open_roster(
    raw: bytes, *, key: Key, today: date, least: int = 0, verify: spelled.Verify = ed25519.verify
) -> Roster:
    """Return a roster that is signed, of today, and no older than what was seen before.

    least: the highest serial seen. Raises BadRoster with its reason.
    """
    try:
        text = note.open_note(raw, keys=[key], verify=verify).text
    except note.BadNote as problem:
        raise BadRoster(f"the roster: {problem}", Reason.UNSIGNED) from None
    roster = parse_text(text)
    if roster.serial < least:
        raise BadRoster(f"serial {roster.serial} is older than {least}", Reason.OLDER)
    if today < roster.starts_on:
        raise BadRoster(f"the roster begins on {roster.starts_on}", Reason.TOO_EARLY)
    if today > roster.ends_on:
        raise BadRoster(f"the roster ended on {roster.ends_on}", Reason.TOO_LATE)
    return roster


def parse_text(text: str) -> Roster:
    """Read the three lines of a roster. Raises BadRoster for any other spelling."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[0] != VERSION or lines[3]:
        raise BadRoster(f"a roster is three lines: {VERSION}, the serial, and JSON")
    try:
        roster = _read(canonical.decode(lines[2].encode("utf-8", "surrogateescape")))
    except (canonical.BadCanonical, spelled.BadField) as problem:
        raise BadRoster(f"the roster: {problem}") from None
    if not _SERIAL.fullmatch(lines[1]) or int(lines[1]) != roster.serial:
        raise BadRoster("the two serials differ")
    _check(roster)
    return roster


def words(public: bytes) -> tuple[str, ...]:
    """Return the six words by which people know a roster's key: proquints of its hash."""
    digest = sha256(public).digest()[: 2 * WORDS]
    return tuple(
        _proquint(int.from_bytes(digest[at : at + 2], "big")) for at in range(0, 2 * WORDS, 2)
    )


def _proquint(number: int) -> str:
    """Return 16 bits as five letters: consonant, vowel, consonant, vowel, consonant."""
    kinds = ((12, _CONSONANTS), (10, _VOWELS), (6, _CONSONANTS), (4, _VOWELS), (0, _CONSONANTS))
    return "".join(signs[number >> shift & len(signs) - 1] for shift, signs in kinds)


def _text(roster: Roster) -> str:
    value = {
        "escrow": [{"label": one.label, "recipient": one.recipient} for one in roster.escrow],
        "from": roster.starts_on.isoformat(),
        "office": roster.office,
        "people": [vars(person) for person in roster.people],
        "serial": roster.serial,
        "until": roster.ends_on.isoformat(),
    }
    try:
        body = canonical.encode(value).decode("ascii")
    except canonical.BadCanonical as problem:
        raise BadRoster(f"the roster: {problem}") from None
    return f"{VERSION}\n{roster.serial}\n{body}\n"


def _read(value: Any) -> Roster:
    fields = spelled.take_object(value, keys=_KEYS)
    return Roster(
        escrow=tuple(
            _read_trustee(one)
            for one in spelled.take_list(fields["escrow"], name="escrow", most=TRUSTEES)
        ),
        starts_on=spelled.take_day(fields["from"], name="from"),
        office=spelled.take_text(fields["office"], name="office", pattern=spelled.OFFICE),
        people=tuple(
            _read_person(one)
            for one in spelled.take_list(fields["people"], name="people", most=MAX_PEOPLE)
        ),
        serial=spelled.take_count(fields["serial"], name="serial", least=1, most=_MAX_SERIAL),
        ends_on=spelled.take_day(fields["until"], name="until"),
    )


def _read_trustee(value: object) -> Trustee:
    fields = spelled.take_object(value, keys={"label", "recipient"})
    return Trustee(
        label=_name(fields["label"], name="a trustee's label"),
        recipient=_recipient(fields["recipient"]),
    )


def _read_person(value: object) -> Person:
    fields = spelled.take_object(value, keys=_PERSON)
    role = spelled.take_text(fields["role"], name="role", pattern="|".join(ROLES))
    return Person(
        name=_name(fields["name"], name="a name"),
        post=_name(fields["post"], name="a post"),
        recipient=_recipient(fields["recipient"]),
        ref=spelled.take_text(fields["ref"], name="ref", pattern=spelled.REF),
        role=Role(role),
        section=spelled.take_text(fields["section"], name="section", pattern=spelled.OFFICE),
        signs=spelled.take_text(fields["signs"], name="signs", pattern=spelled.KEY),
    )


def _name(value: object, *, name: str) -> str:
    found = spelled.take_words(value, name=name, most=_NAME, is_one_line=True)
    if not found.strip():
        raise spelled.BadField(f"{name} is empty")
    return found


def _recipient(value: object) -> str:
    text = spelled.take_text(value, name="recipient", pattern=spelled.RECIPIENT)
    try:
        bech32.read_recipient(text)
    except bech32.BadKeyText as problem:
        raise spelled.BadField(f"recipient {text[:12]}…: {problem}") from None
    return text


def _check(roster: Roster) -> None:
    if roster.starts_on > roster.ends_on:
        raise BadRoster("the roster ends before it begins")
    if len(roster.escrow) != TRUSTEES:
        raise BadRoster(f"{len(roster.escrow)} trustees, not {TRUSTEES}")
    if any(one.role == Role.OVERSEER and one.section != OUTSIDE for one in roster.people):
        raise BadRoster(f"an overseer belongs to no section but {OUTSIDE}")
    for name, values in (
        ("pseudonym", [one.ref for one in roster.people]),
        ("signing key", [one.signs for one in roster.people]),
        (
            "recipient",
            [*(one.recipient for one in roster.people), *(one.recipient for one in roster.escrow)],
        ),
        ("label", [one.label for one in roster.escrow]),
    ):
        _once(values, name=name)


def _once(values: Iterable[str], *, name: str) -> None:
    found = list(values)
    if len(set(found)) != len(found):
        raise BadRoster(f"a {name} stands in the roster twice")
