"""Write the past of many years: one real day is made by the actions, then copied in SQL."""

from datetime import timedelta

from django.utils import timezone

from jernih.apps.booking import actions as booking
from jernih.apps.booking.models import Application
from jernih.apps.hall.models import Leg
from jernih.apps.ledger.models import Entry
from jernih.pure.people import Person, Preference
from jernih.pure.roles import Actor, Role
from tests.bench import offices
from tests.bench.ground import Ground

# Far above what the office itself will number.
BASE = 1_000_000_000
A_DAY = 1000
DAY = f"date '1990-01-01' + (i / {A_DAY})::int"
OF_DAY = f"{BASE} + i / {A_DAY}"
TWICE = "md5(i::text) || md5('{}' || i::text)"

# For each table which columns differ from row to row; every other is as in the one real row.
DAYS = {
    "booking_supply": {"day": "date '1990-01-01' + i::int"},
    "booking_slot": {"supply_id": f"{BASE} + i"},
    "hall_hallday": {"day": "date '1990-01-01' + i::int", "closed_at": "t.opened_at"},
}
NUMBERS = {
    "booking_seat": {"slot_id": OF_DAY, "day": DAY, "n": f"i % {A_DAY} + 1", "state": "'USED'"},
    "booking_application": {
        "ref": "md5(i::text)",
        "code_index": TWICE.format("c"),
        "once_key": "md5('o' || i::text)",
        "day": DAY,
        "state": "'PRESENT'",
    },
    "booking_applicant": {
        "application_id": f"{BASE} + i",
        "seat_id": f"{BASE} + i",
        "nik_index": TWICE.format("n"),
        "is_live": "false",
    },
    "hall_ticket": {
        "hall_day_id": OF_DAY,
        "n": f"i % {A_DAY} + 1",
        "code_index": TWICE.format("t"),
        "state": "'SERVED'",
    },
    "hall_leg": {
        "ticket_id": f"{BASE} + i",
        "called_at": "t.waiting_at + interval '9 minutes'",
        "ended_at": "t.waiting_at + interval '20 minutes'",
        "outcome": "'SERVED'",
    },
    "ledger_entry": {"index": f"{BASE} + i"},
}


def write_past(ground: Ground, *, first: int, last: int) -> None:
    """Write old applications number first..last-1, each with its seat, ticket, leg and fact."""
    if last <= first:
        return
    pattern = _pattern()
    with ground.connect() as connection:
        for table, changes in DAYS.items():
            _copy(connection, table, pattern[table], (first // A_DAY, -(-last // A_DAY)), changes)
        for table, changes in NUMBERS.items():
            _copy(connection, table, pattern[table], (first, last), changes)
        connection.execute("VACUUM ANALYZE")


def _copy(connection, table: str, row: int, span: tuple[int, int], changes: dict[str, str]) -> None:
    names = [
        name
        for (name,) in connection.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = %s AND column_name <> 'id'",
            [table],
        )
    ]
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(changes.get(name, f't."{name}"') for name in names)
    connection.execute(
        f"INSERT INTO {table} (id, {columns}) SELECT {BASE} + i, {values} "
        f"FROM {table} t, generate_series({span[0]}, {span[1] - 1}) i WHERE t.id = {row} "
        "ON CONFLICT DO NOTHING"
    )


def _pattern() -> dict[str, int]:
    """Make one real number, one real ticket; return the row of each table."""
    office = offices.make_office(counters=1)
    [supply] = offices.make_days(office, seats=10, days=1)
    helper = Actor(roles=frozenset({Role.HELPER}), ref="s-bench2", office=office.slug)
    born = timezone.localdate() - timedelta(days=9000 + office.pk)
    person = Person(nik=offices.make_nik(office.pk, born), name="Melati Contoh", birth_date=born)
    wanted = booking.NumbersWanted(
        service_id=supply.service_id,
        people=(person,),
        preferences=(Preference(day=supply.day),),
        once_key=f"{office.pk:032x}",
    )
    taken = booking.assist_numbers(wanted=wanted, actor=helper, now=timezone.now())
    application = Application.objects.get(ref=taken.ref)
    applicant = application.applicants.get()
    day, _ = offices.make_line(office, waiting=1, counters=1)
    leg = Leg.objects.get(ticket__hall_day=day)
    return {
        "booking_supply": supply.pk,
        "booking_slot": applicant.seat.slot_id,
        "booking_seat": applicant.seat_id,
        "booking_application": application.pk,
        "booking_applicant": applicant.pk,
        "hall_hallday": day.pk,
        "hall_ticket": leg.ticket_id,
        "hall_leg": leg.pk,
        "ledger_entry": Entry.objects.order_by("-pk").first().pk,
    }
