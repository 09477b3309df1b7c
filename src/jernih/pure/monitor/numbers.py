"""The numbers of the rulebook by which the monitor judges a day: rulebook/monitor.toml."""

from dataclasses import dataclass, fields
from datetime import date

from jernih.pure.rulebook import Rules, in_force


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """All of them, under the names and in the units of the file."""

    skip_permille: int
    reason_permille: int
    skip_threshold: int
    idle_grace_seconds: int
    idle_minutes: int
    slow_slack: int
    slow_limit: int
    slow_history_days: int
    slow_least: int
    miss_quick_seconds: int
    list_percent: int
    compare_least: int
    helper_clients: int
    helper_seconds: int
    helper_allowed: int
    estimate_permille: int
    estimate_slack_permille: int
    estimate_least: int
    figure_days: int
    figure_counters: int
    ghost_permille: int
    ghost_wait_seconds: int
    inspection_days: int


def numbers_on(rules: Rules, *, on: date) -> Numbers:
    """Return the numbers in force on a day. Raises NoRule."""
    return Numbers(**{field.name: in_force(rules, field.name, on=on) for field in fields(Numbers)})
