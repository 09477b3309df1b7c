"""Cut short at any statement, a step of a draw has done nothing; done again, it is the same."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection

from jernih.apps.booking.models import Applicant, Application, Batch, Seat, Supply
from jernih.apps.ledger.models import Entry
from jernih.apps.notices.models import Notice
from tests.draw_makers import assist, close, join, make_batch, make_drawn_office, seat, seed
from tests.record import check_record

pytestmark = pytest.mark.django_db(transaction=True)

TABLES = (Batch, Supply, Seat, Application, Applicant, Entry, Notice)


class Cut:
    """Let so many statements pass, then lose the line, as a killed database does."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, execute: Callable[..., Any], *said: Any) -> Any:
        if not self.left:
            raise OperationalError("the line was cut")
        self.left -= 1
        return execute(*said)


def tables() -> list[list[tuple[Any, ...]]]:
    """Every row there is; the moments the database writes itself left out."""
    return [
        [tuple(map(told, row)) for row in table.objects.order_by("pk").values_list()]
        for table in TABLES
    ]


def told(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def cut_everywhere(step: Callable[[int], Batch], batch_id: int) -> int:
    """Cut a step after 0, 1, 2 … statements, until it gets through; say how often it was cut."""
    before = tables()
    for after in range(500):
        try:
            with connection.execute_wrapper(Cut(after)):
                step(batch_id)
        except OperationalError:
            assert tables() == before
        else:
            return after
    raise AssertionError("it never got through")


@pytest.fixture
def batch():
    batch = make_batch(make_drawn_office())
    join(batch, standby=True)
    for people in (1, 2, 3, 8, 4, 1):
        assist(batch, people=people)
    return batch


def test_each_step_of_a_draw_is_done_whole_or_not_at_all(batch):
    cuts = {step.__name__: cut_everywhere(step, batch.pk) for step in (close, seed, seat)}

    assert min(cuts.values()) > 2
    assert cuts["seat"] > 10
    check_record()


def test_the_same_seed_gives_the_same_result_however_often_it_was_cut(batch):
    close(batch.pk)
    seed(batch.pk)
    for after in (3, 7, 11):
        with pytest.raises(OperationalError), connection.execute_wrapper(Cut(after)):
            seat(batch.pk)
    seat(batch.pk)
    drawn = list(
        Application.objects.order_by("draw_number").values_list("ref", "day", "applicants__seat__n")
    )

    order = [ref for ref, _, _ in drawn]
    assert len(set(order)) == 7
    assert Entry.objects.filter(kind="draw.batch-drawn").count() == 1
    check_record()
