"""What people read of witnesses and signs of life: on the page of a draw, and where to check us."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from jernih.apps.booking.actions import draw
from jernih.apps.hall import jobs as hall_jobs
from jernih.apps.ledger import actions as ledger
from jernih.pure.beacon import QUICKNET, Pulse
from jernih.pure.roles import CLOCK
from tests.apps.booking.test_draw_frozen import (
    CLOSES_AT,
    DAY,
    HOUR,
    KNOWN_AT,
    MINUTE,
    ROUND,
    WORD,
    make_batch,
    office,
)
from tests.draw_makers import PLANNED_AT
from tests.record import publish_record
from tests.visits import says, words
from tests.witness_office import promise, sign

__all__ = ["office"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()


def page(batch):
    return Client().get(f"/undian/{batch.ref}/")


def test_a_draw_without_promised_witnesses_says_so(clock):
    batch = make_batch(draws_at=KNOWN_AT)
    clock.at(CLOSES_AT + HOUR)

    assert says(page(batch), "The list is frozen; the draw waits for its random word")
    assert "Untuk undian ini tidak ada saksi luar yang dijanjikan" in words(page(batch))


def test_a_draw_waits_for_its_witnesses_and_then_names_them(clock):
    promise(at=PLANNED_AT)
    batch = make_batch(draws_at=KNOWN_AT - DAY)
    clock.at(CLOSES_AT + HOUR)

    waiting = page(batch)
    assert says(waiting, "The list is frozen; the draw waits for its witnesses")
    assert "ombudsman, university, press" in words(waiting)

    draw.move_round(batch_id=batch.pk, actor=CLOCK, now=KNOWN_AT - DAY - 30 * MINUTE)
    sign(KNOWN_AT - 3 * HOUR, KNOWN_AT - 2 * HOUR)
    hall_jobs.attest(KNOWN_AT - 2 * HOUR, is_due=False)
    publish_record()

    frozen = page(batch)
    assert says(frozen, "The list is frozen; the draw waits for its random word")
    assert says(frozen, "Not witnessed in time: the round of another day counts")
    assert says(frozen, "Witnessed: people outside the office have signed the frozen list")
    assert "pihak luar sudah menandatanganinya: ombudsman," in words(frozen)


def test_a_word_for_a_round_without_witnesses_is_refused_in_words(clock):
    promise(at=PLANNED_AT)
    batch = make_batch(draws_at=KNOWN_AT)
    clock.at(KNOWN_AT + MINUTE)

    refused = Client().post(f"/undian/{batch.ref}/suar/", {"word": WORD})

    assert refused.status_code == 422
    assert "pihak luar belum menandatangani daftar beku sampai" in words(refused)


def beat(office, *, at, pulse=None):
    ledger.record_heartbeat(
        office=office.slug, pulse=pulse, every=MINUTE, rest=timedelta(0), actor=CLOCK, now=at
    )


def test_where_to_check_us_the_last_sign_of_life_stands(office):
    client, true = Client(), Pulse(chain=QUICKNET, round=ROUND, signature=WORD)
    assert "Tanda hidup" not in words(client.get("/periksa/"))

    beat(office, at=KNOWN_AT)
    assert "tidak ada suar acak yang bisa ditanya" in words(client.get("/periksa/"))
    beat(office, at=KNOWN_AT + MINUTE, pulse=true)
    assert "tidak bisa diketahui siapa pun sebelum" in words(client.get("/periksa/"))
    beat(office, at=KNOWN_AT - HOUR, pulse=true)
    assert "Jam kantor salah" in words(client.get("/periksa/"))
