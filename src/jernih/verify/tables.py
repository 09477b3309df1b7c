"""Hold what the office's own tables say of each day against the record, where it says it."""

import json
from datetime import date

from jernih.pure.audit_floor import Floor
from jernih.pure.audit_state import RULE, BadState, differences
from jernih.verify.findings import Findings
from jernih.verify.sources import Source


def compare_tables(source: Source, floor: Floor, findings: Findings) -> None:
    """Add a violation for each difference between tables and record, and say what was compared."""
    compared = sum(_compare_day(source, floor, findings, *key) for key in floor.days)
    if compared:
        findings.add(
            "Held against the record: the office's own tables of {days} days.", days=compared
        )


def _compare_day(source: Source, floor: Floor, findings: Findings, office: str, on: date) -> bool:
    raw = source.get(f"state/{office}/{on.isoformat()}.json")
    if raw is None:
        return False
    place = {"office": office, "day": on}
    day = floor.days[office, on]
    try:
        state = json.loads(raw)
        if (state["office"], state["day"]) != (office, on.isoformat()):
            raise BadState("another day's")
        found = differences(floor, state)
        is_ahead = state["step"] > day.step
    except (ValueError, KeyError, TypeError, RecursionError) as reason:
        template = "{office} on {day}: the tables cannot be read: {reason}."
        findings.blame(RULE, template, **place, reason=reason)
        return False
    findings.violations += found
    # A day that is closed has nothing more to publish. On an open one the record follows.
    if is_ahead and day.is_closed:
        template = "{office} on {day}: the tables go on after the day was closed."
        findings.blame(RULE, template, **place)
    elif is_ahead:
        findings.add("{office} on {day}: the tables were ahead; check again.", **place)
    return not is_ahead
