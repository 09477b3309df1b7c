"""Let the two tables of the record only grow.

An owner of the database can take these triggers away, and then the tree tells: this is a rail
against mistakes, and it makes a change a deed instead of a slip.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the record only grows: % on % refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION ledger_number_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.index IS NULL AND NEW.index IS NOT NULL
     AND (NEW.id, NEW.office, NEW.kind, NEW.body, NEW.leaf_hash, NEW.created_at)
       = (OLD.id, OLD.office, OLD.kind, OLD.body, OLD.leaf_hash, OLD.created_at) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the record only grows: % on % refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER entry_number_once BEFORE UPDATE ON ledger_entry
  FOR EACH ROW EXECUTE FUNCTION ledger_number_once();
CREATE TRIGGER entry_no_delete BEFORE DELETE ON ledger_entry
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER entry_no_truncate BEFORE TRUNCATE ON ledger_entry
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER checkpoint_no_change BEFORE UPDATE OR DELETE ON ledger_checkpoint
  FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER checkpoint_no_truncate BEFORE TRUNCATE ON ledger_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""

BACKWARD = """
DROP TRIGGER checkpoint_no_truncate ON ledger_checkpoint;
DROP TRIGGER checkpoint_no_change ON ledger_checkpoint;
DROP TRIGGER entry_no_truncate ON ledger_entry;
DROP TRIGGER entry_no_delete ON ledger_entry;
DROP TRIGGER entry_number_once ON ledger_entry;
DROP FUNCTION ledger_number_once();
DROP FUNCTION ledger_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
