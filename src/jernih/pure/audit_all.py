"""Name every check there is: the verifier runs this list, top down, and the zone's after it."""

from jernih.pure.audit import Check
from jernih.pure.audit_booking import Book, booking_checks
from jernih.pure.audit_complaints import complaint_checks
from jernih.pure.audit_conduct import GiftsCheck
from jernih.pure.audit_draw import draw_checks
from jernih.pure.audit_floor import Floor
from jernih.pure.audit_grievances import grievance_checks
from jernih.pure.audit_hall import hall_checks
from jernih.pure.audit_integrity import PledgesCheck
from jernih.pure.audit_key import KeyBook, KeyCheck, LossCheck
from jernih.pure.audit_limits import limit_checks
from jernih.pure.audit_office import office_checks
from jernih.pure.audit_oversight import oversight_checks
from jernih.pure.audit_returned import ReturnedCheck
from jernih.pure.audit_silent import SilentCheck
from jernih.pure.audit_surveys import survey_checks
from jernih.pure.audit_time import TimeCheck
from jernih.pure.audit_witness import WitnessBook, WitnessCheck
from jernih.pure.draw_rule import DrawRule
from jernih.pure.rulebook import Rules


def all_checks(
    quotas: Rules,
    *,
    floor: Floor | None = None,
    draw: DrawRule | None = None,
    record: Rules | None = None,
    witnesses: WitnessBook | None = None,
    keys: KeyBook | None = None,
    root: bytes = b"",
) -> list[Check]:
    """Return a fresh set of all checks.

    quotas: the rules of rulebook/quotas.toml. floor: an empty one, to look at afterwards.
    draw: the rule of the draw that this program has with it. record: the rules of
    rulebook/record.toml and rulebook/index_scales.toml. witnesses, keys: empty books, to look at
    afterwards. root: of the record.
    """
    book, record = witnesses or WitnessBook(), record or {}
    numbers = Book()
    return [
        KeyCheck(keys or KeyBook()),
        LossCheck(),
        WitnessCheck(book, root=root),
        TimeCheck(book, record, root=root),
        SilentCheck(record),
        *booking_checks(numbers),
        ReturnedCheck(numbers, quotas),
        *limit_checks(quotas),
        *draw_checks(quotas, own=draw, witnesses=book),
        *hall_checks(floor),
        *office_checks(quotas),
        *oversight_checks(),
        *complaint_checks(),
        *grievance_checks(),
        GiftsCheck(),
        PledgesCheck(),
        *survey_checks(record),
    ]
