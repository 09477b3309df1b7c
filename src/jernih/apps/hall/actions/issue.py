"""Make a ticket that waits, with the secret code its holder finds it by."""

from jernih.apps.hall.actions import floor
from jernih.apps.hall.actions.floor import Hall
from jernih.apps.hall.models import Ticket
from jernih.apps.hall.queries import codes
from jernih.pure import reasons
from jernih.pure.roles import Actor, Role


def issue(hall: Hall, ticket: Ticket) -> Ticket:
    """Let a new ticket wait from now on."""
    code = codes.new_code(hall.office.slug, hall.day.day, ticket.number)
    ticket.hall_day, ticket.arrived_at = hall.day, hall.at
    ticket.code_index = codes.index_of(code)
    ticket.save(force_insert=True)
    floor.open_leg(ticket, at=hall.at)
    return ticket


def channel_of(actor: Actor) -> reasons.Channel:
    """Return how someone reached the office who stands in the hall."""
    return reasons.Channel.KIOSK if Role.KIOSK in actor.roles else reasons.Channel.DESK
