from datetime import timedelta
from hashlib import sha256

import pytest

from jernih.apps.hall import actions, queries
from jernih.apps.ledger.models import Entry
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import FilesCompared
from jernih.pure import canonical
from jernih.pure.events import parse_event
from jernih.pure.processed import BadFile
from jernih.pure.roles import CLOCK, Actor, Refused, Role
from jernih.pure.states import TicketState
from tests.hall_makers import (
    DAY,
    HallMade,
    by,
    check_in,
    make_application,
    make_desk,
    make_hall,
    press_next,
    walk_to,
)
from tests.record import read_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    """A day on which two came for `new`, one was sent on to the interview; both were served."""
    hall = make_hall()
    desk = make_desk(hall)
    for _ in range(2):
        check_in(hall, make_application(hall))
    number = press_next(hall, desk)
    walk_to(hall, desk, number, TicketState.SERVED)
    number = press_next(hall, desk)
    walk_to(hall, desk, number, TicketState.SERVING)
    actions.transfer_ticket(**by(hall, desk, number=number, service="interview"))
    number = press_next(hall, desk)
    walk_to(hall, desk, number, TicketState.SERVED)
    return hall


def close(hall: HallMade) -> None:
    hall.later(minutes=10)
    actions.close_hall_day(hall_day_id=hall.day.pk, actor=CLOCK, now=hall.now)


def supervisor(hall: HallMade) -> Actor:
    return hall.staff("super1", Role.SUPERVISOR)


def compare(hall: HallMade, *lines: str, **more) -> int:
    return actions.compare_files(
        **{
            "hall_day_id": hall.day.pk,
            "content": "\n".join(lines).encode(),
            "actor": supervisor(hall),
            "now": hall.now + timedelta(hours=16),
            **more,
        }
    )


def told(hall: HallMade) -> list:
    found = Entry.objects.filter(office=hall.office.slug, kind="hall.reconciled").order_by("pk")
    return [parse_event(bytes(entry.body)) for entry in found]


def rows(hall: HallMade) -> dict[str, tuple[int, int]]:
    found = offices.files_compared(hall.office, DAY, DAY)
    return {row.service: (row.processed, row.served) for row in found}


def test_every_service_is_told_and_steps_count_for_what_people_came_for(hall):
    close(hall)

    assert compare(hall, "layanan,tanggal", "new,25/11/2026", "NEW,2026-11-25") == 2

    assert [(fact.service, fact.processed, fact.served) for fact in told(hall)] == [
        ("new", 2, 2),
        ("replacement", 0, 0),
    ]
    assert {fact.officer for fact in told(hall)} == {"s-super1"}
    assert rows(hall) == {"new": (2, 2), "replacement": (0, 0)}


def test_the_record_shows_a_difference_without_blame_and_finds_a_false_figure(hall):
    close(hall)
    compare(hall, "layanan", "new", "new", "new")

    findings = read_record()

    wrong = [one for one in findings.violations if one.rule == "hall.files"]
    assert wrong == []
    assert any("3 files and 2 numbers served for new" in note for note in findings.notes)


def test_a_second_list_counts_in_place_of_the_first_and_both_stay_on_the_record(hall):
    close(hall)
    compare(hall, "layanan;jumlah", "new;3")

    compare(hall, "layanan;jumlah", "new;2")

    assert rows(hall) == {"new": (2, 2), "replacement": (0, 0)}
    assert [fact.processed for fact in told(hall)] == [3, 0, 2, 0]
    assert {row.times for row in offices.files_compared(hall.office, DAY, DAY)} == {2}


def test_the_same_list_again_changes_nothing(hall):
    close(hall)
    compare(hall, "layanan", "new")

    compare(hall, "layanan", "new")

    assert len(told(hall)) == 2


def test_a_list_with_one_wrong_line_writes_nothing(hall):
    close(hall)

    with pytest.raises(BadFile):
        compare(hall, "layanan", "new", "interview")

    assert told(hall) == []
    assert not FilesCompared.objects.exists()


def test_a_day_that_goes_on_is_not_compared(hall):
    with pytest.raises(actions.DayNotClosed):
        compare(hall, "layanan", "new")

    assert told(hall) == []


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SUPERVISOR])
def test_only_a_supervisor_of_this_office_compares(hall, role):
    stranger = Actor(roles=frozenset({Role.SUPERVISOR}), ref="s-strang", office="elsewhere")
    close(hall)

    with pytest.raises(Refused):
        compare(hall, "layanan", "new", actor=hall.staff("other1", role))
    with pytest.raises(Refused):
        compare(hall, "layanan", "new", actor=stranger)

    assert told(hall) == []


def test_the_file_is_not_kept_but_can_be_shown_to_be_the_one(hall):
    close(hall)
    content = b"layanan,nama,nik\nnew,SITI AMINAH,6571010101900001\n"
    compare(hall, content=content)

    [day] = queries.files_days(hall.office)
    fields = {"sha256": sha256(content).hexdigest()}

    assert day.file_hash == fields["sha256"]
    commitment = canonical.commitment("files", salt=bytes.fromhex(day.salt_hex), fields=fields)
    assert {fact.commitment for fact in told(hall)} == {commitment}
    assert all(b"SITI" not in bytes(entry.body) for entry in Entry.objects.all())
    assert day.file_hash not in {fact.commitment for fact in told(hall)}


def test_days_are_listed_once_they_are_closed(hall):
    assert queries.files_days(hall.office) == []

    close(hall)

    [day] = queries.files_days(hall.office)
    assert (day.day, day.served, day.is_compared) == (DAY, 2, False)
