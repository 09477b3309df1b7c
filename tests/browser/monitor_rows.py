"""A judged day with an alarm, as rows: pages are looked at, not judged here."""

import json

from tests.site import Site

FIGURES = {
    "calls": 31,
    "skips": 9,
    "today": 4,
    "permille": 290,
    "allowed_permille": 10,
    "one_in": 48000,
}


def judged_day(site: Site, *, office: int) -> tuple[str, str]:
    """Yesterday, judged and counted, with an alarm about loket3; the day, and the alarm's ref."""
    day, at = site.now.date().replace(day=1), site.now
    [(judged,)] = site.rows(
        "INSERT INTO oversight_judgedday (office_id, day, closed_at, judged_at, counted_at)"
        " VALUES (%s, %s, %s, %s, %s) RETURNING id",
        *(office, day, at, at, at),
    )
    [(officer,)] = site.rows("SELECT ref FROM accounts_staff WHERE username = 'loket3'")
    for counter in range(1, 8):
        site.rows(
            "INSERT INTO oversight_officerday (judged_day_id, officer, counter, calls, skips,"
            " reasons, services, absent, absent_quick, idle_seconds, slow_path)"
            " VALUES (%s, %s, %s, %s, %s, '{}', 30, 1, 0, %s, '[]') RETURNING id",
            *(judged, officer if counter == 3 else f"s-{counter:06}", counter),
            *(25 + counter, 9 * (counter == 3), 1500 * (counter == 5)),
        )
    [(alarm, ref)] = site.rows(
        "INSERT INTO oversight_alarm (office_id, ref, day, kind, subject, counter, detail,"
        " figures, involved, state, raised_at, due_on, taken_by, closed_by, outcome)"
        " VALUES (%s, 'a1b2c3d4e5f6', %s, 'SKIPS', %s, 3, '', %s, '[]', 'CHECKING', %s, %s,"
        " 's-demosv', '', '') RETURNING id, ref",
        *(office, day, officer, json.dumps(FIGURES), at, day),
    )
    for deed in ("RAISED", "TAKEN"):
        site.rows(
            "INSERT INTO oversight_alarmnote (alarm_id, at, by, deed, outcome, words, counted_at)"
            " VALUES (%s, %s, '', %s, '', '', %s) RETURNING id",
            *(alarm, at, deed, at),
        )
    site.rows(
        "INSERT INTO oversight_nightcount (office_id, day, open, overdue, counted_at)"
        " VALUES (%s, %s, 1, 0, %s) RETURNING id",
        *(office, site.now.date(), at),
    )
    return day.isoformat(), ref
