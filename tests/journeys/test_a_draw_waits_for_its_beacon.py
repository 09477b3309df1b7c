"""An office without internet: the list is frozen, the round comes and goes, and nobody gains.

Three days later a neighbour brings 96 letters and digits on paper; everybody who repeats the draw
from the public file gets what the office published. Pages alone, but for the clock's own steps.
"""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from jernih import verify
from jernih.apps.booking import jobs, queries
from jernih.apps.booking.actions import draw
from jernih.apps.booking.models import Application, Batch
from jernih.pure import contribution
from jernih.pure.roles import CLOCK, Role
from jernih.pure.states import BatchState
from tests.draw_makers import (
    CLOSES_AT,
    DRAWN_AT,
    OPENS_AT,
    PLANNED_AT,
    SIGNATURE,
    join,
    make_batch,
    make_drawn_office,
)
from tests.record import check_record, publish_record
from tests.staff_makers import make_staff, signed_in
from tests.visits import says, words

pytestmark = pytest.mark.django_db

SECRETS = {"ombudsman-kaltara": bytes([1]) * 32, "universitas": bytes([2]) * 32}
ON_PAPER = " ".join(SIGNATURE[at : at + 8] for at in range(0, 96, 8)).upper()


def test_a_draw_waits_for_its_beacon(clock, tmp_path, settings):
    cache.clear()
    settings.DRAND_RELAYS = []
    clock.at(PLANNED_AT)
    office = make_drawn_office()
    batch = make_batch(office, at=BatchState.PLANNED)
    public, address = Client(), f"/undian/{batch.ref}/"
    supervisor = signed_in(make_staff(Role.SUPERVISOR, office=office.slug))
    for name, secret in SECRETS.items():
        commitment = contribution.commit(batch.ref, secret=secret)
        supervisor.post(
            f"/petugas/undian/{batch.ref}/penyumbang/", {"name": name, "commitment": commitment}
        )

    clock.at(OPENS_AT)
    # The clock announces and opens, the one after the other.
    jobs.run_batches(OPENS_AT - timedelta(days=2))
    jobs.run_batches(OPENS_AT)
    people = [join(batch, people=size) for size in (1, 2, 1, 4, 1)]
    assert says(public.get("/undian/"), "Open now")

    clock.at(CLOSES_AT)
    jobs.run_batches(CLOSES_AT)
    frozen = Batch.objects.get(pk=batch.pk)
    assert frozen.list_root in words(public.get(address))

    # One contributor reveals in time, the other is late and left out.
    clock.later(hours=1)
    on_time = public.post(f"{address}rahasia/", {"secret": SECRETS["ombudsman-kaltara"].hex()})
    clock.at(DRAWN_AT - timedelta(minutes=10))
    late = public.post(f"{address}rahasia/", {"secret": SECRETS["universitas"].hex()})
    assert (on_time.status_code, late.status_code) == (302, 422)

    # The round has come; there is no network here, and nothing moves by itself.
    for hours in (0, 24, 48):
        clock.at(DRAWN_AT + timedelta(hours=hours))
        assert jobs.bring_beacon(clock.now) == 0
        jobs.run_batches(clock.now)
        waiting = public.get(address)
        assert says(waiting, "The list is frozen; the draw waits for its random word")
        assert Batch.objects.get(pk=batch.pk).list_root == frozen.list_root

    # Somebody copied one sign wrong; then the neighbour comes with the paper.
    wrong = public.post(f"{address}suar/", {"word": f"A{ON_PAPER[1:]}"})
    assert wrong.status_code == 422
    assert f"A{ON_PAPER[1:]}" in wrong.content.decode()
    brought = public.post(f"{address}suar/", {"word": ON_PAPER})
    assert brought["Location"] == address
    jobs.run_batches(clock.now)
    publish_record()

    drawn = Batch.objects.get(pk=batch.pk)
    assert drawn.state == BatchState.DRAWN
    assert {application.draw_number for application in Application.objects.all()} == {1, 2, 3, 4, 5}
    mine = Application.objects.get(pk=people[3].pk)
    found = public.post(f"{address}cari/", {"code": queries.code_of(mine.ref)})
    assert f"Saya nomor {mine.draw_number} dari 5." in words(public.get(found["Location"]))

    file = tmp_path / "undian.jsonl"
    file.write_bytes(b"".join(public.get(f"{address}berkas.jsonl").streaming_content))
    assert verify.main(["draw", str(file), "--ref", mine.ref]) == 0
    # Nobody can draw a second time, whatever word comes.
    again = draw.fix_seed(batch_id=batch.pk, evidence=SIGNATURE, actor=CLOCK, now=clock.now)
    assert (again.seed, again.state) == (drawn.seed, BatchState.DRAWN)
    check_record()
