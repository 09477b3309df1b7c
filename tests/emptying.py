"""How tables are emptied after a test that commits.

Django's own way truncates every table and then makes all permissions anew: half a second, a
thousand times a run. Most tables are empty; a row is deleted in a moment.
"""

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import TransactionTestCase

# Made by the migrations, changed by no test.
STAYS = {Permission._meta.db_table, ContentType._meta.db_table}
IS_MASTER = "SELECT current_setting('is_superuser') = 'on'"


def install() -> None:
    """Have tables emptied by `empty_tables` if the database's user may, or else Django's way.

    That one truncates, which the record forbids: on such a server that one rail is taken away.
    """
    with connection.cursor() as cursor:
        cursor.execute(IS_MASTER)
        if cursor.fetchone() == (True,):
            TransactionTestCase._fixture_teardown = empty_tables  # type: ignore[method-assign]
            return
        for table in ("entry", "checkpoint", "cosignature"):
            cursor.execute(f"ALTER TABLE ledger_{table} DISABLE TRIGGER {table}_no_truncate")


def empty_tables(self: TransactionTestCase) -> None:
    """Delete all rows, past the triggers that forbid it and past foreign keys."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    deleted = "".join(f'DELETE FROM "{name}";' for name in sorted({*names} - STAYS))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SET session_replication_role = replica; {deleted} RESET session_replication_role"
        )
