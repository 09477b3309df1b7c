"""Find the last sign of life, promise of witnesses and their signatures at once, among millions.

An index of three kinds only: to append the others costs nothing more.
"""

from django.db import migrations

FORWARD = """
CREATE INDEX entry_about_time ON ledger_entry (kind, office, id)
WHERE kind IN ('record.heartbeat', 'record.policy-declared', 'record.witnessed');
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_witnesses")]

    operations = [migrations.RunSQL(FORWARD, "DROP INDEX entry_about_time")]
