"""Where the lines and bars of the monitor's pictures lie: numbers in, texts for SVG out.

Texts, so that no language writes a comma into a picture. Units are those of the view box.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jernih.pure.monitor.house import Funnel

WIDTH: Final = 640
HEIGHT: Final = 240
# Room for figures left of and below the picture.
LEFT: Final = 48
BELOW: Final = 28
TOP: Final = 12
RIGHT: Final = 8
WIDEST: Final = 36.0


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A figure at an axis: where, and what it says."""

    at: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar, or one dot without width. is_over: beyond what raises no question."""

    x: str
    y: str
    width: str
    height: str
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A picture. limit: where the line of the limit lies, "" for none; lines: points of each."""

    bars: tuple[Bar, ...]
    lines: tuple[str, ...]
    limit: str
    rows: tuple[Mark, ...]
    columns: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = HEIGHT - BELOW
    right: int = WIDTH - RIGHT


def bars(values: Sequence[int], labels: Sequence[str], *, limit: int) -> Chart:
    """Return one bar a value, with the limit as a line."""
    top = _top([*values, limit])
    step = (WIDTH - LEFT - RIGHT) / max(1, len(values))
    width = min(WIDEST, step * 0.7)
    return Chart(
        bars=tuple(
            Bar(
                x=_text(LEFT + step * (at + 0.5) - width / 2),
                y=_text(_y(value, top)),
                width=_text(width),
                height=_text(HEIGHT - BELOW - _y(value, top)),
                is_over=value > limit,
            )
            for at, value in enumerate(values)
        ),
        lines=(),
        limit=_text(_y(limit, top)),
        rows=_rows(top),
        columns=_few([(LEFT + step * (at + 0.5), label) for at, label in enumerate(labels)]),
    )


def path(values: Sequence[int], *, limit: int) -> Chart:
    """Return one line through all values, person by person, with the limit as a line."""
    top = _top([*values, limit])
    step = (WIDTH - LEFT - RIGHT) / max(1, len(values))
    points = [(LEFT + step * at, _y(value, top)) for at, value in enumerate([0, *values])]
    return Chart(
        bars=(),
        lines=(_points(points),),
        limit=_text(_y(limit, top)),
        # In hundredths of the usual spread; the axis says whole spreads.
        rows=tuple(
            Mark(at=_text(_y(value, top)), words=str(value // 100))
            for value in _steps(top // 100, by=100)
        ),
        columns=_few([(LEFT + step * at, str(at)) for at in range(1, len(values) + 1)]),
    )


def cone(picture: Funnel) -> Chart:
    """Return a funnel: a dot a counter, and the four lines between which chance keeps them."""
    most = max([calls for calls, _ in picture.dots], default=1)
    highest = max([share for _, share in picture.dots], default=0.0)
    top = _top([round(2 * highest), 3 * picture.mean_permille, 10])
    across = (WIDTH - LEFT - RIGHT) / (most * 1.05)

    def place(calls: int, share: float) -> tuple[float, float]:
        return LEFT + across * calls, _y(min(share, top), top)

    dots = [(*place(calls, share), share) for calls, share in picture.dots]
    outer = {calls: (low, high) for (calls, low), (_, high) in _outer(picture)}
    return Chart(
        bars=tuple(
            Bar(x=_text(x), y=_text(y), width="", height="", is_over=_is_over(calls, share, outer))
            for (x, y, share), (calls, _) in zip(dots, picture.dots, strict=True)
        ),
        lines=tuple(_points([place(*point) for point in line]) for line in picture.lines),
        limit=_text(_y(picture.mean_permille, top)),
        rows=_rows(top),
        columns=_few([(LEFT + across * calls, str(calls)) for calls in _steps(most, by=1)]),
    )


def _outer(picture: Funnel) -> list[tuple[tuple[int, float], tuple[int, float]]]:
    return list(zip(picture.lines[0], picture.lines[-1], strict=True)) if picture.lines else []


def _is_over(calls: int, share: float, outer: dict[int, tuple[float, float]]) -> bool:
    nearest = min(outer, key=lambda of: abs(of - calls))
    low, high = outer[nearest]
    return not low <= share <= high


def _rows(top: int) -> tuple[Mark, ...]:
    return tuple(Mark(at=_text(_y(value, top)), words=str(value)) for value in _steps(top, by=1))


def _steps(top: int, *, by: int) -> list[int]:
    """Return at most six even steps from 0, the last not above the top, of round figures."""
    step = next(
        size * ten
        for ten in (10**power for power in range(10))
        for size in (1, 2, 5)
        if size * ten * 5 >= top
    )
    return [value * by for value in range(0, top + 1, step)]


def _few(marks: Sequence[tuple[float, str]], *, most: int = 8) -> tuple[Mark, ...]:
    every = max(1, -(-len(marks) // most))
    return tuple(Mark(at=_text(at), words=words) for at, words in marks[::every])


def _top(values: Sequence[int]) -> int:
    return max(1, round(1.15 * max(values, default=1)))


def _y(value: float, top: int) -> float:
    return HEIGHT - BELOW - (HEIGHT - BELOW - TOP) * max(0.0, value) / top


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{_text(x)},{_text(y)}" for x, y in points)


def _text(value: float) -> str:
    return f"{value:.1f}"
