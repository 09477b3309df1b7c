"""When the mirror rings, by a clock that the tests give it: late, silent, buried, off record."""

import json
import sys
from datetime import UTC, datetime

from jernih.mirror.bells import Messenger
from jernih.pure import canonical
from tests.logs import KEY, SECRET, write_log
from tests.mirror.cases import (
    MONDAY,
    Time,
    kinds,
    make_case,
    make_mirror,
    ringing,
    send_case,
    send_life,
    send_step,
)


def filed(*cases, day="2026-11-02"):
    commitments = sorted(case.commitment for case in cases)
    return canonical.encode(
        {
            "at": "2026-11-02T17:00:00Z",
            "commitments": commitments,
            "day": day,
            "kind": "complaints.filed",
            "office": "tarakan",
            "v": 1,
        }
    )


def counted(day, *, total, overdue=0):
    names = ("acknowledged", "acknowledged_late", "closed", "open", "received", "reopened")
    fact = dict.fromkeys(names, 0) | {"day": day, "total": total, "overdue": overdue}
    more = {"at": f"{day}T17:00:00Z", "kind": "complaints.counted", "office": "tarakan", "v": 1}
    return canonical.encode(fact | more)


def test_the_clock_rings_while_the_offices_server_is_off_for_a_week(tmp_path):
    time, case = Time(), make_case()
    mirror = make_mirror(tmp_path, time)
    mirror.tick()
    send_case(mirror, case)
    assert kinds(mirror) == set()

    # Nothing more is ever heard: no call, no sign of life, no record.
    (tmp_path / "log").rename(tmp_path / "gone")
    rings = {}
    for _ in range(7):
        time.pass_days(1)
        mirror.tick()
        rings[time.day.isoformat()] = ringing(mirror)

    late = ("LATE", case.locator, "ACKNOWLEDGE")
    assert rings["2026-11-03"] == set()
    assert ("SILENT", "", "") in rings["2026-11-04"]
    # Three working days after Monday is Thursday; on Friday it is late.
    assert late not in rings["2026-11-05"]
    assert late in rings["2026-11-06"]
    assert {late, ("SILENT", "", "record")} <= rings["2026-11-09"]


def test_holidays_and_weekends_do_not_count(tmp_path):
    time, case = Time(), make_case()
    mirror = make_mirror(tmp_path, time, holidays="2026-11-03, 2026-11-04")
    send_case(mirror, case)

    time.now = datetime(2026, 11, 9, 15, 59, tzinfo=UTC)  # one minute to midnight at the office
    assert ("LATE", case.locator, "ACKNOWLEDGE") not in ringing(mirror)
    time.now = datetime(2026, 11, 9, 16, 0, tzinfo=UTC)
    assert ("LATE", case.locator, "ACKNOWLEDGE") in ringing(mirror)


def test_a_step_in_time_settles_the_clock_and_one_dated_back_does_not(tmp_path):
    time, honest, bent = Time(), make_case(1), make_case(2)
    mirror = make_mirror(tmp_path, time)
    send_case(mirror, honest)
    send_case(mirror, bent)
    time.pass_days(2)
    send_step(mirror, honest, 1, "ACKNOWLEDGED", time.day)
    time.pass_days(7)
    assert ("LATE", bent.locator, "ACKNOWLEDGE") in ringing(mirror)

    send_step(mirror, bent, 1, "ACKNOWLEDGED", MONDAY.date())

    found = mirror.office.clock.deadlines(*_held(mirror, bent))
    assert found[0].ended_on == time.day
    assert found[0].is_late(time.day)
    assert not mirror.office.clock.deadlines(*_held(mirror, honest))[0].is_late(time.day)
    # What was late and is done rings no more, and stays in the list.
    assert ("LATE", bent.locator, "ACKNOWLEDGE") not in ringing(mirror)


def _held(mirror, case):
    with mirror.store.reading() as book:
        return book.held(case.locator), book.steps(case.locator)


def test_pauses_count_only_if_told_with_a_reason_of_the_law(tmp_path):
    time = Time()
    mirror = make_mirror(tmp_path, time)
    told, untold, odd = make_case(1), make_case(2), make_case(3)
    for case in (told, untold, odd):
        send_case(mirror, case)
        send_step(mirror, case, 1, "ACKNOWLEDGED", time.day)
    time.pass_days(1)
    send_step(mirror, told, 2, "PAUSED", time.day, reason="WAITS_FOR_REPORTER")
    send_step(mirror, odd, 2, "PAUSED", time.day, reason="BECAUSE")

    time.pass_days(10)

    late = {
        locator for kind, locator, about in ringing(mirror) if (kind, about) == ("LATE", "PLAN")
    }
    assert late == {untold.locator, odd.locator}


def test_a_case_that_the_office_no_longer_names_rings_as_buried(tmp_path):
    time, kept, buried = Time(), make_case(1), make_case(2)
    mirror = make_mirror(tmp_path, time)
    for case in (kept, buried):
        send_case(mirror, case)
    send_life(mirror, time.now, {kept.locator: 0, buried.locator: 0})
    assert kinds(mirror) == set()

    for _ in range(2):
        time.now = time.now.replace(minute=time.now.minute + 5)
        send_life(mirror, time.now, {kept.locator: 0})

    assert ringing(mirror) == {("BURIED", buried.locator, "")}


def test_steps_that_the_office_forgets_ring(tmp_path):
    time, case = Time(), make_case()
    mirror = make_mirror(tmp_path, time)
    send_case(mirror, case)
    send_step(mirror, case, 1, "ACKNOWLEDGED", time.day)
    send_step(mirror, case, 2, "MESSAGE", time.day)

    send_life(mirror, time.now, {case.locator: 1})

    assert ringing(mirror) == {("STEPS_GONE", case.locator, "")}


def test_the_public_record_is_held_against_what_came(tmp_path):
    time, shown, hidden, unsent = Time(), make_case(1), make_case(2), make_case(3)
    mirror = make_mirror(tmp_path, time)
    for case in (shown, hidden):
        send_case(mirror, case)
        send_step(mirror, case, 1, "ACKNOWLEDGED", time.day)
    write_log(tmp_path / "log", [filed(shown, unsent), counted("2026-11-02", total=1)])

    time.pass_days(3)
    send_life(mirror, time.now, {shown.locator: 1, hidden.locator: 1})
    mirror.tick()

    assert ringing(mirror) == {
        ("NOT_ON_RECORD", hidden.locator, ""),
        ("NOT_SENT_TO_US", "", unsent.commitment[:8]),
        ("COUNT_DIFFERS", "", "total"),
    }


def test_a_count_of_late_cases_below_ours_rings(tmp_path):
    time, case = Time(), make_case()
    mirror = make_mirror(tmp_path, time)
    send_case(mirror, case)
    time.pass_days(8)
    day = time.day.isoformat()
    write_log(tmp_path / "log", [filed(case), counted(day, total=1, overdue=0)])
    send_life(mirror, time.now, {case.locator: 0})

    mirror.tick()

    assert ("COUNT_DIFFERS", "", "overdue") in ringing(mirror)


def test_a_rewritten_shrunk_or_unsigned_record_rings_until_it_is_whole_again(tmp_path):
    time, first, second = Time(), make_case(1), make_case(2)
    mirror = make_mirror(tmp_path, time)
    honest = [filed(first), counted("2026-11-02", total=0)]
    write_log(tmp_path / "log", honest)
    mirror.tick()
    assert kinds(mirror) == set()

    for bent in ([filed(second), honest[1], honest[1]], honest[:1]):
        write_log(tmp_path / "log", bent)
        time.now = time.now.replace(hour=time.now.hour + 1)
        mirror.tick()
        assert ringing(mirror) == {("RECORD_BROKEN", "", "grows")}
    (tmp_path / "log" / "checkpoint").write_text("nonsense\n")
    time.now = time.now.replace(hour=time.now.hour + 1)
    mirror.tick()
    assert ("RECORD_BROKEN", "", "signature") in ringing(mirror)

    write_log(tmp_path / "log", honest)
    time.now = time.now.replace(hour=time.now.hour + 1)
    mirror.tick()
    assert kinds(mirror) == set()


def test_each_new_alarm_is_told_once_to_a_command_and_again_if_that_failed(tmp_path):
    out = tmp_path / "told"
    script = f"import sys; open({str(out)!r}, 'a').write(sys.stdin.read() + chr(10))"
    program = f'{sys.executable} -c "{script}"'
    time, case = Time(), make_case()
    failing = make_mirror(tmp_path, time, messenger=Messenger(command="/no/such/program"))
    send_case(failing, case)
    time.pass_days(8)
    failing.tick()

    mirror = make_mirror(tmp_path, time, messenger=Messenger(command=program))
    mirror.tick()
    mirror.tick()

    told = [json.loads(line) for line in out.read_text().splitlines()]
    assert {one["kind"] for one in told} == {"LATE", "SILENT", "NOT_ON_RECORD"}
    assert len(told) == len(ringing(mirror))


def test_the_test_office_signs_with_the_key_the_mirror_was_given():
    assert SECRET.public_key().public_bytes_raw() == KEY.public
