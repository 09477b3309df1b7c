"""Make the table in which throttling counts, so that it counts across all web processes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        # As `createcachetable` makes it; here, so that one command sets the database up.
        migrations.RunSQL(
            sql=[
                'CREATE TABLE IF NOT EXISTS "cache" ('
                '"cache_key" varchar(255) NOT NULL PRIMARY KEY, '
                '"value" text NOT NULL, '
                '"expires" timestamp with time zone NOT NULL)',
                'CREATE INDEX IF NOT EXISTS "cache_expires" ON "cache" ("expires")',
            ],
            reverse_sql=['DROP TABLE IF EXISTS "cache"'],
        )
    ]
