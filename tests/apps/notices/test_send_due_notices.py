"""Messages go out over real SMTP: once, later when the server is down, never for ever."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from jernih.apps.notices import actions
from jernih.apps.notices.models import Notice
from jernih.pure.roles import CITIZEN, CLOCK, Refused
from jernih.pure.states import NoticeState
from tests.notice_makers import make_due, make_notice, run
from tests.stand_ins import Mailbox, free_port, mail_server

pytestmark = pytest.mark.django_db(transaction=True)


def test_mail_goes_out_over_smtp(settings):
    notice = make_notice()

    with mail_server(settings) as box:
        assert run() == 1

    notice.refresh_from_db()
    assert notice.state == NoticeState.SENT
    assert notice.sent_at
    [mail] = box.mails
    assert f"Message-ID: <notice-{notice.pk}@" in mail
    assert "To: siti1@example.org" in mail
    assert "A-017, pukul 09.30" in mail


def test_a_second_run_sends_nothing_again(settings):
    make_notice()

    with mail_server(settings) as box:
        run()
        assert run() == 0

    assert len(box.mails) == 1


def test_with_the_mail_server_down_a_message_goes_out_later_once(settings):
    notice = make_notice()
    port = free_port()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    assert run() == 0
    notice.refresh_from_db()
    assert notice.state == NoticeState.FAILED
    assert notice.not_before > timezone.now()

    with mail_server(settings, port=port) as box:
        assert run() == 0, "not before its time"
        make_due(notice)
        assert run() == 1
        make_due(notice)
        assert run() == 0

    notice.refresh_from_db()
    assert notice.state == NoticeState.SENT
    assert len(box.mails) == 1


def test_waits_grow_and_end(settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_USE_TLS = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    notice = make_notice()
    waits = []

    while notice.state != NoticeState.DROPPED:
        make_due(notice)
        before = timezone.now()
        run()
        notice.refresh_from_db()
        waits.append(round((notice.not_before - before).total_seconds() / 60))

    assert waits[:7] == [1, 2, 4, 8, 15, 30, 60]
    assert len(waits) == actions.MAX_TRIES


def test_an_address_that_does_not_exist_is_given_up_at_once_and_not_named(settings):
    notice = make_notice()

    with mail_server(settings, answer="550 no such user"):
        run()

    notice.refresh_from_db()
    assert notice.state == NoticeState.DROPPED
    assert notice.last_refusal == "SMTP 550: receiver refused"


def test_a_mailbox_that_is_full_for_now_is_tried_again(settings):
    notice = make_notice()

    with mail_server(settings, answer="452 full"):
        run()

    notice.refresh_from_db()
    assert notice.state == NoticeState.FAILED


def test_a_message_that_no_mail_can_carry_does_not_hold_up_the_others(settings):
    bad = make_notice(1, subject="two\nlines")
    good = make_notice(2)

    with mail_server(settings) as box:
        run()

    bad.refresh_from_db()
    good.refresh_from_db()
    assert bad.state == NoticeState.DROPPED
    assert good.state == NoticeState.SENT
    assert len(box.mails) == 1


def test_two_senders_at_once_send_each_message_once(settings):
    for n in range(12):
        make_notice(n)

    def sender():
        try:
            run()
        finally:
            connections.close_all()

    with mail_server(settings) as box:
        threads = [threading.Thread(target=sender) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(box.mails) == 12
    assert not Notice.objects.exclude(state=NoticeState.SENT).exists()


def test_a_sender_that_died_leaves_its_message_until_the_lease_is_over(settings):
    notice = make_notice()
    actions.lease_notices(actor=CLOCK, now=timezone.now())

    with mail_server(settings) as box:
        assert run() == 0
        Notice.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
        assert run() == 1

    notice.refresh_from_db()
    assert notice.tries == 2
    assert len(box.mails) == 1


def test_the_lease_is_committed_before_anything_is_sent(settings):
    make_notice()
    leases = []

    class Watching(Mailbox):
        async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
            # Another thread, so another connection: it sees only what is committed.
            leases.append(Notice.objects.get().leased_until)
            connections.close_all()
            return await super().handle_DATA(_server, _session, envelope)

    with mail_server(settings) as box:
        box.__class__ = Watching
        run()

    assert leases[0] is not None


def test_a_message_that_comes_too_late_is_dropped(settings):
    notice = make_notice(expires_at=timezone.now() - timedelta(seconds=1))

    with mail_server(settings) as box:
        assert run() == 0

    notice.refresh_from_db()
    assert notice.state == NoticeState.DROPPED
    assert not box.mails


def test_only_the_clock_sends():
    with pytest.raises(Refused):
        actions.lease_notices(actor=CITIZEN, now=timezone.now())


def test_noting_a_sent_message_twice_changes_nothing():
    notice = make_notice()
    actions.lease_notices(actor=CLOCK, now=timezone.now())
    first = timezone.now()
    actions.mark_sent(notice_id=notice.pk, actor=CLOCK, now=first)

    actions.mark_sent(notice_id=notice.pk, actor=CLOCK, now=timezone.now())

    notice.refresh_from_db()
    assert notice.sent_at == first
