"""Append-only tables, locked twice: by triggers, and by taking the privilege from the serving role."""

from datetime import timedelta
from typing import Any

import pgtrigger
from django.conf import settings
from django.db.migrations.operations.base import Operation


def append_only() -> list[pgtrigger.Trigger]:
    """For `Meta.triggers`: UPDATE and DELETE are refused by the database, whoever asks."""
    return [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


def kept_for(period: timedelta) -> list[pgtrigger.Trigger]:
    """For `Meta.triggers`: no UPDATE, and no DELETE of a row whose `at` is younger than that, whoever asks."""
    young = pgtrigger.Condition(f"OLD.at > now() - interval '{period.days} days'")
    return [
        pgtrigger.Protect(name="unchanged", operation=pgtrigger.Update),
        pgtrigger.Protect(name="kept", operation=pgtrigger.Delete, condition=young),
    ]


class Revoke(Operation):
    """Migration operation: the serving role may insert into and read these tables, nothing else."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, *tables: str) -> None:
        self.tables = tables

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, list(self.tables), {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Privileges are no part of the models' state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._say(schema_editor, "REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._say(schema_editor, "GRANT UPDATE, DELETE ON {table} TO {role}")

    def _say(self, schema_editor: Any, statement: str) -> None:
        if settings.DATABASE_APP_ROLE:
            quote = schema_editor.quote_name
            for table in self.tables:
                schema_editor.execute(statement.format(table=quote(table), role=quote(settings.DATABASE_APP_ROLE)))

    def describe(self) -> str:
        return f"Make {', '.join(self.tables)} append-only for the serving role"


class ServingRole(Operation):
    """Migration operation: the serving role reads and writes rows of every table, present and future, and owns none."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Privileges are no part of the models' state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if settings.DATABASE_APP_ROLE:
            role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
            rows, numbers = "SELECT, INSERT, UPDATE, DELETE", "USAGE, SELECT"
            schema_editor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
            schema_editor.execute(f"GRANT {rows} ON ALL TABLES IN SCHEMA public TO {role}")
            schema_editor.execute(f"GRANT {numbers} ON ALL SEQUENCES IN SCHEMA public TO {role}")
            default = "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT"
            schema_editor.execute(f"{default} {rows} ON TABLES TO {role}")
            schema_editor.execute(f"{default} {numbers} ON SEQUENCES TO {role}")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """The tables go; their privileges go with them."""

    def describe(self) -> str:
        return "Let the serving role read and write rows"
