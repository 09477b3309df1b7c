"""The word of the beacon, fetched from relays that nobody needs to trust."""

from datetime import timedelta

import pytest

from jernih.apps.booking import jobs
from jernih.apps.booking.models import Batch
from jernih.pure import beacon
from jernih.pure.states import BatchState
from tests.draw_makers import DRAWN_AT, ROUND, SIGNATURE, make_batch, make_drawn_office
from tests.makers import facts
from tests.record import check_record
from tests.relays import relay
from tests.stand_ins import free_port

pytestmark = pytest.mark.django_db

TRUE = {"round": ROUND, "signature": SIGNATURE, "randomness": ""}
PATH = f"/{beacon.QUICKNET.chain_hash}/public/{ROUND}"


@pytest.fixture
def waiting():
    return make_batch(make_drawn_office(), at=BatchState.CLOSED)


def test_the_word_is_fetched_once_its_time_has_come(waiting, settings):
    with relay(TRUE) as one:
        settings.DRAND_RELAYS = [one.address]
        early = jobs.bring_beacon(DRAWN_AT - timedelta(seconds=1))
        brought = jobs.bring_beacon(DRAWN_AT)
        again = jobs.bring_beacon(DRAWN_AT)

    assert (early, brought, again) == (0, 1, 0)
    assert one.asked == [PATH]
    assert Batch.objects.get().evidence == SIGNATURE
    assert facts(waiting.office, "draw.seed-fixed")[0].at == DRAWN_AT
    check_record()


def test_a_relay_with_a_slash_at_its_end_is_asked_for_the_same(waiting, settings):
    with relay(TRUE) as one:
        settings.DRAND_RELAYS = [f"{one.address}/"]
        jobs.bring_beacon(DRAWN_AT)

    assert one.asked == [PATH]


@pytest.mark.parametrize(
    ("says", "status"),
    [
        (b"", 200),
        (b"<html>captive portal</html>", 200),
        (b"\xff\xfe", 200),
        (b"{" * 10_000, 200),
        ({"error": "round not found"}, 404),
        (TRUE | {"round": ROUND + 1}, 200),
        (TRUE | {"signature": "00" * 48}, 200),
        (TRUE | {"signature": "8" + SIGNATURE[1:]}, 200),
        (TRUE, 500),
    ],
)
def test_a_relay_that_lies_or_fails_is_passed_over_for_the_next(waiting, settings, says, status):
    with relay(says, status=status) as first, relay(TRUE) as second:
        settings.DRAND_RELAYS = [first.address, second.address]
        brought = jobs.bring_beacon(DRAWN_AT)

    assert brought == 1
    assert first.asked == second.asked == [PATH]
    assert Batch.objects.get().state == BatchState.SEEDED


def test_without_network_the_batch_waits_and_nothing_is_lost(waiting, settings, caplog):
    settings.DRAND_RELAYS = [f"http://127.0.0.1:{free_port()}"]

    brought = jobs.bring_beacon(DRAWN_AT)

    assert brought == 0
    assert Batch.objects.get().state == BatchState.CLOSED
    assert f"gives no round {ROUND}" in caplog.text


def test_without_relays_nobody_is_asked(waiting, settings):
    settings.DRAND_RELAYS = []

    assert jobs.bring_beacon(DRAWN_AT) == 0


def test_batches_that_do_not_wait_ask_nobody(settings):
    make_batch(make_drawn_office())
    with relay(TRUE) as one:
        settings.DRAND_RELAYS = [one.address]
        jobs.bring_beacon(DRAWN_AT)

    assert one.asked == []
