"""W1: someone takes a number: validation, seat, record entry, outbox, durable, over HTTP.

Beside it the machine's own limit: the same seat and row in one SQL statement by pgbench, over
many time slots and over a single one.
"""

from datetime import date

from tests.bench import load, offices
from tests.bench.ground import Ground
from tests.bench.report import Row, percentile

BORN = date(1990, 1, 1)
SLOTS = 2000
TABLES = f"""
CREATE TABLE limit_slot (id int PRIMARY KEY, taken int NOT NULL, capacity int NOT NULL)
    WITH (fillfactor = 50);
CREATE TABLE limit_booking (
    id bigserial PRIMARY KEY, slot int NOT NULL REFERENCES limit_slot, code text UNIQUE, name text
);
INSERT INTO limit_slot SELECT n, 0, 1000000000 FROM generate_series(1, {SLOTS}) n;
"""
ONE_STATEMENT = """
\\set slot random(1, %d)
\\set code random(1, 9000000000000000)
WITH s AS (
    UPDATE limit_slot SET taken = taken + 1 WHERE id = :slot AND taken < capacity RETURNING id
)
INSERT INTO limit_booking (slot, code, name)
SELECT id, :code::text || clock_timestamp()::text, 'name' FROM s RETURNING id;
"""
PEER_CHECKOUTS = 2.1


def one_statement_limit(ground: Ground) -> tuple[float, float]:
    """Return bookings a second in one statement: over many slots, over one hot slot."""
    with ground.connect() as connection:
        connection.execute("DROP TABLE IF EXISTS limit_booking, limit_slot")
        connection.execute(TABLES)
    seconds = ground.sizes.of(3, 8)
    spread = ground.pgbench(ONE_STATEMENT % SLOTS, clients=8, seconds=seconds)
    hot = ground.pgbench(ONE_STATEMENT % 1, clients=8, seconds=seconds)
    with ground.connect() as connection:
        connection.execute("DROP TABLE limit_booking, limit_slot")
    return spread, hot


def measure(ground: Ground) -> list[Row]:
    """Return the row of W1."""
    spread, hot = one_statement_limit(ground)
    figure, times, statuses = taken_per_second(ground, wanted=ground.sizes.of(300, 3000))
    return [
        Row(
            workload="W1",
            what="apply, POST of the last step through Django",
            figure=figure,
            unit="numbers/s",
            limit=spread,
            limit_what="/s one statement, 8 clients",
            ratio=figure / spread,
            target=">= 0.06",
            p50=percentile(times, 0.5) * 1000,
            p99=percentile(times, 0.99) * 1000,
            note=f"{statuses}; one hot slot {hot:,.0f}/s; pretix public checkout on this class of "
            f"machine {PEER_CHECKOUTS}/s (2026-11), so {figure / PEER_CHECKOUTS:,.0f} x",
        )
    ]


def taken_per_second(
    ground: Ground, *, wanted: int, connections: int = 16
) -> tuple[float, list[float], dict[str, int]]:
    """Return numbers taken a second over HTTP, the times of all, and the statuses."""
    requests = prepared(wanted + 200)
    with ground.web() as port:
        load.run(port, requests[:200], connections=connections)
        found = load.run(port, requests[200:], connections=connections)
    return wanted / found["seconds"], found["times"], found["statuses"]


def prepared(wanted: int) -> list[bytes]:
    """Return the last POST of so many visitors who have filled in everything."""
    days = max(2, wanted // 1500 + 2)
    office = offices.make_office(counters=40)
    supplies = offices.make_days(office, seats=1600, days=days)
    visitors = [
        (f"bench-{office.pk}-{n}@demo.invalid", f"{office.pk:08x}{n:024x}") for n in range(wanted)
    ]
    offices.prove_contacts(visitors)
    return [
        _post(_sealed(office.slug, supplies[n % days], n, contact, session))
        for n, (contact, session) in enumerate(visitors)
    ]


def _sealed(slug: str, supply, n: int, contact: str, session: str) -> str:
    """Return the cookie in which the browser keeps what was typed."""
    from django.http import HttpResponse

    from jernih.apps.booking.views import draft as drafts

    born = date(1950 + n // 9999 % 50, 1, 1 + n // 500_000)
    draft = drafts.Draft(
        office=slug,
        service_id=supply.service_id,
        people=[
            {
                "nik": offices.make_nik(n, born),
                "name": f"Melati Contoh {'abcdefghij'[n % 10]}",
                "birth_date": born.isoformat(),
                "priority": "G",
            }
        ],
        choices=[supply.day.isoformat()],
        any_after=False,
        contact_kind="EMAIL",
        contact=contact,
        session_key=session,
        once_key=session[::-1],
    )
    kept = drafts.keep(HttpResponse(), draft)
    return kept.cookies[drafts.COOKIE].value


def _post(sealed: str) -> bytes:
    token = "a" * 32
    return (
        "POST /ambil/periksa/ HTTP/1.1\r\nHost: localhost\r\n"
        f"Cookie: draft={sealed}; csrftoken={token}\r\nX-CSRFToken: {token}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n\r\n"
    ).encode()
