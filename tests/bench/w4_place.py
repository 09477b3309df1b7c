"""W4: someone looks at her place in the line: the page's part again and again, or the stream."""

import secrets
import time
from typing import Any

from django.utils import timezone

from jernih.apps.hall import actions
from jernih.apps.hall.models import HallDay, Ticket
from jernih.apps.hall.queries import codes
from tests.bench import load, offices
from tests.bench.ground import Ground, cpu_seconds, pss
from tests.bench.report import Row, percentile
from tests.bench.w3_stream import screens

WAITING, COUNTERS = 40, 3
STREAMED = 300


def measure(ground: Ground) -> list[Row]:
    """Return rows for the page, for who looks again, for the stream and for its opening."""
    return [*_pages(ground), _opened(ground), _stream(ground)]


def _pages(ground: Ground) -> list[Row]:
    day = _line()
    looks = ground.sizes.of(600, 6000)
    paths = [f"/tempat/{code}/" for code in _codes_in(day)]
    with ground.web_process() as (port, pid):
        # What is measured is one minute long at most: a new minute is a new page.
        load.run(port, [_get(path) for path in paths], connections=16)
        whole = _looked(port, pid, [_get(paths[n % len(paths)]) for n in range(looks)])
        _start_of_minute()
        known = [(path, load.header_of(port, _get(path), "etag")) for path in paths]
        asked = [_get(*known[n % len(known)]) for n in range(looks * 2)]
        same = _looked(port, pid, asked)
    note = f"{WAITING} waiting, {COUNTERS} counters"
    return [
        _row("place in line, the page's part by GET through Django", whole, note),
        _row("the same by who looks again in the same minute and step: 304", same, note),
    ]


def _looked(port: int, pid: int, requests: list[bytes]) -> dict[str, Any]:
    before = cpu_seconds(pid)
    found = load.run(port, requests, connections=16)
    return found | {"cpu": cpu_seconds(pid) - before}


def _row(what: str, found: dict[str, Any], note: str) -> Row:
    looks = len(found["times"])
    return Row(
        workload="W4",
        what=what,
        figure=looks / found["seconds"],
        unit="looks/s",
        target=">= 3,000/s by 304 or SSE; <= 2 kB",
        p50=percentile(found["times"], 0.5) * 1000,
        p99=percentile(found["times"], 0.99) * 1000,
        note=f"{found['bytes'] // looks:,} bytes a look; {found['statuses']}; "
        f"{found['cpu'] / looks * 1000:.2f} ms of processor a look; {note}",
    )


def _line() -> HallDay:
    office = offices.make_office(counters=COUNTERS)
    return offices.make_line(office, waiting=WAITING, counters=COUNTERS)[0]


def _start_of_minute() -> None:
    """Wait unless half a minute is left, for a tag holds until the minute ends."""
    if (left := 60 - time.time() % 60) < 30:
        time.sleep(left + 0.1)


def _opened(ground: Ground) -> Row:
    """All phones of an office come at once, as after the process was started anew."""
    office = offices.make_office(counters=COUNTERS)
    day, _ = offices.make_line(office, waiting=STREAMED, counters=COUNTERS)
    keys = Ticket.objects.filter(hall_day=day).values_list("code_index", flat=True)
    paths, count = [f"/live/place/{key}" for key in keys], ground.sizes.of(1000, 3000)
    with ground.live() as (port, pid):
        before = cpu_seconds(pid)
        with screens(port, count, *paths) as listening:
            opened = float(listening.stdout.readline().split()[1])
            cpu = cpu_seconds(pid) - before
    return Row(
        workload="W4",
        what=f"{count:,} phones that open their stream at once, until each knows its place",
        figure=count / opened,
        unit="streams/s",
        target=">= 3,000/s",
        note=f"{len(paths)} different places; {cpu / count * 1000:.2f} ms of processor a stream",
    )


def looks_per_second(
    ground: Ground, *, looks: int
) -> tuple[float, list[float], dict[str, int], int]:
    """Return looks a second over HTTP, the times, the statuses, and the bytes of one."""
    paths = [f"/tempat/{code}/" for code in _codes_in(_line())]
    requests = [_get(paths[n % len(paths)]) for n in range(looks + 100)]
    with ground.web() as port:
        load.run(port, requests[:100], connections=16)
        found = load.run(port, requests[100:], connections=16)
        size = found["bytes"] // looks
    return looks / found["seconds"], found["times"], found["statuses"], size


def _codes_in(day) -> list[str]:
    """Give the tickets codes that lead to them, as the door does."""
    found = []
    for ticket in Ticket.objects.filter(hall_day=day).select_related("hall_day__office"):
        code = codes.new_code(day.office.slug, day.day, ticket.number)
        Ticket.objects.filter(pk=ticket.pk).update(code_index=codes.index_of(code))
        found.append(code)
    return found


def _get(path: str, tag: str = "") -> bytes:
    known = f"If-None-Match: {tag}\r\n" if tag else ""
    always = "Host: localhost\r\nX-Part: 1\r\nAccept-Encoding: gzip\r\n"
    return f"GET {path} HTTP/1.1\r\n{always}{known}\r\n".encode()


def _stream(ground: Ground) -> Row:
    """Each call moves those behind it: count how many were told how soon."""
    office = offices.make_office(counters=COUNTERS)
    day, desks = offices.make_line(office, waiting=STREAMED + 30, counters=COUNTERS)
    # Of those at the end, so that nobody who listens is called away while we count.
    last = Ticket.objects.filter(hall_day=day).order_by("place_at", "-n")[30:]
    paths = [f"/live/place/{ticket.code_index}" for ticket in last]
    rates, times, counts = [], [], []
    with ground.live() as (port, pid), screens(port, len(paths), *paths) as listening:
        listening.stdout.readline()
        before = cpu_seconds(pid)
        for _ in range(ground.sizes.of(4, 12)):
            time.sleep(2)
            began = _call(office, desks[0])
            # Before the next news: phones are told at most once a second.
            time.sleep(0.9)
            count, ended = _newest(listening)
            assert count
            assert ended > began
            rates.append(count / (ended - began))
            times.append(ended - began)
            counts.append(count)
        memory, cpu = pss(pid), cpu_seconds(pid) - before
    return Row(
        workload="W4",
        what="call -> last of the phones that see their own place move",
        figure=percentile(rates, 0.5),
        unit="places told/s",
        target=">= 3,000/s",
        p50=percentile(times, 0.5) * 1000,
        p99=percentile(times, 0.99) * 1000,
        memory=memory,
        note=f"{STREAMED} phones listen, of which {min(counts, default=0)}-"
        f"{max(counts, default=0)} had news a call; ranges are played forward once for all; "
        f"{cpu / sum(counts) * 1000:.2f} ms of processor a place told",
    )


def _newest(listening) -> tuple[int, float]:
    """Return how many screens the newest event reached, and when the last of them."""
    listening.stdin.write("?\n")
    listening.stdin.flush()
    while (said := listening.stdout.readline().split())[0] != "newest":
        pass
    return int(said[1]), float(said[3])


def _call(office, desk_id: int) -> float:
    """Let a counter call the next, and serve and finish her first; return when that is over."""
    desk = offices.desk_of(desk_id)
    who = {"counter_day_id": desk.pk, "actor": offices.officer(office, desk.counter.number)}
    answer = actions.call_next(press_key=secrets.token_hex(8), now=timezone.now(), **who)
    began = time.monotonic()
    actions.start_ticket(number=answer.ticket.number, now=timezone.now(), **who)
    actions.finish_ticket(number=answer.ticket.number, now=timezone.now(), **who)
    return began
