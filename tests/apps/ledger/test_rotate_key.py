"""Another key signs: the old one vouches for it, whatever breaks off in between."""

import shutil
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from jernih.apps.ledger import actions, jobs
from jernih.apps.ledger.actions import key as keys
from jernih.apps.ledger.models import Checkpoint, Entry
from jernih.pure.events_record import KeyRotated
from jernih.pure.roles import CITIZEN, CLOCK, Actor, Refused, Role
from jernih.pure.tlog.note import parse_note, write_vkey
from jernih.verify import Folder, verify
from jernih.verify.state import Seen, State, root_text
from tests.apps.ledger import facts
from tests.drills.crashes import Crashes
from tests.record import check_record, publish_record
from tests.thief import steal_key

KEEPER = Actor(roles=frozenset({Role.IT_ADMIN}))


def start() -> str:
    """A record with its first key; return that key as it hangs on the wall."""
    facts.append(facts.started())
    publish_record()
    return write_vkey(keys.load_key().key)


def rotate() -> str:
    new = actions.prepare_key(actor=KEEPER)
    assert actions.rotate_key(actor=KEEPER, now=facts.NOON) is not None
    return write_vkey(new)


def check(vkey: str):
    return verify(Folder(str(settings.LOG_DIR)), vkey=vkey)


def rules(findings) -> list[str]:
    return [found.rule for found in findings.violations]


def signers() -> list[int]:
    """How many signed each checkpoint, in order."""
    notes = Checkpoint.objects.order_by("size").values_list("note", flat=True)
    return [len(parse_note(note.encode()).signatures) for note in notes]


@pytest.mark.django_db
def test_the_first_checkpoint_that_names_the_new_key_is_signed_by_both_later_ones_by_it_alone():
    old = start()
    new = rotate()
    publish_record()
    facts.append(facts.released())
    publish_record()

    assert signers() == [1, 2, 1]
    assert write_vkey(keys.load_key().key) == new != old
    assert stat.S_IMODE(settings.LOG_KEY_FILE.stat().st_mode) == 0o600
    assert sorted(path.name for path in settings.LOG_KEY_FILE.parent.glob("log-key*")) == [
        "log-key"
    ]
    assert (settings.LOG_DIR / "vkeys").read_text() == f"{old}\n{new}\n"
    assert (settings.LOG_DIR / "vkey").read_text() == f"{new}\n"
    check_record()


@pytest.mark.django_db
def test_who_has_the_key_from_the_wall_follows_two_changes_and_a_stranger_is_told():
    old = start()
    middle = rotate()
    publish_record()
    new = rotate()
    publish_record()
    facts.append(facts.released())
    publish_record()

    for vkey in (old, middle, new):
        assert check(vkey).violations == []
        assert check(vkey).key == new
    stranger = check(write_vkey(keys.make_file(Path(settings.LOG_DIR).parent / "other")))
    assert rules(stranger) == ["signature"]


@pytest.mark.django_db
def test_a_key_that_only_the_file_of_keys_speaks_for_is_refused():
    old = start()
    settings.LOG_KEY_FILE.unlink()
    # Nobody vouches for it: as somebody would who broke in and has not the old key.
    thief = keys.make_file(settings.LOG_KEY_FILE)
    facts.append(facts.released())
    publish_record()
    (settings.LOG_DIR / "vkeys").write_text(f"{old}\n{write_vkey(thief)}\n")

    assert rules(check(old)) == ["record.key"]


@pytest.mark.django_db
def test_the_old_key_in_a_thiefs_hand_signs_no_checkpoint_after_the_change():
    old, thief = start(), steal_key()
    rotate()
    publish_record()
    facts.append(facts.released())
    publish_record()
    head = check(old).head

    (settings.LOG_DIR / "checkpoint").write_bytes(thief.sign(head))

    assert rules(check(old)) == ["record.key"]


@pytest.mark.django_db
def test_who_came_before_the_change_accepts_the_new_key_only_through_the_record():
    old = start()
    first = Checkpoint.objects.get()
    seen = Seen(size=first.size, root=root_text(bytes(first.root)), vkey=old, note=first.note)
    rotate()
    publish_record()
    state = State(logs={settings.LOG_ORIGIN: seen})

    assert verify(Folder(str(settings.LOG_DIR)), state=state).violations == []
    stranger = State(logs={settings.LOG_ORIGIN: Seen(**(vars(seen) | {"vkey": "other"}))})
    assert rules(verify(Folder(str(settings.LOG_DIR)), state=stranger)) == ["signature"]


@pytest.mark.django_db
def test_a_change_is_made_once_by_the_keeper_of_the_machine_with_a_prepared_key():
    start()
    for deed in (
        lambda: actions.prepare_key(actor=CITIZEN),
        lambda: actions.rotate_key(actor=CLOCK, now=facts.NOON),
    ):
        with pytest.raises(Refused):
            deed()
    with pytest.raises(actions.BadLogKey, match="No signing key"):
        actions.rotate_key(actor=KEEPER, now=facts.NOON)
    rotate()

    assert actions.rotate_key(actor=KEEPER, now=facts.NOON + timedelta(hours=1)) is None
    assert Entry.objects.filter(kind=KeyRotated.kind).count() == 1


@pytest.mark.django_db
def test_witnesses_must_know_the_new_key_first(capsys):
    old = start()
    settings.POLICY_FILE.write_text(f"log {old}\nquorum none\n")
    call_command("rotatelogkey", "--prepare")
    new = capsys.readouterr().out.strip()

    with pytest.raises(CommandError, match="does not name the new key"):
        call_command("rotatelogkey")
    settings.POLICY_FILE.write_text(f"log {old}\nlog {new}\nquorum none\n")
    call_command("rotatelogkey")

    assert "signs from the next checkpoint on" in capsys.readouterr().out
    call_command("rotatelogkey")
    assert "says so already" in capsys.readouterr().out
    check_record()


@pytest.mark.django_db
def test_the_keys_are_served_in_order(client):
    old = start()
    new = rotate()
    publish_record()

    answer = client.get(reverse("ledger:vkeys"))

    assert answer.content.decode() == f"{old}\n{new}\n"
    assert answer["Access-Control-Allow-Origin"] == "*"


def crash_a_change(crashes: Crashes, *, line: int) -> bool:
    """Change the key, kill the round before that line, heal; say whether it was killed."""
    wall = write_vkey(keys.load_key().key)
    rotate()
    killed, _ = crashes.round(line=line)
    crashes.round(line=0)
    # A killed process's lock is let go when the database notices.
    for _ in range(500):
        if write_vkey(keys.load_key().key) != wall:
            break
        crashes.round(line=0)
    facts.append(facts.started("other"))
    crashes.round(line=0)
    assert check(wall).violations == []
    return killed


@pytest.mark.django_db(transaction=True)
def test_a_change_of_the_key_is_healed_wherever_the_sequencer_dies(tmp_path):
    start()
    crashes = Crashes(tmp_path / "signed")

    assert all(crash_a_change(crashes, line=line) for line in range(60, 130, 10))
    check_record()


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_a_change_of_the_key_is_healed_at_every_line(tmp_path):
    start()
    crashes, line = Crashes(tmp_path / "signed"), 1
    while crash_a_change(crashes, line=line):
        line += 1
    assert line > 100


@pytest.mark.django_db
def test_a_half_written_file_of_a_killed_sequencer_is_swept_away():
    start()
    part = settings.LOG_DIR / "tile/entries/.000.part"
    part.write_bytes(b"half")
    beside = settings.LOG_DIR / ".checkpoint.part"
    beside.write_bytes(b"half")

    assert actions.heal_files(actor=CLOCK) == 0

    assert not part.exists()
    assert not beside.exists()


@pytest.mark.django_db
def test_a_lost_folder_of_files_comes_back_with_all_keys():
    old = start()
    rotate()
    publish_record()
    shutil.rmtree(settings.LOG_DIR)

    actions.heal_files(actor=CLOCK)
    jobs.sequence_entries()

    assert check(old).violations == []
