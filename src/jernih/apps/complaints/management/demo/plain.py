"""Complaints about service of a demonstration office, one at every state; nobody in them exists."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from jernih.apps.complaints.actions import grievance as citizen
from jernih.apps.complaints.actions import grievance_work as work
from jernih.apps.complaints.management.demo.desk import Team
from jernih.pure.grievance import Subject
from jernih.pure.roles import CITIZEN, Actor
from jernih.pure.seal.code import ReporterKeys, show

MARK: Final = "[Contoh, bukan kejadian nyata] "
HANDLER: Final = "aduan1"


@dataclass(frozen=True, kw_only=True)
class _Case:
    """A complaint that was filed, and who works on it."""

    code: str
    keys: ReporterKeys
    actor: Actor


Step = Callable[[_Case, datetime], object]


@dataclass(frozen=True, kw_only=True)
class _Story:
    """A complaint, and what is done with it. Days: working days before today."""

    name: str
    filed: int
    subject: Subject
    words: str
    steps: tuple[tuple[int, Step], ...] = ()


def _take(case: _Case, now: datetime) -> object:
    return work.assign_grievance(
        locator=case.keys.locator, to=case.actor.ref, actor=case.actor, now=now
    )


def _ask(words: str) -> Step:
    return lambda case, now: work.ask_sender(
        locator=case.keys.locator, words=words, actor=case.actor, now=now
    )


def _answer(words: str) -> Step:
    return lambda case, now: work.answer_grievance(
        locator=case.keys.locator, words=words, actor=case.actor, now=now
    )


def _again(words: str) -> Step:
    return lambda case, now: citizen.reopen_grievance(
        keys=case.keys, words=words, actor=CITIZEN, now=now
    )


def _rate(score: int) -> Step:
    return lambda case, now: citizen.rate_grievance(
        keys=case.keys, score=score, actor=CITIZEN, now=now
    )


STORIES: Final = (
    _Story(
        name="selesai, dinilai",
        filed=16,
        subject=Subject.BUILDING,
        words="Kursi tunggu kurang, ibu hamil berdiri.",
        steps=((15, _take), (13, _answer("Dua puluh kursi sudah ditambah.")), (12, _rate(5))),
    ),
    _Story(
        name="dibuka lagi",
        filed=12,
        subject=Subject.NUMBER,
        words="Layar panggilan mati sejak pagi.",
        steps=((11, _take), (9, _answer("Layar sudah diganti.")), (6, _again("Masih mati."))),
    ),
    _Story(
        name="ditanya balik",
        filed=5,
        subject=Subject.RESULT,
        words="Nama di paspor salah satu huruf.",
        steps=((4, _take), (3, _ask("Huruf yang mana? Jangan kirim foto paspor."))),
    ),
    _Story(
        name="baru",
        filed=1,
        subject=Subject.QUESTION,
        words="Apakah anak di bawah umur perlu datang sendiri?",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Complaints:
    """The complaints of one demonstration, as they come to be."""

    team: Team
    made: dict[str, _Case] = field(default_factory=dict)

    def work(self, ago: int, *, now: datetime) -> None:
        """Do what happens so many working days before today."""
        for story in STORIES:
            if story.filed == ago:
                self.made[story.name] = self._file(story, now=now)
            for at, step in story.steps:
                if at == ago:
                    step(self.made[story.name], now)

    def codes(self) -> list[tuple[str, str]]:
        """Return the name and the code of each, as it is shown."""
        return [(name, show(case.code)) for name, case in self.made.items()]

    def _file(self, story: _Story, *, now: datetime) -> _Case:
        told = citizen.Complaint(subject=story.subject, words={"words": MARK + story.words})
        code = citizen.code_for(told, chance=secrets.token_bytes(32))
        citizen.file_grievance(
            office_id=self.team.office.pk, told=told, code=code, actor=CITIZEN, now=now
        )
        actor = self.team.people[HANDLER].actor
        return _Case(code=code, keys=citizen.keys_of(code), actor=actor)
