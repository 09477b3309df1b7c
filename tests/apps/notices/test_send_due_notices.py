"""Messages go out over real servers: once, later when a server is down, never for ever."""

import json
import socket
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from django.db import connections, transaction
from django.utils import timezone

from jernih.apps.notices import actions
from jernih.apps.notices.jobs import send_due_notices
from jernih.apps.notices.jobs.channels import channels
from jernih.apps.notices.models import Notice
from jernih.pure.roles import CITIZEN, CLOCK, Refused
from jernih.pure.states import NoticeState

pytestmark = pytest.mark.django_db(transaction=True)


class Mailbox:
    """Takes mail, or refuses it with `answer`."""

    def __init__(self, answer="250 OK"):
        self.answer, self.mails = answer, []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if self.answer.startswith("550"):
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        if self.answer != "250 OK":
            return self.answer
        self.mails.append(envelope.content.decode())
        return self.answer


@contextmanager
def mail_server(settings, *, answer="250 OK", port=0):
    box = Mailbox(answer)
    controller = Controller(box, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    try:
        yield box
    finally:
        controller.stop()


class Gateway(BaseHTTPRequestHandler):
    """Stands in for WhatsApp and SMS gateways."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((dict(self.headers), json.loads(body)))
        self.send_response(self.server.answer)
        self.end_headers()

    def log_message(self, *args):
        pass


@contextmanager
def gateway(answer=200):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    server.answer, server.seen = answer, []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server, f"http://127.0.0.1:{server.server_port}/messages"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_notice(n=1, **more):
    now = timezone.now()
    words = {
        "office": "tarakan",
        "channel": "EMAIL",
        "address": f"siti{n}@example.org",
        "purpose": "received",
        "once_key": f"received/{n}",
        "language": "id",
        "subject": "Nomor Anda",
        "body": "A-017, pukul 09.30",
        "not_before": now - timedelta(seconds=1),
        "is_urgent": True,
    }
    with transaction.atomic():
        actions.post(now=now, **{**words, **more})
    return Notice.objects.get(once_key=f"received/{n}")


def run():
    return send_due_notices(timestamp=0)


def make_due(notice):
    Notice.objects.filter(pk=notice.pk).update(not_before=timezone.now() - timedelta(seconds=1))


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


def test_whatsapp_gets_one_post_with_token_and_key(settings):
    notice = make_notice(channel="WHATSAPP", address="+6281234567890")

    with gateway() as (server, url):
        settings.WHATSAPP_URL, settings.WHATSAPP_TOKEN = url, "secret"
        assert run() == 1

    [(headers, body)] = server.seen
    assert headers["Authorization"] == "Bearer secret"
    assert headers["Idempotency-Key"] == f"notice-{notice.pk}"
    assert body["to"] == "6281234567890"
    assert body["messaging_product"] == "whatsapp"
    assert "A-017" in body["text"]["body"]


def test_an_sms_gateway_gets_the_json_it_wants(settings):
    make_notice(channel="SMS", address="+6281234567890", body='say "halo"')

    with gateway() as (server, url):
        settings.SMS_URL, settings.SMS_TOKEN = url, "secret"
        settings.SMS_TEMPLATE = '{"userkey": "x", "messages": [{"to": "{to}", "pesan": "{text}"}]}'
        assert run() == 1

    [(_, body)] = server.seen
    assert body == {
        "userkey": "x",
        "messages": [{"to": "+6281234567890", "pesan": 'say "halo"'}],
    }


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (400, NoticeState.DROPPED),
        (401, NoticeState.FAILED),
        (429, NoticeState.FAILED),
        (500, NoticeState.FAILED),
    ],
)
def test_what_a_gateway_answers_decides(settings, answer, state):
    notice = make_notice(channel="SMS", address="+6281234567890")

    with gateway(answer) as (_, url):
        settings.SMS_URL = url
        run()

    notice.refresh_from_db()
    assert notice.state == state
    assert notice.last_refusal == f"HTTP {answer}"


def test_a_gateway_that_is_gone_is_tried_again(settings):
    notice = make_notice(channel="SMS", address="+6281234567890")
    settings.SMS_URL = f"http://127.0.0.1:{free_port()}/"

    run()

    notice.refresh_from_db()
    assert notice.state == NoticeState.FAILED


def test_in_earnest_a_channel_that_is_not_set_up_sends_nothing(settings):
    settings.IS_DEMO, settings.EMAIL_HOST = False, ""
    notice = make_notice()

    run()

    notice.refresh_from_db()
    assert notice.state == NoticeState.FAILED
    assert notice.last_refusal == "EMAIL is not set up"


def test_in_a_demonstration_the_page_is_the_receiver(settings):
    settings.IS_DEMO, settings.EMAIL_HOST = True, ""
    notice = make_notice()

    assert run() == 1

    notice.refresh_from_db()
    assert notice.state == NoticeState.SENT
    assert set(channels()) == {"EMAIL", "SMS", "WHATSAPP"}


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
