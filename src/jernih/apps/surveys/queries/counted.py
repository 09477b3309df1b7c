"""What was counted: books of answers as the tables hold them, and who was served."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from jernih.apps.hall.models import Ticket
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.apps.surveys.models import SurveyCount, TokenGiven
from jernih.pure import survey
from jernih.pure.index import Instrument, Tally
from jernih.pure.quarters import bounds_of
from jernih.pure.rulebook import Rules
from jernih.pure.states import TicketState
from jernih.pure.survey import Book, Way


def rules() -> Rules:
    """Return the numbers of rulebook/index_scales.toml."""
    return offices.rulebook()["index_scales"]


def book_json(book: Book) -> dict[str, Any]:
    """Return a book as a table holds it."""
    tallies = {
        one: {"counts": [list(row) for row in tally.counts], "sums": list(tally.sums)}
        for one, tally in book.tallies.items()
    }
    return {"tallies": tallies, "asked": list(book.asked)}


def book_of(held: Mapping[str, Any]) -> Book:
    """Return the book that a table holds."""
    tallies = {
        one: Tally(
            counts=tuple(map(tuple, held["tallies"][one]["counts"])),
            sums=tuple(held["tallies"][one]["sums"]),
        )
        for one in Instrument
    }
    no, yes, unsaid = held["asked"]
    return Book(tallies=tallies, asked=(no, yes, unsaid))


def books_of(office: Office, *, period: str) -> dict[Way, Book]:
    """Return what was counted in a quarter, for every way."""
    scales = survey.scales_on(rules(), on=_day_in(period))
    empty = dict.fromkeys(Way, survey.empty_book(scales))
    rows = SurveyCount.objects.filter(office=office, period=period)
    return empty | {Way(row.way): book_of(row.book) for row in rows}


def answers_in(office: Office, *, period: str) -> int:
    """Return how many answers were counted in a quarter so far."""
    rows = SurveyCount.objects.filter(office=office, period=period)
    return sum(rows.values_list("answers", flat=True))


def all_given(tickets: Sequence[Ticket]) -> bool:
    """Tell whether each of these tickets was given its token: only who holds one can answer."""
    given = TokenGiven.objects.filter(ticket__in=[ticket.pk for ticket in tickets])
    return given.count() == len(tickets)


def served_in(office: Office, *, period: str) -> int:
    """Return how many tickets were served in a quarter."""
    found = Ticket.objects.filter(hall_day__office=office, state=TicketState.SERVED)
    return found.filter(hall_day__day__range=bounds_of(period)).count()


def _day_in(period: str) -> date:
    return bounds_of(period)[1]
