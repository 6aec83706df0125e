"""`manage.py migrate`: Django's own; on a database that holds nothing yet, with an executor that keeps fewer classes up to
date on the way. Where there are rows to lose it is Django's to the letter."""

from typing import Any

from django.core.management.commands import migrate as of_django
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from pvehub.management.migrating import SparingExecutor


class Command(of_django.Command):
    """The same options and the same tables."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Django's command names its executor as a global of its module, which is the only place to say another."""
        of_django.MigrationExecutor = executor_for(options["database"])
        try:
            super().handle(*args, **options)
        finally:
            of_django.MigrationExecutor = MigrationExecutor


def executor_for(database: str) -> type[MigrationExecutor]:
    """Ours for a first start, Django's where something was migrated before."""
    applied = MigrationRecorder(connections[database]).applied_migrations()
    return MigrationExecutor if applied else SparingExecutor
