"""One process of callers: python -m tests.bench.caller OFFICE TURNS DESK…, prints JSON."""

import json
import secrets
import sys
import time


def main() -> None:
    """Take turns at these counters, as fast as it goes."""
    import django

    django.setup()
    from django.utils import timezone

    from jernih.apps.hall import actions
    from jernih.apps.offices.models import Office
    from tests.bench import offices

    office, turns = Office.objects.get(pk=sys.argv[1]), int(sys.argv[2])
    desks = [offices.desk_of(int(desk)) for desk in sys.argv[3:]]
    times: list[float] = []
    began = time.monotonic()
    for _ in range(turns):
        for desk in desks:
            actor = offices.officer(office, desk.counter.number)
            started = time.perf_counter()
            answer = actions.call_next(
                counter_day_id=desk.pk,
                press_key=secrets.token_hex(16),
                finish_current=True,
                actor=actor,
                now=timezone.now(),
            )
            times.append(time.perf_counter() - started)
            assert answer.ticket is not None
            actions.start_ticket(
                counter_day_id=desk.pk,
                number=answer.ticket.number,
                actor=actor,
                now=timezone.now(),
            )
    print(json.dumps({"times": times, "began": began, "ended": time.monotonic()}))


if __name__ == "__main__":
    main()
