"""The page of somebody in a draw, from the day she applies to the end of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from jernih.apps.booking import actions, jobs, queries
from jernih.apps.booking.actions import draw
from jernih.apps.booking.models import Application, Seat
from jernih.pure.events_draw import CancelReason
from jernih.pure.roles import CITIZEN, Role
from jernih.pure.states import ApplicationState, BatchState, SeatState
from jernih.ui.templatetags.jernih import moment
from tests import makers
from tests.draw_makers import (
    CLOSES_AT,
    DRAWN_AT,
    OPENS_AT,
    assist,
    close,
    join,
    make_batch,
    make_drawn_office,
    seat,
    seed,
)
from tests.record import check_record
from tests.visits import Kiosk, says, words

pytestmark = pytest.mark.django_db
AFTER = DRAWN_AT + timedelta(hours=1)


@pytest.fixture
def batch(clock):
    clock.at(OPENS_AT)
    return make_batch(make_drawn_office())


def see(application, path=""):
    return Client().get(f"/nomor/{queries.code_of(application.ref)}/{path}")


def send(application, path):
    return Client().post(f"/nomor/{queries.code_of(application.ref)}/{path}", follow=True)


def drawn(batch, clock):
    for step in (close, seed, seat):
        step(batch.pk)
    clock.at(AFTER)


def scarce(batch, clock, **waits):
    """A Monday wanted by twice as many as it has numbers; drawn. Those without, by place."""
    for _ in range(24):
        assist(batch, **waits)
    drawn(batch, clock)
    return list(Application.objects.filter(state=ApplicationState.UNSEATED).order_by("draw_number"))


# ---- before the draw


def test_while_it_is_open_the_page_says_when_and_with_how_many(batch):
    mine, _other = join(batch, standby=True), join(batch)

    page = see(mine)

    text = words(page)
    assert says(page, "You are in the draw.")
    assert f"Diundi {moment(batch.draws_at)}." in text
    assert "Sampai sekarang 2 pendaftaran ikut undian." in text
    assert f"Daftar dibekukan {moment(batch.closes_at)}." in text
    assert "Senin, 4 September 2023" in text
    assert says(page, "Also at short notice, one hour before")
    assert says(page, "Leave the draw, or change something")


def test_one_who_left_is_not_counted(batch):
    mine, other = join(batch), join(batch)
    draw.leave_batch(ref=other.ref, actor=CITIZEN, now=OPENS_AT)

    assert "Sampai sekarang 1 pendaftaran ikut undian." in words(see(mine))


def test_the_code_finds_it_from_the_moment_of_applying(batch):
    code = queries.code_of(join(batch).ref)

    found = Client().post("/nomor/", {"code": f"{code[:5]} {code[5:]}".lower()})

    assert found["Location"] == f"/nomor/{code}/"


def test_leaving_is_asked_once_and_then_done(batch):
    mine = join(batch)

    asked, left = see(mine, "keluar/"), send(mine, "keluar/")

    assert says(asked, "Leave the draw?")
    assert says(left, "You have left the draw. You can apply again until it closes.")
    assert says(left, "You have left the draw.")
    assert says(left, "Take part in the next draw")
    mine.refresh_from_db()
    assert mine.state == ApplicationState.WITHDRAWN


def test_with_the_list_frozen_nobody_leaves_and_it_is_said_why(batch, clock):
    mine = join(batch)
    close(batch.pk)
    clock.at(CLOSES_AT)

    page, asked, refused = see(mine), see(mine, "keluar/"), send(mine, "keluar/")

    assert says(page, "You are in the draw; the list is frozen.")
    assert "1 pendaftaran ikut undian." in words(page)
    assert not says(page, "Leave the draw, or change something")
    assert "<form method" not in asked.content.decode().split("<main")[1].split("</main>")[0]
    assert says(
        refused, "The list is frozen: nobody can leave now. Give the number back after the draw."
    )
    mine.refresh_from_db()
    assert mine.state == ApplicationState.APPLIED


def test_a_draw_that_waits_for_its_number_says_so(batch, clock):
    mine = join(batch)
    close(batch.pk)
    clock.at(DRAWN_AT + timedelta(hours=5))

    assert says(
        see(mine), "The draw waits for its public random number. Nobody gains by the delay."
    )
    seed(batch.pk)
    assert says(see(mine), "The draw is being worked out.")


def test_before_the_draw_no_number_is_given_back_or_moved(batch):
    mine = join(batch)

    page = see(mine)
    refused = [send(mine, "kembalikan/"), send(mine, "konfirmasi/")]

    assert not says(page, "Give the number back")
    assert not says(page, "Choose another day")
    assert {one.status_code for one in refused} == {409}
    mine.refresh_from_db()
    assert mine.state == ApplicationState.APPLIED


def test_of_a_cancelled_draw_the_page_says_so(batch):
    mine = join(batch)
    draw.cancel_batch(
        batch_id=batch.pk,
        reason=CancelReason.MISTAKE,
        actor=makers.staff(batch.office, Role.SUPERVISOR),
        now=OPENS_AT,
    )

    page = see(mine)

    assert says(page, "This draw was cancelled.")
    assert not says(page, "You have left the draw.")


def test_the_kiosk_says_that_there_is_no_number_yet(batch):
    code = queries.code_of(join(batch).ref)

    page = Kiosk(batch.office).show(code)

    assert says(
        page,
        "This application has no number: the draw is still to come, or gave it none. "
        "The front desk helps you.",
    )


# ---- her papers


def test_the_receipt_is_a_pdf_with_what_she_needs_to_check(batch):
    mine = join(batch)

    page, pdf = see(mine), see(mine, "tanda-terima.pdf")

    [person] = queries.application(mine.ref).people
    assert len(person.proof_hex) == 512
    for value in (mine.ref, person.commitment, person.salt_hex, person.nullifier, person.proof_hex):
        assert value in page.content.decode()
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    assert b"/Type/Pages/Count 2/" in pdf.content


def test_nobody_else_gets_the_proof(batch):
    mine = join(batch)
    [person] = queries.application(mine.ref).people

    shown = [
        Client().get(f"/undian/{batch.ref}/"),
        Client().get(f"/undian/{batch.ref}/berkas.jsonl"),
    ]

    for page in shown:
        body = page.getvalue().decode()
        assert person.proof_hex not in body
        assert person.salt_hex not in body
    assert person.proof_hex not in repr(queries.application(mine.ref))


def test_the_hour_of_the_draw_goes_into_her_calendar_and_later_the_visit_in_its_place(batch, clock):
    mine = join(batch)
    before = see(mine, "jadwal.ics").content.decode()
    drawn(batch, clock)

    after = see(mine, "jadwal.ics").content.decode()

    assert "DTSTART:20230823T155924Z" in before
    assert "DTSTART:20230904T000000Z" in after
    uid = f"UID:{mine.ref}@jernih"
    assert uid in before
    assert uid in after


# ---- after the draw


def test_whoever_got_a_number_sees_it_with_her_place(batch, clock):
    mine = join(batch)
    assist(batch)
    drawn(batch, clock)

    page = see(mine)

    mine.refresh_from_db()
    assert f"Nomor urut undian Anda {mine.draw_number} dari 2." in words(page)
    assert says(page, "The number is yours.")
    assert makers.numbers_of(mine)[0] in words(page)
    assert f'href="/undian/{batch.ref}/"' in page.content.decode()
    assert says(page, "Give the number back")
    assert not says(page, "Leave the draw, or change something")


def test_whoever_got_none_sees_her_place_and_the_next_draw(batch, clock):
    lost = scarce(batch, clock)[0]

    page = see(lost)

    assert says(page, "The draw gave you no number this time.")
    assert f"Nomor urut undian Anda {lost.draw_number} dari 24" in words(page)
    assert not says(page, "Wait no longer")


def test_who_waits_at_short_notice_sees_her_place_in_that_line(batch, clock):
    first, second = scarce(batch, clock, standby=True)[:2]

    assert "Anda menunggu sebagai cadangan, urutan 1." in words(see(first))
    assert "Anda menunggu sebagai cadangan, urutan 2." in words(see(second))

    asked, left = see(first, "keluar/"), send(first, "keluar/")

    assert says(asked, "Wait no longer?")
    assert says(left, "Done. You wait no longer, and are free for the next draw.")
    assert says(left, "You wait no longer.")
    assert "Anda menunggu sebagai cadangan, urutan 1." in words(see(second))
    check_record()


def test_who_waited_gets_what_was_given_back_and_sees_it_as_her_own(batch, clock):
    waits = scarce(batch, clock, standby=True)[0]
    holder = Application.objects.filter(state=ApplicationState.GRANTED).first()
    send(holder, "kembalikan/")
    jobs.serve_standby(AFTER)

    page = see(waits)

    waits.refresh_from_db()
    assert waits.state == ApplicationState.GRANTED
    assert makers.numbers_of(waits)[0] in words(page)
    assert says(page, "The number is yours.")
    check_record()


def test_when_the_days_are_over_the_page_says_so_and_her_data_can_go(batch, clock):
    waits = scarce(batch, clock, standby=True)[0]
    over = datetime(2023, 9, 11, 12, tzinfo=UTC)
    jobs.settle(over)
    jobs.serve_standby(over)
    clock.at(over)

    page = see(waits)
    erased = send(waits, "hapus-data/")

    assert says(page, "The days of this draw are over.")
    assert says(erased, "Your data are erased")
    [person] = waits.applicants.all()
    assert (person.name, person.nullifier, bytes(person.nullifier_proof)) == ("", "", b"")
    assert bytes(person.salt) == b""
    check_record()


def test_a_drawn_number_moves_into_an_open_seat_and_the_old_one_is_closed_for_ever(batch, clock):
    mine = join(batch)
    drawn(batch, clock)
    [old] = makers.numbers_of(mine)
    later = datetime(2023, 8, 31, tzinfo=UTC).date()
    makers.make_supply(batch.office, day=later, now=AFTER)
    [day] = queries.open_days(batch.service_id, now=AFTER)[:1]

    code = queries.code_of(mine.ref)
    fields = {"first": day.windows[0].starts_at.isoformat()}
    moved = Client().post(f"/nomor/{code}/pindah/", fields, follow=True)

    mine.refresh_from_db()
    assert says(moved, "Done. This is your new number; the old one is no longer valid.")
    assert (mine.day, mine.moves) == (later, 1)
    left = Seat.objects.get(day=batch.first_day, series=old[0], n=int(old[2:]))
    assert left.state == SeatState.RETURNED
    assert not Seat.objects.filter(replaces=left).exists()
    check_record()


def test_who_ended_before_the_draw_can_have_her_data_erased(batch):
    mine = join(batch)
    draw.leave_batch(ref=mine.ref, actor=CITIZEN, now=OPENS_AT)

    actions.erase_application(ref=mine.ref, actor=CITIZEN, now=OPENS_AT)

    [person] = mine.applicants.all()
    assert bytes(person.nullifier_proof) == b""
    assert see(mine, "tanda-terima.pdf").status_code == 302
    assert see(mine, "jadwal.ics").status_code == 302
    for step, _state in ((close, BatchState.CLOSED), (seed, BatchState.SEEDED), (seat, "")):
        step(batch.pk)
    check_record()


def test_an_application_in_a_draw_is_read_in_few_questions(batch, django_assert_num_queries):
    mine = join(batch, people=8)

    with django_assert_num_queries(3):
        queries.application(mine.ref)
