"""Name every check there is: the verifier runs this list, top down."""

from jernih.pure.audit import Check
from jernih.pure.audit_booking import booking_checks
from jernih.pure.audit_floor import Floor
from jernih.pure.audit_hall import hall_checks


def all_checks(floor: Floor | None = None) -> list[Check]:
    """Return a fresh set of all checks. floor: an empty one, to look at afterwards."""
    return [*booking_checks(), *hall_checks(floor)]
