"""One report of a demonstration: sealed, worked on and answered as browsers do it."""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

import pyrage

from jernih.apps.complaints import actions
from jernih.apps.complaints.actions import seal_here
from jernih.apps.complaints.actions.file import Opening, file_report
from jernih.apps.complaints.actions.follow import Spared, keys_of, write_as_reporter
from jernih.apps.complaints.actions.seal_here import PlainFile, Told
from jernih.apps.complaints.actions.steps import keep_note
from jernih.apps.complaints.models import Report
from jernih.apps.complaints.queries import opened
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.casework import Deed, Made
from jernih.pure.roles import CITIZEN, Actor
from jernih.pure.seal import code as codes
from jernih.pure.seal import holders as may_hold
from jernih.pure.seal import manifest as manifests
from jernih.pure.seal import message, padding
from jernih.pure.seal.code import ReporterKeys
from jernih.pure.seal.roster import Person, Roster

_DO: Final[Mapping[Deed, Callable[..., object]]] = {
    Deed.ACKNOWLEDGED: actions.acknowledge,
    Deed.TRIAGED: actions.triage,
    Deed.PLANNED: actions.plan_check,
    Deed.VISITED: actions.record_visit,
    Deed.REPLY_ASKED: actions.ask_reply,
    Deed.FOUND: actions.record_finding,
    Deed.SANCTIONED: actions.give_sanction,
    Deed.REFERRED: actions.refer_case,
    Deed.CLOSED: actions.close_case,
    Deed.REOPENED: actions.reopen_case,
    Deed.MESSAGE: actions.send_message,
    Deed.PAUSED: actions.pause_case,
}


@dataclass(frozen=True, kw_only=True)
class Insider:
    """Somebody on the roster, with the seed of her signing key."""

    actor: Actor
    person: Person
    seed: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Team:
    """The roster of a demonstration, and everybody on it by the name of her account."""

    office: Office
    roster: Roster
    people: Mapping[str, Insider]


@dataclass(kw_only=True)
class Desk:
    """A report in work. now: moves on from day to day; cases: its case keys, newest first."""

    team: Team
    code: str
    keys: ReporterKeys
    now: datetime
    cases: list[Any]

    @property
    def report(self) -> Report:
        """Return it as it stands."""
        return Report.objects.select_related("office").get(locator=self.keys.locator)

    @property
    def today(self) -> date:
        """Return the day it is at the office."""
        return offices.today(self.team.office, self.now)

    def by(self, who: str, **more: Any) -> dict[str, Any]:
        """Return what every action takes."""
        actor = self.team.people[who].actor
        return {"locator": self.keys.locator, "actor": actor, "now": self.now} | more

    def say(
        self, deed: Deed, who: str, words: str, *, file: PlainFile | None = None, **fields: Any
    ) -> None:
        """Do a deed with a sealed message. fields: the closed ones, as the action takes them."""
        spelled = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in fields.items()
        }
        sealed = self._sealed(deed, who, words, spelled, (file,) if file else ())
        if deed is Deed.SANCTIONED:
            fields = {"decision": actions.Decision(**fields)}
        _DO[deed](**self.by(who, sealed=sealed, **fields))

    def answer(self, words: str, deed: Deed = Deed.MESSAGE) -> None:
        """Write as the reporter."""
        write_as_reporter(deed, keys=self.keys, words=words, files=(), actor=CITIZEN, now=self.now)

    def note(self, who: str, words: str) -> None:
        """Keep a private note of the holders."""
        held = set(self.report.holds.filter(until=None).values_list("staff", flat=True))
        said = {"by": self._ref(who), "case": self.keys.locator, "number": 1, "v": 1}
        text = json.dumps(said | {"words": words}, ensure_ascii=False).encode()
        to = [one.recipient for one in self.team.roster.people if one.ref in held]
        keep_note(**self.by(who, number=1, body=seal_here.seal(padding.pad_json(text), *to)))

    def agree(self, deed: Deed, *, asks: str, agrees: str, to: str = "") -> None:
        """Ask for a second person's word, and give it."""
        joins = self._ref(to) if to else ""
        asked = actions.ask_approval(**self.by(asks, deed=deed, to=joins))
        actions.answer_approval(**self.by(agrees, number=asked.number, is_agreed=True))

    def hand_over(self, *, asks: str, agrees: str, to: str) -> None:
        """Let somebody join, with keys made anew."""
        self.agree(Deed.HANDED_OVER, asks=asks, agrees=agrees, to=to)
        held = {*self.report.holds.filter(until=None).values_list("staff", flat=True)}
        held.add(self._ref(to))
        self.cases.insert(0, pyrage.x25519.Identity.generate())
        files = seal_here.key_files(
            self.cases,
            escrow=pyrage.x25519.Identity.generate(),
            keys=self.keys,
            holders=[one for one in self.team.roster.people if one.ref in held],
            roster=self.team.roster,
        )
        actions.hand_over(**self.by(asks, files=files))

    def publish(self, *, asks: str, agrees: str) -> None:
        """Give out the outcome, as two agree."""
        self.agree(Deed.PUBLISHED, asks=asks, agrees=agrees)
        actions.publish_outcome(**self.by(asks))

    def _ref(self, who: str) -> str:
        return self.team.people[who].person.ref

    def _sealed(
        self, deed: Deed, who: str, words: str, fields: dict[str, Any], files: tuple[PlainFile, ...]
    ) -> actions.Sealed:
        at, to = opened.next_place(self.report), str(self.cases[0].to_public())
        sealed, listed = seal_here.attach(files, to=to, before=f"lampiran-{at.number}")
        written = message.Message(
            by=self._ref(who),
            case=self.keys.locator,
            fields=fields,
            files=listed,
            kind=deed,
            number=at.number,
            previous=hashlib.sha256(at.previous).hexdigest(),
            words=words,
        )
        signed = message.sign_message(written, sign=seal_here.signer(self.team.people[who].seed))
        body = seal_here.seal(message.write_message(signed), to)
        files_of_it = {f"pesan-{at.number}.age": body, **sealed}
        return actions.Sealed(number=at.number, files=files_of_it)


def file(team: Team, told: Told, *, spared: Spared, made: Made, now: datetime) -> Desk:
    """Seal a report and let the office take it in."""
    code = codes.new_code(secrets.token_bytes(codes.CHANCE_BYTES))
    keys = keys_of(code)
    held = may_hold.holders_of(
        team.roster, concerned=spared.people, is_outside_only=spared.is_outside_only
    )
    sealed = seal_here.seal_report(told, keys=keys, holders=held, roster=team.roster, made=made)
    opening = Opening(
        locator=keys.locator,
        auth_hash=keys.auth_hash,
        recipient=keys.recipient,
        signs=keys.signs,
        holders=tuple(person.ref for person in held),
        roster=team.roster.serial,
        salt=keys.salt.hex(),
        manifest=manifests.write_manifest(sealed.manifest).decode(),
    )
    file_report(
        office_id=team.office.pk,
        opening=opening,
        files=sealed.files,
        made=made,
        actor=CITIZEN,
        now=now,
    )
    report = Report.objects.get(locator=keys.locator)
    cases = [pyrage.x25519.Identity.from_str(one) for one in opened.case_keys(report, keys)]
    return Desk(team=team, code=code, keys=keys, now=now, cases=cases)
