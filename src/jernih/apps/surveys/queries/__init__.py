"""Questions to the surveys."""

from jernih.apps.surveys.queries.counted import (
    answers_in,
    book_json,
    book_of,
    books_of,
    rules,
    served_in,
)

__all__ = ["answers_in", "book_json", "book_of", "books_of", "rules", "served_in"]
