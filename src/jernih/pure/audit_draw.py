"""Name the checks of the draw, in the order in which they look at a fact.

The first moves a batch on, and the others look only at what it let pass.
"""

from jernih.pure.audit import Check
from jernih.pure.audit_draw_after import LeftoverCheck, StandbyCheck
from jernih.pure.audit_draw_announced import AnnouncedCheck, KeyCheck
from jernih.pure.audit_draw_book import DrawBook
from jernih.pure.audit_draw_frozen import FrozenCheck
from jernih.pure.audit_draw_life import LifeCheck
from jernih.pure.audit_draw_list import ListCheck, LongWaitingCheck, NullifierCheck
from jernih.pure.audit_draw_result import CapacityCheck, ResultCheck
from jernih.pure.audit_draw_seed import ClosedCheck, FallbackCheck, SeedCheck, WithheldCheck
from jernih.pure.audit_witness import WitnessBook
from jernih.pure.draw_rule import DrawRule
from jernih.pure.rulebook import Rules


def draw_checks(
    quotas: Rules,
    *,
    own: DrawRule | None = None,
    book: DrawBook | None = None,
    witnesses: WitnessBook | None = None,
) -> list[Check]:
    """Return a fresh set of these checks.

    quotas: the rules of rulebook/quotas.toml. own: the rule of the draw that this program has with
    it. book: an empty one, to look at afterwards. witnesses: what others read of their word.
    """
    book, own = book or DrawBook(), own or DrawRule()
    return [
        LifeCheck(book),
        KeyCheck(book),
        AnnouncedCheck(book, own),
        ListCheck(book, quotas),
        NullifierCheck(book),
        LongWaitingCheck(book),
        ClosedCheck(book),
        FrozenCheck(book, witnesses or WitnessBook()),
        FallbackCheck(book),
        SeedCheck(book),
        WithheldCheck(book),
        ResultCheck(book),
        CapacityCheck(book),
        LeftoverCheck(book, own),
        StandbyCheck(book, own),
    ]
