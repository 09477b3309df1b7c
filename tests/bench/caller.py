"""One process of callers: python -m tests.bench.caller OFFICE TURNS THREADS DESK…, prints JSON."""

import json
import secrets
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier


def main() -> None:
    """Take turns at these counters, as fast as it goes; each thread has its own."""
    import django

    django.setup()
    from django.db import connection

    from jernih.apps.offices.models import Office

    office, turns, threads = Office.objects.get(pk=sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    desks = [int(desk) for desk in sys.argv[4:]]
    gate = Barrier(threads)

    def work(own: list[int]) -> tuple[list[float], float, float]:
        connection.ensure_connection()
        gate.wait(60)
        began = time.monotonic()
        times = take_turns(office, own, turns)
        ended = time.monotonic()
        connection.close()
        return times, began, ended

    before = time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        done = list(pool.map(work, [desks[first::threads] for first in range(threads)]))
    print(
        json.dumps(
            {
                "times": [value for times, _, _ in done for value in times],
                "began": min(began for _, began, _ in done),
                "ended": max(ended for _, _, ended in done),
                "cpu": time.process_time() - before,
            }
        )
    )


def take_turns(office, desks: list[int], turns: int) -> list[float]:
    """Press *next* and *start* so often at each of these; return how long each *next* took."""
    from django.utils import timezone

    from jernih.apps.hall import actions
    from tests.bench import offices

    times: list[float] = []
    sits = {desk: offices.officer(office, offices.desk_of(desk).counter.number) for desk in desks}
    for _ in range(turns):
        for desk, actor in sits.items():
            started = time.perf_counter()
            answer = actions.call_next(
                counter_day_id=desk,
                press_key=secrets.token_hex(16),
                finish_current=True,
                actor=actor,
                now=timezone.now(),
            )
            times.append(time.perf_counter() - started)
            assert answer.ticket is not None
            actions.start_ticket(
                counter_day_id=desk,
                number=answer.ticket.number,
                actor=actor,
                now=timezone.now(),
            )
    return times


if __name__ == "__main__":
    main()
