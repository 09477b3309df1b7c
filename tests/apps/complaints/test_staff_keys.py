"""Keys of staff, and the roster: made by oneself, brought in by two, never by who runs machines."""

from dataclasses import replace

import pytest

from jernih.apps.complaints import actions, queries
from jernih.apps.complaints.models import Roster, StaffKey
from jernih.apps.complaints.queries import rosters
from jernih.pure.roles import Refused, Role
from tests import report_makers
from tests.makers import NOW, make_office, staff

pytestmark = pytest.mark.django_db

LOCKED = (
    "-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24=\n-----END AGE ENCRYPTED FILE-----\n"
)


@pytest.fixture
def office():
    return make_office()


def locked_key(**changes) -> actions.LockedKey:
    keys = report_makers.Keys()
    told = {"recipient": keys.recipient, "signs": keys.signs, "locked": LOCKED}
    return actions.LockedKey(**told | changes)


def signed_note(office, *, serial: int = 1) -> str:
    """A roster that the overseer signed and nobody brought in yet."""
    made = report_makers.make_roster(office, serial=serial, is_accepted=False)
    Roster.objects.filter(office=office, serial=serial).delete()
    return made.note


@pytest.mark.parametrize("role", [Role.HANDLER, Role.OVERSEER, Role.DECIDER])
def test_who_is_to_hold_or_decide_keeps_a_key_of_her_own(office, role):
    actor, key = staff(office, role), locked_key()

    actions.register_key(key=key, actor=actor, now=NOW)
    with pytest.raises(actions.KeyInUse):
        actions.register_key(key=locked_key(), actor=actor, now=NOW)

    mine = queries.key_of(actor)
    assert (mine.recipient, mine.locked, mine.is_on_roster) == (key.recipient, LOCKED, False)
    assert queries.key_of(staff(office, role, ref="s-bbbbbb")) is None


def test_nobody_else_keeps_a_key(office):
    for role in set(Role) - {Role.HANDLER, Role.OVERSEER, Role.DECIDER}:
        with pytest.raises(Refused):
            actions.register_key(key=locked_key(), actor=staff(office, role), now=NOW)

    assert not StaffKey.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"recipient": "age1qqq"},
        {"signs": "ff"},
        {"locked": "AGE-SECRET-KEY-1QQQ"},
        {"by_passkey": "open"},
        {"locked": LOCKED * 80},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_key_that_is_not_locked_or_not_spelled_is_refused(office, change):
    with pytest.raises(actions.BadFields):
        actions.register_key(key=locked_key(**change), actor=staff(office, Role.HANDLER), now=NOW)


def test_a_key_is_locked_anew_but_stays_the_same(office):
    actor, key = staff(office, Role.HANDLER), locked_key()
    with pytest.raises(actions.NoKey):
        actions.relock_key(key=key, actor=actor)
    actions.register_key(key=key, actor=actor, now=NOW)

    actions.relock_key(key=replace(key, by_passkey=LOCKED, has_paper=True), actor=actor)
    with pytest.raises(actions.BadFields):
        actions.relock_key(key=locked_key(), actor=actor)

    assert queries.key_of(actor).has_paper


def test_a_lost_key_is_replaced_and_none_is_used_twice(office):
    actor, key = staff(office, Role.HANDLER), locked_key()
    with pytest.raises(actions.NoKey):
        actions.replace_key(key=key, actor=actor, now=NOW)
    actions.register_key(key=key, actor=actor, now=NOW)

    actions.replace_key(key=locked_key(), actor=actor, now=NOW)
    with pytest.raises(actions.BadFields):
        actions.replace_key(key=key, actor=actor, now=NOW)

    assert StaffKey.objects.filter(staff=actor.ref, ended_at=None).count() == 1
    assert StaffKey.objects.filter(staff=actor.ref).count() == 2


def test_a_roster_counts_when_a_second_person_has_compared_the_words(office):
    handler, overseer = staff(office, Role.HANDLER), staff(office, Role.OVERSEER, "s-overse")
    note = signed_note(office)

    actions.propose_roster(note=note, actor=handler, now=NOW)
    assert rosters.newest(office) is None
    words = rosters.roster_words().upper()
    actions.accept_roster(serial=1, words=words, actor=overseer, now=NOW)

    assert rosters.newest(office).serial == 1


def test_nobody_brings_a_roster_in_alone(office):
    overseer = staff(office, Role.OVERSEER, "s-overse")
    actions.propose_roster(note=signed_note(office), actor=overseer, now=NOW)

    with pytest.raises(actions.SameEyes):
        actions.accept_roster(serial=1, words=rosters.roster_words(), actor=overseer, now=NOW)


def test_wrong_words_and_no_such_roster_are_refused(office):
    actions.propose_roster(note=signed_note(office), actor=staff(office, Role.HANDLER), now=NOW)
    overseer = staff(office, Role.OVERSEER, "s-overse")

    with pytest.raises(actions.BadFields):
        actions.accept_roster(serial=1, words="a b c d e f", actor=overseer, now=NOW)
    with pytest.raises(actions.BadRoster):
        actions.accept_roster(serial=2, words=rosters.roster_words(), actor=overseer, now=NOW)


def test_a_handler_and_whoever_runs_the_machines_accept_no_roster(office):
    note = signed_note(office)
    for role in set(Role) - {Role.HANDLER, Role.OVERSEER}:
        with pytest.raises(Refused):
            actions.propose_roster(note=note, actor=staff(office, role), now=NOW)
    actions.propose_roster(note=note, actor=staff(office, Role.HANDLER), now=NOW)

    for role in set(Role) - {Role.OVERSEER}:
        with pytest.raises(Refused):
            actions.accept_roster(
                serial=1,
                words=rosters.roster_words(),
                actor=staff(office, role, "s-second"),
                now=NOW,
            )


def test_a_forged_a_foreign_and_an_old_roster_are_refused(office, settings):
    handler = staff(office, Role.HANDLER)
    good = signed_note(office, serial=3)
    foreign = signed_note(make_office(), serial=4)
    forged = good.replace('"serial":3', '"serial":9').replace("\n3\n", "\n9\n")
    report_makers.make_roster(office, serial=5)

    for note in (good, foreign, forged, "jernih-roster/v1\n"):
        with pytest.raises(actions.BadRoster):
            actions.propose_roster(note=note, actor=handler, now=NOW)
    settings.ROSTER_KEY = ""
    with pytest.raises(actions.BadRoster):
        actions.propose_roster(note=signed_note(office, serial=6), actor=handler, now=NOW)


def test_a_serial_is_brought_in_once(office):
    note = signed_note(office)
    actions.propose_roster(note=note, actor=staff(office, Role.HANDLER), now=NOW)

    with pytest.raises(actions.AskedAlready):
        actions.propose_roster(note=note, actor=staff(office, Role.OVERSEER), now=NOW)

    assert len(queries.roster_rows(office, actor=staff(office, Role.HANDLER))) == 1
