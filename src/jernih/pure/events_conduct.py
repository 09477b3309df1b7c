"""The facts of conduct: how many gifts were declared, and what became of them, about nobody.

They are facts like those of events.py, which names them too. Told by the night; no value of a
gift, no giver, no member of staff.
"""

from datetime import date

from jernih.pure.kinds import Event, fact


@fact("conduct.gifts-counted")
class GiftsCounted(Event):
    """What became of declared gifts since the last count; counts alone, of the whole office.

    day: the day of the count. refused: of the declared, those that were refused on the spot.
    open, overdue: all that are not closed now; those of them with a clock that ran out.
    """

    day: date
    declared: int
    refused: int
    forwarded: int
    decided: int
    closed: int
    open: int
    overdue: int
