"""What can happen in booking; the only place of this app that writes."""

from jernih.apps.booking.actions.applying import NumbersWanted, Taken, person_commitment
from jernih.apps.booking.actions.change import lock_application
from jernih.apps.booking.actions.confirm import confirm, remind
from jernih.apps.booking.actions.correct_name import correct_name
from jernih.apps.booking.actions.end_application import give_up_unconfirmed, withdraw
from jernih.apps.booking.actions.erase import erase_application, forget_absences
from jernih.apps.booking.actions.excuse_no_show import excuse_no_show
from jernih.apps.booking.actions.move_numbers import move_numbers
from jernih.apps.booking.actions.plan_supply import plan_supply
from jernih.apps.booking.actions.prove_contact import (
    CodeSent,
    ask_code,
    forget_proofs,
    prove_contact,
)
from jernih.apps.booking.actions.record_presence import (
    DaySettled,
    close_past_day,
    record_presence,
    settle_day,
)
from jernih.apps.booking.actions.refusals import (
    AlreadyCorrected,
    AlreadyHolding,
    AlreadyMoved,
    AlreadyReleased,
    BadPeople,
    BadPlan,
    BookingRefusal,
    ClosedDay,
    CodeDead,
    DayIsPast,
    Full,
    IllegalRelease,
    LeftToADraw,
    NotEnded,
    NothingHeld,
    NotOffered,
    OtherPerson,
    Paused,
    TooEarly,
    TooLate,
    TooMany,
    TooManyEdits,
    TooManyPeople,
    TooSoon,
    Unproven,
    WrongCode,
)
from jernih.apps.booking.actions.release_supply import (
    add_returned_seats,
    free_held_seats,
    release_supply,
)
from jernih.apps.booking.actions.take_numbers import assist_numbers, take_numbers
from jernih.apps.booking.queries import BadContact, Contact, ContactFault, read_contact
from jernih.pure.people import Person, Preference

__all__ = [
    "AlreadyCorrected",
    "AlreadyHolding",
    "AlreadyMoved",
    "AlreadyReleased",
    "BadContact",
    "BadPeople",
    "BadPlan",
    "BookingRefusal",
    "ClosedDay",
    "CodeDead",
    "CodeSent",
    "Contact",
    "ContactFault",
    "DayIsPast",
    "DaySettled",
    "Full",
    "IllegalRelease",
    "LeftToADraw",
    "NotEnded",
    "NotOffered",
    "NothingHeld",
    "NumbersWanted",
    "OtherPerson",
    "Paused",
    "Person",
    "Preference",
    "Taken",
    "TooEarly",
    "TooLate",
    "TooMany",
    "TooManyEdits",
    "TooManyPeople",
    "TooSoon",
    "Unproven",
    "WrongCode",
    "add_returned_seats",
    "ask_code",
    "assist_numbers",
    "close_past_day",
    "confirm",
    "correct_name",
    "erase_application",
    "excuse_no_show",
    "forget_absences",
    "forget_proofs",
    "free_held_seats",
    "give_up_unconfirmed",
    "lock_application",
    "move_numbers",
    "person_commitment",
    "plan_supply",
    "prove_contact",
    "read_contact",
    "record_presence",
    "release_supply",
    "remind",
    "settle_day",
    "take_numbers",
    "withdraw",
]
