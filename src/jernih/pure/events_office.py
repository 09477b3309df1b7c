"""Facts of the office's own house-keeping: what it compared, what it wiped, whom it saw.

They are facts like those of events.py, which names them too.
"""

from datetime import date

from jernih.pure.kinds import Code, Event, HallEvent, Hash, Number, Ref, StaffRef, fact


@fact("booking.erased")
class Erased(Event):
    """Name, birth date, contact and salts of an ended application were wiped for ever."""

    ref: Ref


@fact("hall.walk-ins-erased")
class WalkInsErased(Event):
    """Names and salts of a day's walk-in numbers were wiped for ever."""

    day: date


@fact("hall.identity-seen")
class IdentitySeen(HallEvent):
    """An officer saw the document of someone without her code; her check-in follows at once."""

    number: Number
    officer: StaffRef


@fact("hall.reconciled")
class Reconciled(Event):
    """An office held the ministry's files of a day against the numbers served; the last counts.

    processed: files. served: numbers that came for this service. commitment: binds the file.
    """

    day: date
    service: Code
    processed: int
    served: int
    officer: StaffRef
    commitment: Hash
