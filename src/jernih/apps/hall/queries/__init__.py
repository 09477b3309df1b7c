"""Questions to the hall; each returns frozen rows and writes nothing."""

from jernih.apps.hall.queries.alive import Due, sign_every, signs_due
from jernih.apps.hall.queries.codes import (
    application_by_code,
    key_of,
    ticket_by_code,
    ticket_code,
    tickets_by_code,
)
from jernih.apps.hall.queries.counter import (
    CounterChoice,
    CounterScreen,
    CurrentTicket,
    ExceptionLine,
    Identity,
    ServiceChoice,
    TicketLine,
    counter_choices,
    counter_of,
    counter_screen,
)
from jernih.apps.hall.queries.days import (
    all_days,
    days_due_to_close,
    days_to_erase,
    is_due_to_open,
    open_days,
)
from jernih.apps.hall.queries.files import FilesDay, files_days, served_for
from jernih.apps.hall.queries.floors import Floor, FloorCounter, FloorLine, floor
from jernih.apps.hall.queries.places import (
    Person,
    Place,
    Preview,
    TicketPrint,
    check_in_preview,
    line_tag,
    place,
    places_by_code,
    ticket_print,
)
from jernih.apps.hall.queries.state import (
    Reconciliation,
    day_state,
    hall_day,
    hit_rate,
    reconciliation,
)
from jernih.apps.hall.queries.waits import estimates

__all__ = [
    "CounterChoice",
    "CounterScreen",
    "CurrentTicket",
    "Due",
    "ExceptionLine",
    "FilesDay",
    "Floor",
    "FloorCounter",
    "FloorLine",
    "Identity",
    "Person",
    "Place",
    "Preview",
    "Reconciliation",
    "ServiceChoice",
    "TicketLine",
    "TicketPrint",
    "all_days",
    "application_by_code",
    "check_in_preview",
    "counter_choices",
    "counter_of",
    "counter_screen",
    "day_state",
    "days_due_to_close",
    "days_to_erase",
    "estimates",
    "files_days",
    "floor",
    "hall_day",
    "hit_rate",
    "is_due_to_open",
    "key_of",
    "line_tag",
    "open_days",
    "place",
    "places_by_code",
    "reconciliation",
    "served_for",
    "sign_every",
    "signs_due",
    "ticket_by_code",
    "ticket_code",
    "ticket_print",
    "tickets_by_code",
]
