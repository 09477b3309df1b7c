"""The office opens by one command, and keeps what it changed since."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from jernih.apps.accounts.models import Staff
from jernih.apps.ledger.models import Entry
from jernih.apps.offices import actions, queries
from jernih.apps.offices.management.commands import demo_staff, open_office
from jernih.apps.offices.models import Holiday, Office, OpeningHours, Service
from jernih.pure.events import parse_event
from jernih.pure.roles import CITIZEN, Refused
from tests.makers import make_office

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_var(settings, tmp_path):
    settings.VAR = tmp_path


def open_quietly(capsys, *arguments):
    call_command("open_office", *arguments)
    return capsys.readouterr().out


def test_tarakan_opens_with_its_services_hours_and_counters(capsys):
    open_quietly(capsys, "--real")

    office = Office.objects.get()
    assert office.name == "Kantor Imigrasi Kelas II TPI Tarakan"
    assert str(office.zone) == "Asia/Makassar"
    assert not office.is_demo
    assert [s.code for s in office.services.order_by("position")] == [
        "paspor-baru",
        "penggantian",
        "pengambilan",
        "hilang-rusak",
        "wawancara",
    ]
    friday = office.hours.get(weekday=4)
    assert (friday.break_from, friday.break_until) == (time(11, 30), time(13, 0))
    assert not office.hours.filter(weekday__in=[5, 6]).exists()
    assert office.counters.count() == 3


def test_every_price_of_a_service_stands_in_the_rulebook(capsys):
    open_quietly(capsys, "--real")
    office = Office.objects.get()

    rows = queries.services_of(office, language="id", on=date(2026, 11, 25))

    assert [fee.amount for fee in rows[0].fees] == [350_000, 650_000, 650_000, 950_000, 1_000_000]
    assert all(row.requirements for row in rows)
    assert (
        rows[0].requirements
        != queries.services_of(office, language="en", on=rows[0].fees[0].since)[0].requirements
    )


def test_opening_again_changes_nothing(capsys):
    open_quietly(capsys, "--real")
    Office.objects.update(address="Jalan Baru 1")
    OpeningHours.objects.filter(weekday=0).update(opens_at=time(7, 30))
    Service.objects.filter(code="wawancara").update(is_active=False)

    open_quietly(capsys, "--real")

    assert Office.objects.get().address == "Jalan Baru 1"
    assert OpeningHours.objects.get(weekday=0).opens_at == time(7, 30)
    assert Service.objects.count() == 5
    assert not Service.objects.get(code="wawancara").is_active


def test_holidays_of_two_years_are_rows_that_the_office_may_delete(capsys):
    open_quietly(capsys, "--real")
    days = set(Holiday.objects.values_list("day", flat=True))
    assert date(2026, 12, 25) in days or date(2027, 12, 25) in days
    joint_leave = Holiday.objects.filter(name__icontains="cuti bersama")
    assert joint_leave.exists()
    gone = joint_leave.first().day
    Holiday.objects.filter(day=gone).delete()

    open_quietly(capsys, "--real")

    assert not Holiday.objects.filter(day=gone).exists()


def test_a_demonstration_has_staff_whose_passwords_stay_the_same(capsys, settings, tmp_path):
    settings.IS_DEMO = True

    first = open_quietly(capsys)
    second = open_quietly(capsys)

    assert first == second
    assert Office.objects.get().is_demo
    assert Staff.objects.count() == len(demo_staff.PEOPLE)
    kept = tmp_path / "demo-sign-ins-tarakan.txt"
    assert kept.stat().st_mode & 0o777 == 0o600
    name, password = kept.read_text().split()[:2]
    assert password in first
    assert Staff.objects.get(username=name).check_password(password)


def test_when_the_file_of_demo_passwords_is_lost_new_ones_are_made(capsys, settings, tmp_path):
    settings.IS_DEMO = True
    open_quietly(capsys)
    kept = tmp_path / "demo-sign-ins-tarakan.txt"
    kept.unlink()

    open_quietly(capsys)

    name, password = kept.read_text().split()[:2]
    staff = Staff.objects.get(username=name)
    assert staff.check_password(password)
    assert not staff.has_given_password


def test_an_office_in_earnest_gets_no_demo_staff(capsys, settings):
    settings.IS_DEMO = True
    open_quietly(capsys, "--real")

    with pytest.raises(CommandError, match="not a demonstration"):
        call_command("demo_staff")

    assert not Staff.objects.exists()


def test_a_site_in_earnest_gets_no_demo_staff(capsys, settings):
    settings.IS_DEMO = True
    open_quietly(capsys)
    Staff.objects.all().update(is_active=True)
    settings.IS_DEMO = False

    with pytest.raises(CommandError, match="not a demonstration"):
        call_command("demo_staff")


@pytest.mark.parametrize(
    "change",
    [
        ('"08:00-12:00", "13:00-16:00"', '"08:00-12:00", "11:00-16:00"'),
        ('services = ["paspor-baru", "penggantian", "pengambilan"]', 'services = ["visa"]'),
        ('slug = "tarakan"', 'slug = "tarakan"\ncolour = "blue"'),
        ("[hours]", "[hours"),
    ],
)
def test_a_plan_that_cannot_be_meant_opens_nothing(tmp_path, change):
    text = Path(actions.__file__).parent.joinpath("management", "tarakan.toml").read_text("utf-8")
    plan = tmp_path / "plan.toml"
    plan.write_text(text.replace(*change), "utf-8")

    with pytest.raises(CommandError):
        call_command("open_office", "--real", plan=plan)

    assert not Office.objects.exists()


def test_a_citizen_opens_no_office():
    plan = actions.OfficePlan(
        slug="x", name="x", address="", time_zone="UTC", hours={}, services=(), counters=()
    )

    with pytest.raises(Refused):
        actions.open_office(plan=plan, is_demo=False, actor=CITIZEN, now=NOW)


def test_the_record_begins_with_the_office_and_the_rules_it_works_by():
    office = make_office()

    [entry] = Entry.objects.filter(office=office.slug)
    fact = parse_event(bytes(entry.body))
    assert fact.kind == "ledger.started"
    assert fact.rules_hash == queries.rulebook_hash()


def test_an_office_opens_with_the_joint_leave_of_all_years_of_the_rulebook(capsys):
    open_quietly(capsys, "--real")

    years = queries.years_off(2024, 2025, 2026, 2027)

    assert [len(year.days) == year.entered > 20 for year in years] == [True] * 4
    assert queries.years_off(2031)[0].days == ()


def test_a_year_that_the_rulebook_lacks_is_reckoned():
    days = open_office.days_off(2031)

    assert days[date(2031, 12, 25)]
    assert days[date(2026, 12, 24)] == "Cuti Bersama Hari Raya Natal"
