"""Questions to the surveys."""

from jernih.apps.surveys.queries.counted import (
    all_given,
    answers_in,
    book_json,
    book_of,
    books_of,
    rules,
    served_in,
)
from jernih.apps.surveys.queries.shown import (
    QuarterRow,
    Shown,
    csv_rows,
    published,
    published_periods,
    quarters,
    standing,
    today,
)

__all__ = [
    "QuarterRow",
    "Shown",
    "all_given",
    "answers_in",
    "book_json",
    "book_of",
    "books_of",
    "csv_rows",
    "published",
    "published_periods",
    "quarters",
    "rules",
    "served_in",
    "standing",
    "today",
]
