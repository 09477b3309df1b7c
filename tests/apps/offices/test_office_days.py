"""An office's own calendar, rulebook and settings page."""

from datetime import date, time, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from jernih.apps.notices import queries as outbox
from jernih.apps.offices import queries
from jernih.apps.offices.models import Holiday, Office
from jernih.pure.roles import Role
from jernih.pure.rulebook import NoRule
from jernih.ui.labels import FEES
from tests.apps.notices.test_post import NOON, post
from tests.staff_makers import make_staff, signed_in

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 27)


@pytest.fixture
def tarakan():
    call_command("open_office", "--real", stdout=StringIO())
    return Office.objects.get()


@pytest.mark.django_db(transaction=True)
def test_a_holiday_of_the_office_or_of_all_closes_it(tarakan):
    assert queries.is_open_on(tarakan, FRIDAY)
    assert not queries.is_open_on(tarakan, FRIDAY + timedelta(days=1))

    Holiday.objects.create(office=tarakan, day=FRIDAY, name="Banjir")

    assert not queries.is_open_on(tarakan, FRIDAY)
    assert queries.windows_on(tarakan, FRIDAY, minutes=30) == []
    assert queries.working_days_from(tarakan, FRIDAY, count=2) == [
        FRIDAY + timedelta(days=3),
        FRIDAY + timedelta(days=4),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_holiday_of_another_office_closes_nothing(tarakan):
    other = Office.objects.create(slug="nunukan", name="Nunukan", opened_on=FRIDAY)

    Holiday.objects.create(office=other, day=FRIDAY, name="Banjir")

    assert queries.is_open_on(tarakan, FRIDAY)


@pytest.mark.django_db(transaction=True)
def test_windows_of_a_friday_leave_the_prayer_free(tarakan):
    windows = queries.windows_on(tarakan, FRIDAY, minutes=30)

    starts = [window.starts_at.astimezone(tarakan.zone).time() for window in windows]
    assert starts[0] == time(8, 0)
    assert time(11, 30) not in starts
    assert starts[-1] == time(16, 0)
    assert windows[0].starts_at.hour == 0  # 08:00 at Tarakan is midnight UTC


def test_numbers_of_the_law_have_a_day():
    assert queries.rule("fees", "e_passport_10y", on=FRIDAY) == 950_000
    with pytest.raises(NoRule):
        queries.rule("fees", "e_passport_10y", on=date(2024, 12, 16))
    assert all(fee.source and fee.amount > 0 for fee in queries.fees(on=FRIDAY))


def test_every_price_has_words():
    assert set(FEES) == set(queries.rulebook()["fees"])


@pytest.mark.django_db(transaction=True)
def test_the_administrator_changes_hours_and_holidays_in_the_admin(tarakan):
    client = signed_in(make_staff(Role.IT_ADMIN))
    page = f"/petugas/kelola/offices/office/{tarakan.pk}/change/"
    assert client.get(page).status_code == 200
    rows = list(tarakan.hours.order_by("pk"))
    form = {
        "name": tarakan.name,
        "address": "Jalan Baru 1",
        "time_zone": tarakan.time_zone,
        "kiosk_key": "",
        "hours-TOTAL_FORMS": len(rows),
        "hours-INITIAL_FORMS": len(rows),
    }
    for n, row in enumerate(rows):
        form |= {
            f"hours-{n}-id": row.pk,
            f"hours-{n}-office": tarakan.pk,
            f"hours-{n}-weekday": row.weekday,
            f"hours-{n}-opens_at": "07:30" if row.weekday == 0 else row.opens_at,
            f"hours-{n}-closes_at": row.closes_at,
            f"hours-{n}-break_from": row.break_from,
            f"hours-{n}-break_until": row.break_until,
        }

    response = client.post(page, form)

    assert response.status_code == 302, response.context["errors"]
    assert tarakan.hours.get(weekday=0).opens_at == time(7, 30)

    client.post(
        "/petugas/kelola/offices/holiday/add/",
        {"office": tarakan.pk, "day": "2026-11-27", "name": "Banjir"},
    )
    assert not queries.is_open_on(tarakan, FRIDAY)


@pytest.mark.django_db(transaction=True)
def test_an_administrator_of_another_office_changes_nothing_here(tarakan):
    client = signed_in(make_staff(Role.IT_ADMIN, office="nunukan"))

    page = client.get(f"/petugas/kelola/offices/office/{tarakan.pk}/change/")

    assert page.status_code in (302, 403)


@pytest.mark.django_db(transaction=True)
def test_the_page_of_messages_shows_counts_and_never_an_address():
    post(now=timezone.now())
    client = signed_in(make_staff(Role.SUPERVISOR))

    text = client.get("/petugas/pesan/").content.decode()

    assert "Surel (e-mail)" in text
    assert "example.org" not in text
    assert "A-017" not in text


def test_sending_stands_still_is_seen():
    post()

    assert outbox.waiting_too_long(now=NOON) == 0
    assert outbox.waiting_too_long(now=NOON + timedelta(hours=1)) == 1
    [row] = outbox.outbox(office="tarakan", now=NOON)
    assert (row.channel, row.waiting, row.sent) == ("EMAIL", 1, 0)
    assert outbox.outbox(office="nunukan", now=NOON) == []
