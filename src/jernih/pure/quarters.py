"""Quarters of a year: the periods in which figures are given out."""

from datetime import date, timedelta

Bounds = tuple[date, date]


def quarter_of(day: date) -> str:
    """Return the quarter a day lies in, as 2026-Q4."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def bounds_of(period: str) -> Bounds:
    """Return the first and the last day of a quarter, spelled 2026-Q4."""
    year, quarter = int(period[:4]), int(period[-1])
    first = date(year, 3 * quarter - 2, 1)
    after = date(year + 1, 1, 1) if quarter == 4 else date(year, 3 * quarter + 1, 1)
    return first, after - timedelta(days=1)


def quarter_before(period: str) -> str:
    """Return the quarter before this one."""
    return quarter_of(bounds_of(period)[0] - timedelta(days=1))


def quarter_after(period: str) -> str:
    """Return the quarter after this one."""
    return quarter_of(bounds_of(period)[1] + timedelta(days=1))
