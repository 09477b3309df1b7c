"""Button presses that were answered: a second press of the same key gets the same answer."""

from jernih.apps.hall.actions.floor import Hall
from jernih.apps.hall.models import Press, Ticket


def answered(hall: Hall, key: str) -> Press | None:
    """Return the answer that this press was given before."""
    found = Press.objects.filter(key=key, hall_day=hall.day)
    return found.select_related("ticket__service").first()


def answer(hall: Hall, key: str, *, ticket: Ticket | None, rule: str = "") -> None:
    """Keep the answer to a press."""
    Press.objects.create(key=key, hall_day=hall.day, ticket=ticket, rule=rule, answered_at=hall.at)
