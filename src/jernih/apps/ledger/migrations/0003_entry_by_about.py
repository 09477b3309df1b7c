"""Find at once the facts that say what became of one application, or of a number without one.

An index over their bytes, of six kinds only: to append the others costs nothing more.
"""

from django.db import migrations

FORWARD = r"""
CREATE INDEX entry_by_about ON ledger_entry (
  (coalesce(
    substring(encode(body, 'escape') from '"ref":"([0-9a-f]{32})"'),
    substring(encode(body, 'escape') from '"day":"([0-9]{4}-[0-9]{2}-[0-9]{2})"')
  ))
) WHERE kind IN (
  'booking.taken', 'booking.moved', 'booking.corrected', 'draw.applied', 'hall.checked-in', 'hall.walked-in'
);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_grow_only")]

    operations = [migrations.RunSQL(FORWARD, "DROP INDEX entry_by_about")]
