"""W8: what W1, W2 and W4 do when the tables hold the past of many years.

Each old application has its seat, person, ticket, leg and fact; a thousand of them make a day.
"""

from tests.bench import past, w1_apply, w2_call, w4_place
from tests.bench.ground import Ground
from tests.bench.report import Row

COUNTERS, WAITING = 10, 500


def measure(ground: Ground) -> list[Row]:
    """Return a row for each of W1, W2 and W4 at each size."""
    sizes = [0, 10_000, 100_000] if ground.sizes.is_small else [0, 10_000, 1_000_000]
    found: list[dict[str, float]] = []
    written = 0
    for size in sizes:
        past.write_past(ground, first=written, last=size)
        written = size
        found.append(_figures(ground))
    return [
        Row(
            workload="W8",
            what=f"{name} with {size:,} old applications",
            figure=figures[name],
            unit=unit,
            limit=found[0][name],
            limit_what="with none",
            ratio=figures[name] / found[0][name],
            target=">= 0.77 (within 1.3 x)",
        )
        for size, figures in zip(sizes[1:], found[1:], strict=True)
        for name, unit in (("apply", "numbers/s"), ("call", "calls/s"), ("place", "looks/s"))
    ]


def _figures(ground: Ground) -> dict[str, float]:
    count = ground.sizes.of(200, 1500)
    taken, _, _ = w1_apply.taken_per_second(ground, wanted=count)
    called, _ = w2_call.called_per_second(
        ground, counters=COUNTERS, waiting=WAITING, turns=ground.sizes.of(4, 30)
    )
    looked, _, _, _ = w4_place.looks_per_second(ground, looks=count)
    return {"apply": taken, "call": called, "place": looked}
