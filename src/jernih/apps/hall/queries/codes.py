"""The secret code of a ticket, and what a code leads to."""

from datetime import date

from jernih.apps.booking.models import Application
from jernih.apps.booking.queries import server_key
from jernih.apps.hall.models import Ticket
from jernih.pure import codes


def code_from(text: str) -> str | None:
    """Return the bare code in what was typed or scanned, also out of a whole address."""
    address = text.strip().partition("?")[0].partition("#")[0]
    return codes.read_code(address.rstrip("/").rpartition("/")[2])


def new_code(office: str, day: date, number: str) -> str:
    """Return the code of a number, derived and never stored."""
    ref = f"ticket/{office}/{day.isoformat()}/{number}"
    return codes.code_of(ref, key=server_key())


def index_of(code: str) -> str:
    """Return what stands in the tables for a bare code."""
    return codes.code_index(code, key=server_key())


def key_of(text: str) -> str:
    """Return what the live process knows the holder of this code by; empty for no code."""
    code = code_from(text)
    return index_of(code) if code else ""


def ticket_code(ticket: Ticket) -> str:
    """Return a ticket's code as people read it, for print and QR."""
    day = ticket.hall_day
    return codes.show_code(new_code(day.office.slug, day.day, ticket.number))


def ticket_by_code(text: str) -> Ticket | None:
    """Return the ticket with this code of its own."""
    code = code_from(text)
    if code is None:
        return None
    found = Ticket.objects.select_related("hall_day__office", "service", "counter")
    return found.filter(code_index=index_of(code)).first()


def application_by_code(text: str) -> Application | None:
    """Return the application with this code."""
    code = code_from(text)
    if code is None:
        return None
    return Application.objects.filter(code_index=index_of(code)).first()


def tickets_by_code(text: str) -> list[Ticket]:
    """Return the ticket with this code, or all tickets of the application with it."""
    if ticket := ticket_by_code(text):
        return [ticket]
    application = application_by_code(text)
    if application is None:
        return []
    found = Ticket.objects.select_related("hall_day__office", "service", "counter")
    return list(found.filter(applicant__application=application).order_by("series", "n"))
