"""Cut short at any statement, what is told about time and witnesses is told whole or not at all."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from jernih.apps.booking.actions import draw
from jernih.apps.booking.models import Batch
from jernih.apps.ledger import actions
from jernih.apps.ledger.models import Entry
from jernih.apps.ledger.queries import times
from jernih.pure.roles import CLOCK
from jernih.pure.states import BatchState
from tests.apps.booking.test_draw_cut_short import Cut
from tests.draw_makers import CLOSES_AT, DRAWN_AT, PLANNED_AT, make_batch, make_drawn_office
from tests.record import check_record
from tests.witness_office import promise, sign
from tests.witness_records import policy_text

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)


def told():
    entries = Entry.objects.order_by("pk").values_list("pk", "kind", "index")
    return list(entries), list(Batch.objects.order_by("pk").values_list("round", "state"))


def cut_everywhere(step):
    """Cut a step after 0, 1, 2 … statements, until it gets through; say how often it was cut."""
    before = told()
    for after in range(100):
        try:
            with connection.execute_wrapper(Cut(after)):
                step()
        except OperationalError:
            assert told() == before
        else:
            assert told() != before
            return after
    raise AssertionError("it never got through")


def test_each_step_is_done_whole_or_not_at_all(settings):
    settings.IS_DEMO = False
    office = make_drawn_office()
    promise(at=PLANNED_AT)
    batch = make_batch(office, at=BatchState.CLOSED)
    who = {"office": office.slug, "actor": CLOCK}

    def beat():
        actions.record_heartbeat(every=10 * MINUTE, now=CLOSES_AT, **who)

    def tell():
        actions.record_witnessed(note=times.witnessed_note(), now=DRAWN_AT - 10 * MINUTE, **who)

    def move():
        draw.move_round(batch_id=batch.pk, actor=CLOCK, now=DRAWN_AT - 30 * MINUTE)

    def declare():
        actions.declare_policy(text=policy_text(0, needed=1), now=DRAWN_AT, **who)

    cuts = [cut_everywhere(beat)]
    cuts.append(cut_everywhere(move))
    sign(DRAWN_AT - 20 * MINUTE, DRAWN_AT - 20 * MINUTE)
    cuts.append(cut_everywhere(tell))
    cuts.append(cut_everywhere(declare))

    assert min(cuts) > 1
    check_record()
