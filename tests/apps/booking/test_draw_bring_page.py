"""What anybody may bring to a draw by a page: the word of the beacon, a contributor's secret."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from jernih.apps.booking.actions import draw
from jernih.apps.booking.models import Batch
from jernih.pure import beacon, beacon_text, contribution
from jernih.pure.events_draw import Source
from jernih.pure.roles import CLOCK, Role
from jernih.pure.states import BatchState
from jernih.ui.labels import label_of
from tests.draw_makers import (
    CLOSES_AT,
    DRAWN_AT,
    OPENS_AT,
    PLANNED_AT,
    ROUND,
    SIGNATURE,
    close,
    make_batch,
    make_drawn_office,
)
from tests.makers import staff
from tests.vectors import load
from tests.visits import says

pytestmark = pytest.mark.django_db

SECRET = bytes(range(32))
PULSE = beacon.Pulse(chain=beacon.QUICKNET, round=ROUND, signature=SIGNATURE)
F = beacon.PulseFault


@pytest.fixture
def office(clock):
    cache.clear()
    clock.at(DRAWN_AT)
    return make_drawn_office()


@pytest.fixture
def waiting(office):
    return make_batch(office, at=BatchState.CLOSED)


def bring(client, batch, word="", **more):
    return client.post(f"/undian/{batch.ref}/suar/", {"word": word} | more)


@pytest.mark.parametrize(
    "word",
    [
        SIGNATURE,
        " ".join(SIGNATURE[at : at + 4] for at in range(0, 96, 4)).upper(),
        SIGNATURE[:40] + "\r\n" + SIGNATURE[40:],
        json.dumps({"round": ROUND, "signature": SIGNATURE}),
        beacon_text.spell(PULSE),
    ],
)
def test_the_word_is_taken_however_it_comes(client, waiting, word):
    answer = bring(client, waiting, word)

    waiting.refresh_from_db()
    assert answer["Location"] == f"/undian/{waiting.ref}/"
    assert (waiting.state, waiting.evidence) == (BatchState.SEEDED, SIGNATURE)
    assert says(
        client.get(answer["Location"]),
        "The word is true. The seats are given within a minute; look again then.",
    )


def test_the_word_may_be_in_a_file(client, waiting):
    file = SimpleUploadedFile("suar.json", json.dumps({"signature": SIGNATURE}).encode())

    bring(client, waiting, file=file)

    assert Batch.objects.get().state == BatchState.SEEDED


@pytest.mark.parametrize(
    ("word", "fault"),
    [
        ("", F.EMPTY),
        ("   ", F.EMPTY),
        ("a" * 4001, F.TOO_LONG),
        ("{nonsense", F.NOT_UNDERSTOOD),
        ('{"round": 1000}', F.NO_SIGNATURE),
        (f"drand:default:1000:{SIGNATURE}", F.OTHER_CHAIN),
        (json.dumps({"round": 1001, "signature": SIGNATURE}), F.OTHER_ROUND),
        ("fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd", F.RANDOMNESS_GIVEN),
        (json.dumps({"signature": SIGNATURE, "randomness": "00" * 32}), F.RANDOMNESS_DIFFERS),
        ("siti" + SIGNATURE[4:], F.SPELLING),
        (SIGNATURE[:-2], F.LENGTH),
        ("0" + SIGNATURE[1:], F.NOT_COMPRESSED),
        (f"drand:quicknet:1000:{SIGNATURE}:{SIGNATURE}", F.PREVIOUS_UNWANTED),
    ],
)
def test_each_fault_has_a_plain_sentence_and_what_was_typed_is_kept(client, waiting, word, fault):
    page = bring(client, waiting, word)

    assert page.status_code == 422
    assert says(page, label_of(fault).words)
    assert page.context["form"]["word"].value() == word
    assert Batch.objects.get().state == BatchState.CLOSED


def test_a_true_word_of_another_round_is_refused(client, office, clock):
    batch = make_batch(office)
    close(batch.pk, DRAWN_AT - timedelta(minutes=5))
    clock.at(DRAWN_AT + timedelta(days=2))

    page = bring(client, batch, SIGNATURE)

    assert says(page, label_of(F.NOT_THIS_ROUND).words)


def test_before_its_time_nobody_can_have_the_word(client, waiting, clock):
    clock.at(DRAWN_AT - timedelta(minutes=1))

    page = bring(client, waiting, SIGNATURE)

    assert page.status_code == 422
    assert Batch.objects.get().seed == ""


@pytest.mark.parametrize(
    "state", [BatchState.PLANNED, BatchState.OPEN, BatchState.SEEDED, BatchState.DRAWN]
)
def test_a_batch_that_waits_for_no_word_says_so(client, office, state):
    batch = make_batch(office, at=state)

    page = client.get(f"/undian/{batch.ref}/suar/")
    sent = bring(client, batch, "b" + SIGNATURE[1:-1] + "8")

    assert says(page, "This batch does not wait for a word of the beacon now.")
    assert sent.status_code in (200, 422)
    batch.refresh_from_db()
    assert batch.state == state


def test_the_default_chain_needs_the_round_before_as_well(client, waiting, clock):
    batch = draw.enter_fallback(
        batch_id=waiting.pk,
        actor=staff(waiting.office, Role.SUPERVISOR),
        now=DRAWN_AT + timedelta(hours=72),
    )
    clock.at(DRAWN_AT + timedelta(hours=72))
    real = next(one for one in load("beacon")["rounds"] if one["chain"] == "DEFAULT_CHAIN")

    page = bring(client, batch, real["signature"])
    both = bring(client, batch, real["signature"], previous=real["previous_signature"])

    assert batch.source == Source.DEFAULT_CHAIN
    assert says(page, label_of(F.PREVIOUS_MISSING).words)
    assert says(both, label_of(F.NOT_THIS_ROUND).words)


def test_who_tries_too_often_waits(client, waiting):
    answers = [bring(client, waiting, "00").status_code for _ in range(21)]

    assert answers == [422] * 20 + [429]


# ---- secrets


@pytest.fixture
def promised(office, clock):
    """A frozen batch with one contributor."""
    batch = make_batch(office, at=BatchState.PLANNED)
    draw.name_contributor(
        batch_id=batch.pk,
        name="ombudsman",
        commitment=contribution.commit(batch.ref, secret=SECRET),
        actor=CLOCK,
        now=PLANNED_AT,
    )
    draw.announce_batch(batch_id=batch.pk, actor=CLOCK, now=OPENS_AT - timedelta(days=2))
    draw.open_batch(batch_id=batch.pk, actor=CLOCK, now=OPENS_AT)
    clock.at(CLOSES_AT)
    return batch


def reveal(client, batch, secret):
    return client.post(f"/undian/{batch.ref}/rahasia/", {"secret": secret})


def test_a_contributor_reveals_without_signing_in(client, promised):
    close(promised.pk)

    answer = reveal(client, promised, contribution.show_secret(SECRET))

    assert answer["Location"] == f"/undian/{promised.ref}/"
    assert promised.contributors.get().secret == SECRET.hex()
    assert SECRET.hex() in client.get(f"/undian/{promised.ref}/").content.decode()


@pytest.mark.parametrize("typed", ["", "00" * 32, "rahasia", SECRET.hex()[:-1]])
def test_a_secret_that_opens_nothing_is_refused_and_kept_in_the_field(client, promised, typed):
    close(promised.pk)

    page = reveal(client, promised, typed)

    assert page.status_code == 422
    assert page.context["form"]["secret"].value() == typed
    assert promised.contributors.get().secret == ""


def test_before_the_list_is_frozen_no_secret_is_taken(client, promised):
    page = reveal(client, promised, SECRET.hex())

    assert page.status_code == 422
    assert says(page, "Secrets are taken once the list is frozen, until the word is here.")
    assert promised.contributors.get().secret == ""


def test_a_late_secret_is_left_out_and_the_page_says_since_when(client, promised, clock):
    close(promised.pk)
    clock.at(DRAWN_AT - timedelta(minutes=30))

    page = reveal(client, promised, SECRET.hex())

    assert page.status_code == 422
    assert "23.29 WITA" in page.content.decode()


def test_who_guesses_secrets_too_often_waits(client, promised):
    close(promised.pk)

    answers = [reveal(client, promised, "00" * 32).status_code for _ in range(21)]

    assert answers == [422] * 20 + [429]


def test_the_page_that_makes_a_secret_tells_the_line_for_a_computer(client, promised):
    page = client.get(f"/undian/{promised.ref}/buat-rahasia/").content.decode()

    assert f"jernih/contrib/v1{promised.ref}" in page
    assert "<form" not in page.split("<main")[1].split("</main")[0]
