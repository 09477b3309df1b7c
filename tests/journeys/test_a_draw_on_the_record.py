"""A draw by real actions, and what becomes of its numbers: the record and its file verify.

What is left out here is the site: the actions alone, so that a whole fortnight fits.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db.models import Count

from jernih.apps.booking import actions as booking
from jernih.apps.booking import jobs, queries
from jernih.apps.booking.actions import draw
from jernih.apps.booking.models import Application, Batch
from jernih.apps.hall import actions as hall
from jernih.pure import contribution
from jernih.pure.draw_file import check_file, lines_of
from jernih.pure.people import Preference
from jernih.pure.reasons import PriorityClass
from jernih.pure.roles import CITIZEN, CLOCK, Role, kiosk
from jernih.pure.states import ApplicationState, BatchState
from jernih.pure.tlog.tiles import parse_tile_path, split_entries
from tests.draw_makers import (
    CLOSES_AT,
    DRAWN_AT,
    FIRST_DAY,
    OPENS_AT,
    PLANNED_AT,
    announce,
    assist,
    close,
    join,
    make_batch,
    make_drawn_office,
    open_,
    rooms_of,
    seat,
    seed,
)
from tests.draw_records import OWN, QUOTAS
from tests.makers import make_person, make_wanted, staff
from tests.record import check_record

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = bytes(range(32))
TUESDAY = FIRST_DAY + timedelta(days=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVE = datetime(2023, 9, 3, 2, tzinfo=UTC)
MONDAY_MORNING = datetime(2023, 9, 4, 0, tzinfo=UTC)  # 08:00 at Tarakan


def published() -> list[bytes]:
    """All entries of the published log; of the last file only its widest copy."""
    home = settings.LOG_DIR
    paths = [path for path in home.glob("tile/entries/**/*") if path.is_file()]
    tiles = {parse_tile_path(str(path.relative_to(home))): path for path in paths}
    widest = {tile.index: tile for tile in sorted(tiles, key=lambda tile: tile.width)}
    return [
        entry
        for _, tile in sorted(widest.items())
        for entry in split_entries(tiles[tile].read_bytes(), width=tile.width)
    ]


def walk_to_open(office) -> Batch:
    """A batch with a contributor, open; more people want its Monday than it has seats."""
    batch = make_batch(office, at=BatchState.PLANNED)
    draw.name_contributor(
        batch_id=batch.pk,
        name="ombudsman",
        commitment=contribution.commit(batch.ref, secret=SECRET),
        actor=CLOCK,
        now=PLANNED_AT,
    )
    announce(batch.pk, PLANNED_AT + 14 * DAY)
    batch = open_(batch.pk, OPENS_AT)
    for n in range(26):
        assist(batch, standby=n % 2 == 0)
    assist(batch, people=[make_person(priority=PriorityClass.PRIORITY), make_person()])
    join(batch, people=3, any_after=FIRST_DAY)
    gone = join(batch)
    draw.leave_batch(ref=gone.ref, actor=CITIZEN, now=OPENS_AT + HOUR)
    return batch


def walk_to_drawn(office) -> Batch:
    batch = walk_to_open(office)
    close(batch.pk)
    draw.reveal_secret(
        batch_id=batch.pk,
        name="ombudsman",
        secret=SECRET.hex(),
        actor=staff(office, Role.OVERSEER),
        now=CLOSES_AT + HOUR,
    )
    seed(batch.pk)
    return seat(batch.pk)


def granted(batch: Batch) -> list[Application]:
    """Who got a number of the first day, those alone before families."""
    return list(
        Application.objects.filter(batch=batch, state=ApplicationState.GRANTED, day=FIRST_DAY)
        .annotate(people=Count("applicants"))
        .order_by("people", "draw_number")
    )


def check_the_file(batch: Batch) -> None:
    """The file that the page serves is what anybody can take out of the record, and verifies."""
    served = list(queries.draw_file.file_entries(batch))
    data = [line + b"\n" for line in served]

    assert sorted(served) == sorted(lines_of(published(), batch=batch.ref))
    checked = check_file(data, quotas=QUOTAS, own=OWN, now=datetime(2023, 9, 13, tzinfo=UTC))
    assert checked.violations == ()
    assert {row.ref: row.number for row in checked.rows} == dict(
        Application.objects.filter(batch=batch, draw_number__gt=0).values_list("ref", "draw_number")
    )


def test_numbers_drawn_live_as_all_others_and_the_record_verifies():
    office = make_drawn_office()
    batch = walk_to_drawn(office)
    assert rooms_of(batch) > 26
    first, second, third, *others = granted(batch)

    booking.withdraw(ref=first.ref, actor=CITIZEN, now=DRAWN_AT + HOUR)
    assert jobs.serve_standby(DRAWN_AT + 2 * HOUR) == 1
    check_record()
    check_the_file(batch)

    # A day later what nobody drew is on offer: one moves there, and a stranger takes a number.
    later = DRAWN_AT + 2 * DAY
    booking.move_numbers(
        ref=second.ref, preferences=(Preference(day=TUESDAY),), actor=CITIZEN, now=later
    )
    wanted = make_wanted(office, preferences=(Preference(day=TUESDAY),), now=later)
    booking.take_numbers(wanted=wanted, actor=CITIZEN, now=later)
    check_record()

    # Monday comes: some confirmed, one comes, the others stay away.
    for application in (third, *others):
        booking.confirm(ref=application.ref, actor=CITIZEN, now=EVE)
    day = hall.open_hall_day(office_id=office.pk, actor=CLOCK, now=MONDAY_MORNING - HOUR)
    hall.check_in(
        office_id=office.pk,
        code=queries.code_of(third.ref),
        actor=kiosk(office.slug),
        now=third.applicants.get().seat.slot.starts_at,
    )
    hall.close_hall_day(
        hall_day_id=day.pk, actor=staff(office, Role.SUPERVISOR), now=MONDAY_MORNING + 9 * HOUR
    )
    check_record()

    # The week is over: no number without a fate, nobody waits any more.
    after = datetime(2023, 9, 12, 2, tzinfo=UTC)
    jobs.settle(after)
    jobs.serve_standby(after)
    check_record()
    check_the_file(batch)
    live = {ApplicationState.UNSEATED, ApplicationState.EXPIRED, ApplicationState.PRESENT}
    states = set(Application.objects.filter(batch=batch).values_list("state", flat=True))
    assert states <= live | {ApplicationState.WITHDRAWN}


def test_the_file_of_an_open_batch_tells_who_is_on_the_list_so_far():
    batch = walk_to_open(make_drawn_office())
    check_record()

    data = [line + b"\n" for line in queries.draw_file.file_entries(batch)]
    checked = check_file(data, quotas=QUOTAS, own=OWN, now=OPENS_AT + DAY)

    assert (checked.violations, list(checked.rows)) == ((), [])
    assert len(checked.batch.people) == 28
