import stat

import pytest
from django.core.management import CommandError, call_command

from jernih.apps.ledger import actions
from jernih.apps.ledger.actions import key
from jernih.pure.roles import CITIZEN, CLOCK, Refused
from jernih.pure.tlog import ed25519
from jernih.pure.tlog.note import parse_vkey, write_vkey
from tests.apps.ledger import facts
from tests.record import publish_record


@pytest.mark.django_db
def test_the_key_is_made_once_and_closed_to_others(settings):
    first = actions.make_key(actor=CLOCK)
    second = actions.make_key(actor=CLOCK)

    assert first == second
    assert first.name == settings.LOG_ORIGIN
    assert stat.S_IMODE(settings.LOG_KEY_FILE.stat().st_mode) == 0o600
    assert [path.name for path in settings.LOG_KEY_FILE.parent.iterdir()] == ["log-key"]


@pytest.mark.django_db
def test_what_the_key_signs_can_be_checked_without_any_library():
    public = actions.make_key(actor=CLOCK)

    signature = key.load_key().sign(b"text")

    assert ed25519.verify(public.public, signature, b"text")


@pytest.mark.django_db
def test_of_two_that_start_at_once_both_get_the_first_ones_key(monkeypatch, settings):
    winner = actions.make_key(actor=CLOCK)
    seen = [False, True, True]
    real = type(settings.LOG_KEY_FILE).exists
    monkeypatch.setattr(
        type(settings.LOG_KEY_FILE),
        "exists",
        lambda path: seen.pop(0) if path == settings.LOG_KEY_FILE else real(path),
    )

    loser = actions.make_key(actor=CLOCK)

    assert loser == winner


@pytest.mark.django_db
def test_nobody_but_the_clock_may_make_a_key(settings):
    with pytest.raises(Refused):
        actions.make_key(actor=CITIZEN)

    assert not settings.LOG_KEY_FILE.exists()


@pytest.mark.django_db
def test_a_signed_record_gets_no_second_key(settings):
    publish_record()
    settings.LOG_KEY_FILE.unlink()

    with pytest.raises(actions.BadLogKey, match="gone"):
        actions.make_key(actor=CLOCK)


@pytest.mark.django_db
def test_a_key_open_to_others_signs_nothing(settings):
    actions.make_key(actor=CLOCK)
    settings.LOG_KEY_FILE.chmod(0o644)
    facts.append(facts.started())

    with pytest.raises(actions.BadLogKey, match="open to others"):
        publish_record()


@pytest.mark.django_db
def test_the_key_of_another_log_signs_nothing(settings):
    actions.make_key(actor=CLOCK)
    settings.LOG_ORIGIN = "jernih.invalid/nunukan"

    with pytest.raises(actions.BadLogKey, match="nunukan"):
        key.load_key()


@pytest.mark.django_db
@pytest.mark.parametrize("line", ["", "not a key", "PRIVATE+KEY+x+00000000+AAAA"])
def test_a_file_that_holds_no_key_is_said_so(settings, line):
    settings.LOG_KEY_FILE.write_text(line)
    settings.LOG_KEY_FILE.chmod(0o600)

    with pytest.raises(actions.BadLogKey, match="no signing key"):
        key.load_key()


@pytest.mark.django_db
def test_the_command_prints_the_public_key_and_says_plainly_what_is_wrong(settings, capsys):
    call_command("logkey")

    assert parse_vkey(capsys.readouterr().out.strip()) == key.load_key().key
    assert write_vkey(key.load_key().key).startswith(settings.LOG_ORIGIN)
    settings.LOG_KEY_FILE.chmod(0o604)
    with pytest.raises(CommandError, match="chmod 600"):
        call_command("logkey")
