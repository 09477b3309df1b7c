"""WhatsApp, SMS and channels that are not set up, against a stand-in over real HTTP."""

import pytest

from jernih.apps.notices.jobs.channels import channels
from jernih.pure.states import NoticeState
from tests.notice_makers import make_notice, run
from tests.stand_ins import free_port, gateway

pytestmark = pytest.mark.django_db(transaction=True)


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
