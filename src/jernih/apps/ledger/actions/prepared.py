"""Run statements written by hand, which the database plans once for each connection.

For the paths that thousands take in one minute. There the ORM writes the same text again for each
request, and the database plans it again: more work than the statement itself.
"""

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper


def prepared(sql: str, values: Mapping[str, Any]) -> CursorWrapper:
    """Run a statement; return the cursor to read its rows from.

    The text must be the same for every request, or it is planned for nothing.
    """
    connection.ensure_connection()
    # psycopg's own cursor leaves the values to the server, and so can prepare the text; Django's
    # writes them into it. The wrapper counts, logs and names errors as for every other question.
    own = psycopg.Cursor(connection.connection)
    cursor = connection.make_cursor(own)  # type: ignore[arg-type]  # wraps any
    cursor.execute(sql, values)
    return cursor
