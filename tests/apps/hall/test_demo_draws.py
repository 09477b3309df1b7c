"""A demonstration shows a draw in each of its stages, and the record of them verifies."""

from datetime import UTC, datetime

import pytest

from jernih.apps.booking import jobs
from jernih.apps.booking.models import Application, Batch
from jernih.apps.hall.management.demo import batches
from jernih.apps.offices.models import Service
from jernih.pure.states import BatchState
from tests.makers import make_office
from tests.record import check_record

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


def test_one_is_done_one_waits_and_one_is_open():
    office = make_office(is_demo=True)
    Service.objects.filter(office=office, code="paspor-baru").update(is_drawn=False)
    jobs.fill(NOW)

    assert batches.show(office, applications=30, now=NOW) == 3
    assert batches.show(office, applications=30, now=NOW) == 0

    states = Batch.objects.order_by("first_day").values_list("state", flat=True)
    assert list(states) == [BatchState.DRAWN, BatchState.CLOSED, BatchState.OPEN]
    assert Application.objects.filter(batch__state=BatchState.DRAWN).count() >= 28
    check_record()
