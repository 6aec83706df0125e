"""Privileges of the serving role, and the table of the shared cache where there is no Redis."""

from django.db import migrations

from pvehub.audit.appendonly import Revoke, ServingRole


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """CREATE TABLE IF NOT EXISTS django_cache (
                cache_key varchar(255) NOT NULL PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
            CREATE INDEX IF NOT EXISTS django_cache_expires ON django_cache (expires)""",
            "DROP TABLE django_cache",
        ),
        ServingRole(),
        Revoke("audit_event", "audit_reading", "audit_seal"),
    ]
