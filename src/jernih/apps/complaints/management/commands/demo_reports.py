"""Give a demonstration office a roster, and reports at every state; all keys stay in var/."""

import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jernih.apps.accounts.models import Staff
from jernih.apps.complaints import actions
from jernih.apps.complaints.management.demo import play
from jernih.apps.complaints.management.demo.desk import Insider, Team
from jernih.apps.complaints.management.demo.lock import lock
from jernih.apps.complaints.management.demo.plain import Complaints
from jernih.apps.complaints.queries import rosters
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.roles import Role
from jernih.pure.seal import code as codes
from jernih.pure.seal import roster as signed
from jernih.pure.seal.roster import Person, Roster, Trustee

# Account, post, part and section of everybody on the demonstration's roster.
PEOPLE: Final = (
    ("aduan1", "Petugas pengaduan", Role.HANDLER, "tikkim"),
    ("aduan2", "Petugas pengaduan", Role.HANDLER, "tikkim"),
    ("pemutus", "Pejabat pemutus", Role.DECIDER, "pimpinan"),
    ("ombudsman", "Pengawas luar", Role.OVERSEER, "outside"),
    ("ombudsman2", "Pengawas luar", Role.OVERSEER, "outside"),
)
CODE: Final = "kode:"
TRUSTEES: Final = ("Ombudsman (contoh)", "Universitas (contoh)", "Organisasi advokat (contoh)")


class Command(BaseCommand):
    help = "Make roster and reports of a demonstration office; safe to run at every start."

    def handle(self, *args: Any, **options: Any) -> None:
        office = offices.the_office()
        if office is None or not (office.is_demo and settings.IS_DEMO):
            raise CommandError("This is not a demonstration: its overseer signs the roster.")
        kept = Path(settings.VAR) / f"demo-report-keys-{office.slug}.txt"
        if not rosters.accepted(office).exists():
            _make(office, kept)
        phrase, code = _kept(kept)
        self.stdout.write(f"Passphrase of the demo's report keys: {phrase} ({kept})")
        if code:
            self.stdout.write(f"Code of a demo report: {code} (others in the same file)")


def _kept(kept: Path) -> tuple[str, str]:
    """Return the passphrase and a reporter's code, as far as the file is there."""
    if not kept.is_file():
        return "lost with its file", ""
    lines = kept.read_text(encoding="utf-8").splitlines()
    code = next((line.split()[1] for line in lines if line.startswith(CODE)), "")
    return lines[0], code


def _make(office: Office, kept: Path) -> None:
    now, root = timezone.now(), Ed25519PrivateKey.generate()
    first = play.first_morning(office, now=now)
    public = root.public_key().public_bytes_raw()
    lines = ["contoh-" + secrets.token_hex(8)]
    people = {about[0]: _insider(*about, passphrase=lines[0], now=first) for about in PEOPLE}
    trustees = [pyrage.x25519.Identity.generate() for _ in TRUSTEES]
    lines += [f"{label}: {one}" for label, one in zip(TRUSTEES, trustees, strict=True)]
    starts_on, today = offices.today(office, first), offices.today(office, now)
    roster = Roster(
        escrow=tuple(
            Trustee(label=label, recipient=str(one.to_public()))
            for label, one in zip(TRUSTEES, trustees, strict=True)
        ),
        starts_on=starts_on,
        office=office.slug,
        people=tuple(one.person for one in people.values()),
        serial=1,
        ends_on=today.replace(year=today.year + 1, day=min(today.day, 28)),
    )
    lines += [f"roster: {root.private_bytes_raw().hex()}"]
    _write(kept, "\n".join([*lines, ""]))
    _write(settings.DEMO_ROSTER_KEY_FILE, f"{public.hex()}\n")
    settings.ROSTER_KEY = public.hex()
    key = signed.roster_key(public, origin=settings.LOG_ORIGIN)
    note = signed.write_roster(roster, key=key, sign=root.sign)
    proposer, accepter = people["aduan1"].actor, people["ombudsman"].actor
    actions.propose_roster(note=note, actor=proposer, now=first)
    actions.accept_roster(serial=1, words=rosters.roster_words(), actor=accepter, now=first)
    team = Team(office=office, roster=roster, people=people)
    complaints = Complaints(team=team)
    made = play.play(team, now=now, complaints=complaints)
    lines += [f"{CODE} {codes.show(desk.code)} ({story.name})" for story, desk in made]
    lines += [f"keluhan: {code} ({name})" for name, code in complaints.codes()]
    _write(kept, "\n".join([*lines, ""]))


def _insider(
    name: str, post: str, role: Role, section: str, *, passphrase: str, now: datetime
) -> Insider:
    """Make somebody's keys, kept as her own browser would keep them (docs/sealing.md, 9)."""
    staff, identity = _account(name), pyrage.x25519.Identity.generate()
    own = Ed25519PrivateKey.generate()
    seed, signs = own.private_bytes_raw(), own.public_key().public_bytes_raw().hex()
    plain = f"# jernih-segel/v1 sign {seed.hex()}\n{identity}\n".encode()
    locked = lock(plain, passphrase)
    recipient = str(identity.to_public())
    key = actions.LockedKey(recipient=recipient, signs=signs, locked=locked)
    actor = staff.as_actor()
    actions.register_key(key=key, actor=actor, now=now)
    person = Person(
        name=staff.full_name,
        post=post,
        recipient=recipient,
        ref=staff.ref,
        role=role,
        section=section,
        signs=signs,
    )
    return Insider(actor=actor, person=person, seed=seed)


def _account(name: str) -> Staff:
    return Staff.objects.get(username=name)


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
