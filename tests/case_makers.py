"""Work on a sealed report through the real actions: plain functions, sealed by hand.

It is filed on Monday 23 November 2026. The roster: handlers 0 and 1, a decider, overseers 0 and 1.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import pyrage

from jernih.apps.complaints import actions
from jernih.apps.complaints.models import Report, Step
from jernih.apps.offices.models import Office
from jernih.pure.casework import CaseClass, Deed, Finding
from jernih.pure.roles import CITIZEN, Actor, Role
from jernih.pure.states import ReportState
from tests import report_makers
from tests.makers import NOW, make_office
from tests.report_makers import KeyedRoster, MadeReport

LETTER = date(2026, 11, 23)
HEAVY = "PNS_HEAVY_DISMISSED"


@dataclass
class Desk:
    """A report, and its holders' keys; what is done to it goes through here."""

    made: MadeReport
    now: datetime = NOW
    cases: list[Any] = field(default_factory=list)

    @property
    def report(self) -> Report:
        return Report.objects.select_related("office").get(pk=self.made.report.pk)

    @property
    def locator(self) -> str:
        return self.made.report.locator

    @property
    def state(self) -> ReportState:
        return ReportState(self.report.state)

    def actor(self, role: Role = Role.HANDLER, at: int = 0) -> Actor:
        return self.made.roster.actor(role, at)

    def by(self, role: Role = Role.HANDLER, at: int = 0, **more: Any) -> dict[str, Any]:
        """What every action takes."""
        return {
            "locator": self.locator,
            "actor": self.actor(role, at),
            "now": self.now,
        } | more

    def seal(
        self,
        kind: Deed = Deed.MESSAGE,
        role: Role | None = Role.HANDLER,
        at: int = 0,
        *,
        attached: tuple[bytes, ...] = (),
        **more: Any,
    ) -> actions.Sealed:
        """The next message, by somebody on the roster or (None) by the reporter."""
        files = self.report.files
        number = files.filter(name__startswith="pesan-").count() + 1
        before = f"pesan-{number - 1}.age" if number > 1 else "laporan.age"
        body = report_makers.make_message(
            replace(self.made, case=self.cases[0]),
            number=number,
            previous=files.get(name=before).hash,
            kind=kind,
            by=self.made.roster.of(role, at) if role else None,
            **more,
        )
        sealed = {f"pesan-{number}.age": body}
        for n, one in enumerate(attached, 1):
            padded = report_makers.padded(one, b"\0")
            sealed[f"lampiran-{number}-{n}.age"] = report_makers.seal(
                padded, self.cases[0].to_public()
            )
        return actions.Sealed(number=number, files=sealed)

    def say(self, deed: Any, role: Role = Role.HANDLER, at: int = 0, **more: Any) -> Step:
        """Do a deed with a message: `say(actions.triage, case_class=…)`."""
        return deed(**self.by(role, at, sealed=self.seal(role=role, at=at), **more))

    def epoch(self, *roles: tuple[Role, int]) -> dict[str, bytes]:
        """The five files of the next epoch, to these people; the key is kept for what follows."""
        self.cases.insert(0, pyrage.x25519.Identity.generate())
        held = tuple(self.made.roster.of(role, at) for role, at in roles)
        return report_makers.key_files(self.made.roster, self.made.keys, held, self.cases)

    def agreed(
        self, deed: Deed, *, asks: tuple[Role, int] = (Role.HANDLER, 0), **more: Any
    ) -> None:
        """Ask for something as one holder, and agree as another (the first overseer)."""
        asked = actions.ask_approval(**self.by(*asks, deed=deed, **more))
        actions.answer_approval(**self.by(Role.OVERSEER, 0, number=asked.number, is_agreed=True))

    def hand_to_decider(self) -> None:
        self.agreed(Deed.HANDED_OVER, to=self.actor(Role.DECIDER).ref)
        files = self.epoch(*HOLDERS, (Role.DECIDER, 0))
        actions.hand_over(**self.by(files=files))

    def as_reporter(self, **more: Any) -> dict[str, Any]:
        return {
            "locator": self.locator,
            "auth": self.made.keys.auth,
            "actor": CITIZEN,
            "now": self.now,
        } | more

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


HOLDERS = ((Role.HANDLER, 0), (Role.HANDLER, 1), (Role.OVERSEER, 0), (Role.OVERSEER, 1))


def make_desk(
    office: Office | None = None, *, roster: KeyedRoster | None = None, **told: Any
) -> Desk:
    """A report that was just filed."""
    office = office or (roster.office if roster else make_office())
    made = report_makers.make_report(office, roster=roster, **told)
    return Desk(made=made, cases=[made.case])


def walk(desk: Desk, to: ReportState, *, finding: Finding = Finding.PROVEN) -> Desk:
    """Bring a filed report to a state by the ordinary way, found by handler 0."""
    ways = (
        (ReportState.ACKNOWLEDGED, lambda: desk.say(actions.acknowledge)),
        (ReportState.TRIAGED, lambda: _triage(desk)),
        (ReportState.CHECKING, lambda: _plan(desk)),
        (ReportState.FOUND, lambda: _find(desk, finding)),
        (ReportState.SANCTIONED, lambda: sanction(desk)),
        (ReportState.CLOSED, lambda: desk.say(actions.close_case)),
        (ReportState.PUBLISHED, lambda: publish(desk)),
    )
    for state, go in ways:
        if desk.state is to:
            break
        if state is ReportState.SANCTIONED and finding is not Finding.PROVEN:
            continue
        go()
    assert desk.state is to
    return desk


def sanction(desk: Desk, role: Role = Role.OVERSEER, at: int = 0, code: str = HEAVY) -> Step:
    decision = actions.Decision(code=code, letter_on=LETTER)
    return desk.say(actions.give_sanction, role, at, decision=decision)


def publish(desk: Desk) -> Step:
    desk.later(days=21)
    desk.agreed(Deed.PUBLISHED)
    return actions.publish_outcome(**desk.by())


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _triage(desk: Desk) -> None:
    desk.say(actions.triage, case_class=CaseClass.SUPERVISORY)


def _plan(desk: Desk) -> None:
    desk.say(actions.plan_check, day=date(2026, 11, 24), checkers=2)


def _find(desk: Desk, finding: Finding) -> None:
    desk.say(actions.record_visit, day=date(2026, 11, 23))
    desk.say(actions.ask_reply)
    desk.say(actions.record_finding, finding=finding)
