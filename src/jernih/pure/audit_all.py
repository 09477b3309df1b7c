"""Name every check there is: the verifier runs this list, top down."""

from jernih.pure.audit import Check
from jernih.pure.audit_booking import booking_checks
from jernih.pure.audit_floor import Floor
from jernih.pure.audit_hall import hall_checks
from jernih.pure.audit_limits import limit_checks
from jernih.pure.audit_office import office_checks
from jernih.pure.rulebook import Rules


def all_checks(quotas: Rules, *, floor: Floor | None = None) -> list[Check]:
    """Return a fresh set of all checks.

    quotas: the rules of rulebook/quotas.toml. floor: an empty one, to look at afterwards.
    """
    return [*booking_checks(), *limit_checks(quotas), *hall_checks(floor), *office_checks(quotas)]
