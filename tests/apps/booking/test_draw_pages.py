"""The public pages of a draw: calendar, one batch, its file, finding oneself, repeating it."""

import json
from datetime import timedelta

import pytest

from jernih import verify
from jernih.apps.booking import queries
from jernih.apps.booking.actions import draw
from jernih.apps.booking.models import Application
from jernih.pure.reasons import PriorityClass
from jernih.pure.roles import CLOCK
from jernih.pure.states import BatchState
from tests.draw_makers import (
    CLOSES_AT,
    DRAWN_AT,
    OPENS_AT,
    PLANNED_AT,
    assist,
    close,
    make_batch,
    make_drawn_office,
    seat,
    seed,
)
from tests.makers import make_person
from tests.record import publish_record
from tests.visits import indonesian, says, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(clock):
    clock.at(OPENS_AT)
    return make_drawn_office()


@pytest.fixture
def drawn(office, clock):
    """A drawn batch: 17 people want Monday, which has 12 numbers; one family, one with priority."""
    batch = make_batch(office)
    for _ in range(11):
        assist(batch)
    assist(batch, people=4)
    assist(batch, people=[make_person(priority=PriorityClass.PRIORITY), make_person()])
    close(batch.pk)
    seed(batch.pk)
    clock.at(DRAWN_AT + timedelta(minutes=2))
    done = seat(batch.pk)
    publish_record()
    return done


def next_week(batch):
    return draw.plan_batch(
        service_id=batch.service_id,
        first_day=batch.first_day + timedelta(days=7),
        actor=CLOCK,
        now=PLANNED_AT,
    )


def file_of(client, batch):
    return b"".join(client.get(f"/undian/{batch.ref}/berkas.jsonl").streaming_content)


@pytest.mark.parametrize(
    ("state", "heading"),
    [
        (BatchState.PLANNED, "Coming"),
        (BatchState.ANNOUNCED, "Coming"),
        (BatchState.OPEN, "Open now"),
        (
            BatchState.CLOSED,
            "The list is frozen. What decides is a public random number that nobody knows yet.",
        ),
        (BatchState.DRAWN, "Drawn"),
    ],
)
def test_the_calendar_and_the_page_tell_where_a_batch_stands(client, office, clock, state, heading):
    batch = make_batch(office, at=state)
    clock.at({BatchState.CLOSED: CLOSES_AT, BatchState.DRAWN: DRAWN_AT}.get(state, OPENS_AT))

    calendar = client.get("/undian/")
    page = client.get(f"/undian/{batch.ref}/")

    assert says(calendar, heading)
    assert f"/undian/{batch.ref}/" in calendar.content.decode()
    assert page.status_code == 200
    assert "Rabu, 23 Agustus 2023, 23.59 WITA" in words(page)


def test_an_empty_calendar_says_so(client, office):
    page = client.get("/undian/")

    assert says(page, "No draw is open at the moment.")
    assert says(page, "Nothing has been drawn yet.")


def test_the_dates_can_be_put_into_a_calendar(client, office):
    batch = make_batch(office)

    file = client.get("/undian/undian.ics").content.decode().replace("\r\n ", "")

    assert file.count("BEGIN:VEVENT") == 3
    assert "DTSTART:20230823T155924Z" in file
    assert f"/undian/{batch.ref}/" in file


def test_a_batch_nobody_knows_is_not_found(client, office):
    for path in ("", "berkas.jsonl", "periksa/", "suar/", "rahasia/", "buat-rahasia/"):
        assert client.get(f"/undian/{'0' * 32}/{path}").status_code == 404
    assert client.post(f"/undian/{'0' * 32}/cari/").status_code == 404


def test_a_drawn_batch_shows_its_figures_by_size_and_group(client, drawn):
    page = client.get(f"/undian/{drawn.ref}/")

    figures = queries.draw_result.figures(drawn)
    assert figures.applications == 13
    assert 9 <= figures.numbers <= 12
    assert {share.what: share.of for share in figures.by_people} == {"1": 11, "2": 1, "4": 1}
    assert {share.what: share.of for share in figures.by_group} == {"G": 12, "P": 1}
    assert sum(share.seated for share in figures.by_people) == figures.seated
    assert f"{figures.seated} {indonesian('got numbers')}" in words(page)
    assert drawn.seed in words(page)
    assert drawn.list_root in words(page)


def test_the_result_stands_in_draw_order_as_it_was_drawn(client, drawn):
    rows = queries.draw_result.result_page(drawn, 1)

    assert [row.place for row in rows] == list(range(1, 14))
    assert [row.ref for row in rows] == list(
        Application.objects.order_by("draw_number").values_list("ref", flat=True)
    )
    assert {row.people for row in rows} == {1, 2, 4}
    assert sum(len(row.numbers) for row in rows) == queries.draw_result.figures(drawn).numbers
    assert queries.draw_result.result_page(drawn, 2) == []


@pytest.mark.parametrize("page", ["0", "-1", "2", "99999999999", "x", "²"])
def test_a_page_of_the_result_that_is_none_is_the_nearest(client, drawn, page):
    assert client.get(f"/undian/{drawn.ref}/?page={page}").status_code == 200


def test_one_finds_oneself_by_code_and_only_the_public_ref_is_in_the_address(client, drawn):
    mine = Application.objects.get(draw_number=7)
    code = queries.code_of(mine.ref)

    sent = client.post(f"/undian/{drawn.ref}/cari/", {"code": code.lower()})
    page = client.get(sent["Location"])

    assert code not in sent["Location"]
    assert mine.ref in sent["Location"]
    [row] = [row for row in queries.draw_result.result_page(drawn, 1) if row.place == 7]
    shown = words(page)
    assert "Saya nomor 7 dari 13." in shown
    assert all(number in shown for number in row.numbers)
    assert 'class="is-mine"' in page.content.decode()


def test_one_finds_oneself_by_the_reference_too_and_goes_on_to_the_check(client, drawn):
    mine = Application.objects.get(draw_number=13)

    sent = client.post(f"/undian/{drawn.ref}/cari/", {"code": mine.ref.upper(), "check": "1"})
    page = client.get(sent["Location"])

    assert sent["Location"].startswith(f"/undian/{drawn.ref}/periksa/")
    assert f'data-mine="{mine.ref}"' in page.content.decode()


def test_a_code_of_another_batch_leads_to_its_own(client, drawn):
    other = next_week(drawn)
    mine = Application.objects.get(draw_number=1)

    sent = client.post(f"/undian/{other.ref}/cari/", {"code": mine.ref})

    assert sent["Location"].startswith(f"/undian/{drawn.ref}/")


@pytest.mark.parametrize("typed", ["", "0123456789ABCDEFGHJK", "f" * 32, "☃", "x" * 200])
def test_who_cannot_be_found_is_told_and_the_field_is_kept(client, drawn, typed):
    page = client.post(f"/undian/{drawn.ref}/cari/", {"code": typed})

    assert page.status_code == 422
    assert typed in page.content.decode()


def test_a_stranger_repeats_the_draw_from_its_file(client, drawn, tmp_path, capsys):
    body = file_of(client, drawn)
    file = tmp_path / "undian.jsonl"
    file.write_bytes(body)

    code = verify.main(["draw", str(file), "--ref", Application.objects.get(draw_number=2).ref])

    assert code == 0, capsys.readouterr().out
    assert "Clean" in capsys.readouterr().out


def test_the_file_has_the_facts_of_this_batch_alone_in_the_records_order(client, drawn):
    next_week(drawn)
    publish_record()

    facts = [json.loads(line) for line in file_of(client, drawn).splitlines()]

    kinds = [fact["kind"] for fact in facts]
    assert kinds[0] == "draw.batch-planned"
    assert kinds.count("draw.applied") == 13
    assert kinds.count("booking.supply-released") == 5
    assert kinds.count("draw.key-published") == 1
    assert {fact.get("batch", drawn.ref) for fact in facts} == {drawn.ref}
    assert kinds.index("draw.batch-closed") < kinds.index("draw.seed-fixed")
    assert kinds.index("booking.supply-released") < kinds.index("draw.batch-announced")


def test_an_unchanged_file_is_not_sent_again(client, drawn):
    first = client.get(f"/undian/{drawn.ref}/berkas.jsonl")
    b"".join(first.streaming_content)

    again = client.get(
        f"/undian/{drawn.ref}/berkas.jsonl", headers={"If-None-Match": first["ETag"]}
    )

    assert again.status_code == 304


def test_a_file_grows_with_its_batch(client, office, clock):
    batch = make_batch(office)
    publish_record()
    first = client.get(f"/undian/{batch.ref}/berkas.jsonl")
    b"".join(first.streaming_content)
    assist(batch)
    publish_record()

    again = client.get(
        f"/undian/{batch.ref}/berkas.jsonl", headers={"If-None-Match": first["ETag"]}
    )

    assert again.status_code == 200
    assert b"draw.applied" in b"".join(again.streaming_content)


def test_no_page_and_no_file_names_a_person(client, drawn):
    mine = Application.objects.get(draw_number=1)
    person = mine.applicants.first()

    for path in ("", f"?nomor={mine.ref}", "periksa/", "suar/", "rahasia/"):
        page = client.get(f"/undian/{drawn.ref}/{path}").content.decode()
        assert person.name not in page
        assert queries.code_of(mine.ref) not in page
    assert person.name.encode() not in file_of(client, drawn)


def test_a_demonstration_says_that_its_round_is_of_the_past(client, clock):
    clock.at(OPENS_AT)
    office = make_drawn_office(is_demo=True)
    batch = make_batch(office, at=BatchState.DRAWN)
    type(batch).objects.filter(pk=batch.pk).update(
        first_day=batch.first_day + timedelta(days=70), last_day=batch.last_day + timedelta(days=70)
    )

    page = client.get(f"/undian/{batch.ref}/")

    assert says(
        page, "Demonstration: the dates are those of a real round of the beacon in the past"
    )


def test_pages_of_a_draw_are_there_in_english_too(client, drawn):
    client.cookies["language"] = "en"

    assert "Find myself" in words(client.get(f"/undian/{drawn.ref}/"))
    assert "Draws" in words(client.get("/undian/"))
    assert "Repeat the draw" in words(client.get(f"/undian/{drawn.ref}/periksa/"))
